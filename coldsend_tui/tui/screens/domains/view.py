"""The selected domain in full: where its set-up stands, what its owner must enter, where visitors go, what it has room for."""

from __future__ import annotations

from datetime import datetime

from coldsend_tui.actions.domain_operations import redirect_text
from coldsend_tui.details import DomainSetup
from coldsend_tui.ops import domain_setup, health, wording
from coldsend_tui.ops.capacity import load_text
from coldsend_tui.ops.domain_room import WHAT_IF, DomainRoom, with_one_more
from coldsend_tui.ops.health import DomainHealth, Level
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.lines import BLANK, Line, Span, line, wrap
from coldsend_tui.tui.widgets.meter import bar
from coldsend_tui.workspace import Domain, Sender

_LEVELS = {Level.CRIT: "crit", Level.WARN: "warn"}
_SHOWN = 12
LABEL = 10
_STAGES = {
    "PENDING": "taken in",
    "DNS_CONFIGURING": "zone made",
    "DNS_PENDING": "nameservers set by its owner",
    "SERVICES_CONFIGURING": "mail services set up",
    "ACTIVE": "ready for inboxes",
}
"""What each stage of the set-up comes to once it is over."""


def detail(
    domain: Domain, setup: DomainSetup | None, room: DomainRoom, senders: list[Sender], now: datetime, columns: int
) -> list[Line]:
    """Set-up, nameservers, records, redirect, capacity, inboxes, in `columns` cells."""
    judged = health.domain_health(domain, now)
    lines: list[Line] = [*wrap(safe(domain.name), columns, "bold")]
    spent = "time not known" if judged.in_state is None else f"for at least {wording.duration(judged.in_state)}"
    lines.append((*states.state(domain.status, states.DOMAIN), ("  ", ""), (spent, _LEVELS.get(judged.level, "muted"))))
    if domain.status != "ACTIVE":
        lines += [BLANK, *_steps(domain, setup, judged, columns)]
    lines += [BLANK, *_nameservers(setup)]
    lines += [BLANK, *_redirect(domain, setup, columns)]
    lines += [BLANK, *_room(domain, room, columns)]
    lines += [BLANK, line((f"inboxes {len(senders)}", "title"))]
    for sender in senders[:_SHOWN]:
        lines.append((*states.state(sender.status, states.SENDER), ("  ", ""), (safe(sender.email), "")))
    if len(senders) > _SHOWN:
        lines.append(line((f"and {len(senders) - _SHOWN:,} more", "muted")))
    lines += [BLANK, *_records(setup, columns)]
    lines += [BLANK, *wrap("DMARC is not observable through the API", columns, "faint")]
    return lines


def _labelled(label: str, *pieces: str | Span) -> Line:
    return line((f"{label:<{LABEL}}", "muted"), *pieces)


def _steps(domain: Domain, setup: DomainSetup | None, judged: DomainHealth, columns: int) -> list[Line]:
    at, move = judged.stage, domain_setup.activation(domain.status)
    failed = domain.status == domain_setup.FAILED
    lines: list[Line] = [line(("set-up", "title"))]
    for place, stage in enumerate(domain_setup.PIPELINE):
        done = (at is not None and place < at) or (
            failed and place < domain_setup.PIPELINE.index("SERVICES_CONFIGURING")
        )
        here = place == at or (failed and stage == "SERVICES_CONFIGURING")
        glyph, role = (
            ("✓", "ok") if done else ("✗", "crit") if failed and here else ("◌", "accent") if here else ("·", "faint")
        )
        lines.append(line((f"{glyph} ", role), (_STAGES[stage], "bold" if here else "muted" if done else "faint")))
    if setup is not None and setup.progress is not None:
        role = "crit" if failed else "bar"
        lines.append(_labelled("progress") + bar(setup.progress / 100, 14, role) + line(f" {setup.progress} %"))
        if setup.message:
            lines += wrap(safe(setup.message), columns, "muted")
    if move.legal:
        lines.append(_labelled("next", ("A ", "key"), move.label))
        if not failed:
            lines += wrap("once the nameservers are set; they take 15-30 min to spread", columns, "muted")
    else:
        lines += [*wrap(move.reason, columns, "muted"), *(wrap(move.instead, columns, "muted") if move.instead else ())]
    return lines


def _nameservers(setup: DomainSetup | None) -> list[Line]:
    lines: list[Line] = [line(("nameservers", "title"), ("  y copies one or all", "faint"))]
    if setup is None:
        return [*lines, line(("not read yet", "muted"))]
    return lines + (
        [line(("  " + safe(server), "")) for server in setup.nameservers] or [line(("  none told", "muted"))]
    )


def _records(setup: DomainSetup | None, columns: int) -> list[Line]:
    if setup is None or not setup.records:
        return []
    lines: list[Line] = [line(("records", "title"), ("  set by the platform", "faint"))]
    for record in setup.records:
        glyph, role = {True: ("✓", "ok"), False: ("✗", "warn"), None: ("?", "muted")}[record.verified]
        priority = "" if record.priority is None else f"  prio {record.priority}"
        lines.append(
            line((f"{glyph} ", role), (f"{safe(record.kind):<6}", "muted"), safe(record.name), (priority, "muted"))
        )
        lines += [line(("         ", ""), *spans) for spans in wrap(safe(record.value), columns - 9, "muted")]
    return lines


def _redirect(domain: Domain, setup: DomainSetup | None, columns: int) -> list[Line]:
    heading = line(("redirect", "title"), ("  e edits", "faint") if domain.status == "ACTIVE" else "")
    if domain.status != "ACTIVE":
        return [heading, line(("needs an ACTIVE domain", "muted"))]
    if setup is None or setup.redirect is None:
        return [heading, line(("not read yet", "muted"))]
    text = redirect_text(setup.redirect)
    if not setup.redirect.target:
        return [heading, line((text, "muted"))]
    waiting = [line(("▲ is being set up", "warn"))] if setup.redirect.live is False else []
    return [heading, *wrap(safe(text), columns), *waiting]


def _room(domain: Domain, room: DomainRoom, columns: int) -> list[Line]:
    lines: list[Line] = [line(("capacity", "title"))]
    if domain.current_inboxes is None or not domain.max_inboxes:
        lines.append(_labelled("inboxes", (f"{room.inboxes} known, most not told", "muted")))
    else:
        full = domain.current_inboxes >= domain.max_inboxes
        gauge = bar(domain.current_inboxes / domain.max_inboxes, 12, "warn" if full else "bar")
        lines.append(
            _labelled("inboxes")
            + gauge
            + line(
                f" {domain.current_inboxes}/{domain.max_inboxes}",
                (", none free" if full else f", {room.free} free", "muted"),
            )
        )
    role = _LEVELS.get(room.level, "bar")
    lines.append(
        _labelled("mails/h") + bar(room.per_hour / room.limit, 12, role) + line((f" {room.planned} planned", _LEVELS.get(room.level, "")))
    )  # fmt: skip
    if room.level is Level.CRIT:
        lines += wrap("what exceeds 100 an hour is rejected, not queued", columns, "crit")
    for load in room.campaigns[:5]:
        told = f"{load.per_hour:>4.0f}  "
        lines.append(_labelled("", (told, ""), (safe(load.campaign.name), "muted")))
    if len(room.campaigns) > 5:
        lines.append(_labelled("", (f"and {wording.plural(len(room.campaigns) - 5, 'more campaign')}", "muted")))
    if room.unread:
        lines.append(_labelled("", (f"{wording.plural(room.unread, 'ACTIVE campaign')} unread", "faint")))
    day = "not known" if room.sent_today is None else f"{room.sent_today:,} mails"
    lines.append(_labelled("today", (day, "" if room.sent_today is not None else "muted")))
    if domain.status == "ACTIVE":
        for at, limit in enumerate(WHAT_IF):
            per_hour, level = with_one_more(room, limit)
            then = (f"{load_text(per_hour, room.limit, unread=room.unread)} an hour", _LEVELS.get(level, ""))
            lines.append(_labelled("one more" if not at else "", (f"at {limit} a day  ", "muted"), then))
    return lines
