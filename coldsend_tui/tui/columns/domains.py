"""Columns of the sending domains."""

from __future__ import annotations

from datetime import datetime

from coldsend_tui.ops import domain_setup, health, wording
from coldsend_tui.ops.capacity import load_text
from coldsend_tui.ops.health import Level
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line, Span, line
from coldsend_tui.tui.widgets.meter import bar
from coldsend_tui.workspace import Domain

_SHORT = {
    "PENDING": "pending",
    "DNS_CONFIGURING": "zone",
    "DNS_PENDING": "dns",
    "SERVICES_CONFIGURING": "services",
    "ACTIVE": "active",
}
_LEVELS = {Level.CRIT: "crit", Level.WARN: "warn"}


def pipeline(status: str) -> Line:
    """The set-up as a row of stages: done, present, to come. FAILED and unknown states stand for themselves."""
    at = domain_setup.stage(status)
    if at is None:
        return states.state(status, states.DOMAIN)
    spans: list[Span] = []
    for place, stage in enumerate(domain_setup.PIPELINE):
        if place:
            spans.append((" ▸ ", "faint"))
        if place == at:
            spans.append((_SHORT[stage], states.DOMAIN[status][1]))
        else:
            spans.append((_SHORT[stage], "muted" if place < at else "faint"))
    return tuple(spans)


def _state(status: str) -> Line:
    """Glyph and word; the longest word is shortened rather than cut."""
    glyph, (word, role) = states.state(status, states.DOMAIN)
    return glyph, ("SERVICES" if status == "SERVICES_CONFIGURING" else word, role)


def _inboxes(domain: Domain) -> Line:
    if domain.current_inboxes is None or not domain.max_inboxes:
        return (("not known", "faint"),)
    return bar(domain.current_inboxes / domain.max_inboxes, 4) + line(f" {domain.current_inboxes}/{domain.max_inboxes}")


def columns(now: datetime, loads: dict[str, tuple[float, int, Level]], unread: int = 0) -> tuple[Column[Domain], ...]:
    """`loads` has the planned mails per hour, the limit and the verdict by domain name: lower bounds while the settings of `unread`
    ACTIVE campaigns were never read."""

    def in_state(domain: Domain) -> Line:
        judged = health.domain_health(domain, now)
        if judged.in_state is None:
            return (("not known", "faint"),)
        return ((f"≥ {wording.duration(judged.in_state)}", _LEVELS.get(judged.level, "muted")),)

    def load(domain: Domain) -> Line:
        if domain.name not in loads:
            return (("–", "faint"),)
        per_hour, limit, level = loads[domain.name]
        text = load_text(per_hour, limit, unread=unread)
        return ((text, _LEVELS.get(level, "muted" if unread else "")),)

    return (
        Column(
            "state",
            "status",
            lambda d: _state(d.status),
            17,
            lambda d: domain_setup.stage(d.status) if domain_setup.stage(d.status) is not None else -1,
        ),
        Column("name", "domain", lambda d: ((safe(d.name), ""),), 20, lambda d: d.name, grow=True, most=36),
        Column("since", "in state", in_state, 8, lambda d: d.state_since or now, right=True),
        Column("inboxes", "inboxes", _inboxes, 10, lambda d: d.current_inboxes or 0, descending=True),
        Column(
            "load",
            "mails/h",
            load,
            9,
            lambda d: loads.get(d.name, (0.0, 0, Level.OK))[0],
            right=True,
            rank=1,
            descending=True,
        ),
        Column("pipeline", "set-up", lambda d: pipeline(d.status), 40, rank=3),
        Column(
            "created",
            "added",
            lambda d: ((f"{d.created_at:%d %b %Y}" if d.created_at else "–", "muted"),),
            11,
            lambda d: d.created_at or now,
            rank=4,
        ),
    )
