"""Campaigns: list, detail, creation, update with launch, and the moves between states (behaviour.md §6, §7)."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query

from coldsend_tui.sandbox.answers import campaign_detail, campaigns
from coldsend_tui.sandbox.bodies.campaigns import CampaignCreate, CampaignUpdate
from coldsend_tui.sandbox.problems import Refused
from coldsend_tui.sandbox.rules.fields import SearchText
from coldsend_tui.sandbox.rules.filters import Alias, CampaignStatus, SortOrder, Where, order_by
from coldsend_tui.sandbox.rules.lookups import Here, KnownCampaign
from coldsend_tui.sandbox.rules.paging import Page, wanted_page
from coldsend_tui.sandbox.rules.routing import operation

SECONDS_PER_DAY = 86_400
SortBy = Literal["name", "status", "created_at", "launched_at", "sent_count", "reply_count"]


@operation("createCampaign", twin="campaign")
async def create_campaign(world: Here, body: CampaignCreate) -> campaigns.CampaignCreated:
    """Create a campaign in DRAFT."""
    return campaigns.created(world, world.campaigns.create(body.model_dump()))


@operation("listCampaigns")
async def list_campaigns(
    world: Here,
    page: Annotated[Page, Depends(wanted_page)],
    status: CampaignStatus | None = None,
    status_filter: Alias[CampaignStatus] = None,
    search: Annotated[SearchText | None, Query(description="Case-insensitive part of the name")] = None,
    sort_by: SortBy = "created_at",
    sort_order: SortOrder = "desc",
    days: Annotated[int | None, Query(ge=1, le=365, description="Days since creation")] = None,
) -> campaigns.CampaignList:
    """List campaigns."""
    where = Where()
    where.equal("status", status or status_filter)
    where.contains("name", search)
    if days is not None:  # since creation, not since the last change (behaviour.md §19.23)
        where.that("created_at >= ?", world.now - days * SECONDS_PER_DAY)
    total = world.db.execute(f"SELECT count(*) FROM campaign {where}", where.parameters).fetchone()[0]
    order = order_by(sort_by, sort_order)
    rows = world.db.execute(  # ids first: sorting whole rows of 10,000 campaigns takes three times as long
        f"SELECT * FROM campaign WHERE id IN (SELECT id FROM campaign {where} {order} LIMIT ? OFFSET ?) {order}",
        (*where.parameters, page.size, page.offset),
    )
    return {
        "success": True,
        "message": "Campaigns retrieved successfully",
        "campaigns": [campaigns.list_item(world, row) for row in rows],
        "pagination": page.envelope(total),
    }


@operation("getCampaign", twin="campaign")
async def get_campaign(world: Here, campaign: KnownCampaign) -> campaign_detail.Campaign:
    """Campaign detail with configuration, content and counters."""
    return campaign_detail.detail(world, campaign)


@operation("updateCampaign", twin="campaign")
async def update_campaign(world: Here, campaign: KnownCampaign, body: CampaignUpdate) -> campaigns.CampaignUpdated:
    """Update settings, content, follow-ups; launch."""
    fields = body.sent()
    if not fields:
        raise Refused("No fields to update")
    if "sequences" in fields and "sequence_edits" in fields:
        raise Refused("'sequences' and 'sequence_edits' are mutually exclusive")
    missing = world.campaigns.update(campaign, fields)
    message = "Campaign launched successfully" if body.launch else "Campaign updated successfully"
    return campaigns.updated(world, campaign, missing, message)


@operation("pauseCampaign", twin="campaign")
async def pause_campaign(world: Here, campaign: KnownCampaign) -> campaigns.CampaignStateChange:
    """ACTIVE to PAUSED."""
    world.campaigns.pause(campaign)
    return campaigns.state_change(world, campaigns.row_of(world, campaign), "Campaign paused successfully")


@operation("activateCampaign", twin="campaign")
async def activate_campaign(world: Here, campaign: KnownCampaign) -> campaigns.CampaignStateChange:
    """PAUSED to ACTIVE (resume)."""
    world.campaigns.activate(campaign)
    return campaigns.state_change(world, campaigns.row_of(world, campaign), "Campaign activated successfully")


@operation("archiveCampaign", twin="campaign")
async def archive_campaign(world: Here, campaign: KnownCampaign) -> campaigns.CampaignStateChange:
    """PAUSED or COMPLETED to ARCHIVED, one way."""
    world.campaigns.archive(campaign)
    return campaigns.state_change(world, campaigns.row_of(world, campaign), "Campaign archived successfully")


@operation("deleteCampaign")
async def delete_campaign(world: Here, campaign: KnownCampaign) -> campaigns.CampaignStateChange:
    """Delete a campaign for good."""
    row = campaigns.row_of(world, campaign)
    world.campaigns.delete(campaign)
    return campaigns.state_change(world, row, "Campaign deleted successfully")
