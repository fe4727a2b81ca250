"""The fields that can be asked for: of campaigns, sender accounts and domains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from coldsend_tui.ops import leads, lifecycle
from coldsend_tui.ops.findings import Severity
from coldsend_tui.ops.query import Field, FieldKind
from coldsend_tui.workspace import Campaign, Domain, Sender

_TEXT, _NUMBER, _RATE = FieldKind.TEXT, FieldKind.NUMBER, FieldKind.RATE


def _vocabulary(name: str) -> Callable[[], Iterable[str]]:
    """The words of the contract for one thing, looked up when somebody asks for one of them."""

    def words() -> Iterable[str]:
        from coldsend_tui.api.models import vocabulary

        return tuple(getattr(vocabulary, name))

    return words


def _one_of(*words: str) -> Callable[[], Iterable[str]]:
    return lambda: words


def _categories() -> Iterable[str]:
    from coldsend_tui.ops.reply_query import CATEGORIES

    return CATEGORIES


_YES_OR_NO = _one_of("yes", "no")
_RESULTS = _one_of("done", "failed", "unknown", "cancelled", "refused", "none")


def _over_sent(part: Callable[[Campaign], int | None]) -> Callable[[Campaign], float | None]:
    """A rate over mails sent, None without any."""

    def rate(campaign: Campaign) -> float | None:
        count = part(campaign)
        return None if count is None or not campaign.sent else count / campaign.sent

    return rate


def _used(sender: Sender) -> float | None:
    if sender.sent_today is None or not sender.daily_limit:
        return None
    return sender.sent_today / sender.daily_limit


CAMPAIGN_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(lambda row: row.name, _TEXT),
    "status": Field(lambda row: row.status, _TEXT, lambda: lifecycle.State),
    "id": Field(lambda row: row.id, _TEXT),
    "leads": Field(lambda row: row.total_leads, _NUMBER),
    "left": Field(leads.left, _NUMBER),
    "sent": Field(lambda row: row.sent, _NUMBER),
    "opened": Field(lambda row: row.opened, _NUMBER),
    "replied": Field(lambda row: row.replied, _NUMBER),
    "bounced": Field(lambda row: row.bounced, _NUMBER),
    "unsubscribed": Field(lambda row: row.unsubscribed, _NUMBER),
    "open": Field(_over_sent(lambda row: row.opened), _RATE),
    "reply": Field(_over_sent(lambda row: row.replied), _RATE),
    "bounce": Field(_over_sent(lambda row: row.bounced), _RATE),
}
"""`open`, `reply`, `bounce` are rates over mails sent; `left` are leads without a first mail."""

SENDER_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(lambda row: f"{row.email} {row.display_name}", _TEXT),
    "email": Field(lambda row: row.email, _TEXT),
    "status": Field(lambda row: row.status, _TEXT, _vocabulary("SenderStatus")),
    "type": Field(lambda row: row.kind, _TEXT, _vocabulary("InboxType")),
    "domain": Field(lambda row: row.domain, _TEXT),
    "id": Field(lambda row: row.id, _TEXT),
    "health": Field(lambda row: row.health, _NUMBER),
    "limit": Field(lambda row: row.daily_limit, _NUMBER),
    "sent": Field(lambda row: row.sent_today, _NUMBER),
    "used": Field(_used, _RATE),
}
"""`sent` counts today's mails, `used` is their share of the daily limit."""

DOMAIN_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(lambda row: row.name, _TEXT),
    "status": Field(lambda row: row.status, _TEXT, _vocabulary("DomainStatus")),
    "id": Field(lambda row: row.id, _TEXT),
    "inboxes": Field(lambda row: row.current_inboxes, _NUMBER),
    "free": Field(lambda row: _free(row), _NUMBER),
}
"""`free` is what is left of the domain's inboxes."""

JOURNAL_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(lambda row: f"{row.object_name} {row.object_id}", _TEXT),
    "action": Field(lambda row: row.action, _TEXT),
    "kind": Field(lambda row: row.object_kind, _TEXT),
    "result": Field(lambda row: row.result or "none", _TEXT, _RESULTS),
    "before": Field(lambda row: row.before, _TEXT),
    "after": Field(lambda row: row.after, _TEXT),
    "who": Field(lambda row: row.actor, _TEXT),
    "why": Field(lambda row: row.result_detail, _TEXT),
    "plan": Field(lambda row: row.plan, _TEXT),
    "ms": Field(lambda row: row.ms, _NUMBER),
}
"""Of journal entries; `result:none` finds writes without a result."""

REQUEST_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(lambda row: f"{row.path} {row.query}", _TEXT),
    "method": Field(lambda row: row.method, _TEXT),
    "status": Field(lambda row: row.status, _NUMBER),
    "error": Field(lambda row: row.error or "none", _TEXT),
    "ms": Field(lambda row: row.ms, _NUMBER),
    "try": Field(lambda row: row.attempt, _NUMBER),
    "id": Field(lambda row: row.request_id or "", _TEXT),
}
"""Of API requests; `error:none` leaves the failed ones out."""


FINDING_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(lambda row: row.name, _TEXT),
    "severity": Field(lambda row: row.severity.name, _TEXT, lambda: (one.name for one in Severity)),
    "rule": Field(lambda row: row.rule, _TEXT),
    "kind": Field(lambda row: row.kind, _TEXT, _one_of("campaign", "sender", "domain", "replies")),
    "id": Field(lambda row: row.object_id, _TEXT),
}
"""Of findings."""

DAY_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(lambda row: row.day.isoformat(), _TEXT),
    "day": Field(lambda row: row.day.isoformat(), _TEXT),
    "sent": Field(lambda row: row.sent, _NUMBER),
    "opened": Field(lambda row: row.opened, _NUMBER),
    "replied": Field(lambda row: row.replied, _NUMBER),
    "bounced": Field(lambda row: row.bounced, _NUMBER),
}
"""Of the days of the timeline."""

CONVERSATION_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(lambda row: f"{row.name} {row.email} {row.subject}", _TEXT),
    "email": Field(lambda row: row.email, _TEXT),
    "subject": Field(lambda row: row.subject, _TEXT),
    "campaign": Field(lambda row: row.campaign, _TEXT),
    "category": Field(lambda row: row.category, _TEXT, _categories),
    "inbox": Field(lambda row: row.inbox, _TEXT),
    "read": Field(lambda row: _yes(row.read), _TEXT, _YES_OR_NO),
    "starred": Field(lambda row: _yes(row.starred), _TEXT, _YES_OR_NO),
    "messages": Field(lambda row: row.messages, _NUMBER),
}
"""Of conversations; `read:no`, `starred:yes`."""

LEAD_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(lambda row: f"{row.name} {row.email} {row.company}", _TEXT),
    "email": Field(lambda row: row.email, _TEXT),
    "company": Field(lambda row: row.company, _TEXT),
    "title": Field(lambda row: row.title, _TEXT),
    "status": Field(lambda row: row.status, _TEXT, _vocabulary("LeadStatus")),
    "step": Field(lambda row: row.step, _NUMBER),
    "intent": Field(lambda row: row.intent, _TEXT),
}
"""Of the leads of a campaign."""

LIST_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(lambda row: row.name, _TEXT),
    "type": Field(lambda row: row.kind, _TEXT, _vocabulary("ContactListType")),
    "people": Field(lambda row: row.counted, _NUMBER),
}
"""Of saved lists of contacts."""


def _yes(flag: bool | None) -> str | None:
    return None if flag is None else "yes" if flag else "no"


def _free(domain: Domain) -> int | None:
    if domain.max_inboxes is None or domain.current_inboxes is None:
        return None
    return domain.max_inboxes - domain.current_inboxes
