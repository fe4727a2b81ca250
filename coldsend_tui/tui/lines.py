"""Lines of safe text with roles: what views answer and widgets draw. No Textual here, so every view is tested without a terminal.

A role names why a piece of text looks the way it does ("crit", "muted", "accent" …); `roles.py` turns it into a style of
the present theme. Text must have passed `text.safe` or be our own.
"""

from __future__ import annotations

from collections.abc import Iterable

from coldsend_tui.text import cut, width

# Plain aliases: the first glance draws with these before even `typing` is loaded.
Span = tuple[str, str]
Line = tuple[Span, ...]

BLANK: Line = ()


def line(*pieces: str | Span) -> Line:
    """A line from plain strings (default role) and (text, role) pairs."""
    return tuple((piece, "") if isinstance(piece, str) else piece for piece in pieces)


def cells(spans: Line) -> int:
    """Terminal cells that a line takes."""
    return sum(width(text) for text, _ in spans)


def plain(spans: Line) -> str:
    """The text of a line without its roles."""
    return "".join(text for text, _ in spans)


def clip(spans: Line, columns: int) -> Line:
    """At most `columns` cells of a line; the last cell is an ellipsis where something was cut off."""
    if cells(spans) <= columns:
        return spans
    kept: list[Span] = []
    left = columns
    for text, role in spans:
        wide = width(text)
        if wide < left:
            kept.append((text, role))
            left -= wide
        else:
            kept.append((cut(text + " ", left), role))
            break
    return tuple(kept)


def pad(spans: Line, columns: int, *, right: bool = False, role: str = "") -> Line:
    """A line of exactly `columns` cells, aligned left, or right where asked."""
    spans = clip(spans, columns)
    missing = columns - cells(spans)
    if missing <= 0:
        return spans
    blank: Span = (" " * missing, role)
    return (blank, *spans) if right else (*spans, blank)


def spread(left: Line, right: Line, columns: int) -> Line:
    """`left` at the left edge, `right` at the right one; where both do not fit, the left one is cut."""
    room = columns - cells(right)
    if room <= 0:
        return clip(right, columns)
    return (*pad(left, room), *right)


def wrap(text: str, columns: int, role: str = "") -> list[Line]:
    """Plain text broken at spaces into lines of at most `columns` cells; a longer word is cut. An indent is kept throughout."""
    out: list[Line] = []
    for paragraph in text.split("\n"):
        words = paragraph.lstrip(" ")
        indent = " " * (len(paragraph) - len(words))
        current = indent
        for word in words.split(" "):
            candidate = f"{current} {word}" if current.strip() else indent + word
            if width(candidate) <= columns:
                current = candidate
                continue
            if current.strip():
                out.append(((current, role),))
            current = cut(indent + word, columns)
        out.append(((current, role),))
    return out


def joined(parts: Iterable[Line | str], separator: str = " · ", role: str = "muted") -> Line:
    """Pieces with a quiet separator between them; empty ones are left out."""
    out: list[Span] = []
    for part in parts:
        spans = line(part) if isinstance(part, str) else part
        if not plain(spans):
            continue
        if out:
            out.append((separator, role))
        out.extend(spans)
    return tuple(out)
