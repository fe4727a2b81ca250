"""The client: one object, one attribute per resource."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from coldsend_tui.api.address import check_base_url
from coldsend_tui.api.breaker import Breaker
from coldsend_tui.api.budget import Budget, Priority
from coldsend_tui.api.caller import Caller
from coldsend_tui.api.keys import SecretValue, usable_key
from coldsend_tui.api.limits import BASE_URL, CONNECT_TIMEOUT_SECONDS, TIMEOUT_SECONDS
from coldsend_tui.api.record import RequestHook
from coldsend_tui.api.transport import Transport
from coldsend_tui.api.wire import Call, Options, Repeat
from coldsend_tui.clock import Clock, SystemClock

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from coldsend_tui.api.operations import Operations
    from coldsend_tui.api.request_log import RequestLog
    from coldsend_tui.api.resources.analytics import Analytics
    from coldsend_tui.api.resources.campaigns import Campaigns
    from coldsend_tui.api.resources.contact_lists import ContactLists
    from coldsend_tui.api.resources.contacts import Contacts
    from coldsend_tui.api.resources.domains import Domains
    from coldsend_tui.api.resources.flow import Flow
    from coldsend_tui.api.resources.leads import Leads
    from coldsend_tui.api.resources.replies import Replies
    from coldsend_tui.api.resources.senders import SenderAccounts
    from coldsend_tui.api.transport import Wire


class ColdSend:
    """A workspace of ColdSend, through one API key.

    `retries` is how often a failed call is tried again where the contract allows it. `pace` says what happens when the
    request budget is used up: "wait", or "raise" `BudgetExhausted`. `on_request` is told about every finished request.
    `wire`, `sleep` and `chance` replace the network, the waiting and the dice in tests. ConfigError for a base URL or
    key that cannot be used.
    """

    def __init__(
        self,
        api_key: str | SecretValue,
        *,
        base_url: str = BASE_URL,
        retries: int = 4,
        pace: Literal["wait", "raise"] = "wait",
        timeout: float = TIMEOUT_SECONDS,
        connect_timeout: float = CONNECT_TIMEOUT_SECONDS,
        clock: Clock | None = None,
        budget: Budget | None = None,
        breaker: Breaker | None = None,
        on_request: RequestHook | None = None,
        wire: Wire | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        transport = Transport(
            check_base_url(base_url), usable_key(api_key), timeout=timeout, connect_timeout=connect_timeout, wire=wire
        )
        self._options = Options(retries=retries)
        self._caller = Caller(
            transport,
            clock=clock or SystemClock(),
            budget=budget or Budget(),
            breaker=breaker or Breaker(),
            wait_for_budget=pace == "wait",
            on_request=on_request,
            sleep=sleep,
            chance=chance,
        )

    def __repr__(self) -> str:
        return f"ColdSend({self.base_url})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections. The client may be used again; it opens new ones."""
        await self._caller.transport.close()

    def with_options(self, *, retries: int | None = None, priority: Priority | None = None) -> ColdSend:
        """The same client (connections, budget, circuit) for calls made differently.

        `cs.with_options(retries=0, priority=Priority.WRITE).campaigns.get(id)` tries once and may use the write reserve.
        """
        view = object.__new__(ColdSend)
        view._caller = self._caller
        view._options = Options(
            self._options.retries if retries is None else retries,
            self._options.priority if priority is None else priority,
        )
        return view

    async def me(self) -> Any:
        """What the server says about the key. `NotFound` is likely: the operation is not confirmed (behaviour unknown 25)."""
        return (await self._caller.call(Call("GET", "/me", Repeat.READ), self._options)).data

    @property
    def base_url(self) -> str:
        """Where the API is."""
        return self._caller.transport.base_url

    @property
    def budget(self) -> Budget:
        """How many requests the key may still make; its times are `clock.monotonic()`."""
        return self._caller.budget

    @property
    def requests(self) -> RequestLog:
        """The last requests, in memory."""
        return self._caller.requests

    @property
    def circuit(self) -> Breaker:
        """Whether requests are being sent at all, and why not."""
        return self._caller.breaker

    @property
    def server_time(self) -> datetime | None:
        """The `Date` of the last answer, aware UTC: the workspace's clock."""
        return self._caller.server_time

    @cached_property
    def operations(self) -> Operations:
        """Every operation by the contract's own name, in snake_case."""
        from coldsend_tui.api.operations import Operations

        return Operations(self)

    @cached_property
    def campaigns(self) -> Campaigns:
        """Campaigns."""
        from coldsend_tui.api.resources.campaigns import Campaigns

        return Campaigns(self._caller, self._options)

    @cached_property
    def analytics(self) -> Analytics:
        """Figures."""
        from coldsend_tui.api.resources.analytics import Analytics

        return Analytics(self._caller, self._options)

    @cached_property
    def sender_accounts(self) -> SenderAccounts:
        """Sender accounts (inboxes)."""
        from coldsend_tui.api.resources.senders import SenderAccounts

        return SenderAccounts(self._caller, self._options)

    @cached_property
    def domains(self) -> Domains:
        """Sending domains."""
        from coldsend_tui.api.resources.domains import Domains

        return Domains(self._caller, self._options)

    @cached_property
    def leads(self) -> Leads:
        """People in campaigns."""
        from coldsend_tui.api.resources.leads import Leads

        return Leads(self._caller, self._options)

    @cached_property
    def flow(self) -> Flow:
        """Main chain and branches of campaigns."""
        from coldsend_tui.api.resources.flow import Flow

        return Flow(self._caller, self._options)

    @cached_property
    def replies(self) -> Replies:
        """Conversations with leads."""
        from coldsend_tui.api.resources.replies import Replies

        return Replies(self._caller, self._options)

    @cached_property
    def contacts(self) -> Contacts:
        """People known to the team, whatever campaign."""
        from coldsend_tui.api.resources.contacts import Contacts

        return Contacts(self._caller, self._options)

    @cached_property
    def contact_lists(self) -> ContactLists:
        """Saved lists of contacts."""
        from coldsend_tui.api.resources.contact_lists import ContactLists

        return ContactLists(self._caller, self._options)
