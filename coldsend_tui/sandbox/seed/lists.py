"""Saved lists of a new workspace, made as the API would make them once everybody is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .plan import ListPlan

if TYPE_CHECKING:
    from ..world import World


def save_lists(world: World, lists: Iterable[ListPlan]) -> None:
    """Create each planned list."""
    for planned in lists:
        fields = {"name": planned.name, "description": planned.description}
        if planned.category is None:
            world.lists.create({**fields, "list_type": "DYNAMIC", "filter_definition": planned.where})
        else:
            people = [
                row["contact_id"]
                for row in world.db.execute(
                    "SELECT DISTINCT contact_id FROM thread WHERE ai_category = ? ORDER BY 1", (planned.category,)
                )
            ]
            world.lists.create({**fields, "list_type": "STATIC", "contact_ids": people})
