"""Figures of the workspace, its campaigns, links and branches."""

from __future__ import annotations

from datetime import date

from coldsend_tui.api.models.analytics import CampaignAnalytics, Ctr, CtrLinks, SubsequenceAnalytics, Timeline
from coldsend_tui.api.resources.encode import path
from coldsend_tui.api.resources.resource import Resource, many, one


class Analytics(Resource):
    """`cs.analytics`."""

    async def campaigns(
        self, *, status: str | None = None, from_date: date | None = None, to_date: date | None = None
    ) -> CampaignAnalytics:
        """Counts of all campaigns in one request. Dates are launch dates, inclusive; none means all campaigns."""
        answer = await self._get("/analytics/campaigns", status=status, from_date=from_date, to_date=to_date)
        return many(CampaignAnalytics, answer)

    async def timeline(self, *, from_date: date | None = None, to_date: date | None = None) -> Timeline:
        """Counts of the whole workspace per UTC day, without gaps; the last 90 days unless asked otherwise."""
        return many(Timeline, await self._get("/analytics/campaigns/timeline", from_date=from_date, to_date=to_date))

    async def ctr(self, campaign_id: str, *, verified: bool = True) -> Ctr:
        """Click figures of one campaign and its steps; `verified` leaves clicks of bots out."""
        answer = await self._get(path("analytics", "campaigns", campaign_id, "ctr"), verified=verified)
        return one(Ctr, answer, campaign_id=campaign_id)

    async def ctr_links(self, campaign_id: str, *, verified: bool = True) -> CtrLinks:
        """Click figures of every link of one campaign."""
        return many(
            CtrLinks, await self._get(path("analytics", "campaigns", campaign_id, "ctr", "links"), verified=verified)
        )

    async def subsequences(self, campaign_id: str) -> SubsequenceAnalytics:
        """Figures of every branch of one campaign."""
        return many(SubsequenceAnalytics, await self._get(path("analytics", "campaigns", campaign_id, "subsequences")))
