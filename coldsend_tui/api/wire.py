"""What goes over the wire and comes back, as plain values that know nothing of the HTTP library."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from coldsend_tui.api.budget import Priority
from coldsend_tui.api.errors import BadBody, TimedOut
from coldsend_tui.api.headers import request_id
from coldsend_tui.api.limits import ANSWER_BYTES_MAX, ANSWER_SECONDS_MAX
from coldsend_tui.api.record import RequestInfo

# Bytes done so far and bytes in all, None where the total is not known.
ByteProgress = Callable[[int, int | None], None]


class Repeat(Enum):
    """What the contract says about sending a call twice.

    READ changes nothing. IDEMPOTENT may be repeated until it is answered (pause, activate, PUT). ONCE may be repeated
    only when it surely never left: creations, mails, deletions, toggles.
    """

    READ = "read"
    IDEMPOTENT = "idempotent"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is streamed from disk as the multipart field `file`, with the text fields beside it."""

    path: Path
    filename: str
    content_type: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API. `path` is relative to the base URL; `params` values are wire texts; `json` is the body."""

    method: str
    path: str
    repeat: Repeat
    params: tuple[tuple[str, str], ...] = ()
    json: Any = field(default=None, repr=False)
    upload: Upload | None = field(default=None, repr=False)

    @property
    def info(self) -> RequestInfo:
        """Method and path, for errors and records."""
        return RequestInfo(self.method, self.path)


@dataclass(frozen=True, slots=True)
class Options:
    """How calls are made. `retries` is the number of further tries after the first; `priority` opens the write reserve."""

    retries: int = 4
    priority: Priority | None = None

    def priority_of(self, call: Call) -> Priority:
        """The priority asked for, else writes go before reads."""
        if self.priority is not None:
            return self.priority
        return Priority.READ if call.repeat is Repeat.READ else Priority.WRITE


class Stream:
    """An answer whose body is still coming: status, headers (names in lower case), and the body in chunks."""

    def __init__(
        self, request: RequestInfo, status: int, headers: Mapping[str, str], chunks: AsyncGenerator[bytes, None]
    ) -> None:
        self.request = request
        self.status = status
        self.headers = headers
        self.received = 0
        self._chunks = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._chunks:
            self.received += len(chunk)
            yield chunk

    async def read(self, *, most: int = ANSWER_BYTES_MAX, seconds: float = ANSWER_SECONDS_MAX) -> Reply:
        """The whole answer. BadBody if it has more than `most` bytes, TimedOut if it takes more than `seconds`."""
        chunks = []
        try:
            async with asyncio.timeout(seconds):
                async for chunk in self:
                    chunks.append(chunk)
                    if self.received > most:
                        raise BadBody(
                            f"The answer to {self.request} is larger than {most // 2**20} MB.",
                            request=self.request,
                            status=self.status,
                        )
        except TimeoutError:
            late = TimedOut(f"The answer to {self.request} did not end in time.", "Try again.", request=self.request)
            late.sent = True
            raise late from None
        return Reply(self.status, self.headers, b"".join(chunks))


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the server: status, headers (names in lower case) and the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def request_id(self) -> str | None:
        """The server's name for the request, if it gave one."""
        return request_id(self.headers)


@dataclass(frozen=True, slots=True)
class Answer:
    """A decoded success: the JSON of the body (None when there was none) and what the headers told."""

    call: Call
    status: int
    data: Any
    request_id: str | None
    server_time: datetime | None
