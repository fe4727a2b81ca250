"""The chain of mails as a timeline: day, trigger, wait, who is reached, and the branches of it that are dead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from coldsend_tui.details import CampaignSettings, SequenceStep, Variant
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops import wording
from coldsend_tui.ops.lead_queue import OWN_RATES_FROM, Chain
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import BLANK, Line, Span, cells, clip, line, pad, wrap
from coldsend_tui.tui.widgets.meter import bar
from coldsend_tui.workspace import Campaign

TRIGGERS: Final = {
    "NOT_OPENED": "if not opened",
    "NOT_REPLIED": "if not replied",
    "OPENED_BUT_NOT_REPLIED": "if opened, not replied",
}
_METER: Final = 16


def timeline(campaign: Campaign, settings: CampaignSettings | None, columns: int) -> list[Line]:
    """Every mail with its day and what is expected to reach it, as shares of all leads."""
    if settings is None or settings.steps is None:
        return [line(("not read yet", "muted"))]
    steps = settings.steps
    reached = shares(campaign, steps)
    lines = [_axis(steps, columns), BLANK]
    day = 0
    lines.append(line(("  ╷ ", "faint"), ("at once, inside the window", "muted")))
    lines += _mail(1, 0, settings.variants or (), 1.0, campaign.total_leads, columns)
    for step, share in zip(steps, reached, strict=True):
        day += step.wait_days
        trigger = TRIGGERS.get(step.trigger, safe(step.trigger))
        lines.append(line(("  │ ", "faint"), (f"waits {wording.plural(step.wait_days, 'day')}, {trigger}", "muted")))
        lines += _mail(step.number, day, step.variants, share, campaign.total_leads, columns)
        if trouble := dead(step, settings):
            lines += [line(("    ", ""), *spans) for spans in wrap(f"✗ {trouble}", columns - 4, "crit")]
    if not steps:
        lines += [BLANK, line(("no follow-ups: each lead gets one mail", "muted"))]
    return [*lines, BLANK, *_footnotes(campaign, steps, columns)]


def shares(campaign: Campaign, steps: Sequence[SequenceStep]) -> tuple[float, ...]:
    """Share of all leads (0-1) expected to get each follow-up."""
    chain = Chain.of(campaign, steps, 1.0)
    living, found = chain.after_first, []
    for mailed, lives_on in zip(chain.mailed, chain.lives_on, strict=True):
        found.append(living * mailed)
        living *= lives_on
    return tuple(found)


def dead(step: SequenceStep, settings: CampaignSettings) -> str:
    """Why the trigger cannot work; "" when it can."""
    if "OPENED" not in step.trigger or settings.tracking is not False:
        return ""
    if step.trigger == "NOT_OPENED":
        return "tracking is off, so nobody ever counts as having opened: everybody gets this mail"
    return "dead: tracking is off, so nobody ever counts as having opened. Turn tracking on, or use NOT_REPLIED"


def _axis(steps: Sequence[SequenceStep], columns: int) -> Line:
    """The days on one scale: `●────────●──●`, a dot for each mail."""
    whole = sum(step.wait_days for step in steps)
    room = min(columns - 14, max(12, whole * 3))
    if not whole or room < 4:
        return line(("day 0", "muted"))
    track: list[str] = ["─"] * (room + 1)
    day, places = 0, [0]
    for step in steps:
        day += step.wait_days
        places.append(round(room * day / whole))
    for place in places:
        track[place] = "●"
    return line(("day 0 ", "muted"), ("".join(track), "accent"), (f" day {whole}", "muted"))


def _mail(number: int, day: int, variants: Sequence[Variant], share: float, leads: int, columns: int) -> list[Line]:
    first = variants[0] if variants else None
    subject = (
        safe(first.subject) if first and first.subject else "(same thread)" if first else "no variant: nothing to send"
    )
    more: Span = (f"  {len(variants)} variants", "muted") if len(variants) > 1 else ("", "")
    head = line(
        ("● ", "accent"),
        (f"day {day:<3}", "bold"),
        (f" mail {number}  ", "muted"),
        *bar(share, _METER),
        f" {share * 100:3.0f} %",
        (f" ≈ {share * leads:,.0f} leads", "muted"),
    )
    beside = columns >= 110
    before: Line = pad(head, 54) if beside else (("  │ ", "faint"),)
    # A long subject is cut, not what stands behind it.
    told = clip(((subject, "" if first else "crit"),), max(8, columns - cells(before) - cells((more,))))
    written = line(*before, *told, more)
    return [written] if beside else [head, written]


def _footnotes(campaign: Campaign, steps: Sequence[SequenceStep], columns: int) -> list[Line]:
    lines: list[Line] = []
    if steps:
        own = campaign.sent >= OWN_RATES_FROM
        rates = (
            f"this campaign's own rates ({campaign.sent:,} sent)"
            if own
            else "the field's mean rates: too few mails of its own yet"
        )
        told = f"shares are expected, from {rates}; a lead that replied, bounced or unsubscribed gets no follow-up"
        lines += wrap(told, columns, "faint")
    waits = sum(step.wait_days for step in steps)
    if waits > limits.WAIT_DAYS_TOTAL:
        lines.append(line((f"✗ waits {waits} days in all, at most {limits.WAIT_DAYS_TOTAL}", "crit")))
    return lines
