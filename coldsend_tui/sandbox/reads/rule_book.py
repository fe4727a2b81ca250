"""The door to all reads with a rule behind them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..problems import NotFound
from ..rendering.mail import rendered_mail
from .clicks import ctr, ctr_links
from .contact_filter import contact_ids
from .flow import branch, flow
from .journey import branch_analytics, journey
from .readiness import missing_requirements
from .usage import quotas

if TYPE_CHECKING:
    from ..world import World


class Reads:
    """Reads of one world. Ids are rows; ids inside of answers are UUIDs."""

    def __init__(self, world: World) -> None:
        self._world = world

    def missing_requirements(self, campaign_id: int) -> list[str]:
        """What a campaign lacks before it can be launched; empty when nothing."""
        return missing_requirements(self._world.db, campaign_id)

    def quotas(self, campaign_id: int) -> list[dict[str, Any]]:
        """Use and limits of the campaign's inboxes, keyed as InboxQuota."""
        return quotas(self._world, campaign_id)

    def timeline(self, first_day: int, last_day: int) -> list[dict[str, int]]:
        """One dict per UTC day (days since 1970) without gaps: day, sent, opened, replied, bounced, mails."""
        rows = self._world.db.execute("SELECT * FROM day_count WHERE day BETWEEN ? AND ?", (first_day, last_day))
        counts = {row["day"]: dict(row) for row in rows}
        empty = {"sent": 0, "opened": 0, "replied": 0, "bounced": 0, "mails": 0}
        return [counts.get(day, {"day": day, **empty}) for day in range(first_day, last_day + 1)]

    def mail_text(self, mail_id: int) -> tuple[str, str, str]:
        """Subject, body and content type of a mail, rendered for its lead."""
        row = self._world.db.execute("SELECT * FROM mail WHERE id = ?", (mail_id,)).fetchone()
        if row is None:
            raise NotFound("Mail not found")
        mail = rendered_mail(self._world.db, tuple(row))
        return mail.subject, mail.html if mail.html is not None else mail.text, mail.content_type

    def flow(self, campaign_id: int) -> dict[str, Any]:
        """The step graph, as the contract's FlowGraph."""
        return flow(self._world, campaign_id)

    def branch(self, branch_id: int) -> dict[str, Any]:
        """One branch, as the contract's Subsequence."""
        return branch(self._world, branch_id)

    def journey(self, lead_id: int) -> dict[str, Any]:
        """One lead's way, as the contract's LeadJourney."""
        return journey(self._world, lead_id)

    def branch_analytics(self, campaign_id: int) -> list[dict[str, Any]]:
        """What the branches of a campaign achieved."""
        return branch_analytics(self._world, campaign_id)

    def ctr(self, campaign_id: int) -> dict[str, Any]:
        """Click-through of a campaign, as the contract's Ctr."""
        return ctr(self._world, campaign_id)

    def ctr_links(self, campaign_id: int, verified: bool = True) -> list[dict[str, Any]]:
        """Clicks by link; with `verified` only links that people clicked."""
        return ctr_links(self._world, campaign_id, verified=verified)

    def contact_ids(self, wanted: Mapping[str, Any], *, limit: int, offset: int = 0) -> tuple[int, list[int]]:
        """How many people a filter finds, and one page of their ids."""
        return contact_ids(self._world, wanted, limit=limit, offset=offset)

    def job(self, job_id: int) -> dict[str, Any]:
        """A job's row with its results decoded and its progress in percent."""
        row = self._world.db.execute("SELECT * FROM job WHERE id = ?", (job_id,)).fetchone()
        if row is None:
            raise NotFound("Job not found")
        done = row["status"] in ("COMPLETED", "FAILED")
        share = row["processed_count"] * 100 // row["total_count"] if row["total_count"] else 0
        return {**dict(row), "results": json.loads(row["results"]), "progress_percentage": 100 if done else share}
