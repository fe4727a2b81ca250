"""One line of the readiness list."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class CheckLevel(StrEnum):
    """Result of one check."""

    OK = "ok"
    WARN = "warn"
    BLOCKER = "blocker"
    UNKNOWN = "unknown"


class Check(NamedTuple):
    """One line of the readiness list. `name` is a stable word (leads, inboxes, variants, window …; "server" for the server's own).

    `number` is the check's in field.md §5, 0 for what a launch needs beyond that list.
    """

    name: str
    level: CheckLevel
    text: str
    fix: str = ""
    number: int = 0
