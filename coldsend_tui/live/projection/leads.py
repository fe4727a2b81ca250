"""Leads and what happened to them (behaviour.md §10; the journey's names are inferred)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from ...people import BranchStay, Lead, LeadAnswer, LeadHistory, MailToLead
from .fields import Payload, count, identity, moment, objects, text, truth

_NEVER = datetime.max.replace(tzinfo=UTC)


def lead(payload: Payload) -> Lead | None:
    """One row of GET /campaigns/{id}/leads, or a lead's detail."""
    lead_id = identity(payload, "lead_id", "id")
    if lead_id is None:
        return None
    return Lead(
        id=lead_id,
        email=text(payload, "email") or "",
        first_name=text(payload, "first_name") or "",
        last_name=text(payload, "last_name") or "",
        company=text(payload, "company") or "",
        title=text(payload, "title") or "",
        status=text(payload, "status") or "",
        step=count(payload, "sequence_step"),
        custom=custom_fields(payload.get("custom_fields")),
        intent=text(payload, "intent_tag"),
        delivery=text(payload, "delivery_status"),
        contacted_at=moment(payload, "last_contacted_at"),
        opened_at=moment(payload, "opened_at"),
        replied_at=moment(payload, "replied_at"),
        created_at=moment(payload, "created_at"),
        batch_id=identity(payload, "batch_id"),
    )


def custom_fields(value: Any) -> Mapping[str, str]:
    """Custom fields as texts; what is no text or number is left out."""
    if not isinstance(value, Mapping):
        return {}
    return {str(name): str(field) for name, field in value.items() if isinstance(field, str | int | float)}


def history(payload: Payload) -> LeadHistory:
    """GET …/leads/{id}/journey, or the mails and replies of the detail."""
    mails = objects(payload, "touchpoints")
    if mails is None:
        mails = objects(payload, "email_interactions")
    return LeadHistory(
        mails=_ordered(_mail(item) for item in mails or ()),
        answers=tuple(
            sorted((_answer(item) for item in objects(payload, "replies") or ()), key=lambda one: one.at or _NEVER)
        ),
        branches=tuple(
            BranchStay(text(item, "label") or "", moment(item, "entered_at"), moment(item, "completed_at"))
            for item in objects(payload, "enrollments") or ()
        ),
    )


def _ordered(mails: Iterable[MailToLead]) -> tuple[MailToLead, ...]:
    return tuple(sorted(mails, key=lambda mail: mail.sent_at or _NEVER))


def _mail(payload: Payload) -> MailToLead:
    group = text(payload, "node_group")
    return MailToLead(
        step=count(payload, "step_number", "sequence_step"),
        subject=text(payload, "subject") or "",
        branch=identity(payload, "subsequence_id") if group == "SUBSEQUENCE" else None,
        inbox=text(payload, "inbox_email") or "",
        sent_at=moment(payload, "sent_at"),
        opened_at=moment(payload, "opened_at"),
        replied_at=moment(payload, "replied_at"),
        bounced=truth(payload, "bounced") or False,
    )


def _answer(payload: Payload) -> LeadAnswer:
    return LeadAnswer(
        subject=text(payload, "subject") or "",
        preview=text(payload, "body_preview") or "",
        at=moment(payload, "received_at"),
        automatic=truth(payload, "is_auto_reply") or False,
        unsubscribe=truth(payload, "is_unsubscribe") or False,
    )
