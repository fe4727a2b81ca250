"""Leads of a campaign: list, detail, adding by hand, change, deletion, export (behaviour.md §10)."""

from __future__ import annotations

import csv
import io
import json
from typing import Annotated

from fastapi import Body, Depends, Query
from starlette.responses import Response

from coldsend_tui.sandbox.answers import leads
from coldsend_tui.sandbox.bodies.leads import LeadCreate, LeadIds, LeadUpdate
from coldsend_tui.sandbox.problems import Refused
from coldsend_tui.sandbox.rules.csv_table import CUSTOM_PREFIX
from coldsend_tui.sandbox.rules.fields import Id, SearchText
from coldsend_tui.sandbox.rules.filters import Alias, LeadStatus, Where
from coldsend_tui.sandbox.rules.lookups import Here, KnownCampaign, KnownLead
from coldsend_tui.sandbox.rules.paging import Page, wanted_page
from coldsend_tui.sandbox.rules.routing import operation

EXPORTED = (
    "email", "first_name", "last_name", "company", "title", "status", "last_contacted_at", "opened_at", "replied_at", "created_at",
)  # fmt: skip


@operation("listLeads")
async def list_leads(
    world: Here,
    campaign: KnownCampaign,
    page: Annotated[Page, Depends(wanted_page)],
    status: LeadStatus | None = None,
    status_filter: Alias[LeadStatus] = None,
    search: Annotated[SearchText | None, Query(description="Part of the email, case-insensitive")] = None,
    batch_id: Id | None = None,
) -> leads.LeadList:
    """List leads of a campaign."""
    where = Where()
    where.equal("campaign_id", campaign)
    where.equal("status", status or status_filter)
    where.contains("email", search)
    if batch_id is not None:
        where.that("batch_id IS ?", world.rowid("batch", batch_id) or 0)
    total = world.db.execute(f"SELECT count(*) FROM lead {where}", where.parameters).fetchone()[0]
    rows = world.db.execute(
        f"{leads.WITH_INTENT} WHERE id IN (SELECT id FROM lead {where} ORDER BY id LIMIT ? OFFSET ?) ORDER BY id",
        (*where.parameters, page.size, page.offset),
    )
    return {
        "success": True,
        "message": "Leads retrieved successfully",
        "leads": [leads.item(world, row) for row in rows.fetchall()],
        "pagination": page.envelope(total),
    }


@operation("addLead", twin="lead")
async def add_lead(world: Here, campaign: KnownCampaign, body: LeadCreate) -> leads.Lead:
    """Add one lead by hand."""
    return leads.one(world, world.leads.add(campaign, body.sent()))


@operation("getLead", twin="lead")
async def get_lead(world: Here, lead: KnownLead) -> leads.LeadDetail:
    """Lead with its emails and replies on the MAIN chain."""
    return leads.detail(world, lead)


@operation("updateLead", twin="lead")
async def update_lead(world: Here, lead: KnownLead, body: LeadUpdate) -> leads.Lead:
    """Change a lead by merge patch; the email cannot change."""
    fields = body.sent()
    if not fields:
        raise Refused("No fields to update")
    world.leads.update(lead, fields)
    return leads.one(world, lead)


@operation("deleteLeads")
async def delete_leads(world: Here, campaign: KnownCampaign, body: Annotated[LeadIds, Body()]) -> leads.LeadsDeleted:
    """Delete leads that are still PENDING; others are skipped."""
    deleted, skipped = world.leads.delete(campaign, body)
    return {
        "success": True,
        "message": f"{deleted} leads deleted",
        "deleted_count": deleted,
        "skipped_count": skipped,
    }


@operation("exportLeads")
async def export_leads(world: Here, campaign: KnownCampaign) -> Response:
    """Download all leads as CSV, custom fields as columns with the prefix `custom_`."""
    rows = world.db.execute("SELECT * FROM lead WHERE campaign_id = ? ORDER BY id", (campaign,)).fetchall()
    fields = [json.loads(row["custom_fields"]) for row in rows]
    custom = list(dict.fromkeys(name for values in fields for name in values))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*EXPORTED, *(CUSTOM_PREFIX + name for name in custom)])
    for row, values in zip(rows, fields, strict=True):
        facts = [world.iso(row[name]) if name.endswith("_at") else row[name] for name in EXPORTED]
        writer.writerow([*facts, *(values.get(name) for name in custom)])
    name = f"leads_{world.uid('campaign', campaign)}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.getvalue().encode(), media_type="text/csv", headers=headers)
