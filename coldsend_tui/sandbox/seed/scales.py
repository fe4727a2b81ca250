"""How big a new workspace is, and at which moment it is handed over."""

from __future__ import annotations

from datetime import UTC, datetime
from sqlite3 import Connection
from typing import TYPE_CHECKING

from ..database import transaction
from ..reads.contact_search import make_index
from .bulk import HUGE, LARGE, fill
from .demo import DEMO, SMALL
from .history import live
from .kept_up import set_aside
from .lists import save_lists

if TYPE_CHECKING:
    from ..world import World

# Wednesday, 10:30 in New York, 15:30 in London: most seeded campaigns are inside their windows.
HANDED_OVER = int(datetime(2026, 10, 14, 14, 30, tzinfo=UTC).timestamp())
_PLANS = {"small": SMALL, "medium": DEMO}
_SIZES = {"large": LARGE, "huge": HUGE}
SCALES = ("empty", "small", "medium", "large", "huge")


def populate(db: Connection, *, seed: int, scale: str) -> World:
    """Fill an empty database. Raises ValueError for a scale that does not exist."""
    from ..world import World

    if scale not in SCALES:
        raise ValueError(f"unknown scale {scale!r}; choose one of {', '.join(SCALES)}")
    plan = _PLANS.get(scale)
    begin = HANDED_OVER - (plan.history_days * 86400 if plan else 0)
    with transaction(db):
        db.execute(
            "INSERT INTO world (id, seed, scale, now, started_at) VALUES (1, ?, ?, ?, ?)",
            (seed, scale, begin, HANDED_OVER),
        )
    world = World(db)
    with set_aside(db):
        if plan is not None:
            live(world, plan, HANDED_OVER)
        elif scale in _SIZES:
            fill(world, _SIZES[scale], HANDED_OVER)
    if scale in _SIZES:
        with transaction(db):
            make_index(db)
    if plan is not None:
        save_lists(world, plan.lists)
    world.keys.create(["*"], world.keys.first)
    return world
