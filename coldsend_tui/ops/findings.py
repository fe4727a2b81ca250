"""What judgement says: findings with evidence, reach and advice, and the verdict over all of them."""

from datetime import datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from coldsend_tui.ops import wording
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.lifecycle import Transition

Key = tuple[str, str]
"""What makes a finding the same one tomorrow: its rule and the id of its object."""


class Severity(IntEnum):
    """How bad a finding is; the names are the words on screen."""

    INFO = 0
    WARN = 1
    CRIT = 2


class Reach(NamedTuple):
    """How far a finding goes. None: not known. `at_least`: not all campaigns' settings have been read."""

    campaigns: int | None = None
    inboxes: int | None = None
    leads_left: int | None = None
    at_least: bool = False
    people: int | None = None

    @property
    def text(self) -> str:
        """`1 campaign · 6 inboxes · 1,412 leads left`; what is not known is left out."""
        floor = "at least " if self.at_least else ""
        parts = []
        if self.campaigns is not None:
            parts.append(floor + wording.plural(self.campaigns, "campaign"))
        if self.inboxes is not None:
            parts.append(wording.plural(self.inboxes, "inbox", "inboxes"))
        if self.leads_left is not None:
            parts.append(f"{floor}{wording.plural(self.leads_left, 'lead')} left")
        if self.people is not None:
            parts.append(floor + wording.plural(self.people, "person", "people"))
        return " · ".join(parts) or "not known"

    @property
    def size(self) -> tuple[int, int, int]:
        """Order of findings of one severity: leads still to be harmed first."""
        return (self.leads_left or self.people or 0, self.campaigns or 0, self.inboxes or 0)


class Quiet(NamedTuple):
    """Why a finding is quiet: snoozed until a time (workspace time), or acknowledged for as long as it stands (None).

    `reason` is what somebody wrote beside it, not yet safe to draw; "" without.
    """

    until: datetime | None
    reason: str

    def says(self, now: datetime) -> str:
        """`snoozed to 15:30: list is being cleaned`, `acknowledged`; with the date where it is another day's."""
        word = "acknowledged"
        if self.until is not None:
            day = "" if self.until.date() == now.date() else f"{self.until:%d %b} "
            word = f"snoozed to {day}{self.until:%H:%M}"
        return f"{word}: {self.reason}" if self.reason else word


class Finding(NamedTuple):
    """One thing that needs a person. `value` carries its denominator, `since` is workspace time, `action` the move that stops it.

    `kind` is "campaign", "sender", "domain" or "replies"; `name` is a stranger's text, not yet safe to draw. `object_id` is ""
    where it is about several objects. `quiet` is set while somebody acknowledged or snoozed it.
    """

    rule: str
    severity: Severity
    kind: str
    object_id: str
    name: str
    value: str
    limit: str
    why: str
    evidence: tuple[str, ...]
    since: datetime | None
    reach: Reach
    advice: str
    action: Transition | None = None
    quiet: Quiet | None = None

    @property
    def key(self) -> Key:
        """Rule and object id."""
        return self.rule, self.object_id

    @property
    def topic(self) -> str:
        """The second half of the rule, the word for a list: `bounce`, `failed`, `stalled`."""
        return self.rule.partition(".")[2]


class Verdict(NamedTuple):
    """The whole workspace in one word, with its findings worst first.

    `age` is the age of the counters in the operator's time (None: never read; below zero: the clock was set back since). `blind` says what could not be judged.
    UNKNOWN keeps the findings of the last reading but vouches for none of them. What is quiet stands last, is no part of level,
    `crit` and `warn`, and is counted in `snoozed`.
    """

    level: Level
    findings: tuple[Finding, ...]
    crit: int
    warn: int
    age: timedelta | None
    blind: tuple[str, ...]
    reason: str
    snoozed: int = 0

    @property
    def headline(self) -> str:
        """`OK`, `CRIT 2 · WARN 3`, `WARN 1 · 2 snoozed`, `UNKNOWN`."""
        if self.level is Level.UNKNOWN:
            return self.level.value
        counts = (("CRIT", self.crit), ("WARN", self.warn))
        loud = [f"{word} {number}" for word, number in counts if number] or [Level.OK.value]
        return " · ".join([*loud, f"{self.snoozed} snoozed"] if self.snoozed else loud)

    @property
    def worst(self) -> Finding | None:
        """The worst finding that is not quiet."""
        return self.findings[0] if self.findings and self.findings[0].quiet is None else None
