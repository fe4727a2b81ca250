"""The last requests of a client, in memory alone: what was asked, what came, how long it took. No key, no bodies, no searches."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from coldsend_tui.api.record import RequestRecord

KEPT: Final = 500
"""Requests kept; at most half of what an hour allows."""
_TYPED: Final = frozenset({"search", "source_name", "name", "email", "tag"})
"""Parameters whose value is what somebody typed, or a person: their values are told to nobody."""
_PLAIN: Final = re.compile(r"[\w.:-]{1,40}", re.ASCII)


def told(params: Iterable[tuple[str, str]]) -> str:
    """A query as it may be shown: numbers, ids, dates and words of the contract; of anything else only that it was there."""
    return "&".join(
        f"{name}={value if name not in _TYPED and _PLAIN.fullmatch(value) else '…'}" for name, value in params
    )


class RequestLog:
    """A ring of finished requests. `on_more` is called after each; it must be quick and must not raise."""

    def __init__(self, kept: int = KEPT) -> None:
        self._records: deque[RequestRecord] = deque(maxlen=kept)
        self.number = 0
        """How many requests there were in all."""
        self.on_more: Callable[[], None] | None = None

    def add(self, record: RequestRecord) -> RequestRecord:
        """Keep one more, with its number; answers it."""
        self.number += 1
        record = record._replace(number=self.number)
        self._records.append(record)
        if self.on_more is not None:
            self.on_more()
        return record

    @property
    def newest_first(self) -> list[RequestRecord]:
        """Those that are kept."""
        return list(reversed(self._records))
