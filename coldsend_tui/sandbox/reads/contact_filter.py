"""The one evaluation of a contact filter: search, preview, and DYNAMIC lists (behaviour.md §15)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from . import contact_facets, contact_search
from .contact_facets import ALL, BLOCK_BITS, Facets

if TYPE_CHECKING:
    from ..world import World


class _Parts(NamedTuple):
    """A filter taken apart: what facets answer, campaigns and lists, and conditions on a contact `c` for all the rest."""

    facets: Facets
    campaigns: list[int]
    not_campaigns: list[int]
    lists: list[int]
    where: list[str]
    values: list[Any]


def contact_ids(world: World, wanted: Mapping[str, Any], *, limit: int, offset: int = 0) -> tuple[int, list[int]]:
    """How many people a filter finds, and one page of them, newest first. Unknown ids inside the filter find nobody."""
    if set(wanted) == {"search"} and wanted["search"]:
        answer = contact_search.found(world.db, str(wanted["search"]), limit=limit, offset=offset)
        if answer is not None:
            return answer
    parts = _take_apart(world, wanted)
    facets = contact_facets.existing(world.db, parts.facets)
    if not (parts.campaigns or parts.lists or parts.where):
        without = _members_by_block(world, parts, facets)
        return contact_facets.page(world.db, facets, limit=limit, offset=offset, without=without)
    source, person, conditions, values = "contact c", "c.id", [*parts.where], [*parts.values]
    drivers = [("lead", "campaign_id", campaign) for campaign in parts.campaigns]
    drivers += [("list_member", "list_id", saved) for saved in parts.lists]
    for n, (table, column, rowid) in enumerate(drivers):
        if n == 0:  # its index gives the people in order
            source, person = f"{table} AS d", "d.contact_id"
            conditions.append(f"d.{column} = ?")
        else:
            conditions.append(f"EXISTS (SELECT 1 FROM {table} AS o WHERE o.contact_id = {person} AND o.{column} = ?)")
        values.append(rowid)
    for campaign in parts.not_campaigns:
        conditions.append(f"NOT EXISTS (SELECT 1 FROM lead o WHERE o.contact_id = {person} AND o.campaign_id = ?)")
        values.append(campaign)
    if parts.facets is not ALL:
        conditions.append(f"c.facet IN ({', '.join('?' * len(facets))})")
        values += facets
    order = f"ORDER BY {person} DESC"
    if drivers and (parts.where or parts.facets is not ALL):
        source += " CROSS JOIN contact c ON c.id = d.contact_id"
        # Looking at each person costs more than fetching its number: everybody in one go, instead of once to count and once to show.
        plain = world.db.cursor()
        plain.row_factory = None  # tens of thousands of rows: a named row for each would take a third of the time
        found = plain.execute(f"SELECT {person} FROM {source} WHERE {' AND '.join(conditions)} {order}", values)
        every = found.fetchall()
        return len(every), [row[0] for row in every[offset : offset + limit]]
    rest = f"FROM {source} WHERE {' AND '.join(conditions)}"
    total = world.db.execute(f"SELECT count(*) {rest}", values).fetchone()[0]
    rows = world.db.execute(f"SELECT {person} AS id {rest} {order} LIMIT ? OFFSET ?", (*values, limit, offset))
    return total, [row["id"] for row in rows]


def _take_apart(world: World, wanted: Mapping[str, Any]) -> _Parts:
    """A DYNAMIC list is its own filter joined to this one. A list inside of a list's filter is not followed."""
    parts = _one(world, wanted)
    if wanted.get("list_id") is None:
        return parts
    list_id = _rowid(world, "list", wanted["list_id"])
    row = world.db.execute("SELECT * FROM contact_list WHERE id = ?", (list_id,)).fetchone()
    if row is None or row["list_type"] == "STATIC":
        parts.lists.append(list_id)
        return parts
    inner = _one(world, json.loads(row["filter_definition"]))
    facets = parts.facets if inner.facets is ALL else parts.facets & inner.facets
    return _Parts(
        facets,
        parts.campaigns + inner.campaigns,
        parts.not_campaigns + inner.not_campaigns,
        parts.lists + inner.lists,
        parts.where + inner.where,
        parts.values + inner.values,
    )


def _one(world: World, wanted: Mapping[str, Any]) -> _Parts:
    parts = _Parts(contact_facets.facets_of(wanted), [], [], [], [], [])
    if wanted.get("source_type") is not None and wanted["source_type"] not in contact_facets.SOURCES:
        parts.where.append("c.source_type = ?")
        parts.values.append(wanted["source_type"])
    if wanted.get("source_name") is not None:
        parts.where.append("c.source_name = ?")
        parts.values.append(wanted["source_name"])
    if wanted.get("search"):
        condition, values = contact_search.condition(world.db, str(wanted["search"]))
        parts.where.append(condition)
        parts.values.extend(values)
    if wanted.get("campaign_id") is not None:
        parts.campaigns.append(_rowid(world, "campaign", wanted["campaign_id"]))
    if wanted.get("not_in_campaign_id") is not None:
        parts.not_campaigns.append(_rowid(world, "campaign", wanted["not_in_campaign_id"]))
    return parts


def _members_by_block(world: World, parts: _Parts, facets: list[int]) -> dict[int, set[int]]:
    """The people of the campaigns that are shut out, as far as they have one of the facets."""
    members: dict[int, set[int]] = defaultdict(set)
    for campaign in parts.not_campaigns:
        query = "SELECT l.contact_id AS id FROM lead l WHERE l.campaign_id = ?"
        if parts.facets is not ALL:
            query = (
                "SELECT c.id FROM lead l CROSS JOIN contact c ON c.id = l.contact_id WHERE l.campaign_id = ? "
                f"AND c.facet IN ({', '.join('?' * len(facets))})"
            )
        plain = world.db.cursor()
        plain.row_factory = None
        for (row_id,) in plain.execute(query, (campaign, *(facets if parts.facets is not ALL else ()))):
            members[row_id >> BLOCK_BITS].add(row_id)
    return members


def _rowid(world: World, kind: str, value: int | str) -> int:
    return (world.rowid(kind, value) or 0) if isinstance(value, str) else value
