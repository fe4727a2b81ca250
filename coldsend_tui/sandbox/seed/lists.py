"""Saved lists of a new workspace, made as the API would make them once everybody is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .plan import ListPlan

if TYPE_CHECKING:
    from ..world import World


def save_lists(world: World, lists: Iterable[ListPlan]) -> None:
    """Create each planned list; STATIC ones have been counted since."""
    for planned in lists:
        fields = {"name": planned.name, "description": planned.description}
        people: list[int] | None = None
        if planned.category is None:
            made = world.lists.create({**fields, "list_type": "DYNAMIC", "filter_definition": planned.where})
        else:
            found = world.db.execute(
                "SELECT DISTINCT contact_id FROM thread WHERE ai_category = ? ORDER BY 1", (planned.category,)
            )
            people = [row["contact_id"] for row in found]
            made = world.lists.create({**fields, "list_type": "STATIC", "contact_ids": people})
        world.db.execute(
            "UPDATE contact_list SET created_at = created_at - ?, cached_count = ? WHERE id = ?",
            (int(planned.days * 86400), None if people is None else len(people), made),
        )
