"""Who clicked in a campaign: in all, by step, by link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ops.clicks import Clicks
from ..projection import clicks as projection
from ..projection.fields import project

if TYPE_CHECKING:
    from ..session import LiveSession


async def read_clicks(session: LiveSession, campaign_id: str) -> Clicks:
    """Two requests: the figures, and all links, those that only scanners clicked included. Raises ColdSendError."""
    answer = (await session.read(lambda client: client.analytics.ctr(campaign_id))).payload()
    found = await session.read(lambda client: client.analytics.ctr_links(campaign_id, verified=False))
    links, _ = project(found.rows, projection.link)
    links.sort(key=lambda link: (link.step or 0, link.position or 0, link.url))
    own = projection.figures(answer)._replace(step=None)
    return Clicks(own, projection.steps(answer), links)
