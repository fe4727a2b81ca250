"""Sender accounts: list, limits and usage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal

from coldsend_tui.api.limits import PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX
from coldsend_tui.api.models.senders import DailyUsage, InboxQuotas, Sender, SenderPage, SenderRow
from coldsend_tui.api.resources.resource import Resource, each, many, one, path, walk

SenderSort = Literal["email_address", "inbox_type", "created_at", "health_score"]
SortOrder = Literal["asc", "desc"]


class SenderAccounts(Resource):
    """`cs.sender_accounts`."""

    async def list(
        self,
        *,
        page: int = 1,
        limit: int = PAGE_LIMIT_DEFAULT,
        inbox_type: str | None = None,
        status: str | None = None,
        search: str | None = None,
        sort_by: SenderSort | None = None,
        sort_order: SortOrder | None = None,
    ) -> SenderPage:
        """One page of sender accounts."""
        answer = await self._get(
            "/sender-accounts",
            page=page,
            limit=limit,
            inbox_type=inbox_type,
            status=status,
            search=search,
            sort_by=sort_by,
            sort_order=sort_order,
        )
        return many(SenderPage, answer)

    def iter(
        self,
        *,
        limit: int = PAGE_LIMIT_MAX,
        inbox_type: str | None = None,
        status: str | None = None,
        search: str | None = None,
    ) -> AsyncIterator[SenderRow]:
        """All sender accounts, page by page as they are taken."""
        return each(
            walk(
                lambda number: self.list(page=number, limit=limit, inbox_type=inbox_type, status=status, search=search)
            ),
            "inbox_id",
        )

    async def get(self, inbox_id: str) -> Sender:
        """One sender account in full."""
        return one(Sender, await self._get(path("sender-accounts", inbox_id)), "inbox", inbox_id=inbox_id)

    async def daily_usage(self) -> DailyUsage:
        """What every sender account sent in the present UTC day, in one request."""
        return many(DailyUsage, await self._get("/sender-accounts/daily-usage"))

    async def quotas(self, campaign_id: str) -> InboxQuotas:
        """What each inbox assigned to a campaign may still send for it today."""
        return many(InboxQuotas, await self._get("/sender-accounts/quotas", campaign_id=campaign_id))
