"""What the campaign screen says, as lines: state, readiness, progress, inboxes, content."""

from __future__ import annotations

from datetime import datetime, timedelta

from coldsend_tui.live import feeds
from coldsend_tui.ops import forecast, health, preflight, schedule, trend, wording
from coldsend_tui.ops.health import BounceVerdict, Level
from coldsend_tui.ops.lifecycle import Move
from coldsend_tui.ops.preflight import Check, CheckLevel
from coldsend_tui.ops.schedule import Window
from coldsend_tui.ops.sending import NextSend, Sending
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.lines import BLANK, Line, joined, line, pad, wrap
from coldsend_tui.tui.plotting import Picture, Series
from coldsend_tui.tui.screens.campaign import machine
from coldsend_tui.tui.widgets.meter import bar
from coldsend_tui.workspace import Campaign, CampaignSettings, InboxQuota, Sample

_CHECKS = {
    CheckLevel.OK: ("✓", "ok"),
    CheckLevel.WARN: ("▲", "warn"),
    CheckLevel.BLOCKER: ("✗", "crit"),
    CheckLevel.UNKNOWN: ("?", "muted"),
}
_ORDER = {CheckLevel.BLOCKER: 0, CheckLevel.WARN: 1, CheckLevel.UNKNOWN: 2, CheckLevel.OK: 3}
_SENDING = {Sending.SENDING: "ok", Sending.FAULT: "crit", Sending.WAIT: "", Sending.UNKNOWN: "warn"}
_LEVELS = {Level.CRIT: "crit", Level.WARN: "warn"}


def reason(move: Move) -> str:
    """Why a move is refused, and what to do instead."""
    return move.reason + (f"; {move.instead}" if move.instead else "")


def title(campaign: Campaign, since: datetime | None, now: datetime) -> str:
    """The panel's title: name, state, and for how long this console has seen it."""
    spent = f" for at least {wording.age(since, now)}" if since else ""
    return f"{safe(campaign.name)[:60]} · {safe(campaign.status)}{spent}"


def lifecycle(
    campaign: Campaign, settings: CampaignSettings | None, judged: NextSend, now: datetime, columns: int
) -> list[Line]:
    """The machine, then why it is or is not sending."""
    lines = machine.drawn(campaign.status)
    window = Window.of(settings) if settings else None
    parts: list[Line | str] = [((judged.kind.value, _SENDING.get(judged.kind, "muted")),)]
    if judged.kind is Sending.WAIT:
        parts.append(line(("next ", "muted"), safe(judged.text)))
    if window is not None:
        opening = schedule.opening(window, now)
        parts.append(line(("window ", "muted"), window.text))
        if campaign.status in ("ACTIVE", "PAUSED", "DRAFT"):
            text = schedule.opening_text(opening, window, now)
            parts.append(text if opening.is_open else line(("opens ", "muted"), text))
    lines.append(line((" now  ", "muted")) + joined(parts))
    lines += [line(("      ", ""), *spans) for spans in wrap(safe(judged.why), columns - 6, "muted")][:1]
    return lines


def readiness(checks: tuple[Check, ...], settings: CampaignSettings | None, columns: int) -> list[Line]:
    """Blockers first; the server's own words verbatim, told apart from our checks."""
    lines: list[Line] = []
    for check in sorted(checks, key=lambda check: _ORDER[check.level]):
        glyph, role = _CHECKS[check.level]
        source = line(("server: ", "muted")) if check.name == "server" else ()
        text = wrap(
            safe(check.text), columns - 2 - (8 if source else 0), "" if check.level is not CheckLevel.OK else "muted"
        )
        lines.append(line((glyph + " ", role), *source, *text[0]))
        lines += [line(("  ", ""), *more) for more in text[1:]]
        if check.fix and check.level in (CheckLevel.BLOCKER, CheckLevel.WARN):
            lines += [line(("  ", ""), *spans) for spans in wrap("→ " + safe(check.fix), columns - 2, "muted")]
    if settings is not None and settings.missing_requirements is None:
        told = "the server says what is missing in its answer to a write"
        lines += [line(("  ", ""), *spans) for spans in wrap(told, columns - 2, "faint")]
    elif settings is not None and not settings.missing_requirements:
        lines.append(line(("✓ ", "ok"), ("server: nothing missing at its last answer", "muted")))
    return lines


def progress(campaign: Campaign, settings: CampaignSettings | None, state: Console, columns: int) -> list[Line]:
    """Leads reached, funnel with denominators, forecast."""
    share = campaign.sent / campaign.total_leads if campaign.total_leads else None
    width = max(8, min(24, columns - 30))
    percent = "" if share is None else f" {share * 100:.0f} %"
    bounce = health.bounce(campaign)
    predicted = forecast.forecast(campaign, settings, state.workspace, state.clock.now())
    lines: list[Line] = [
        line(("sent     ", "muted"))
        + bar(share, width)
        + line(f" {campaign.sent:,}", (f"/{campaign.total_leads:,} leads{percent}", "muted")),
        line(("opened   ", "muted"), wording.ratio(campaign.opened, campaign.sent), (" incl. machine opens", "faint")),
        line(("replied  ", "muted"), wording.ratio(campaign.replied, campaign.sent)),
        line(("bounced  ", "muted"), *_bounced(bounce)),
    ]
    unsubscribed = (
        "not told by the API yet"
        if campaign.unsubscribed is None
        else wording.ratio(campaign.unsubscribed, campaign.sent)
    )
    lines.append(line(("unsubs.  ", "muted"), unsubscribed))
    lines.append(line(("finish   ", "muted"), safe(predicted.text)))
    return lines


def _bounced(bounce: BounceVerdict) -> Line:
    if bounce.level is Level.UNKNOWN:
        return line(bounce.ratio.text, (" too few to judge", "faint"))
    role = _LEVELS.get(bounce.level, "")
    return line((bounce.ratio.text, role), (f" {bounce.limit}", role))


def plot(samples: list[Sample], now: datetime, span: timedelta) -> Picture:
    """Mails sent, cumulative, over the samples this console has, with a mark at each quarter."""
    points = 60
    if len(samples) < 2:
        since = f" since {samples[0].at:%d %b %H:%M} UTC" if samples else ""
        return Picture((), (), note=f"no new lead mailed{since}, as far as this console has seen")
    start = max(samples[0].at, now - span)
    if now - start < timedelta(minutes=10):
        start = now - timedelta(minutes=10)
    base = next((sample.sent for sample in reversed(samples) if sample.at <= start), samples[0].sent)
    steps = trend.buckets(samples, "sent", start, now, points)
    total, values = 0, []
    for step in steps:
        total += step
        values.append(float(total))
    form = "%H:%M" if now - start < timedelta(hours=36) else "%d %b"
    places = (0, 15, 30, 45)
    marks = [(at, f"{start + (now - start) * at / (points - 1):{form}}") for at in places]
    return Picture((Series(f"sent since {base:,}", tuple(values), "bar"),), (*marks, (points - 1, "now")))


def inboxes(settings: CampaignSettings | None, quotas: tuple[InboxQuota, ...] | None, columns: int) -> list[Line]:
    """Assigned inboxes with what each may still send today."""
    if settings is None or settings.inboxes is None:
        return [line(("not read yet", "muted"))]
    if not settings.inboxes:
        return [line(("✗ ", "crit"), "no inbox is assigned")]
    by_id = {quota.id: quota for quota in quotas or ()} | {quota.email: quota for quota in quotas or ()}
    lines: list[Line] = []
    for inbox in settings.inboxes:
        glyph, role = states.SENDER.get(inbox.status, ("?", "warn"))
        quota = by_id.get(inbox.id) or by_id.get(inbox.email)
        word = "" if inbox.status == "ACTIVE" else safe(inbox.status)
        ramped = 5 if quota is not None and quota.ramp_up else 0
        name = pad(((safe(inbox.email), ""),), max(8, columns - 20 - ramped - len(word)))
        if quota is not None and quota.effective_limit:
            sent = quota.sent_today or 0
            use = bar(sent / quota.effective_limit, 8, "warn" if quota.remaining == 0 else "bar") + line(
                f" {sent}/{quota.effective_limit}"
            )
            ramp = line((" ramp", "accent")) if quota.ramp_up else ()
            lines.append(line((glyph + " ", role)) + name + line(" ") + use + ramp + line((" " + word, role)))
        else:
            lines.append(
                line((glyph + " ", role)) + name + line((f" limit {inbox.daily_limit or '?'} ", "muted"), (word, role))
            )
    return lines


def content(settings: CampaignSettings | None, columns: int) -> list[Line]:
    """Variants with their shares, follow-ups with trigger and wait."""
    if settings is None or settings.variants is None:
        return [line(("not read yet", "muted"))]
    lines: list[Line] = []
    for variant in settings.variants:
        lines.append(
            line(
                (f"{safe(variant.name)} ", "accent"),
                (f"{variant.share:>3} %  ", "muted"),
                safe(variant.subject) or "(no subject)",
            )
        )
    if not settings.variants:
        lines.append(line(("✗ ", "crit"), "no variant: nothing to send"))
    day = 0
    for step in settings.steps or ():
        day += step.wait_days
        first = safe(step.variants[0].subject) if step.variants else ""
        lines.append(
            line(
                (f"+{day} d ", "accent"),
                (f"step {step.number}  {_TRIGGERS.get(step.trigger, safe(step.trigger))}  ", "muted"),
                first or "same thread",
            )
        )
    if settings.steps == ():
        lines.append(line(("no follow-ups", "muted")))
    return lines


_TRIGGERS = {
    "NOT_OPENED": "if not opened",
    "NOT_REPLIED": "if not replied",
    "OPENED_BUT_NOT_REPLIED": "if opened, not replied",
}


def judged(campaign: Campaign, state: Console) -> tuple[CampaignSettings | None, NextSend, tuple[Check, ...]]:
    """What is known of a campaign's settings, its next send and its readiness, now."""
    now = state.clock.now()
    settings = state.store.campaign_settings(campaign.id)
    return settings, state.next_send(campaign), preflight.preflight(campaign, settings, state.workspace, now)


def preview(campaign: Campaign, state: Console, columns: int) -> list[Line]:
    """The side pane of the list."""
    settings, upcoming, checks = judged(campaign, state)
    lines: list[Line] = [
        *wrap(safe(campaign.name), columns, "bold"),
        states.state(campaign.status, states.CAMPAIGN),
        machine.offers(campaign.status),
        BLANK,
    ]
    lines.append(
        line(
            ("now ", "muted"),
            (upcoming.kind.value, _SENDING.get(upcoming.kind, "muted")),
            (" · ", "muted"),
            safe(upcoming.text),
        )
    )
    lines += wrap(safe(upcoming.why), columns, "muted")
    window = Window.of(settings) if settings else None
    if window:
        lines.append(line(("window ", "muted"), window.text))
    lines += [BLANK, *progress(campaign, settings, state, columns), BLANK]
    lines += readiness(checks, settings, columns)
    lines.append(BLANK)
    lines += content(settings, columns)
    age = state.age(feeds.campaign(campaign.id))
    told = f"settings {wording.duration(age)} old" if age is not None else "settings not read yet"
    lines += [BLANK, line((told, "faint"))]
    return lines
