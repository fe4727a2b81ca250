"""A recording of a made-up workspace, as long as asked for and made in milliseconds."""

from __future__ import annotations

from pathlib import Path

from coldsend_tui.clock import ManualClock
from coldsend_tui.live import judgement
from coldsend_tui.store import Refresh, Store
from coldsend_tui.store.refresh import Gone, SenderRows
from tests.live.recording.taped import Known, opened, rows_of
from tests.store.rows import T0, campaign, figures, refresh, sender

STEP = 20.0
"""Seconds between two moments."""


def evolve(path: Path, steps: int = 150) -> list[Known]:
    """Record `steps` refreshes; what was known after each of them.

    Every third one brings news; a sender is paused at step 10 and back at 22, mails bounce from step 30 to 60, another campaign is gone from step 40 on.
    """
    store, clock, recorder = Store.open(None), ManualClock(T0), opened(path)
    recorder.begin_now(store, clock)
    known = []
    for step in range(steps):
        store.store(_at(step))
        verdict = judgement.look(store, clock).verdict
        recorder.look()
        known.append(Known(clock.real(), clock.now(), rows_of(store), verdict))
        clock.advance(STEP)
    recorder.close()
    store.close()
    return known


def _at(step: int) -> Refresh:
    sent = 100 + step // 3 * 10
    seconds = step * STEP
    if step % 3 == 1:
        return refresh(
            SenderRows([sender(1, status="PAUSED" if 10 <= step < 20 else "ACTIVE")]), feed="senders", seconds=seconds
        )
    if step == 41:
        return refresh(Gone("campaign", "campaign-2"), feed="campaign:campaign-2", seconds=seconds)
    rows = [campaign(1, sent=sent, bounced=40 if 30 <= step < 60 else 2)] + ([campaign(2, sent=7)] if step < 40 else [])
    return figures(*rows, seconds=seconds)
