"""Bodies of sender account creation and deletion (behaviour.md §11)."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from coldsend_tui.sandbox.changes.senders import PROVIDER_MAXIMA
from coldsend_tui.sandbox.rules.fields import Address, Body, Bool, Id, Int, is_local_part

IMAP: Final = ("imap_host", "imap_port", "imap_username", "imap_password")
Text = Annotated[str, Field(min_length=1, max_length=255)]
Port = Annotated[Int, Field(ge=1, le=65_535)]
Password = Annotated[str, Field(min_length=1)]


def _local_part(text: str) -> str:
    if not is_local_part(text):
        raise PydanticCustomError("email", "value is not a valid email prefix")
    return text.lower()


Prefix = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_local_part)]


class SmtpInboxCreate(Body):
    """An account with its own credentials. The IMAP block comes whole or not at all (behaviour.md §19.15).

    The vendor's client sends `display_name: null` when its user gives none, though the docs ask for a name.
    """

    email_address: Address
    display_name: Text | None
    inbox_type: Literal["GOOGLE_WORKSPACE", "OUTLOOK_365", "CUSTOM_SMTP"]
    smtp_host: Text
    smtp_port: Port
    smtp_username: Text
    smtp_password: Password
    imap_host: Text | None = None
    imap_port: Port | None = None
    imap_username: Text | None = None
    imap_password: Password | None = None
    daily_limit: Annotated[Int, Field(ge=1, le=100_000)] = 100
    smtp_use_tls: Bool = True
    imap_use_ssl: Bool = True

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = [name for name in IMAP if getattr(self, name) is not None]
        if given and len(given) < len(IMAP):
            missing = next(name for name in IMAP if name not in given)
            raise PydanticCustomError("missing", "field required", {"field": missing})
        if self.daily_limit > (highest := PROVIDER_MAXIMA[self.inbox_type]):
            raise PydanticCustomError("less_than_equal", "too big", {"le": highest, "field": "daily_limit"})
        return self


class SmtpInboxItem(SmtpInboxCreate):
    """One account of a bulk job: here the vendor's client also leaves out the name and the provider `[client]`."""

    display_name: Text | None = None
    inbox_type: Literal["GOOGLE_WORKSPACE", "OUTLOOK_365", "CUSTOM_SMTP"] = "CUSTOM_SMTP"


class SmtpBulkCreate(Body):
    """Up to 100 accounts in one job."""

    inboxes: Annotated[list[SmtpInboxItem], Field(min_length=1, max_length=100)]


class NativeInboxCreate(Body):
    """A managed inbox on an ACTIVE domain."""

    domain_id: Id
    email_prefix: Prefix
    display_name: Text | None = None


class NativeInboxItem(Body):
    """One inbox of a native bulk job."""

    email_prefix: Prefix
    display_name: Text


class NativeBulkCreate(Body):
    """Up to 100 managed inboxes on one domain."""

    domain_id: Id
    inboxes: Annotated[list[NativeInboxItem], Field(min_length=1, max_length=100)]


class BulkDeleteRequest(Body):
    """Inboxes to delete; `confirm_deletion` must be true (else 400)."""

    inbox_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    confirm_deletion: Bool
