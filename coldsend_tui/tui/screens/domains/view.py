"""The selected domain in full: where its set-up stands and what its owner must enter."""

from __future__ import annotations

from datetime import datetime

from coldsend_tui.ops import domain_setup, health, wording
from coldsend_tui.ops.health import Level
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.columns.domains import pipeline
from coldsend_tui.tui.lines import BLANK, Line, line, wrap
from coldsend_tui.tui.widgets.meter import bar
from coldsend_tui.workspace import Domain, DomainSetup, Sender

_LEVELS = {Level.CRIT: "crit", Level.WARN: "warn"}


def detail(domain: Domain, setup: DomainSetup | None, senders: list[Sender], now: datetime, columns: int) -> list[Line]:
    """Stages, time in state, nameservers to copy, records, inboxes, the next move."""
    judged = health.domain_health(domain, now)
    move = domain_setup.activation(domain.status)
    lines: list[Line] = [*wrap(safe(domain.name), columns, "bold"), BLANK, pipeline(domain.status)]
    spent = "not known" if judged.in_state is None else f"at least {wording.duration(judged.in_state)}"
    lines.append(line(("in this state ", "muted"), (spent, _LEVELS.get(judged.level, ""))))
    if setup is not None and setup.progress is not None:
        lines.append(line(("progress      ", "muted")) + bar(setup.progress / 100, 14) + line(f" {setup.progress} %"))
        if setup.message:
            lines += [
                line(("              ", ""), *spans) for spans in wrap(safe(setup.message), columns - 14, "muted")
            ]
    offer = line(("A ", "key"), move.label) if move.legal else line((move.reason, "muted"))
    lines += [line(("next          ", "muted")) + offer]
    lines += [BLANK, line(("nameservers", "title"), ("  y copies", "faint"))]
    if setup is None:
        lines.append(line(("not read yet", "muted")))
    else:
        lines += [line(("  " + safe(server), "")) for server in setup.nameservers] or [line(("  none told", "muted"))]
        if setup.records:
            lines += [BLANK, line(("records", "title"), ("  set by the platform", "faint"))]
        for record in setup.records:
            glyph, role = {True: ("✓", "ok"), False: ("✗", "warn"), None: ("?", "muted")}[record.verified]
            lines.append(line((f"{glyph} ", role), (f"{safe(record.kind):<6}", "muted"), safe(record.name)))
            lines += [line(("         ", ""), *spans) for spans in wrap(safe(record.value), columns - 9, "muted")]
    lines += [BLANK, line((f"inboxes {len(senders)}", "title"))]
    for sender in senders[:12]:
        lines.append((*states.state(sender.status, states.SENDER), ("  ", ""), (safe(sender.email), "")))
    lines += [BLANK, *wrap("DMARC is not observable through the API", columns, "faint")]
    return lines
