"""One request for many sender accounts and the job that follows it, for a run that asks about one account after the other.

The first account of a batch sends the request and waits for the job's end; the others find their result there. A job that
the server has taken cannot be called back, so none of its accounts counts as untried any more.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.actions.discretion import discreet, without
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.actions.readings import Answer, Readings
from coldsend_tui.api.errors import ApiError, BudgetExhausted, CircuitOpen, RateLimited, unknown_outcome

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.api.jobs import Job
    from coldsend_tui.api.models.sender_jobs import BulkAccepted, BulkItem, BulkProgress
    from coldsend_tui.api.models.senders import SenderRow
    from coldsend_tui.secret import Secret

Start = Callable[["ColdSend"], Awaitable["Job[BulkAccepted, BulkProgress]"]]
MOST: Final = 100
"""Accounts of one request [docs: sender-accounts bulk]."""
JOB_LOOKS: Final = 6
"""Requests to follow a job, at a guess: one after 1, 2, 3, 5 and 8 s, then every 8 s."""
_NOT_DONE: Final = ("FAILED", "SKIPPED")
_OPEN: Final = ("PENDING", "IN_PROGRESS")


class Batch:
    """What one bulk request is about. `keys` name its accounts in order: an id or an address each. `secrets` are the passwords
    among what it sends.

    `sent` says whether the request has left, `ended` whether the job's end was seen. `on_progress` is told how many
    accounts the job has worked on, of how many.
    """

    def __init__(self, start: Start, keys: Sequence[str], secrets: Sequence[Secret] = ()) -> None:
        self.keys = tuple(key.lower() for key in keys)
        self.sent = False
        self.ended = False
        self.on_progress: Callable[[int, int], None] = lambda done, total: None
        self._start = start
        self._secrets = tuple(secrets)
        self._job: Job[BulkAccepted, BulkProgress] | None = None
        self._results: Sequence[BulkItem] = ()
        self._failure: ApiError | None = None
        self._accounts: Mapping[str, SenderRow] | None = None

    async def answer(self, client: ColdSend, at: int) -> Answer:
        """What the job says of account `at`; the first call sends the request. Raises ApiError: of the request itself as it
        came, of the looks at the job as an outcome that is not known."""
        if self._failure is not None:
            raise self._failure
        if not self.ended:
            await self._go(client)
        result = self._of(at)
        if result is None:
            return Answer()
        if result.status in _NOT_DONE:
            why = without(result.error or "", self._secrets)
            return Answer(declined=why or f"the job says {result.status} and not why")
        if result.status in _OPEN:
            return Answer(declined="the job ended before its turn")
        return Answer(made=result.inbox_id or "")

    async def _go(self, client: ColdSend) -> None:
        try:
            if self._job is None:
                self.sent = True
                self._job = await self._start(client)
                self._results = self._job.accepted.results or ()
            async for progress in self._job:
                self._results = progress.results or self._results
                self.on_progress(progress.processed_count or len(self._results), len(self.keys))
            self.ended = True
        except (BudgetExhausted, CircuitOpen, RateLimited) as error:
            discreet(error, self._secrets)
            if self._job is None:
                self.sent = False  # it did not leave: the run waits and tries again
                raise
            if isinstance(error, BudgetExhausted):
                raise
            self._failure = unknown_outcome(error)
            raise self._failure from error
        except ApiError as error:
            discreet(error, self._secrets)
            self._failure = error if self._job is None else unknown_outcome(error)
            raise self._failure from error

    def _of(self, at: int) -> BulkItem | None:
        key = self.keys[at]
        for result in self._results:
            names = (result.inbox_id, result.email_address)
            if key in (name.lower() for name in names if name):
                return result
        for result in self._results:
            if result.row == at + 1 or (result.email_prefix and key.startswith(f"{result.email_prefix.lower()}@")):
                return result
        return None

    async def accounts(self, readings: Readings) -> Mapping[str, SenderRow]:
        """The sender accounts there are now, by id and by address; read once, after the job."""
        if self._accounts is None:
            found: dict[str, SenderRow] = {}
            async for row in readings.client.sender_accounts.iter():
                found[row.inbox_id.lower()] = found[row.email_address.lower()] = row
            self._accounts = found
        return self._accounts


class InBatch(NamedTuple):
    """What an item of a plan sends as part of a batch. `row` is what it was planned from, for planning it again."""

    batch: Batch
    at: int
    row: object = None


def under_way(item: PlanItem) -> bool:
    """Whether the request that does this item has left already."""
    return isinstance(item.sends, InBatch) and item.sends.batch.sent


def batches(items: Iterable[PlanItem]) -> tuple[Batch, ...]:
    """The batches of a plan, in order."""
    return tuple(dict.fromkeys(item.sends.batch for item in items if isinstance(item.sends, InBatch)))


def job_cost(jobs: int, accounts: int) -> int:
    """Requests of bulk jobs: each is sent and followed, then all accounts are read, a hundred at a time."""
    return jobs * (1 + JOB_LOOKS + -(-accounts // MOST))
