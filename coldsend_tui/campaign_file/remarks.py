"""Faults as comments in the text they are about, and the text without them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from coldsend_tui.campaign_file.faults import Fault
from coldsend_tui.campaign_file.places import places
from coldsend_tui.ops import wording

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
    unplaced = [fault for fault in faults if fault.line in inside or fault.line > len(lines)]
    head += [f"{MARK}{fault}" for fault in unplaced]
    by_line: dict[int, list[str]] = {}
    for fault in faults:
        if fault not in unplaced:
            by_line.setdefault(fault.line, []).append(
                f"{MARK}{fault.key}: {fault.message}" if fault.key else f"{MARK}{fault.message}"
            )
    out = list(head)
    cursor = 0
    for number, line in enumerate(lines, 1):
        for remark in by_line.get(number, ()):
            out.append(" ".join(remark.split("\n")))
        out.append(line)
        if not cursor and (number in by_line or (unplaced and number == min(fault.line for fault in unplaced))):
            cursor = len(out)
    return Remarked("\n".join(out), cursor or len(head) + 1)


def without_remarks(text: str) -> str:
    """`text` without our remarks."""
    lines = text.split("\n")
    while lines and lines[0].startswith(MARK):
        lines.pop(0)
    rest = "\n".join(lines)
    inside = places(rest).inside
    return "\n".join(line for number, line in enumerate(lines, 1) if number in inside or not line.startswith(MARK))
