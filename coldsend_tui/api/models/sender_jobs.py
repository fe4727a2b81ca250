"""Creation and deletion of sender accounts, one by one and in bulk [docs: /sender-accounts][client]."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from coldsend_tui.api.keys import SecretValue
from coldsend_tui.api.models.payload import Moment, Payload, Rows, own_id
from coldsend_tui.api.models.progress import Progress


class InboxCreated(Payload):
    """The answer to a creation."""

    inbox_id: str = own_id("inbox_id")
    email_address: str = ""
    display_name: str | None = None
    inbox_type: str | None = None
    daily_limit: int | None = None
    overall_status: str = ""
    message: str = ""
    created_at: Moment | None = None


class InboxDeleted(Payload):
    """The answer to a deletion; the address cannot be used again at once [client]."""

    message: str = ""
    inbox_id: str | None = None
    email_address: str | None = None
    deleted: bool | None = None


class BulkItem(Payload):
    """What became of one account of a bulk job."""

    row: int | None = None
    inbox_id: str | None = None
    email_prefix: str | None = None
    email_address: str | None = None
    status: str = ""
    smtp_valid: bool | None = None
    imap_valid: bool | None = None
    error: str | None = None


class BulkAccepted(Payload):
    """The first answer to a bulk job. Without a `job_id` it is the last one too."""

    job_id: str | None = None
    message: str = ""
    total: int | None = None
    success_count: int | None = None
    failed_count: int | None = None
    deleted_count: int | None = None
    skipped_count: int | None = None
    progress_url: str | None = None
    results: Rows[BulkItem] | None = None


class BulkProgress(Progress):
    """How far a bulk job is. Creations count successes, deletions what was deleted."""

    job_id: str | None = None
    total: int | None = None
    total_rows: int | None = None
    processed_count: int | None = None
    success_count: int | None = None
    failed_count: int | None = None
    deleted_count: int | None = None
    skipped_count: int | None = None
    results: Rows[BulkItem] | None = None
    started_at: Moment | None = None
    completed_at: Moment | None = None


class TestEmailSent(Payload):
    """The answer to a test email."""

    inbox_id: str | None = None
    inbox_email: str | None = None
    recipient_email: str | None = None
    message: str = ""
    message_id: str | None = None
    sent_at: Moment | None = None


class NativeInbox(TypedDict):
    """A mailbox to be made on an ACTIVE domain."""

    email_prefix: str
    display_name: str


class SmtpInbox(TypedDict):
    """A mailbox with its own servers. Both connections are tested before it becomes ACTIVE.

    The IMAP fields are all given or all left out (behaviour unknown 15).
    """

    email_address: str
    display_name: str
    inbox_type: str
    smtp_host: str
    smtp_port: int
    smtp_username: str
    smtp_password: str | SecretValue
    imap_host: NotRequired[str]
    imap_port: NotRequired[int]
    imap_username: NotRequired[str]
    imap_password: NotRequired[str | SecretValue]
    daily_limit: NotRequired[int]
    smtp_use_tls: NotRequired[bool]
    imap_use_ssl: NotRequired[bool]
