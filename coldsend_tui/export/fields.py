"""What can be told of each kind of row: one field a figure, rates as fractions beside their counts, times aware UTC."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple

from coldsend_tui.people import Contact, ContactList, Conversation, Lead
from coldsend_tui.workspace import Campaign, Domain, Sender, TimelineDay

Value = str | int | float | bool | datetime | date | Mapping[str, str] | None


class Read(NamedTuple):
    """A row and when it was read, by the operator's clock (None: not known)."""

    row: Any
    at: datetime | None


class Field(NamedTuple):
    """One figure of a row. `column` is the key of the table's column in which it is seen, "" where in none."""

    name: str
    get: Callable[[Any], Value]
    column: str = ""


def _rate(part: Callable[[Any], int | None], whole: Callable[[Any], int | None]) -> Callable[[Any], float | None]:
    """A fraction (0-1), None without a denominator."""

    def rate(row: Any) -> float | None:
        count, of = part(row), whole(row)
        return None if count is None or not of else round(count / of, 6)

    return rate


def _sent(row: Campaign | TimelineDay) -> int:
    return row.sent


_CAMPAIGN: Final[tuple[Field, ...]] = (
    Field("id", lambda c: c.id),
    Field("name", lambda c: c.name, "name"),
    Field("status", lambda c: c.status, "state"),
    Field("leads", lambda c: c.total_leads, "sent"),
    Field("sent", _sent, "sent"),
    Field("opened", lambda c: c.opened, "opened"),
    Field("open_rate", _rate(lambda c: c.opened, _sent), "opened"),
    Field("replied", lambda c: c.replied, "replied"),
    Field("reply_rate", _rate(lambda c: c.replied, _sent), "replied"),
    Field("bounced", lambda c: c.bounced, "bounced"),
    Field("bounce_rate", _rate(lambda c: c.bounced, _sent), "bounced"),
    Field("unsubscribed", lambda c: c.unsubscribed),
    Field("launched_at", lambda c: c.launched_at, "launched"),
    Field("created_at", lambda c: c.created_at),
)
_SENDER: Final[tuple[Field, ...]] = (
    Field("id", lambda s: s.id),
    Field("address", lambda s: s.email, "email"),
    Field("name", lambda s: s.display_name, "name"),
    Field("type", lambda s: s.kind, "kind"),
    Field("status", lambda s: s.status, "state"),
    Field("health", lambda s: s.health, "health"),
    Field("sent_today", lambda s: s.sent_today, "usage"),
    Field("daily_limit", lambda s: s.daily_limit, "usage"),
    Field("rate_limited", lambda s: s.rate_limited, "limited"),
    Field("domain", lambda s: s.domain, "domain"),
    Field("created_at", lambda s: s.created_at),
)
_DOMAIN: Final[tuple[Field, ...]] = (
    Field("id", lambda d: d.id),
    Field("name", lambda d: d.name, "name"),
    Field("status", lambda d: d.status, "state"),
    Field("in_state_since", lambda d: d.state_since, "since"),
    Field("inboxes", lambda d: d.current_inboxes, "inboxes"),
    Field("max_inboxes", lambda d: d.max_inboxes, "inboxes"),
    Field("dns_verified", lambda d: d.dns_verified),
    Field("mail_server_ready", lambda d: d.mail_server_ready),
    Field("created_at", lambda d: d.created_at, "created"),
)
_FINDING: Final[tuple[Field, ...]] = (
    Field("severity", lambda f: f.severity.name, "severity"),
    Field("rule", lambda f: f.rule, "topic"),
    Field("kind", lambda f: f.kind),
    Field("id", lambda f: f.object_id),
    Field("name", lambda f: f.name, "name"),
    Field("value", lambda f: f.value, "value"),
    Field("limit", lambda f: f.limit, "limit"),
    Field("since", lambda f: f.since, "since"),
    Field("why", lambda f: f.why),
    Field("evidence", lambda f: "; ".join(f.evidence)),
    Field("reach", lambda f: f.reach.text),
    Field("advice", lambda f: f.advice),
    Field("quiet", lambda f: f.quiet is not None, "value"),
    Field("quiet_until", lambda f: f.quiet.until if f.quiet else None, "value"),
    Field("quiet_reason", lambda f: f.quiet.reason if f.quiet else "", "value"),
)
_DAY: Final[tuple[Field, ...]] = (
    Field("day", lambda d: d.day),
    Field("sent", _sent),
    Field("opened", lambda d: d.opened),
    Field("open_rate", _rate(lambda d: d.opened, _sent)),
    Field("replied", lambda d: d.replied),
    Field("reply_rate", _rate(lambda d: d.replied, _sent)),
    Field("bounced", lambda d: d.bounced),
    Field("bounce_rate", _rate(lambda d: d.bounced, _sent)),
)
_REPLY: Final[tuple[Field, ...]] = (
    Field("id", lambda r: r.id),
    Field("address", lambda r: r.email),
    Field("name", lambda r: r.name, "person"),
    Field("category", lambda r: r.category, "category"),
    Field("subject", lambda r: r.subject, "subject"),
    Field("preview", lambda r: r.preview, "subject"),
    Field("campaign", lambda r: r.campaign, "campaign"),
    Field("campaign_id", lambda r: r.campaign_id),
    Field("lead_id", lambda r: r.lead_id),
    Field("inbox", lambda r: r.inbox),
    Field("messages", lambda r: r.messages, "messages"),
    Field("read", lambda r: r.read, "mark"),
    Field("starred", lambda r: r.starred, "mark"),
    Field("at", lambda r: r.at, "age"),
    Field("tags", lambda r: ", ".join(r.tags)),
)
_PERSON: Final[tuple[Field, ...]] = (
    Field("first_name", lambda p: p.first_name, "name"),
    Field("last_name", lambda p: p.last_name, "name"),
    Field("company", lambda p: p.company, "company"),
)
_LEAD: Final[tuple[Field, ...]] = (
    Field("id", lambda p: p.id),
    Field("address", lambda p: p.email, "email"),
    *_PERSON,
    Field("title", lambda p: p.title),
    Field("status", lambda p: p.status, "status"),
    Field("step", lambda p: p.step, "step"),
    Field("contacted_at", lambda p: p.contacted_at, "contacted"),
    Field("opened_at", lambda p: p.opened_at, "opened"),
    Field("replied_at", lambda p: p.replied_at, "replied"),
    Field("intent", lambda p: p.intent, "intent"),
    Field("delivery", lambda p: p.delivery),
    Field("batch_id", lambda p: p.batch_id),
    Field("created_at", lambda p: p.created_at),
    Field("custom", lambda p: dict(p.custom)),
)
_CONTACT: Final[tuple[Field, ...]] = (
    Field("id", lambda p: p.id),
    Field("address", lambda p: p.email, "email"),
    *_PERSON,
    Field("signal", lambda p: p.signal, "signal"),
    Field("signal_pinned", lambda p: p.pinned, "signal"),
    Field("campaigns", lambda p: p.campaigns, "campaigns"),
    Field("sent", lambda p: p.sent, "sent"),
    Field("opened", lambda p: p.opened),
    Field("replied", lambda p: p.replied, "replied"),
    Field("contacted_at", lambda p: p.contacted_at, "contacted"),
    Field("tags", lambda p: ", ".join(tag.name for tag in p.tags), "tags"),
    Field("suppressed", lambda p: p.suppressed),
    Field("suppression", lambda p: p.suppression),
    Field("unsubscribed", lambda p: p.unsubscribed),
    Field("bounced", lambda p: p.bounced),
    Field("source", lambda p: p.source),
    Field("created_at", lambda p: p.created_at),
    Field("custom", lambda p: dict(p.custom)),
)
_LIST: Final[tuple[Field, ...]] = (
    Field("id", lambda r: r.id),
    Field("name", lambda r: r.name, "name"),
    Field("type", lambda r: r.kind, "kind"),
    Field("people", lambda r: r.counted, "count"),
    Field("description", lambda r: r.description),
    Field("updated_at", lambda r: r.updated_at, "age"),
    Field("created_at", lambda r: r.created_at),
)
_REQUEST: Final[tuple[Field, ...]] = (
    Field("number", lambda r: r.number),
    Field("at", lambda r: r.at),
    Field("method", lambda r: r.method),
    Field("path", lambda r: r.path),
    Field("query", lambda r: r.query),
    Field("status", lambda r: r.status),
    Field("error", lambda r: r.error),
    Field("ms", lambda r: round(r.ms, 1)),
    Field("attempt", lambda r: r.attempt),
    Field("received_bytes", lambda r: r.received_bytes),
    Field("left_minute", lambda r: r.remaining_minute),
    Field("left_hour", lambda r: r.remaining_hour),
    Field("request_id", lambda r: r.request_id),
)


def _named(*names: str) -> tuple[Field, ...]:
    """Fields that are called as the row calls them."""
    return tuple(Field(name, attrgetter(name)) for name in names)


_HOUR: Final = _named("hour", "sent", "opened", "replied", "bounced")
_USAGE: Final = _named("kind", "id", "name", "start", "grain", "mails", "seen", "measured_by")
_RATED: Final[tuple[Field, ...]] = (
    *_named("subject", "id", "measure", "part", "whole", "rate"),
    Field("rate_low", lambda r: r.bounds[0]),
    Field("rate_high", lambda r: r.bounds[1]),
    *_named("against", "change", "change_low", "change_high", "verdict"),
)

KINDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "campaigns": _CAMPAIGN,
    "senders": _SENDER,
    "domains": _DOMAIN,
    "findings": _FINDING,
    "timeline": _DAY,
    "replies": _REPLY,
    "contacts": _CONTACT,
    "leads": _LEAD,
    "lists": _LIST,
    "hours": _HOUR,
    "usage": _USAGE,
    "rates": _RATED,
    "requests": _REQUEST,
}
"""The fields of each kind of row, by the word for it. Rows: `workspace`, `people`, `ops.findings.Finding`, `ops.reports` and
`api.RequestRecord`."""

_ROWS: Final[Mapping[type, str]] = {
    Campaign: "campaigns",
    Sender: "senders",
    Domain: "domains",
    TimelineDay: "timeline",
    Conversation: "replies",
    Contact: "contacts",
    Lead: "leads",
    ContactList: "lists",
}


def kind_of(row: object) -> str | None:
    """The word for rows like this one; None where they cannot be exported."""
    return _ROWS.get(type(row))


def fields_of(kind: str, columns: Sequence[str] | None = None) -> tuple[Field, ...]:
    """The fields of a kind: all, or those that are seen in these columns of its table and its id, in their order."""
    every = KINDS[kind]
    if columns is None or not any(field.column for field in every):
        return every
    return tuple(field for field in every if field.column in columns or field.name == "id")
