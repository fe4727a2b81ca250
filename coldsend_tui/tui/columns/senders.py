"""Columns of the sender accounts."""

from __future__ import annotations

from collections.abc import Callable

from coldsend_tui.ops import health
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line, line, pad
from coldsend_tui.tui.widgets.meter import bar
from coldsend_tui.workspace import Sender

_BANDS = {"good": "ok", "fair": "warn", "poor": "crit", "unknown": "muted"}
GAUGE = 10


def _health(sender: Sender) -> Line:
    if sender.health is None:
        return (("not known", "faint"),)
    role = _BANDS[health.score_band(sender.health)]
    return bar(sender.health / 100, 6, role) + line((f" {sender.health:.0f}", role))


def _usage(sender: Sender) -> Line:
    if sender.sent_today is None or not sender.daily_limit:
        return (("not known", "faint"),)
    share = sender.sent_today / sender.daily_limit
    role = "warn" if share >= 1 else "bar"
    count = pad(((f"{sender.sent_today}/{sender.daily_limit}", "warn" if share >= 1 else ""),), 8, right=True)
    return bar(share, GAUGE, role) + count


def _limited(sender: Sender) -> Line:
    if sender.rate_limited is None:
        return (("?", "faint"),)
    return (("▲ limited", "warn"),) if sender.rate_limited else (("no", "faint"),)


def columns(campaigns: Callable[[Sender], int | None]) -> tuple[Column[Sender], ...]:
    """`campaigns` says how many campaigns use an inbox, None where their settings are not known yet."""

    def used_by(sender: Sender) -> Line:
        number = campaigns(sender)
        return (("–", "faint"),) if number is None else ((f"{number}", "" if number else "faint"),)

    return (
        Column("state", "status", lambda s: states.state(s.status, states.SENDER), 10, lambda s: s.status),
        Column("email", "address", lambda s: ((safe(s.email), ""),), 22, lambda s: s.email, grow=True, most=44),
        Column(
            "kind", "type", lambda s: ((safe(states.KINDS.get(s.kind, s.kind)), "muted"),), 9, lambda s: s.kind, rank=2
        ),
        Column("health", "health", _health, 10, lambda s: -1 if s.health is None else s.health),
        Column("usage", "sent today", _usage, GAUGE + 8, _load, descending=True),
        Column("limited", "rate limit", _limited, 10, lambda s: bool(s.rate_limited), rank=3, descending=True),
        Column("campaigns", "campaigns", used_by, 9, lambda s: campaigns(s) or 0, right=True, rank=4, descending=True),
        Column(
            "domain",
            "domain",
            lambda s: ((safe(s.domain or "–"), "muted"),),
            18,
            lambda s: s.domain or "",
            rank=5,
            grow=True,
            most=28,
        ),
        Column(
            "name",
            "name",
            lambda s: ((safe(s.display_name), "muted"),),
            14,
            lambda s: s.display_name,
            rank=6,
            grow=True,
            most=24,
        ),
    )


def _load(sender: Sender) -> float:
    return sender.sent_today / sender.daily_limit if sender.sent_today is not None and sender.daily_limit else -1.0
