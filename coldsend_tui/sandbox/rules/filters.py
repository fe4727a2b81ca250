"""Filters and sorting of list calls: both spellings of the status filter, parts of texts, columns to sort by."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from fastapi import Query

CampaignStatus = Literal["DRAFT", "ACTIVE", "PAUSED", "COMPLETED", "FAILED", "ARCHIVED"]
"""ARCHIVED is absent from the docs; it exists here and lists return it (behaviour.md §19.2)."""
LeadStatus = Literal["PENDING", "QUEUED", "SENT", "OPENED", "REPLIED", "FAILED", "BOUNCED", "UNSUBSCRIBED", "EXTERNAL"]
SenderStatus = Literal["PENDING", "ACTIVE", "PAUSED", "DISABLED"]
DomainStatus = Literal["PENDING", "DNS_CONFIGURING", "DNS_PENDING", "SERVICES_CONFIGURING", "ACTIVE", "FAILED"]
InboxType = Literal["COLDSEND", "GOOGLE_WORKSPACE", "OUTLOOK_365", "CUSTOM_SMTP"]
SortOrder = Literal["asc", "desc"]

Status = TypeVar("Status", bound=str)
Alias = Annotated[Status | None, Query(alias="status_filter", description="The client's spelling of `status`")]
"""The client's list tools send `status_filter`; taken as `status` (behaviour.md §19.6)."""


class Where:
    """Conditions of a query, joined by AND, with their parameters."""

    def __init__(self) -> None:
        self._conditions: list[str] = []
        self.parameters: list[Any] = []

    def equal(self, column: str, value: object) -> None:
        """`column` has this value; no condition for None."""
        if value is not None:
            self.that(f"{column} = ?", value)

    def contains(self, expression: str, part: str | None) -> None:
        """The text holds `part`, whatever the case of ASCII letters; no condition for None."""
        if part is not None:
            escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            self.that(f"{expression} LIKE ? ESCAPE '\\'", f"%{escaped}%")

    def that(self, condition: str, *parameters: object) -> None:
        """Any condition."""
        self._conditions.append(condition)
        self.parameters += parameters

    def __str__(self) -> str:
        return "WHERE " + " AND ".join(self._conditions) if self._conditions else ""


def order_by(column: str, order: SortOrder) -> str:
    """ORDER BY with the row number as the tie-breaker; `column` comes from a closed list, never from the caller."""
    direction = "ASC" if order == "asc" else "DESC"
    return f"ORDER BY {column} {direction}, id {direction}"
