"""People by facets: everything a contact list filters by that has few values, packed into one column (schema/40_lead.sql).

The table `contact_block` holds how many people of each facet are in each block of rows. So a count is a sum, and a page is a
search for its block followed by a look into that block, at a million people as at a hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from sqlite3 import Connection
from typing import Any

BLOCK_BITS = 12
SIGNALS = ("UNSUBSCRIBED", "BOUNCED", "HOT_LEAD", "ENGAGED", "CONTACTED", "NEVER_CONTACTED")
SOURCES = ("CSV_UPLOAD", "MANUAL", "API", "IMPORT")
FLAGS = {"has_replied": 8, "has_opened": 4, "is_unsubscribed": 2, "is_bounced": 1}
_OTHER_SOURCE = len(SOURCES)
ALL = frozenset(range((_OTHER_SOURCE + 1) * 128))

Facets = frozenset[int]


def facets_of(wanted: Mapping[str, Any]) -> Facets:
    """The facets that the filter's signal, flags and source allow. Other conditions of the filter are not looked at."""
    facets = ALL
    if signals := wanted.get("signal"):
        codes = {
            SIGNALS.index(name) for name in ([signals] if isinstance(signals, str) else signals) if name in SIGNALS
        }
        facets = _keep(facets, lambda facet: facet >> 4 & 7 in codes)
    for name, bit in FLAGS.items():
        if wanted.get(name) is not None:
            bits = bit if wanted[name] else 0
            facets = _keep(facets, lambda facet, bit=bit, bits=bits: facet & bit == bits)  # type: ignore[misc]
    if wanted.get("source_type") is not None:
        source = wanted["source_type"]
        code = SOURCES.index(source) if source in SOURCES else _OTHER_SOURCE
        facets = _keep(facets, lambda facet: facet >> 7 == code)
    return facets


def existing(db: Connection, facets: Facets) -> list[int]:
    """Those of the facets that anybody has: a handful."""
    found, last = [], -1
    while row := db.execute(
        "SELECT facet FROM contact_block WHERE facet > ? ORDER BY facet LIMIT 1", (last,)
    ).fetchone():
        last = row["facet"]
        if last in facets:
            found.append(last)
    return found


def page(
    db: Connection,
    facets: Collection[int],
    *,
    limit: int,
    offset: int,
    without: Mapping[int, Collection[int]] | None = None,
) -> tuple[int, list[int]]:
    """How many people have one of these facets, and one page of their rows, newest first.

    `without`: people to be left out although they have such a facet, by block.
    """
    without = without or {}
    blocks = db.execute(
        f"SELECT block, sum(people) AS people FROM contact_block WHERE facet IN ({_marks(facets)}) GROUP BY block ORDER BY block DESC",
        tuple(facets),
    ).fetchall()
    total, found, skip = 0, list[int](), offset
    for row in blocks:
        block, left_out = row["block"], without.get(row["block"], ())
        people = row["people"] - len(left_out)
        total += people
        if len(found) == limit:
            continue
        if skip >= people:
            skip -= people
            continue
        members = db.execute(
            f"SELECT id FROM contact WHERE facet IN ({_marks(facets)}) AND id BETWEEN ? AND ? ORDER BY id DESC",
            (*facets, block << BLOCK_BITS, (block + 1 << BLOCK_BITS) - 1),
        )
        inside = [member["id"] for member in members if member["id"] not in left_out]
        found += inside[skip : skip + limit - len(found)]
        skip = 0
    return total, found


def _keep(facets: Facets, test: Callable[[int], bool]) -> Facets:
    return frozenset(facet for facet in facets if test(facet))


def _marks(values: Collection[int]) -> str:
    return ", ".join("?" * len(values))
