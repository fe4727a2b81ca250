"""Upload of leads as CSV: read and checked at once, stored by a job that moves with the clock (behaviour.md §10)."""

from __future__ import annotations

from starlette.requests import Request

from coldsend_tui.sandbox.answers import leads
from coldsend_tui.sandbox.problems import NotFound
from coldsend_tui.sandbox.rules import csv_table
from coldsend_tui.sandbox.rules.lookups import Here, IdInPath, KnownCampaign, job_of
from coldsend_tui.sandbox.rules.routing import operation
from coldsend_tui.sandbox.rules.uploads import read_form

FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "contentMediaType": "text/csv"},
        "mapping": {"type": "string", "description": "JSON text of lead field -> CSV header"},
        "duplicate_action": {"type": "string", "enum": ["skip", "update", "replace"], "default": "skip"},
        "delete_existing": {"type": "string", "enum": ["true", "false"], "default": "false"},
    },
}


@operation("uploadLeads", form=FORM)
async def upload_leads(world: Here, campaign: KnownCampaign, request: Request) -> leads.LeadUploadAccepted:
    """Upload leads as CSV (asynchronous)."""
    form = await read_form(request)
    duplicate_action = form.choice("duplicate_action", "skip", "update", "replace")
    delete_existing = form.flag("delete_existing")
    mapping = form.mapping()
    filename, content = await form.file()
    job = world.leads.upload(
        campaign,
        csv_table.read(content, mapping),
        filename=filename,
        duplicate_action=duplicate_action,
        delete_existing=delete_existing,
    )
    return leads.upload_accepted(world, campaign, job)


@operation("getLeadUpload")
async def get_lead_upload(world: Here, campaign: KnownCampaign, job_id: IdInPath) -> leads.LeadUploadProgress:
    """Progress of an upload."""
    job = job_of(world, job_id, "lead_upload")
    if world.reads.job(job)["campaign_id"] != campaign:
        raise NotFound("Upload job not found")
    return leads.upload_progress(world, campaign, job)
