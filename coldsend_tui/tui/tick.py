"""When does anything on screen that depends on the time alone read differently? Until then nothing wakes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.clock import VirtualClock
from coldsend_tui.tui.widgets.frame import AGE_STEP

if TYPE_CHECKING:
    from coldsend_tui.tui.console import Console

LEAST = 0.25


def seconds_to_next_minute(state: Console) -> float:
    """Seconds of real time until the workspace's clock shows another minute; in a fast demo at least one."""
    clock = state.clock
    speed = clock.speed if isinstance(clock, VirtualClock) else 1.0
    now = clock.now()
    wait = (60 - now.second - now.microsecond / 1e6) / max(speed, 1e-6)
    return max(wait, 1.0 if speed > 1 else LEAST)


def seconds_to_next_age(state: Console) -> float | None:
    """Seconds of real time until the header's age reads differently; None where nothing was read yet."""
    age = state.data_age
    if age is None:
        return None
    seconds = age.total_seconds()
    step = AGE_STEP if seconds < 60 else 60
    return max(LEAST, step - seconds % step + 0.05)
