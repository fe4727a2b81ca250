"""Bodies of everything that sends one message: thread reply, direct email, test email (behaviour.md §11, §14, §15)."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from coldsend_tui.sandbox.rules.fields import Address, Body, Email, Id, NotBlank


def _base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise PydanticCustomError("base64", "value is not valid base64") from None
    return text


class Attachment(Body):
    """A file sent along, its content in base64."""

    filename: Annotated[str, Field(min_length=1, max_length=255)]
    content_base64: Annotated[str, AfterValidator(_base64)]
    content_type: str = "application/octet-stream"

    @property
    def size(self) -> int:
        """Bytes of the decoded file."""
        return len(self.content_base64) * 3 // 4 - self.content_base64.count("=")


Attachments = Annotated[list[Attachment], Field(max_length=5)]


class ReplySend(Body):
    """An answer in a thread: at least one of the two bodies."""

    body: str | None = None
    html_body: str | None = None
    attachments: Attachments = Field(default_factory=list)

    @model_validator(mode="after")
    def _some_body(self) -> Self:
        if not (self.body or self.html_body):
            raise PydanticCustomError("missing", "field required", {"field": "body"})
        return self


class DirectEmail(Body):
    """One email to one contact from an ACTIVE inbox; costs one credit."""

    inbox_id: Id
    subject: Annotated[NotBlank, Field(min_length=1, max_length=500)]
    body_text: str | None = None
    body_html: str | None = None
    cc: list[Email] = Field(default_factory=list)
    bcc: list[Email] = Field(default_factory=list)
    attachments: Attachments = Field(default_factory=list)

    @model_validator(mode="after")
    def _some_body(self) -> Self:
        if not (self.body_text or self.body_html):
            raise PydanticCustomError("missing", "field required", {"field": "body_text"})
        return self


class TestEmail(Body):
    """Where a test email goes."""

    __test__ = False  # pytest must not collect it

    recipient_email: Address
