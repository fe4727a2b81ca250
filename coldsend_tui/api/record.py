"""What is told about every finished request: enough for a journal and a status line, nothing secret."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple


class RequestInfo(NamedTuple):
    """Which call an answer or an error belongs to. The path carries ids but no query, key or body."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class RequestRecord(NamedTuple):
    """One attempt on the wire, finished.

    `status` is None when no answer came, `error` then is the name of the failure. `ms` is the time to the whole body,
    `at` the operator's clock at the end. `server_time` is the answer's `Date` (aware UTC, whole seconds), the clock of
    the workspace. `remaining_*` is what the budget still allows after it. `query` is what may be shown of it (see
    `request_log.told`), `number` counts the client's requests from 1.
    """

    method: str
    path: str
    status: int | None
    ms: float
    attempt: int
    at: datetime
    received_bytes: int
    remaining_minute: int
    remaining_hour: int
    server_time: datetime | None
    request_id: str | None
    error: str | None
    query: str = ""
    number: int = 0


RequestHook = Callable[[RequestRecord], None]
