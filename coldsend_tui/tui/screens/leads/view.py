"""What is known of one lead, as lines: person, fields, and everything that happened on one time axis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from coldsend_tui.ops import wording
from coldsend_tui.people import Lead, LeadHistory
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.lines import BLANK, Line, joined, line, wrap

CUSTOM_SHOWN = 24
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def head(lead: Lead, now: datetime, width: int) -> list[Line]:
    """Address, person, state, fields."""
    lines: list[Line] = wrap(safe(lead.email) or "(no address)", width, "bold")
    person = [safe(part) for part in (lead.name, lead.title, lead.company) if part]
    if person:
        lines.append(joined([line((text, "muted")) for text in person]))
    told: list[Line | str] = [states.state(lead.status, states.LEAD)]
    if lead.step:
        told.append(line((f"step {lead.step}", "")))
    if lead.intent:
        told.append(line((safe(lead.intent).replace("_", " "), "accent")))
    if lead.delivery:
        told.append(line((f"delivery {safe(lead.delivery)}", "muted")))
    lines.append(joined(told))
    if lead.created_at:
        lines.append(line((f"added {wording.age(lead.created_at, now)} ago, {lead.created_at:%d %b %Y}", "faint")))
    if lead.custom:
        lines += [BLANK, line(("fields", "title"))]
        for name, value in list(lead.custom.items())[:CUSTOM_SHOWN]:
            lines += wrap(f"{safe(name)}: {safe(value)}", width, "muted")
        if len(lead.custom) > CUSTOM_SHOWN:
            lines.append(line((f"and {len(lead.custom) - CUSTOM_SHOWN} more", "faint")))
    return lines


class _Event(NamedTuple):
    at: datetime | None
    glyph: str
    role: str
    text: str


def history(known: LeadHistory, now: datetime, width: int) -> list[Line]:
    """All mails, opens, answers and branches, oldest first."""
    events = sorted(_events(known), key=lambda event: event.at or _EARLIEST)
    lines: list[Line] = [line(("what happened", "title"))]
    if not events:
        return [*lines, line(("nothing yet: no mail has gone out", "muted"))]
    for event in events:
        when = f"{event.at:%d %b %H:%M}" if event.at else "no date     "
        first, *rest = wrap(safe(event.text), max(12, width - 15), event.role)
        lines.append(line((f"{when} ", "faint"), (f"{event.glyph} ", event.role), *first))
        lines += [line((" " * 15, ""), *more) for more in rest]
    last = events[-1].at
    if last:
        lines += [BLANK, line((f"last event {wording.age(last, now)} ago · times are UTC", "faint"))]
    return lines


def _events(known: LeadHistory) -> Iterator[_Event]:
    for mail in known.mails:
        where = "branch mail" if mail.branch else f"step {mail.step}" if mail.step else "mail"
        via = f", from {mail.inbox}" if mail.inbox else ""
        yield _Event(mail.sent_at, "→", "", f"{where}: {mail.subject or 'same thread'}{via}")
        if mail.bounced:
            yield _Event(mail.sent_at, "↩", "crit", f"{where} bounced")
        if mail.opened_at:
            yield _Event(mail.opened_at, "◉", "accent", f"{where} opened (or fetched by a machine)")
    for answer in known.answers:
        kind = "automatic answer" if answer.automatic else "asks to be removed" if answer.unsubscribe else "reply"
        role = "muted" if answer.automatic else "warn" if answer.unsubscribe else "ok"
        yield _Event(answer.at, "←", role, f"{kind}: {answer.preview or answer.subject}")
    for stay in known.branches:
        yield _Event(stay.entered_at, "↳", "accent", f"enters branch {stay.label}")
        if stay.completed_at:
            yield _Event(stay.completed_at, "↲", "muted", f"leaves branch {stay.label}")
