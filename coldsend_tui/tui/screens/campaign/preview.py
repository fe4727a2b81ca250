"""A campaign in the side pane of the list: state, why it waits, progress, readiness, content, in one column."""

from __future__ import annotations

from coldsend_tui.details import CampaignSettings
from coldsend_tui.live import feeds
from coldsend_tui.ops import wording
from coldsend_tui.ops.forecast import forecast
from coldsend_tui.ops.health import untracked
from coldsend_tui.ops.preflight import preflight
from coldsend_tui.ops.schedule import Window
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.lines import BLANK, Line, line, wrap
from coldsend_tui.tui.screens.campaign import machine
from coldsend_tui.tui.screens.campaign.follow_ups.view import TRIGGERS
from coldsend_tui.tui.screens.campaign.head import SENDING
from coldsend_tui.tui.screens.campaign.overview import view as overview
from coldsend_tui.tui.screens.campaign.readiness import view as readiness
from coldsend_tui.workspace import Campaign

_ROOM = 1_000


def preview(campaign: Campaign, state: Console, columns: int) -> list[Line]:
    """The side pane of the list."""
    now = state.clock.now()
    settings, upcoming = state.store.campaign_settings(campaign.id), state.next_send(campaign)
    checks = preflight(campaign, settings, state.workspace, now, state.store.lead_sample(campaign.id))
    lines: list[Line] = [
        *wrap(safe(campaign.name), columns, "bold"),
        states.state(campaign.status, states.CAMPAIGN),
        machine.offers(campaign.status),
        BLANK,
    ]
    lines.append(
        line(
            ("now ", "muted"),
            (upcoming.kind.value, SENDING.get(upcoming.kind, "muted")),
            (" · ", "muted"),
            safe(upcoming.text),
        )
    )
    lines += wrap(safe(upcoming.why), columns, "muted")
    window = Window.of(settings) if settings else None
    if window:
        lines.append(line(("window ", "muted"), window.text))
    lines += [BLANK, *overview.funnel(campaign, columns, tracked=not untracked(campaign, settings))]
    lines += overview.finish(forecast(campaign, settings, state.workspace, now))
    lines += [BLANK, *readiness.worst_first(checks, settings, columns, _ROOM)[0], BLANK, *content(settings)]
    age = state.age(feeds.campaign(campaign.id))
    told = f"settings {wording.duration(age)} old" if age is not None else "settings not read yet"
    return [*lines, BLANK, line((told, "faint"))]


def content(settings: CampaignSettings | None) -> list[Line]:
    """Variants with their shares, follow-ups with trigger and wait, one line each."""
    if settings is None or settings.variants is None:
        return [line(("not read yet", "muted"))]
    lines: list[Line] = []
    for variant in settings.variants:
        subject = safe(variant.subject) or "(no subject)"
        lines.append(line((f"{safe(variant.name)} ", "accent"), (f"{variant.share:>3} %  ", "muted"), subject))
    if not settings.variants:
        lines.append(line(("✗ ", "crit"), "no variant: nothing to send"))
    day = 0
    for step in settings.steps or ():
        day += step.wait_days
        first = safe(step.variants[0].subject) if step.variants else ""
        trigger = TRIGGERS.get(step.trigger, safe(step.trigger))
        lines.append(
            line((f"+{day} d ", "accent"), (f"step {step.number}  {trigger}  ", "muted"), first or "same thread")
        )
    if settings.steps == ():
        lines.append(line(("no follow-ups", "muted")))
    return lines
