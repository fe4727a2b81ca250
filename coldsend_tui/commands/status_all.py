"""`coldsend-tui status --all`: one line for each configured workspace, worst first, from its cache alone."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from coldsend_tui.commands.workspaces import ConfiguredWorkspaces
from coldsend_tui.config import config_path, load
from coldsend_tui.errors import UsageError
from coldsend_tui.live.portfolio import Standing
from coldsend_tui.tui.columns import portfolio as columns
from coldsend_tui.tui.columns.spec import fit, widest
from coldsend_tui.tui.lines import plain

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Print them. Nothing is sent: each row says how old it is."""
    settings = load(config_path(os.environ))
    if options.profile is not None:
        raise UsageError("--all is about all profiles.", "Leave --profile out.")
    if not settings.profiles:
        raise UsageError("No profile is configured.", "coldsend-tui login adds one.")
    standings = ConfiguredWorkspaces(options, settings).standings()
    print(
        json.dumps([_row(one) for one in standings], indent=2)
        if options.json
        else text(standings, options.size.columns)
    )
    return 0


def text(standings: list[Standing], width: int) -> str:
    """A table of `width` cells at most."""
    every = columns.columns("", lambda _row: False)
    layout = fit(every, width, widest(every, standings))
    return "\n".join(plain(line).rstrip() for line in (layout.header(), *map(layout.line, standings)))


def _row(one: Standing) -> dict[str, Any]:
    return {
        "profile": one.name,
        "verdict": one.level.value,
        "crit": one.crit,
        "warn": one.warn,
        "worst": one.worst or None,
        "age_seconds": None if one.age is None else round(one.age.total_seconds(), 1),
        "read_at": None if one.read_at is None else one.read_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "campaigns": one.campaigns if one.age is not None else None,
        "active": one.active if one.age is not None else None,
        "sent_today": one.sent_today,
        "capacity": one.capacity,
        "unread_replies": one.unread,
        "note": one.note or None,
    }
