"""The count of a saved list, as a rollup job would have left it (behaviour.md §15 `[client]`)."""

from __future__ import annotations

from sqlite3 import Row
from typing import TYPE_CHECKING, Final

from .contact_filter import contact_ids

if TYPE_CHECKING:
    from ..world import World

ROLLUP_SECONDS: Final = 3_600
"""Virtual seconds between two runs of the job `[assumed]`; it runs at full hours."""


def cached_count(world: World, row: Row) -> int | None:
    """How many people are in the list; None until the job has run after its making or a change of its filter."""
    changed: int = row["updated_at"] or row["created_at"]
    if world.now // ROLLUP_SECONDS == changed // ROLLUP_SECONDS:
        kept: int | None = row["cached_count"]
        return kept
    return contact_ids(world, {"list_id": row["id"]}, limit=1)[0]
