"""The one evaluation of a contact filter: search, preview, and DYNAMIC lists (behaviour.md §15)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..world import World

_WRITTEN_TO = "EXISTS (SELECT 1 FROM lead l WHERE l.contact_id = c.id AND l.last_contacted_at IS NOT NULL)"
_SILENT = "NOT (c.is_unsubscribed OR c.is_bounced OR c.is_hot OR c.has_replied OR c.has_opened)"
# The signal that the view `person` derives, turned round: the condition of each one, cheapest first.
_SIGNALS = {
    "UNSUBSCRIBED": "c.is_unsubscribed",
    "BOUNCED": "c.is_bounced AND NOT c.is_unsubscribed",
    "HOT_LEAD": "c.is_hot AND NOT (c.is_unsubscribed OR c.is_bounced)",
    "ENGAGED": "(c.has_replied OR c.has_opened) AND NOT (c.is_unsubscribed OR c.is_bounced OR c.is_hot)",
    "CONTACTED": f"{_SILENT} AND {_WRITTEN_TO}",
    "NEVER_CONTACTED": f"{_SILENT} AND NOT {_WRITTEN_TO}",
}
_FLAGS = ("has_replied", "has_opened", "is_unsubscribed", "is_bounced")


def contact_ids(world: World, wanted: Mapping[str, Any], *, limit: int, offset: int = 0) -> tuple[int, list[int]]:
    """How many people a filter finds, and one page of them, newest first. Unknown ids inside the filter find nobody."""
    where, values = _conditions(world, wanted)
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    total = world.db.execute(f"SELECT count(*) FROM contact AS c {condition}", values).fetchone()[0]
    rows = world.db.execute(
        f"SELECT c.id FROM contact AS c {condition} ORDER BY c.id DESC LIMIT ? OFFSET ?", (*values, limit, offset)
    )
    return total, [row["id"] for row in rows]


def _conditions(world: World, wanted: Mapping[str, Any]) -> tuple[list[str], list[Any]]:
    where: list[str] = []
    values: list[Any] = []

    def add(condition: str, *more: Any) -> None:
        where.append(condition)
        values.extend(more)

    signals = wanted.get("signal")
    if signals:
        signals = [signals] if isinstance(signals, str) else list(signals)
        any_of = " OR ".join(f"({_SIGNALS[signal]})" for signal in signals if signal in _SIGNALS) or "0"
        pinned = f"c.signal_override IN ({', '.join('?' * len(signals))})"
        add(f"({pinned} OR c.signal_override IS NULL AND ({any_of}))", *signals)
    for name in ("source_type", "source_name"):
        if wanted.get(name) is not None:
            add(f"c.{name} = ?", wanted[name])
    for name in _FLAGS:
        if wanted.get(name) is not None:
            add(f"c.{name} = ?", int(wanted[name]))
    if wanted.get("search"):
        pattern = f"%{_escaped(str(wanted['search']))}%"
        names = "coalesce(c.first_name, '') || ' ' || coalesce(c.last_name, '')"
        add(
            f"(c.email LIKE ? ESCAPE '\\' OR {names} LIKE ? ESCAPE '\\' OR c.company LIKE ? ESCAPE '\\')",
            pattern,
            pattern,
            pattern,
        )
    if wanted.get("campaign_id") is not None:
        add(
            "EXISTS (SELECT 1 FROM lead l WHERE l.contact_id = c.id AND l.campaign_id = ?)",
            _rowid(world, "campaign", wanted["campaign_id"]),
        )
    if wanted.get("not_in_campaign_id") is not None:
        campaign_id = _rowid(world, "campaign", wanted["not_in_campaign_id"])
        add("NOT EXISTS (SELECT 1 FROM lead l WHERE l.contact_id = c.id AND l.campaign_id = ?)", campaign_id)
    if wanted.get("list_id") is not None:
        _add_list(world, _rowid(world, "list", wanted["list_id"]), where, values)
    return where, values


def _add_list(world: World, list_id: int, where: list[str], values: list[Any]) -> None:
    """Members of a STATIC list, or those whom a DYNAMIC list finds now. A list inside of a list's filter is not followed."""
    row = world.db.execute("SELECT * FROM contact_list WHERE id = ?", (list_id,)).fetchone()
    if row is None or row["list_type"] == "STATIC":
        where.append("c.id IN (SELECT contact_id FROM list_member WHERE list_id = ?)")
        values.append(list_id)
        return
    definition = {name: value for name, value in json.loads(row["filter_definition"]).items() if name != "list_id"}
    inner, more = _conditions(world, definition)
    if inner:
        where.append(f"c.id IN (SELECT c.id FROM contact AS c WHERE {' AND '.join(inner)})")
        values.extend(more)


def _rowid(world: World, kind: str, value: int | str) -> int:
    return (world.rowid(kind, value) or 0) if isinstance(value, str) else value


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
