"""When does anything on screen that depends on the time alone read differently? Until then nothing wakes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.clock import VirtualClock

if TYPE_CHECKING:
    from coldsend_tui.tui.console import Console

LEAST = 0.25


def seconds_to_next_change(state: Console) -> float:
    """Seconds of real time until the header's age or the workspace's minute changes."""
    clock = state.clock
    speed = clock.speed if isinstance(clock, VirtualClock) else 1.0
    now = clock.now()
    waits = [max(LEAST, (60 - now.second - now.microsecond / 1e6) / max(speed, 1e-6))]
    if speed > 1:
        # A fast demo would tick on every frame: twice a second is lively enough.
        waits = [max(waits[0], 1.0)]
    age = state.verdict.age
    if age is not None:
        seconds = age.total_seconds()
        step = 5 if seconds < 60 else 60
        waits.append(step - seconds % step + 0.05)
    return max(LEAST, min(waits))
