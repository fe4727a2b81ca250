"""Campaigns: their list, their settings and their life."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Literal, Unpack

from coldsend_tui.api.limits import PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX
from coldsend_tui.api.models.campaigns import (
    Campaign,
    CampaignCreated,
    CampaignPage,
    CampaignRow,
    CampaignStateChange,
    CampaignUpdated,
)
from coldsend_tui.api.resources.encode import path
from coldsend_tui.api.resources.resource import Resource, many, one
from coldsend_tui.api.resources.walk import each, walk
from coldsend_tui.api.wire import Repeat

if TYPE_CHECKING:
    from coldsend_tui.api.models.campaign_fields import CampaignChanges, CampaignSettings

CampaignSort = Literal["name", "status", "created_at", "launched_at", "sent_count", "reply_count"]
SortOrder = Literal["asc", "desc"]


class Campaigns(Resource):
    """`cs.campaigns`."""

    async def list(
        self,
        *,
        page: int = 1,
        limit: int = PAGE_LIMIT_DEFAULT,
        status: str | None = None,
        search: str | None = None,
        sort_by: CampaignSort | None = None,
        sort_order: SortOrder | None = None,
        days: int | None = None,
    ) -> CampaignPage:
        """One page of campaigns. `days` keeps those created in the last so many days (behaviour unknown 23)."""
        answer = await self._get(
            "/campaigns",
            page=page,
            limit=limit,
            status=status,
            search=search,
            sort_by=sort_by,
            sort_order=sort_order,
            days=days,
        )
        return many(CampaignPage, answer)

    def iter(
        self,
        *,
        limit: int = PAGE_LIMIT_MAX,
        status: str | None = None,
        search: str | None = None,
        days: int | None = None,
    ) -> AsyncIterator[CampaignRow]:
        """All campaigns, newest first, page by page as they are taken; one request per `limit` campaigns."""
        return each(
            walk(lambda number: self.list(page=number, limit=limit, status=status, search=search, days=days)),
            "campaign_id",
        )

    async def get(self, campaign_id: str) -> Campaign:
        """One campaign in full."""
        return one(Campaign, await self._get(path("campaigns", campaign_id)), "campaign", campaign_id=campaign_id)

    async def create(self, name: str, **settings: Unpack[CampaignSettings]) -> CampaignCreated:
        """A new DRAFT."""
        return one(CampaignCreated, await self._write("POST", "/campaigns", {"name": name, **settings}), "campaign")

    async def update(
        self, campaign_id: str, *, launch: bool = False, **changes: Unpack[CampaignChanges]
    ) -> CampaignUpdated:
        """Change a DRAFT or PAUSED campaign, and with `launch` start it in the same call.

        Refused by the server with 400 in other states, or when requirements of a launch are missing. A launch and
        sequence edits are not sent twice: repeating them is not harmless.
        """
        body = {**changes, "launch": True} if launch else {**changes}
        once = launch or "sequence_edits" in changes
        answer = await self._write(
            "PUT", path("campaigns", campaign_id), body, repeat=Repeat.ONCE if once else Repeat.IDEMPOTENT
        )
        return one(CampaignUpdated, answer, "campaign", campaign_id=campaign_id)

    async def launch(self, campaign_id: str) -> CampaignUpdated:
        """Start a DRAFT: `update` with nothing but `launch`."""
        return await self.update(campaign_id, launch=True)

    async def pause(self, campaign_id: str) -> CampaignStateChange:
        """Stop sending at once; everything is kept. Pausing a PAUSED campaign is harmless [client]."""
        return await self._change(campaign_id, "pause", Repeat.IDEMPOTENT)

    async def activate(self, campaign_id: str) -> CampaignStateChange:
        """Go on where a PAUSED campaign stopped."""
        return await self._change(campaign_id, "activate", Repeat.IDEMPOTENT)

    async def archive(self, campaign_id: str) -> CampaignStateChange:
        """Close a PAUSED or COMPLETED campaign for good: view only, its inboxes become free [client]."""
        return await self._change(campaign_id, "archive", Repeat.ONCE)

    async def delete(self, campaign_id: str) -> CampaignStateChange:
        """Remove a campaign with its leads, mails and figures, for good."""
        answer = await self._write("DELETE", path("campaigns", campaign_id))
        return one(CampaignStateChange, answer, "campaign", campaign_id=campaign_id)

    async def _change(self, campaign_id: str, verb: str, repeat: Repeat) -> CampaignStateChange:
        answer = await self._write("POST", path("campaigns", campaign_id, verb), repeat=repeat)
        return one(CampaignStateChange, answer, "campaign", campaign_id=campaign_id)
