"""The inboxes of a campaign: what each may send today, what is left, what bounds it, the hours of their domains, what holds them back."""

from __future__ import annotations

from datetime import datetime

from coldsend_tui.details import AssignedInbox, CampaignSettings, InboxQuota
from coldsend_tui.ops import wording
from coldsend_tui.ops.capacity import Capacity, DomainLoad, InboxCapacity
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.holdups import Holdup
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.lines import BLANK, Line, Span, line, pad
from coldsend_tui.tui.widgets.meter import bar

_LOADS = {Level.CRIT: "crit", Level.WARN: "warn"}
_FIXED = 53


def table(
    settings: CampaignSettings | None,
    room: Capacity | None,
    quotas: tuple[InboxQuota, ...] | None,
    chosen: int,
    columns: int,
) -> list[Line]:
    """One line an inbox under a head; the chosen one carries a mark."""
    if settings is None or settings.inboxes is None or room is None:
        return [line(("not read yet", "muted"))]
    if not settings.inboxes:
        return [line(("✗ ", "crit"), "no inbox is assigned: ", ("I", "key"), (" assigns some", "muted"))]
    by_name = {quota.id: quota for quota in quotas or ()} | {quota.email: quota for quota in quotas or ()}
    name = min(44, max(16, columns - _FIXED))
    head = line(
        ("  inbox".ljust(name + 4), "muted"),
        ("used today".ljust(18), "muted"),
        ("left  ", "muted"),
        ("a day  ", "muted"),
        ("bound by", "muted"),
    )
    lines = [head]
    for at, (inbox, capacity) in enumerate(zip(settings.inboxes, room.inboxes, strict=True)):
        quota = by_name.get(inbox.id) or by_name.get(inbox.email)
        lines.append(_row(inbox, capacity, quota, at == chosen, name))
    return lines


def total(room: Capacity | None, quotas: tuple[InboxQuota, ...] | None) -> str:
    """`6 of 6 ACTIVE · 180 a day together · 37 left today`."""
    if room is None:
        return ""
    parts = [f"{room.usable} of {len(room.inboxes)} ACTIVE"]
    if room.per_day is not None:
        parts.append(f"{room.per_day:,} a day together")
    left = [quota.remaining for quota in quotas or () if quota.remaining is not None]
    if left:
        parts.append(f"{sum(left):,} left today")
    return " · ".join(parts)


def domains(loads: tuple[DomainLoad, ...], names: frozenset[str], columns: int, unread: int = 0) -> list[Line]:
    """The hours of the native domains behind the inboxes: planned mails against the cap, lower bounds while `unread` is not zero."""
    lines: list[Line] = []
    for load in loads:
        if load.domain in names:
            role = _LOADS.get(load.level, "bar")
            share = load.per_hour / load.limit
            planned = f" {'≥ ' if unread else ''}{load.per_hour:.0f} of {load.limit} mails an hour planned"
            more = f", {wording.plural(load.inboxes, 'inbox', 'inboxes')}"
            lines.append(
                line(
                    *pad(((safe(load.domain), ""),), max(18, min(34, columns - 60))),
                    " ",
                    *bar(share, 12, role),
                    (planned, role if role != "bar" else ""),
                    (more, "muted"),
                )
            )
    return (
        [BLANK, line(("Domain hours", "title"), ("  all ACTIVE campaigns together", "muted")), *lines] if lines else []
    )


def held(holdups: tuple[Holdup, ...], now: datetime) -> list[Line]:
    """Everything that holds mails back, with the clock at which it ends."""
    if not holdups:
        return [BLANK, line(("✓ ", "ok"), ("nothing holds these inboxes back", "muted"))]
    lines = [BLANK, line(("What holds it back", "title"))]
    for holdup in holdups:
        glyph, role = ("▲ ", "warn") if holdup.fault else ("· ", "muted")
        lines.append(line((glyph, role), (safe(holdup.says(now)), "" if holdup.fault else "muted")))
    return lines


def _row(inbox: AssignedInbox, capacity: InboxCapacity, quota: InboxQuota | None, here: bool, name: int) -> Line:
    glyph, role = states.SENDER.get(capacity.reason or "ACTIVE", ("?", "warn"))
    mark: Span = ("▸", "accent") if here else (" ", "")
    who = pad(((safe(inbox.email), "bold" if here else ""),), name)
    limit = quota.effective_limit if quota else None
    sent = quota.sent_today if quota else None
    left = quota.remaining if quota else None
    share = sent / limit if sent is not None and limit else None
    spent = left == 0
    used = f"{'?' if sent is None else sent}/{'?' if limit is None else limit}"
    spans: list[Span] = [mark, (glyph + " ", role), *who, (" ", "")]
    spans += [*bar(share, 8, "warn" if spent else "bar"), (f" {used:<9}", "")]
    spans += [
        ("  –   " if left is None else f"{left:>4}  ", "warn" if spent else ""),
        (f"{capacity.per_day if capacity.per_day is not None else '?':>5}  ", ""),
    ]
    notes = (
        [capacity.bound] if capacity.usable and capacity.bound else [] if capacity.usable else [safe(capacity.reason)]
    )
    if quota is not None and quota.ramp_up:
        notes.append(f"ramp {quota.ramp_up_limit}" if quota.ramp_up_limit else "ramp")
    if quota is not None and quota.rate_limited and not spent:
        notes.append("rate-limited")
    if capacity.shared_by > 1:
        notes.append(f"{capacity.shared_by} campaigns")
    return (*spans, (", ".join(notes), "muted" if capacity.usable and not spent else "warn"))
