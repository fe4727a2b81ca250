"""What a conversation says, as lines: head, messages oldest first, quotes folded, links as text, files listed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from coldsend_tui.live.browsing.replies import Thread
from coldsend_tui.ops import html_text, wording
from coldsend_tui.people import Conversation, ConversationMessage, MessageFile
from coldsend_tui.text import cut, safe, width
from coldsend_tui.tui.columns.replies import category, person
from coldsend_tui.tui.lines import BLANK, Line, joined, line, wrap

QUOTED_SHOWN = 2
"""Lines of a quote that stay when it is folded."""
LONGEST_MESSAGE = 2_000
"""Lines of one message that are drawn; a longer one says so."""


def head(row: Conversation, thread: Thread | None, columns: int) -> list[Line]:
    """Subject, who with whom, campaign, category."""
    lines: list[Line] = wrap(safe(row.subject) or "(no subject)", columns, "bold")
    sender, address = person(row), safe(row.email)
    lines.append(line((sender, ""), (f"  {address}" if address != sender else "", "muted")))
    name, role = category(row.category)
    told: list[Line | str] = [line((name, role))] if row.category else [line(("no category", "faint"))]
    detail = thread.detail if thread else None
    if detail is not None and row.category:
        how = "set by hand" if detail.manual else "judged by machine"
        sure = "" if detail.manual or detail.confidence is None else f", {detail.confidence * 100:.0f} % sure"
        told.append(line((how + sure, "faint")))
    lines.append(joined([*told, *(line((safe(tag), "accent")) for tag in row.tags[:4] if tag != row.category)]))
    where = [safe(row.campaign), f"to {safe(row.inbox)}" if row.inbox else "its inbox is gone"]
    lines.append(joined([line((text, "muted")) for text in where if text]))
    if detail is not None and detail.archived:
        lines.append(line(("archived: its domain or inbox is gone, nothing can be answered from here", "warn")))
    return lines


def messages(thread: Thread, now: datetime, columns: int, *, unfolded: bool) -> list[Line]:
    """All messages, each under a rule that says whose it is and how old."""
    lines: list[Line] = []
    missing = thread.total - len(thread.messages)
    if missing > 0:
        lines += [line((f"{wording.plural(missing, 'older message')} not shown", "faint")), BLANK]
    for message in thread.messages:
        lines += [_rule(message, now, columns), *_body(message, columns, unfolded=unfolded)]
        for file in message.files:
            lines += _file(file, columns)
        lines.append(BLANK)
    return lines or [line(("no messages", "muted"))]


def _rule(message: ConversationMessage, now: datetime, columns: int) -> Line:
    arrow, role = ("→", "muted") if message.outgoing else ("←", "accent")
    when = f"{wording.age(message.at, now)} ago · {message.at:%d %b %H:%M}" if message.at else "no date"
    sender = cut(safe(message.sender) or "(no sender)", max(8, columns - width(when) - 8))
    left = line((f"{arrow} ", role), (sender, role))
    rest = columns - width(sender) - width(when) - 4
    return (*left, (f" {'─' * max(0, rest)} ", "track"), (when, "faint"))


def _body(message: ConversationMessage, columns: int, *, unfolded: bool) -> list[Line]:
    written = message.text if message.text.strip() else html_text.readable(message.html)
    text = safe(written, newlines=True).strip()
    if not text:
        return [line(("(empty)", "faint"))]
    lines: list[Line] = []
    for paragraph, quoted in _folded(text.split("\n"), unfolded=unfolded):
        lines += wrap(broken(paragraph, columns), columns, "faint" if quoted else "")
        if len(lines) > LONGEST_MESSAGE:
            return [*lines[:LONGEST_MESSAGE], line(("… the rest of a very long message is not shown", "warn"))]
    return lines


def _folded(paragraphs: list[str], *, unfolded: bool) -> Iterator[tuple[str, bool]]:
    """Lines of a body with whether they are a quote; of a folded quote only the first ones, and how many more there are."""
    run: list[str] = []
    for paragraph in [*paragraphs, ""]:
        if paragraph.lstrip().startswith(">"):
            run.append(paragraph)
            continue
        shown = run if unfolded or len(run) <= QUOTED_SHOWN + 1 else run[:QUOTED_SHOWN]
        yield from ((quoted, True) for quoted in shown)
        if len(shown) < len(run):
            yield f"… {len(run) - len(shown)} more quoted lines (h shows them)", True
        run = []
        yield paragraph, False


def broken(text: str, columns: int) -> str:
    """`text` with every word that is wider than a line cut into pieces: an address must be readable to its end."""
    if columns <= 0 or width(text) <= columns:
        return text
    words = []
    for word in text.split(" "):
        while width(word) > columns:
            piece, used = "", 0
            for char in word:
                if (used := used + width(char)) > columns:
                    break
                piece += char
            piece = piece or word[0]
            words.append(piece)
            word = word[len(piece) :]
        words.append(word)
    return " ".join(words)


def _file(file: MessageFile, columns: int) -> list[Line]:
    """A file by name, kind and size; its address as text, for the API tells no more."""
    size = f"{file.size / 1000:,.0f} kB" if file.size is not None else "size not told"
    told = line(("▤ ", "accent"), (safe(file.name) or "(no name)", ""), (f"  {safe(file.kind)} · {size}", "faint"))
    return [told, *wrap(broken(safe(file.url), columns), columns, "faint")] if file.url else [told]
