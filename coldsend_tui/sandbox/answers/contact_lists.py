"""Saved list answers (behaviour.md §15 `[client]`)."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from typing_extensions import TypedDict

from coldsend_tui.sandbox.answers.contacts import Contact
from coldsend_tui.sandbox.reads.list_count import cached_count
from coldsend_tui.sandbox.world import World


class SavedList(TypedDict):
    """A list; `cached_count` is null until the rollup job has run once after its making or a change of its filter."""

    list_id: str
    name: str
    description: str | None
    list_type: str
    filter_definition: dict[str, Any] | None
    cached_count: int | None
    created_at: str
    updated_at: str | None


class SavedLists(TypedDict):
    """All lists, newest first."""

    success: bool
    message: str
    lists: list[SavedList]


class SavedListResult(TypedDict):
    """Answer of create, get and update."""

    success: bool
    message: str
    list: SavedList


class FilterPreview(TypedDict):
    """How many contacts a filter finds, and some of them."""

    total: int
    sample: list[Contact]


def result(world: World, saved: int, message: str) -> SavedListResult:
    """A list that is known to exist."""
    row = world.db.execute("SELECT * FROM contact_list WHERE id = ?", (saved,)).fetchone()
    return {"success": True, "message": message, "list": item(world, row)}


def item(world: World, row: sqlite3.Row) -> SavedList:
    """One list."""
    return {
        "list_id": world.uid("list", row["id"]),
        "name": row["name"],
        "description": row["description"],
        "list_type": row["list_type"],
        "filter_definition": json.loads(row["filter_definition"]) if row["filter_definition"] else None,
        "cached_count": cached_count(world, row),
        "created_at": world.iso(row["created_at"]),
        "updated_at": world.iso(row["updated_at"]),
    }
