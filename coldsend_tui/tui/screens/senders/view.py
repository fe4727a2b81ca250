"""The selected sender in full."""

from __future__ import annotations

from datetime import datetime

from coldsend_tui.ops import health, wording
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.lines import BLANK, Line, line, wrap
from coldsend_tui.tui.widgets.meter import bar
from coldsend_tui.workspace import Campaign, Domain, Sender

_BANDS = {"good": "ok", "fair": "warn", "poor": "crit", "unknown": "muted"}


def detail(
    sender: Sender,
    domain: Domain | None,
    users: list[Campaign] | None,
    since: datetime | None,
    now: datetime,
    columns: int,
) -> list[Line]:
    """Parts of its health with how many are known, use of its limit, campaigns that send through it."""
    judged = health.sender_health(sender, domain)
    lines: list[Line] = [*wrap(safe(sender.email), columns, "bold"), line((safe(sender.display_name), "muted"))]
    spent = line((f"  for at least {wording.age(since, now)}", "muted")) if since else ()
    lines.append((*states.state(sender.status, states.SENDER), *spent))
    lines += [BLANK, line(("type     ", "muted"), safe(states.KINDS.get(sender.kind, sender.kind)))]
    if sender.health is None:
        lines.append(line(("health   ", "muted"), "not told by the API"))
    else:
        role = _BANDS[judged.band]
        lines.append(
            line(("health   ", "muted"))
            + bar(sender.health / 100, 12, role)
            + line((f" {sender.health:.0f} {judged.band}", role))
        )
    lines.append(line(("", ""), (f"         from {judged.known} of {judged.inputs} inputs", "faint")))
    if judged.used is not None and judged.used.whole:
        lines.append(
            line(("today    ", "muted")) + bar(judged.used.rate, 12) + line(f" {judged.used.part}/{judged.used.whole}")
        )
    else:
        lines.append(line(("today    ", "muted"), "use of the daily limit not known"))
    limited = {None: "not told", True: "yes", False: "no"}[sender.rate_limited]
    lines.append(line(("limited  ", "muted"), (limited, "warn" if sender.rate_limited else "")))
    if domain is not None:
        lines.append(line(("domain   ", "muted"), safe(domain.name) + " ", *states.state(domain.status, states.DOMAIN)))
    elif sender.domain:
        lines.append(line(("domain   ", "muted"), safe(sender.domain)))
    lines += [BLANK, line(("campaigns that use it", "title"))]
    if users is None:
        lines += wrap("settings of campaigns are not read yet", columns, "muted")
    elif not users:
        lines.append(line(("none that this console has read", "muted")))
    for campaign in users or ():
        lines.append((*states.state(campaign.status, states.CAMPAIGN), ("  ", ""), (safe(campaign.name), "")))
    lines += [BLANK, *wrap("bounces and complaints per inbox are not observable here", columns, "faint")]
    return lines
