"""The head of the campaign screen: the machine, the legal moves, why it is or is not sending, and what holds it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from coldsend_tui.details import CampaignSettings, InboxQuota
from coldsend_tui.ops import schedule, wording
from coldsend_tui.ops.holdups import Holdup
from coldsend_tui.ops.lifecycle import Transition, move
from coldsend_tui.ops.schedule import Window
from coldsend_tui.ops.sending import NextSend, Sending
from coldsend_tui.ops.sent_today import SentToday
from coldsend_tui.text import cut, safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.lines import Line, joined, line, wrap
from coldsend_tui.tui.screens.campaign import machine
from coldsend_tui.workspace import Campaign

NAME_CELLS = 30
SENDING = {Sending.SENDING: "ok", Sending.FAULT: "crit", Sending.WAIT: "", Sending.UNKNOWN: "warn"}


def refusal(campaign: Campaign, transition: Transition) -> str:
    """Why `transition` is refused to this campaign, by its name, and what to do instead; "" when it is not refused."""
    asked = move(campaign.status, transition)
    if asked.legal:
        return ""
    return f"{cut(safe(campaign.name), NAME_CELLS)}: {asked.reason}" + (f"; {asked.instead}" if asked.instead else "")


def title(campaign: Campaign, since: datetime | None, now: datetime) -> str:
    """The panel's title: name, state, and for how long this console has seen it."""
    spent = f" for at least {wording.age(since, now)}" if since else ""
    return f"{safe(campaign.name)[:60]} · {safe(campaign.status)}{spent}"


def full(
    campaign: Campaign,
    settings: CampaignSettings | None,
    judged: NextSend,
    holdups: tuple[Holdup, ...],
    now: datetime,
    columns: int,
    rows: int,
    today: str = "",
) -> list[Line]:
    """The machine, then why it is or is not sending, then what holds it back as far as there is room; `rows` lines at most.

    `today` is what of the day's mails has gone, `52/80`.
    """
    lines = [*machine.drawn(campaign.status), _now(campaign, settings, judged, now, today)]
    lines += [line(("      ", ""), *spans) for spans in wrap(safe(judged.why), columns - 6, "muted")][:1]
    if campaign.status in ("ACTIVE", "PAUSED", "DRAFT"):
        room = rows - len(lines)
        for holdup in holdups[: room if len(holdups) <= room else max(0, room - 1)]:
            glyph, role = ("▲ ", "warn") if holdup.fault else ("· ", "muted")
            lines.append(line(("      ", ""), (glyph, role), (safe(holdup.says(now)), "" if holdup.fault else "muted")))
        if 0 < room < len(holdups):
            lines.append(line(("      ", ""), (f"{len(holdups) - room + 1} more on Inboxes", "muted")))
    return lines


def compact(
    campaign: Campaign, settings: CampaignSettings | None, judged: NextSend, now: datetime, today: str = ""
) -> list[Line]:
    """Two lines for a low screen: state with its moves, and now."""
    first = states.state(campaign.status, states.CAMPAIGN)
    return [
        line((" ", ""), *first, ("  ", ""), *machine.offers(campaign.status)),
        _now(campaign, settings, judged, now, today),
    ]


def sent_today(quotas: Sequence[InboxQuota], *, shared: bool) -> str:
    """`52/80`: mails of today and what the day allows, over all inboxes, `≤ 52/80` where others send through them as well; "" where
    the quotas do not say."""
    sent = [quota.sent_today for quota in quotas if quota.sent_today is not None]
    limits = [quota.effective_limit for quota in quotas if quota.effective_limit is not None]
    if not sent or len(sent) != len(limits):
        return ""
    return SentToday(0 if shared else sum(sent), sum(sent), sum(limits)).text()


def _now(campaign: Campaign, settings: CampaignSettings | None, judged: NextSend, now: datetime, today: str) -> Line:
    window = Window.of(settings) if settings else None
    parts: list[Line | str] = [((judged.kind.value, SENDING.get(judged.kind, "muted")),)]
    if judged.kind is Sending.WAIT:
        parts.append(line(("next ", "muted"), safe(judged.text)))
    elif judged.kind is Sending.FAULT:
        parts.append(safe(judged.text))
    if today and campaign.status == "ACTIVE":
        parts.append(line(("today ", "muted"), today))
    if window is not None:
        opening = schedule.opening(window, now)
        parts.append(window.text)
        if campaign.status in ("ACTIVE", "PAUSED", "DRAFT"):
            text = schedule.opening_text(opening, window, now)
            parts.append(text if opening.is_open else line(("opens ", "muted"), text))
    return line((" now  ", "muted")) + joined(parts)
