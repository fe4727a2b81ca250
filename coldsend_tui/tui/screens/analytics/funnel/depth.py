"""What is asked for of one campaign beside its counters: clicks, links, and what came of its branches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from coldsend_tui.live.browsing.branches import read_figures
from coldsend_tui.live.browsing.clicks import read_clicks
from coldsend_tui.ops.clicks import Clicks
from coldsend_tui.ops.flow import BranchFigures

if TYPE_CHECKING:
    from coldsend_tui.details import CampaignSettings
    from coldsend_tui.live import LiveSession


class Depth(NamedTuple):
    """The answers."""

    clicks: Clicks
    branches: Sequence[BranchFigures]


async def read(campaign_id: str, session: LiveSession) -> Depth:
    """Three requests. Raises ColdSendError."""
    return Depth(await read_clicks(session, campaign_id), await read_figures(session, campaign_id))


def untracked(settings: CampaignSettings | None) -> bool:
    """Whether clicks are not counted, as far as settings were read."""
    return settings is not None and settings.click_tracking is False


def counted(known: Depth | None, settings: CampaignSettings | None) -> Clicks | None:
    """Clicks, where they were read and are counted: not counted is no zero."""
    return known.clicks if known is not None and (known.clicks.any or not untracked(settings)) else None
