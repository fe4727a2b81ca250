"""Conversations: answering, marking read, starring (behaviour.md §14)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..problems import Refused
from ..rendering.mail import plain_text
from .desk import Desk


class Replies(Desk):
    """Changes to threads."""

    def send(
        self, thread_id: int, body: str | None, html_body: str | None, attachments: Sequence[Mapping[str, Any]] = ()
    ) -> int:
        """Answer in a thread, from its inbox to its person. Gives the message."""
        thread = self.row("thread", thread_id)
        inbox = self.db.execute(
            "SELECT * FROM inbox WHERE id = ? AND deleted_at IS NULL", (thread["inbox_id"],)
        ).fetchone()
        if inbox is None:
            raise Refused("The sender account of this thread was deleted; it can be read but not answered")
        to = self.db.execute("SELECT email FROM contact WHERE id = ?", (thread["contact_id"],)).fetchone()["email"]
        text = body if body is not None else plain_text(html_body or "")
        with self.writing(engine=False):
            message_id = self.insert(
                "message",
                {
                    "thread_id": thread_id, "is_outgoing": 1, "from_email": inbox["email_address"], "to_email": to,
                    "subject": thread["subject"] if thread["subject"].startswith("Re:") else f"Re: {thread['subject']}",
                    "body_text": text, "body_html": html_body, "is_read": 1, "attachments": json.dumps([dict(a) for a in attachments]),
                    "created_at": self.now,
                },
            )  # fmt: skip
            self.set(
                "message",
                message_id,
                {"message_id": f"reply_{message_id:08x}@{inbox['email_address'].rpartition('@')[2]}"},
            )
            self.set("thread", thread_id, {"last_message_at": self.now, "last_message_preview": text[:140]})
            self.log("reply_sent", campaign=thread["campaign_id"], lead=thread["lead_id"], inbox=inbox["id"])
        return message_id

    def mark_read(self, thread_id: int) -> int:
        """Mark a thread and its messages read; gives how many threads that changed (0 or 1)."""
        thread = self.row("thread", thread_id)
        with self.writing(engine=False):
            self.db.execute("UPDATE message SET is_read = 1 WHERE thread_id = ?", (thread_id,))
            self.set("thread", thread_id, {"is_read": 1})
        return int(not thread["is_read"])

    def toggle_star(self, thread_id: int) -> bool:
        """Star or unstar; gives the new state."""
        starred = not self.row("thread", thread_id)["is_starred"]
        with self.writing(engine=False):
            self.set("thread", thread_id, {"is_starred": int(starred)})
        return starred
