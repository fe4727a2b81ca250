"""Faults as comments in the text they are about, and the text without them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from coldsend_tui.campaign_file.faults import Fault
from coldsend_tui.campaign_file.places import places
from coldsend_tui.ops import wording
from coldsend_tui.text import safe

MARK: Final = "#!! "
"""How our remarks begin. Lines that begin so outside a string are ours and are taken out again."""


class Remarked(NamedTuple):
    """A text with remarks, and the line (1-based) to put the cursor on."""

    text: str
    line: int


def with_remarks(text: str, faults: Sequence[Fault]) -> Remarked:
    """`text` (without remarks) with a summary on top and each fault above its line."""
    lines = text.split("\n")
    inside = places(text).inside
    head = [f"{MARK}{wording.plural(len(faults), 'fault')}: nothing was sent. Mend and save; save as it is to give up."]
    beside: dict[int, list[str]] = {}
    for fault in faults:
        if fault.line in inside or fault.line > len(lines):
            head.append(f"{MARK}{fault}")
        else:
            beside.setdefault(fault.line, []).append(MARK + safe(f"{fault.key}: {fault.message}".removeprefix(": ")))
    out, cursor = head, 0
    first = min((fault.line for fault in faults), default=1)
    for number, line in enumerate(lines, 1):
        out += beside.get(number, ())
        out.append(line)
        if number == min(first, len(lines)):
            cursor = len(out)
    return Remarked("\n".join(out), cursor)


def without_remarks(text: str) -> str:
    """`text` without our remarks."""
    lines = text.split("\n")
    while lines and lines[0].startswith(MARK):
        lines.pop(0)
    rest = "\n".join(lines)
    inside = places(rest).inside
    return "\n".join(line for number, line in enumerate(lines, 1) if number in inside or not line.startswith(MARK))
