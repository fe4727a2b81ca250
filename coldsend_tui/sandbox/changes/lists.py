"""Saved lists: STATIC ones hold people, DYNAMIC ones hold a filter (behaviour.md §15)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..problems import Conflict, Refused
from ..reads.list_count import cached_count
from .desk import Desk


class Lists(Desk):
    """Changes to saved lists."""

    def create(self, fields: Mapping[str, Any]) -> int:
        """A new list. The type is fixed for good; a DYNAMIC list needs a filter, only a STATIC one takes people."""
        kind, definition = fields["list_type"], fields.get("filter_definition")
        if kind == "DYNAMIC" and definition is None:
            raise Refused("filter_definition is required for a DYNAMIC list")
        if kind == "DYNAMIC" and fields.get("contact_ids"):
            raise Refused("contact_ids are for STATIC lists")
        if kind == "STATIC" and definition is not None:
            raise Refused("filter_definition is for DYNAMIC lists")
        self._check_name(fields["name"])
        with self.writing(engine=False):
            list_id = self.insert(
                "contact_list",
                {
                    "name": fields["name"], "description": fields.get("description"), "list_type": kind, "created_at": self.now,
                    "filter_definition": None if definition is None else json.dumps(definition),
                },
            )  # fmt: skip
            if fields.get("contact_ids"):
                self.world.contacts.add_to_list(fields["contact_ids"], list_id)
        return list_id

    def update(self, list_id: int, fields: Mapping[str, Any]) -> None:
        """Change name, description or filter; a new filter makes the count unknown again."""
        row = self.row("contact_list", list_id)
        changes: dict[str, Any] = {name: fields[name] for name in ("name", "description") if name in fields}
        changes["cached_count"] = cached_count(self.world, row)
        if "name" in changes and changes["name"] != row["name"]:
            self._check_name(changes["name"])
        if fields.get("filter_definition") is not None:
            if row["list_type"] != "DYNAMIC":
                raise Refused("filter_definition is for DYNAMIC lists")
            changes |= {"filter_definition": json.dumps(fields["filter_definition"]), "cached_count": None}
        with self.writing(engine=False):
            self.set("contact_list", list_id, {**changes, "updated_at": self.now})

    def delete(self, list_id: int) -> None:
        """Remove the list; its people stay."""
        self.row("contact_list", list_id)
        with self.writing(engine=False):
            self.db.execute("DELETE FROM list_member WHERE list_id = ?", (list_id,))
            self.db.execute("DELETE FROM contact_list WHERE id = ?", (list_id,))

    def _check_name(self, name: str) -> None:
        if self.db.execute("SELECT 1 FROM contact_list WHERE name = ?", (name,)).fetchone():
            raise Conflict(f"A list named {name} exists already")
