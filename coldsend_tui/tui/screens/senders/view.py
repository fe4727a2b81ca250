"""The selected sender account in full: parts of its health, use of its limits, its history, who sends through it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from coldsend_tui.ops import health, usage, wording
from coldsend_tui.ops.domain_room import DomainRoom
from coldsend_tui.ops.health import Level, SenderHealth
from coldsend_tui.store.gauges import GaugeReading
from coldsend_tui.store.journal import JournalEntry
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.lines import BLANK, Line, Span, line, wrap
from coldsend_tui.tui.widgets.meter import LEVELS, bar, sparkline
from coldsend_tui.workspace import Campaign, Domain, Gap, Sender

_BANDS = {"good": "ok", "fair": "warn", "poor": "crit", "unknown": "muted"}
_LEVELS = {Level.CRIT: "crit", Level.WARN: "warn"}
DAYS, HOURS = 14, 24
READINGS = 5_000
"""Readings of two weeks: a busy inbox changes its count a few hundred times a day at most."""
LABEL = 9


class Known(NamedTuple):
    """What is known beside the account itself. `users` is None while no campaign's settings were read, `room` without a domain.

    `sent` and `scores` are this console's readings of today's count and of the health score, `gaps` when nobody read them,
    `failed` the journal's newest write about the account that was not done.
    """

    domain: Domain | None
    users: list[Campaign] | None
    since: datetime | None
    room: DomainRoom | None
    sent: list[GaugeReading]
    scores: list[GaugeReading]
    failed: JournalEntry | None
    gaps: Sequence[Gap] = ()


def detail(sender: Sender, known: Known, now: datetime, columns: int) -> list[Line]:
    """Everything about one account, in `columns` cells."""
    judged = health.sender_health(sender, known.domain)
    lines: list[Line] = [*wrap(safe(sender.email), columns, "bold"), line((safe(sender.display_name), "muted"))]
    spent = line((f"  for at least {wording.age(known.since, now)}", "muted")) if known.since else ()
    lines.append((*states.state(sender.status, states.SENDER), *spent))
    lines += [BLANK, _labelled("type", safe(states.KINDS.get(sender.kind, sender.kind)))]
    if known.domain is not None:
        lines.append(
            _labelled("domain", safe(known.domain.name) + " ", *states.state(known.domain.status, states.DOMAIN))
        )
    elif sender.domain:
        lines.append(_labelled("domain", safe(sender.domain)))
    lines += [BLANK, *_health(sender, judged, known.domain)]
    lines += [BLANK, *_today(sender, judged, known.room)]
    lines += [BLANK, *_history(known, now)]
    lines += [BLANK, *_users(known.users), BLANK, *_failed(known.failed, now, columns)]
    return lines


def _labelled(label: str, *pieces: str | Span) -> Line:
    return line((f"{label:<{LABEL}}", "muted"), *pieces)


def _health(sender: Sender, judged: SenderHealth, domain: Domain | None) -> list[Line]:
    role = _BANDS[judged.band]
    if sender.health is None:
        head = _labelled("health", ("the API tells no score", "muted"))
    else:
        score = line((f" {sender.health:.0f} {judged.band}", role))
        head = line((f"{'health':<{LABEL}}", "muted")) + bar(sender.health / 100, 12, role) + score
    room = None if judged.used is None else judged.used.part < judged.used.whole
    limited = None if sender.rate_limited is None else not sender.rate_limited
    parts = (
        ("score", None if sender.health is None else judged.band == "good", "above 80" if judged.band == "good" else "above 80 is good"),
        ("domain", None if domain is None else domain.status == "ACTIVE", "ACTIVE" if domain else "not known" if sender.domain_id or sender.domain else "not managed here"),
        ("limit", None if sender.daily_limit is None else True, f"{sender.daily_limit} a day" if sender.daily_limit else "not told"),
        ("today", room, "below its limit" if room else "at its limit" if room is False else "not told"),
        ("rate", limited, "not limited" if limited else "limited by the platform" if limited is False else "not told"),
    )  # fmt: skip
    lines = [head]
    for name, good, text in parts:
        glyph, tone = ("·", "faint") if good is None else ("✓", "ok") if good else ("▲", "warn")
        if name == "domain" and domain is not None:
            text = safe(domain.status)
        lines.append(line((" " * LABEL, ""), (f"{glyph} ", tone), (f"{name:<7}", "muted"), text))
    lines.append(_labelled("", ("· bounces  not observable here", "faint")))
    lines.append(_labelled("", (f"from {judged.known} of {judged.inputs} inputs", "faint")))
    return lines


def _today(sender: Sender, judged: SenderHealth, room: DomainRoom | None) -> list[Line]:
    if judged.used is not None and judged.used.whole:
        role = "warn" if judged.at_limit else "bar"
        lines = [
            _labelled("today") + bar(judged.used.rate, 12, role) + line(f" {judged.used.part}/{judged.used.whole} sent")
        ]
    else:
        lines = [_labelled("today", ("use of the daily limit not known", "muted"))]
    if room is None:
        return lines
    role = _LEVELS.get(room.level, "bar")
    planned = line((f" {room.planned} planned", _LEVELS.get(room.level, "")))
    lines.append(_labelled("domain/h") + bar(room.per_hour / room.limit, 12, role) + planned)
    day = "not known" if room.sent_today is None else f"{room.sent_today:,} sent today"
    lines.append(
        _labelled("", (f"by {wording.plural(room.inboxes, 'inbox', 'inboxes')} of the domain; {day}", "muted"))
    )
    if room.unread:
        lines.append(_labelled("", (f"{wording.plural(room.unread, 'ACTIVE campaign')} unread", "faint")))
    return lines


def _history(known: Known, now: datetime) -> list[Line]:
    days = usage.daily(known.sent, now, DAYS)
    seen = [count for count in days if count is not None]
    lines: list[Line] = [line(("what this console saw", "title"))]
    if not seen:
        return [*lines, line(("nothing yet", "muted"))]
    top = max(seen)
    ticks = "".join(
        "·" if count is None else LEVELS[min(7, int(count / top * 7.999))] if top else LEVELS[0] for count in days
    )
    told = f" most {top:,}, {len(seen)}/{DAYS} days"
    lines.append(_labelled("by day", (ticks, "bar"), (told, "muted")))
    grown = usage.hourly(known.sent, now, HOURS, known.gaps)
    total = sum(count or 0 for count in grown)
    lines.append(_labelled("by hour") + sparkline(grown, HOURS) + line((f" {total:,} in {HOURS} h", "muted")))
    if missed := wording.not_seen(known.gaps, now - timedelta(hours=HOURS)):
        lines.append(_labelled("", (missed, "faint")))
    recent = [reading for reading in known.scores if reading.at >= now - timedelta(days=DAYS)]
    if len({reading.value for reading in recent}) > 1:
        first, last = recent[0], recent[-1]
        moved = f"{first.value:.0f} → {last.value:.0f} in {wording.age(first.at, now)}"
        lines.append(_labelled("score", (moved, "warn" if last.value < first.value else "muted")))
    return lines


def _users(users: list[Campaign] | None) -> list[Line]:
    lines: list[Line] = [line(("campaigns that use it", "title"))]
    if users is None:
        return [*lines, line(("settings of campaigns are not read yet", "muted"))]
    if not users:
        return [*lines, line(("none that this console has read", "muted"))]
    for campaign in users:
        lines.append((*states.state(campaign.status, states.CAMPAIGN), ("  ", ""), (safe(campaign.name), "")))
    return lines


def _failed(entry: JournalEntry | None, now: datetime, columns: int) -> list[Line]:
    lines: list[Line] = [line(("last error", "title"), ("  as far as the journal knows", "faint"))]
    if entry is None:
        return [*lines, line(("no write about it has failed", "muted"))]
    text = f"{entry.action} {entry.result}, {entry.at:%d %b %H:%M} UTC: {entry.result_detail}"
    return [*lines, *wrap(safe(text), columns, "warn")]
