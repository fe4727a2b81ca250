"""Sending one message by hand: an answer in a thread, a direct email to a contact (behaviour.md §14, §15)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from coldsend_tui.sandbox.answers import replies
from coldsend_tui.sandbox.answers.contacts import DirectEmailSent
from coldsend_tui.sandbox.bodies.messages import Attachment, DirectEmail, ReplySend
from coldsend_tui.sandbox.problems import Refused
from coldsend_tui.sandbox.rules.lookups import Here, KnownContact, KnownThread
from coldsend_tui.sandbox.rules.routing import operation

MAX_ATTACHED: Final = 10 * 1024 * 1024
"""All attachments of a message together `[docs]`."""


@operation("sendReply")
async def send_reply(world: Here, thread: KnownThread, body: ReplySend) -> replies.ReplySent:
    """Answer in a thread; from its inbox, to its lead."""
    sent = world.replies.send(thread, body.body, body.html_body, _files(body.attachments))
    row = world.db.execute("SELECT * FROM message WHERE id = ?", (sent,)).fetchone()
    return {
        "success": True,
        "message": "Reply queued for sending",
        "from_address": row["from_email"],
        "to_address": row["to_email"],
        "message_id": row["message_id"],
        "thread_id": world.uid("thread", thread),
    }


@operation("sendDirectEmail")
async def send_direct_email(world: Here, contact: KnownContact, body: DirectEmail) -> DirectEmailSent:
    """Send one email to one contact; costs a credit."""
    sent = world.contacts.send_email(contact, {**body.model_dump(), "attachments": _files(body.attachments)})
    return {
        "success": True,
        "message": "Email sent successfully",
        "message_id": sent["message_id"],
        "thread_id": world.uid("thread", sent["thread_id"]),
        "recipient_email": sent["recipient_email"],
        "inbox_email": sent["inbox_email"],
        "credits_remaining": sent["credits_remaining"],
    }


def _files(attachments: Sequence[Attachment]) -> list[dict[str, Any]]:
    """What is kept of attachments: name, type and size. Raises Refused beyond 10 MB."""
    if sum(file.size for file in attachments) > MAX_ATTACHED:
        raise Refused("Attachments exceed 10 MB in total")
    return [
        {"filename": file.filename, "content_type": file.content_type, "size_bytes": file.size} for file in attachments
    ]
