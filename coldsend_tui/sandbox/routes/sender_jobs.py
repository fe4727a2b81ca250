"""Bulk jobs on sender accounts: accepted at once, done as the clock moves (behaviour.md §11)."""

from __future__ import annotations

from coldsend_tui.sandbox.answers import sender_jobs
from coldsend_tui.sandbox.bodies.senders import BulkDeleteRequest, NativeBulkCreate, SmtpBulkCreate
from coldsend_tui.sandbox.problems import Refused
from coldsend_tui.sandbox.rules.lookups import Here, IdInPath, job_of
from coldsend_tui.sandbox.rules.routing import operation


@operation("bulkCreateNative")
async def bulk_create_native(world: Here, body: NativeBulkCreate) -> sender_jobs.NativeBulkAccepted:
    """Create up to 100 managed inboxes on one domain."""
    items = [item.model_dump() for item in body.inboxes]
    return sender_jobs.native_accepted(world, world.senders.bulk_native(world.find("domain", body.domain_id), items))


@operation("getNativeBulk")
async def get_native_bulk(world: Here, job_id: IdInPath) -> sender_jobs.NativeBulkProgress:
    """Progress of native creation."""
    return sender_jobs.native_progress(world, job_of(world, job_id, "native_bulk"))


@operation("bulkCreateSmtp")
async def bulk_create_smtp(world: Here, body: SmtpBulkCreate) -> sender_jobs.SmtpBulkAccepted:
    """Connect up to 100 accounts by SMTP and IMAP."""
    items = [item.model_dump() for item in body.inboxes]
    return sender_jobs.smtp_accepted(world, world.senders.bulk_smtp(items))


@operation("getSmtpBulk")
async def get_smtp_bulk(world: Here, job_id: str) -> sender_jobs.SmtpBulkProgress:
    """Progress of SMTP creation."""
    return sender_jobs.smtp_progress(world, job_of(world, job_id, "smtp_bulk"))


@operation("bulkDeleteSenders")
async def bulk_delete_senders(world: Here, body: BulkDeleteRequest) -> sender_jobs.BulkDeleteAccepted:
    """Delete up to 100 sender accounts; unknown ones and those in use are skipped."""
    if not body.confirm_deletion:
        raise Refused("confirm_deletion must be true")
    return sender_jobs.delete_accepted(world, world.senders.bulk_delete(body.inbox_ids))


@operation("getBulkDelete")
async def get_bulk_delete(world: Here, job_id: str) -> sender_jobs.BulkDeleteProgress:
    """Progress of a bulk deletion."""
    return sender_jobs.delete_progress(world, job_of(world, job_id, "bulk_delete"))
