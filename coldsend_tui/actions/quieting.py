"""Acknowledge or snooze a finding, or take that back: kept in the cache and in the journal, nothing is sent."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from coldsend_tui.actions.record import operator
from coldsend_tui.errors import StoreError
from coldsend_tui.store import JournalLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from coldsend_tui.clock import Clock
    from coldsend_tui.ops.findings import Finding
    from coldsend_tui.store import Store

KIND = "finding"
"""The journal's word for what is quieted. The object's own kind would hide a broken-off write of it (see `recovery.rest`)."""
SPEAKS = "speaks"


def quiet(
    finding: Finding, until: datetime | None, reason: str, store: Store, clock: Clock, *, profile: str, actor: str = ""
) -> None:
    """Keep `finding` quiet until a time (workspace time), or for as long as it stands (None). Blocks; raises `StoreError`."""
    rule, object_id = finding.key
    if until is None:
        action, after = "acknowledge", "quiet while it stands"
    else:
        action, after = "snooze", f"quiet to {until:%d %b %H:%M} UTC"

    def work() -> None:
        if until is None:
            store.findings.acknowledge(rule, object_id, reason)
        else:
            store.findings.snooze(rule, object_id, until, reason)

    _journalled(finding, action, SPEAKS, after, reason, work, store, clock, profile, actor)


def wake(finding: Finding, store: Store, clock: Clock, *, profile: str, actor: str = "") -> None:
    """Let `finding` speak again. Blocks; raises `StoreError`."""
    _journalled(
        finding, "wake", "quiet", SPEAKS, "", lambda: store.findings.wake(*finding.key), store, clock, profile, actor
    )  # fmt: skip


def _journalled(
    finding: Finding,
    action: str,
    before: str,
    after: str,
    reason: str,
    work: Callable[[], None],
    store: Store,
    clock: Clock,
    profile: str,
    actor: str,
) -> None:
    name = f"{finding.severity.name} {finding.topic}: {finding.name}"
    entry = store.journal.intent(
        JournalLine(
            clock.real(), profile, actor or operator(), action, KIND, finding.object_id or finding.rule, name, before, after, reason
        )
    )  # fmt: skip
    try:
        work()
    except StoreError as error:
        with suppress(StoreError):
            store.journal.result(entry, clock.real(), "failed", str(error), after=before)
        raise
    store.journal.result(entry, clock.real(), "done")
