"""The one evaluation of a contact filter: search, preview, and DYNAMIC lists (behaviour.md §15)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..world import World

_FLAGS = ("has_replied", "has_opened", "is_unsubscribed", "is_bounced")


def contact_ids(world: World, wanted: Mapping[str, Any], *, limit: int, offset: int = 0) -> tuple[int, list[int]]:
    """How many people a filter finds, and one page of them, newest first. Unknown ids inside the filter find nobody."""
    where, values = _conditions(world, wanted)
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    # The view works its signal out person by person: it is only used when a signal is asked for.
    table = "person" if wanted.get("signal") else "contact"
    total = world.db.execute(f"SELECT count(*) FROM {table} AS c {condition}", values).fetchone()[0]
    rows = world.db.execute(
        f"SELECT c.id FROM {table} AS c {condition} ORDER BY c.id DESC LIMIT ? OFFSET ?", (*values, limit, offset)
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
        add(f"c.signal IN ({', '.join('?' * len(signals))})", *signals)
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
        where.append(f"c.id IN (SELECT c.id FROM person AS c WHERE {' AND '.join(inner)})")
        values.extend(more)


def _rowid(world: World, kind: str, value: int | str) -> int:
    return (world.rowid(kind, value) or 0) if isinstance(value, str) else value


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
