"""What is wrong with a campaign file, each fault with its place, so that all of them can be mended in one go."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from coldsend_tui.campaign_file.places import Path, Places
from coldsend_tui.errors import ColdSendError, ExitCode
from coldsend_tui.text import safe

_SHOWN: Final = 20


class Fault(NamedTuple):
    """One thing that is wrong: the line (1-based), the key, what is wrong with it and what would be right."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return safe(
            f"line {self.line}: {self.key}: {self.message}" if self.key else f"line {self.line}: {self.message}"
        )


class Refused(NamedTuple):
    """Something that cannot be written, by its path in the file."""

    path: Path
    message: str


def located(refused: Iterable[Refused], places: Places) -> tuple[Fault, ...]:
    """`refused` with their lines, in the order of the text."""
    found = [Fault(places.line_of(item.path), key_text(item.path), item.message) for item in refused]
    return tuple(sorted(found, key=lambda fault: fault.line))


def key_text(path: Path) -> str:
    """A path as people write it: `follow_ups[2].variants[1].body`, counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def nearest(word: str, known: Iterable[str]) -> str:
    """` Did you mean "…"?`, or "" when nothing is near."""
    lowered = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.5)
    return f' Did you mean "{lowered[near[0]]}"?' if near else ""


class FaultyFiles(ColdSendError):
    """Campaign files that cannot be used; nothing was sent."""

    title = "Campaign file"
    exit_code = ExitCode.USAGE

    def __init__(self, faults: Mapping[str, Sequence[Fault]]) -> None:
        """`faults` are those of each file, by its name."""
        self.faults = faults
        parts = []
        for name, found in faults.items():
            shown = "".join(f"\n  {fault}" for fault in found[:_SHOWN])
            more = f"\n  and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            parts.append(f"{safe(name)}: nothing was sent:{shown}{more}")
        super().__init__("\n".join(parts))
