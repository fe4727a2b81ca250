"""Who sends through an inbox, as far as the campaigns' settings have been read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from coldsend_tui.details import CampaignSettings
from coldsend_tui.workspace import Campaign

OVER: Final = ("ARCHIVED", "COMPLETED")
"""Campaigns in these states use no inbox any more (behaviour.md §6)."""


def users(campaigns: Iterable[Campaign], settings: Mapping[str, CampaignSettings]) -> dict[str, list[Campaign]]:
    """Campaigns by inbox id; finished ones are left out."""
    found: dict[str, list[Campaign]] = {}
    for campaign in campaigns:
        if campaign.status in OVER or campaign.id not in settings:
            continue
        for inbox in settings[campaign.id].inboxes or ():
            found.setdefault(inbox.id, []).append(campaign)
    return found


def unread(campaigns: Iterable[Campaign], settings: Mapping[str, CampaignSettings]) -> int:
    """ACTIVE campaigns whose inboxes are not known: their use of an inbox cannot be told."""
    return sum(
        campaign.status == "ACTIVE" and (campaign.id not in settings or settings[campaign.id].inboxes is None)
        for campaign in campaigns
    )
