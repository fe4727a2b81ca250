"""How old figures are, in words that stay true until they are drawn again."""

from __future__ import annotations

from datetime import timedelta

from coldsend_tui.ops import wording
from coldsend_tui.ops.thresholds import AGE_STALE, AGE_WARN


def told(age: timedelta | None) -> str:
    """`read <1m ago`, `read 7m ago ⚠`, `stale, read 22m ago`, `not read yet`. Screens draw again every minute."""
    if age is None:
        return "not read yet"
    text = "<1m" if age < timedelta(minutes=1) else wording.duration(age)
    if age > AGE_STALE:
        return f"stale, read {text} ago"
    return f"read {text} ago ⚠" if age > AGE_WARN else f"read {text} ago"
