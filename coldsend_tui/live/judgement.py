"""What the cache knows, judged: the one place where rows, samples and the memory of findings come together."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from ..clock import Clock, SystemClock, VirtualClock
from ..errors import StoreError
from ..ops import alerts
from ..ops.findings import Finding, Quiet, Reach, Severity, Verdict
from ..ops.lifecycle import Transition
from ..store import FindingNote, RememberedFinding, Store
from ..workspace import Sample, Workspace

RECENT = timedelta(hours=6)
"""How far back samples are looked at: long enough for "nothing sent in an open window"."""


MANY = 1_000
"""Campaigns from which on reading and judging all of them takes too long for the event loop or the first frame."""


class Look(NamedTuple):
    """A workspace as it was last read, the samples of its campaigns since `RECENT`, and the verdict on both."""

    workspace: Workspace
    recent: Mapping[str, Sequence[Sample]]
    verdict: Verdict


def keep_time(clock: Clock, store: Store) -> None:
    """What a cache holds is judged by the workspace's clock, as it was when the cache was filled: a sandbox may live in another
    month. The server's own word, as soon as there is one, stands above that."""
    if isinstance(clock, SystemClock) and not clock.told:
        clock.recall(store.clock_offset())


def look(store: Store, clock: Clock, *, remember: bool = True) -> Look:
    """Read `store` and judge it. Findings are remembered with the time they were first made, so "since when" survives restarts.

    A recording that plays is looked at without that: it holds what was remembered.
    """
    keep_time(clock, store)
    workspace, now = store.workspace(), clock.now()
    recent = store.recent_samples(now - RECENT)
    verdict = _judged(workspace, recent, store, clock)
    if remember and verdict.age is not None:
        notes = [
            FindingNote(f.rule, f.kind, f.object_id, f.severity.name, f"{f.name} {f.value}", _body(f))
            for f in verdict.findings
        ]
        with suppress(StoreError):  # the next look remembers them
            store.findings.note(notes, now)
    return Look(workspace, recent, hushed(verdict, store, clock))


def hushed(verdict: Verdict, store: Store, clock: Clock) -> Verdict:
    """The verdict without the voices that are acknowledged or snoozed at this time."""
    quiet = store.findings.quiet(clock.now())
    return alerts.hushed(
        verdict, {key: (Severity[one.severity], Quiet(one.until, one.reason)) for key, one in quiet.items()}
    )


def recalled(store: Store, clock: Clock) -> Look | None:
    """What `store` remembers of its last verdict, without reading campaigns or senders: their rows are missing.

    None where another version left less than a whole finding: fewer findings than there were would be a false verdict.
    """
    keep_time(clock, store)
    workspace, now = store.outline(), clock.now()
    try:
        findings = [_finding(one) for one in store.alerts()]
    except (ValueError, TypeError, KeyError):
        return None
    verdict = alerts.verdict(findings, workspace, clock.real())
    return Look(workspace, store.recent_samples(now - RECENT), hushed(verdict, store, clock))


def judged(workspace: Workspace, recent: Mapping[str, Sequence[Sample]], store: Store, clock: Clock) -> Verdict:
    """The verdict on rows that were read before, at the present time; remembers nothing."""
    return hushed(_judged(workspace, recent, store, clock), store, clock)


def _judged(workspace: Workspace, recent: Mapping[str, Sequence[Sample]], store: Store, clock: Clock) -> Verdict:
    now = clock.now()
    return alerts.judge(
        workspace,
        now=now,
        real=clock.real(),
        first_seen=store.findings.first_seen(),
        recent=recent,
        recent_since=now - RECENT,
        speed=clock.speed if isinstance(clock, VirtualClock) else 1.0,
    )


def _body(finding: Finding) -> str:
    # Whether it is quiet is remembered elsewhere.
    parts = finding._replace(since=None, severity=finding.severity.name)[:-1]  # type: ignore[arg-type]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _finding(one: RememberedFinding) -> Finding:
    """The finding as it was judged. ValueError, TypeError or KeyError where another version wrote it."""
    found = Finding(*json.loads(one.body))
    return found._replace(
        severity=Severity[one.severity],
        evidence=tuple(found.evidence),
        since=one.first_seen,
        reach=Reach(*found.reach),
        action=None if found.action is None else Transition(found.action),
    )
