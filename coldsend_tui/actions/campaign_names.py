"""Campaigns by their exact name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend


async def ids_of(client: ColdSend, name: str, *, most: int = 2) -> list[str]:
    """Ids of the campaigns that are called exactly `name`, newest first; at most `most`, for two are as good as more."""
    found: list[str] = []
    async for row in client.campaigns.iter(search=name):
        if row.name == name:
            found.append(row.campaign_id)
        if len(found) >= most:
            break
    return found
