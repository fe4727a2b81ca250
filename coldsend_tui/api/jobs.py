"""Work that the server goes on with after its answer: follow it with `async for progress in job`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from coldsend_tui.api.models.progress import Progress

A = TypeVar("A")
P = TypeVar("P", bound=Progress)

# Seconds between reads of the progress [inferred]: quick for small jobs, cheap for long ones. The last one repeats.
POLL_DELAYS = (1.0, 2.0, 3.0, 5.0, 8.0)
# Setting up a domain takes ten minutes and more [docs].
SLOW_POLL_DELAYS = (5.0, 15.0, 30.0, 60.0)


class Job(Generic[A, P]):
    """A job the server took. `accepted` is its first answer; `job_id` is None when that answer was already the end."""

    def __init__(
        self,
        accepted: A,
        job_id: str | None,
        poll: Callable[[str], Awaitable[P]],
        sleep: Callable[[float], Awaitable[None]],
        delays: Sequence[float] = POLL_DELAYS,
    ) -> None:
        self.accepted = accepted
        self.job_id = job_id
        self._poll = poll
        self._sleep = sleep
        self._delays = delays

    async def __aiter__(self) -> AsyncIterator[P]:
        """The progress each time it changed, its end last. Each look costs one request."""
        if self.job_id is None:
            return
        last: P | None = None
        looks = 0
        while last is None or not last.ended:
            if looks:
                await self._sleep(self._delays[min(looks, len(self._delays)) - 1])
            looks += 1
            progress = await self._poll(self.job_id)
            if last is None or progress.ended or progress.payload() != last.payload():
                yield progress
            last = progress

    async def finish(self) -> P | None:
        """Wait for the end; None when the first answer was the end already. A FAILED job is an answer, not an exception."""
        last: P | None = None
        async for progress in self:
            last = progress
        return last
