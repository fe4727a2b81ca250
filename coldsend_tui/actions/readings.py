"""Reading back what was written: through the live session, which keeps the cache fresh by it, or by the client alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from coldsend_tui.actions import branch_operations, branches, inboxes
from coldsend_tui.api.budget import Priority
from coldsend_tui.api.errors import NotFound
from coldsend_tui.live.projection.flow import graph

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.store import Store


class Answer(NamedTuple):
    """An accepted write. `declined` is set when the server answered well and yet changed nothing, `made` is the id of
    what was created, `missing` what a campaign still lacks for its launch in the server's words (None: it did not say),
    `note` what the server told beside it (how many people were changed)."""

    declined: str = ""
    made: str = ""
    missing: tuple[str, ...] | None = None
    note: str = ""


class Verdict(StrEnum):
    """What reading shows of a write: it is done, nothing changed, something else is there, or it may still show up: what was
    accepted is done then, and what was not answered stays unknown."""

    DONE = "done"
    UNCHANGED = "unchanged"
    OTHER = "other"
    QUEUED = "queued"


class Seen(NamedTuple):
    """What was read of one object: its state in the journal's words (None: gone), what that says of the write, what a person
    should know beside it, and the id where only reading tells it."""

    state: str | None
    verdict: Verdict
    note: str = ""
    id: str = ""


class Rereading(Protocol):
    """The part of the live session that writes need."""

    async def reread(self, *names: str) -> None:
        """Read feeds now; returns when they are stored. Raises the first failure."""
        ...

    def refresh(self, *names: str) -> None:
        """Ask for feeds soon; returns at once."""
        ...


class Readings(Protocol):
    """How a run reads. None means that the object is gone. Failures are raised as `ColdSendError`."""

    client: ColdSend
    """For what only one operation reads; it may use the requests that are kept for writes."""

    async def state(self, kind: str, id: str) -> str | None:
        """The present state of one object."""
        ...

    async def campaign_states(self) -> Mapping[str, str]:
        """The states of all campaigns by id, in one request. An id that is missing is not proven to be gone."""
        ...

    def finished(self, touched: Sequence[tuple[str, str]]) -> None:
        """The run is over; `touched` are kind and id of what it changed."""
        ...


class ClientReadings:
    """Reads by the client alone: the command line without a live session."""

    def __init__(self, client: ColdSend) -> None:
        self.client = client.with_options(priority=Priority.WRITE)

    async def state(self, kind: str, id: str) -> str | None:
        try:
            if kind == "domain":
                return (await self.client.domains.get(id)).status
            if kind == branches.MOVED:
                return await branch_operations.journey_state(self.client, id)
            if kind == inboxes.KIND:
                return inboxes.listed(one.email_address for one in (await self.client.campaigns.get(id)).inboxes or ())
            if kind == branches.KIND:
                campaign_id, _, branch = id.partition("/")
                return branch_operations.state_of(graph((await self.client.flow.get(campaign_id)).payload()), branch)
            return (await self.client.campaigns.get(id)).status
        except NotFound:
            return None

    async def campaign_states(self) -> Mapping[str, str]:
        answer = await self.client.analytics.campaigns()
        return {row.campaign_id: row.status for row in answer}

    def finished(self, touched: Sequence[tuple[str, str]]) -> None:
        return None


class SessionReadings:
    """Reads through the live session and from the cache it has just written."""

    def __init__(self, session: Rereading, store: Store, client: ColdSend) -> None:
        from coldsend_tui.live import feeds

        self.client = client.with_options(priority=Priority.WRITE)
        self._feeds = feeds
        self._session = session
        self._store = store

    async def state(self, kind: str, id: str) -> str | None:
        if kind == branches.MOVED:
            return await branch_operations.journey_state(self.client, id)
        campaign_id, _, branch = id.partition("/")
        feed = self._feeds.domain(id) if kind == "domain" else self._feeds.campaign(id)
        if kind == branches.KIND:
            feed = self._feeds.flow(campaign_id)
        try:
            await self._session.reread(feed)
        except NotFound:
            return None
        if kind == "domain":
            return next((row.status for row in self._store.domains() if row.id == id), None)
        if kind == branches.KIND:
            flow = self._store.flow(campaign_id)
            return branch_operations.state_of(flow, branch) if flow else None
        if kind == inboxes.KIND:
            settings = self._store.campaign_settings(id)
            return inboxes.listed(one.email for one in (settings.inboxes if settings else None) or ())
        row = self._store.campaign(id)
        return row.status if row else None

    async def campaign_states(self) -> Mapping[str, str]:
        await self._session.reread(self._feeds.ANALYTICS)
        return {row.id: row.status for row in self._store.campaigns()}

    def finished(self, touched: Sequence[tuple[str, str]]) -> None:
        kinds = {kind for kind, _ in touched}
        names = [self._feeds.ANALYTICS] * bool(kinds & {"campaign", inboxes.KIND})
        names += [self._feeds.DOMAINS] * bool(kinds & {"domain", "sender"})
        names += [self._feeds.SENDERS] * ("sender" in kinds)
        names += [self._feeds.domain(id) for kind, id in touched[:1] if kind == "domain" and id and len(touched) == 1]
        if kinds & {"conversation", "answer"}:
            names += [self._feeds.UNREAD, self._feeds.WAITING]
        names += [self._feeds.quotas(id) for kind, id in touched if kind == inboxes.KIND]
        # Few enough to read again: a screen that shows their content must not wait for its turn.
        details = {id for kind, id in touched if kind == "campaign" and id}
        if len(details) == 1:
            names += [self._feeds.campaign(id) for id in details]
        if names:
            self._session.refresh(*names)
