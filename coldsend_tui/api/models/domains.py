"""Sending domains and their redirects as the API answers them [docs: /domains/overview]."""

from __future__ import annotations

from coldsend_tui.api.models.listing import Page
from coldsend_tui.api.models.payload import Moment, Payload, Rows, own_id
from coldsend_tui.api.models.progress import Progress


class DomainRow(Payload):
    """A domain in the list. `mailcow_added` says that its mail server is set up; newer servers may leave it out."""

    domain_id: str = own_id("domain_id")
    domain_name: str = ""
    status: str = ""
    mailcow_added: bool | None = None
    cloudflare_verified: bool | None = None
    max_inboxes: int | None = None
    current_inboxes: int | None = None
    created_at: Moment | None = None


class DomainPage(Page[DomainRow]):
    """One page of domains."""

    row = DomainRow
    key = "domains"


class DnsRecord(Payload):
    """A record the domain should have; with delegated nameservers the platform sets it itself."""

    type: str = ""
    name: str = ""
    value: str = ""
    priority: int | None = None
    verified: bool | None = None


class Domain(DomainRow):
    """A domain in full: the nameservers to delegate to and its records. Field names are largely unconfirmed [inferred]."""

    nameservers: list[str] | None = None
    dns_records: Rows[DnsRecord] | None = None
    updated_at: Moment | None = None


class DomainCreated(Payload):
    """The answer to an added domain: set these nameservers, then activate."""

    domain_id: str = own_id("domain_id")
    domain_name: str = ""
    status: str = ""
    message: str = ""
    nameservers: list[str] | None = None
    next_steps: list[str] | None = None
    created_at: Moment | None = None


class DomainActivated(Payload):
    """The answer to an activation. `dns_verified` false: the nameservers are not live yet, nothing changed [inferred]."""

    domain_id: str | None = None
    domain_name: str | None = None
    status: str | None = None
    message: str = ""
    dns_verified: bool | None = None
    progress_url: str | None = None
    estimated_completion: str | None = None


class DomainProgress(Progress):
    """How far the setup is: a state of PENDING, IN_PROGRESS, COMPLETED, FAILED and a percentage (0-100)."""

    domain_id: str | None = None
    domain_name: str | None = None
    is_complete: bool | None = None
    is_failed: bool | None = None
    status_message: str | None = None

    @property
    def ended(self) -> bool:
        """Whether the setup is over, well or not."""
        return bool(self.is_complete or self.is_failed) or super().ended


class DomainDeleted(Payload):
    """The answer to a deletion."""

    message: str = ""
    domain_id: str | None = None
    domain_name: str | None = None
    deleted: bool | None = None


class Redirect(Payload):
    """Where visitors of a sending domain are sent."""

    redirect_id: str | None = own_id("redirect_id", required=False)
    source_domain: str | None = None
    target_domain: str | None = None
    status_code: int | None = None
    preserve_path: bool | None = None
    preserve_query_string: bool | None = None
    is_active: bool | None = None
    setup_completed: bool | None = None
    created_at: Moment | None = None
