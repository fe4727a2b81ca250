"""Campaign answers: creation, update, state changes and the list. The detail is in campaign_detail.py."""

from __future__ import annotations

import sqlite3

from typing_extensions import TypedDict

from coldsend_tui.sandbox.rules.paging import Pagination
from coldsend_tui.sandbox.world import World


class CampaignCreated(TypedDict):
    """Answer of creation. `current_step` is a wizard step the newer guide dropped; always null here."""

    success: bool
    message: str
    campaign_id: str
    name: str
    status: str
    current_step: int | None
    created_at: str


class CampaignUpdated(TypedDict):
    """Answer of an update, with what is missing for a launch."""

    success: bool
    message: str
    campaign_id: str
    name: str
    status: str
    is_launch_ready: bool
    updated_at: str
    missing_requirements: list[str]


class CampaignStateChange(TypedDict):
    """Answer of pause, activate, archive and delete."""

    success: bool
    message: str
    campaign_id: str
    name: str
    status: str
    updated_at: str


class CampaignListItem(TypedDict):
    """A row of the list; counts are leads."""

    campaign_id: str
    name: str
    status: str
    current_step: int | None
    created_at: str
    launched_at: str | None
    total_leads: int
    sent_count: int
    reply_count: int
    open_count: int
    bounce_count: int
    unsubscribe_count: int


class CampaignList(TypedDict):
    """One page of campaigns."""

    success: bool
    message: str
    campaigns: list[CampaignListItem]
    pagination: Pagination


def row_of(world: World, campaign: int) -> sqlite3.Row:
    """The table row of a campaign that is known to exist."""
    row: sqlite3.Row = world.db.execute("SELECT * FROM campaign WHERE id = ?", (campaign,)).fetchone()
    return row


def created(world: World, campaign: int) -> CampaignCreated:
    """Answer after creation."""
    row = row_of(world, campaign)
    return {
        "success": True,
        "message": "Campaign created successfully",
        "campaign_id": world.uid("campaign", campaign),
        "name": row["name"],
        "status": row["status"],
        "current_step": None,
        "created_at": world.iso(row["created_at"]),
    }


def updated(world: World, campaign: int, missing: list[str], message: str) -> CampaignUpdated:
    """Answer after an update or a launch."""
    row = row_of(world, campaign)
    return {
        "success": True,
        "message": message,
        "campaign_id": world.uid("campaign", campaign),
        "name": row["name"],
        "status": row["status"],
        "is_launch_ready": not missing,
        "updated_at": world.iso(row["updated_at"] or row["created_at"]),
        "missing_requirements": missing,
    }


def state_change(world: World, row: sqlite3.Row, message: str) -> CampaignStateChange:
    """Answer after a change of state; `row` may be that of a campaign just deleted."""
    return {
        "success": True,
        "message": message,
        "campaign_id": world.uid("campaign", row["id"]),
        "name": row["name"],
        "status": row["status"],
        "updated_at": world.iso(world.now),
    }


def list_item(world: World, row: sqlite3.Row) -> CampaignListItem:
    """One row of the list."""
    return {
        "campaign_id": world.uid("campaign", row["id"]),
        "name": row["name"],
        "status": row["status"],
        "current_step": None,
        "created_at": world.iso(row["created_at"]),
        "launched_at": world.iso(row["launched_at"]),
        "total_leads": row["total_leads"],
        "sent_count": row["sent_count"],
        "reply_count": row["reply_count"],
        "open_count": row["open_count"],
        "bounce_count": row["bounce_count"],
        "unsubscribe_count": row["unsubscribe_count"],
    }
