"""What the cache knows, judged: the one place where rows, samples and the memory of findings come together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from ..clock import Clock, VirtualClock
from ..errors import StoreError
from ..ops.alerts import judge
from ..ops.findings import Verdict
from ..store import FindingNote, Store
from ..workspace import Sample, Workspace

RECENT = timedelta(hours=6)
"""How far back samples are looked at: long enough for "nothing sent in an open window"."""


class Look(NamedTuple):
    """A workspace as it was last read, the samples of its campaigns since `RECENT`, and the verdict on both."""

    workspace: Workspace
    recent: Mapping[str, Sequence[Sample]]
    verdict: Verdict


def look(store: Store, clock: Clock, *, remember: bool = True) -> Look:
    """Read `store` and judge it. Findings are remembered with the time they were first made, so "since when" survives restarts.

    A recording that plays is looked at without that: it holds what was remembered.
    """
    workspace, now = store.workspace(), clock.now()
    recent = store.recent_samples(now - RECENT)
    verdict = judged(workspace, recent, store, clock)
    if remember and verdict.age is not None:
        notes = [
            FindingNote(f.rule, f.kind, f.object_id, f.severity.name, f"{f.name} {f.value}") for f in verdict.findings
        ]
        with suppress(StoreError):  # the next look remembers them
            store.findings.note(notes, now)
    return Look(workspace, recent, verdict)


def judged(workspace: Workspace, recent: Mapping[str, Sequence[Sample]], store: Store, clock: Clock) -> Verdict:
    """The verdict on rows that were read before, at the present time; remembers nothing."""
    now = clock.now()
    return judge(
        workspace,
        now=now,
        real=clock.real(),
        first_seen=store.findings.first_seen(),
        recent=recent,
        recent_since=now - RECENT,
        speed=clock.speed if isinstance(clock, VirtualClock) else 1.0,
    )
