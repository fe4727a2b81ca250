"""The flash line: what was said last, and until when it stands. No Textual here."""

from __future__ import annotations

from typing import NamedTuple

LOOKED_AT = 4.0
"""Seconds news stands before an operator who turns to other things for it to be taken as read."""


class Flash(NamedTuple):
    """One line for the operator. `level`: info, done, warn, error. `news` came by itself, the rest answers a key."""

    message: str
    level: str = "info"
    news: bool = False


NOTHING = Flash("")


class FlashLine:
    """An answer to a key is over once the operator turns to something else: another row, another screen. News, errors and
    results stay until somebody who turned to something else had them before the eyes for a while."""

    def __init__(self) -> None:
        self.said = NOTHING
        self._on: object = None
        self._seen_at: float | None = None

    def say(self, message: str, level: str, *, news: bool, on: object) -> None:
        """The newest wins. `on` is the screen in sight, None where there is none yet."""
        self.said = Flash(message, level, news or level in ("done", "error"))
        self._on, self._seen_at = on, None

    def over(self, now: float) -> bool:
        """The operator turned to something else at `now` (monotonic seconds): whether what stands is over by that."""
        if self.said.news:
            self._seen_at = now if self._seen_at is None else self._seen_at
            if now - self._seen_at < LOOKED_AT:
                return False
        return bool(self.said.message)

    def left(self, screen: object) -> bool:
        """Whether what stands was said on another screen than `screen`, which is in sight now."""
        before, self._on = self._on, screen
        return before not in (None, screen)
