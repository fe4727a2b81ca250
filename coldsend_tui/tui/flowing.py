"""Running text of several roles broken into lines, and blocks of lines set side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from coldsend_tui.text import width
from coldsend_tui.tui.lines import BLANK, Line, Span, cells, pad

_BREAKS: Final = re.compile(r"(\n| +)")


def flow(pieces: Iterable[Span], columns: int) -> list[Line]:
    """`pieces` (safe text, line breaks allowed) in lines of at most `columns` cells, broken at spaces; a longer word goes over lines.

    A word may run over several pieces: it is never broken between them.
    """
    lines: list[list[Span]] = [[]]
    word: list[Span] = []
    gap = ""
    room = columns

    def close() -> None:
        nonlocal gap, room, word
        if not word:
            return
        wide = sum(width(text) for text, _ in word)
        before = gap if lines[-1] else gap[: min(8, columns // 2)]
        if lines[-1] and wide + len(before) > room:
            lines.append([])
            room, before = columns, ""
        if before:
            lines[-1].append((before, ""))
        room -= len(before)
        for text, role in word:
            while width(text) > room:
                head = taken(text, room, whole=bool(lines[-1]))
                if head:
                    lines[-1].append((head, role))
                lines.append([])
                text, room = text[len(head) :], columns
            lines[-1].append((text, role))
            room -= width(text)
        word, gap = [], ""

    for text, role in pieces:
        for part in _BREAKS.split(text):
            if part == "\n":
                close()
                lines.append([])
                room, gap = columns, ""
            elif part.startswith(" "):
                close()
                gap = part
            elif part:
                word.append((part, role))
    close()
    return [tuple(spans) for spans in lines]


def taken(text: str, columns: int, *, whole: bool) -> str:
    """As much of the start of `text` as fits in `columns` cells; one character at least, unless only `whole` ones may be taken."""
    if text.isascii():
        return text[: max(0 if whole else 1, columns)]
    at = 1
    if whole and width(text[:1]) > columns:
        return ""
    while at < len(text) and width(text[: at + 1]) <= columns:
        at += 1
    return text[:at]


def beside(blocks: Sequence[Sequence[Line]], columns: int, gap: int = 3) -> list[Line]:
    """Blocks side by side, each in an equal share of `columns`; as tall as the tallest."""
    each = block_width(len(blocks), columns, gap)
    tall = max((len(block) for block in blocks), default=0)
    lines: list[Line] = []
    for at in range(tall):
        row: list[Span] = []
        for number, block in enumerate(blocks):
            spans = block[at] if at < len(block) else BLANK
            last = number == len(blocks) - 1
            row.extend(spans if last else (*pad(spans, each), (" " * gap, "")))
        lines.append(tuple(row) if cells(tuple(row)) else BLANK)
    return lines


def block_width(blocks: int, columns: int, gap: int = 3) -> int:
    """Cells of each of so many blocks side by side."""
    return max(1, (columns - gap * (blocks - 1)) // max(1, blocks))
