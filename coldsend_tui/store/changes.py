"""Configuration history: the differences between two readings of something that people configure."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from .database import many
from .times import micros, moment

LONGEST_TEXT = 2_000
"""Characters kept of a changed text; mail bodies may have 100,000 [docs]."""


class ConfigChange(NamedTuple):
    """One observed difference. `at` is the workspace's time of the reading that showed it; texts are as the API sent them."""

    at: datetime
    kind: str
    id: str
    name: str
    what: str
    before: str
    after: str


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """(what, before, after) for every key that differs. A value that is unknown on either side is no difference."""
    return [
        (what, _text(before[what]), _text(after[what]))
        for what in after
        if what in before and before[what] != after[what] and before[what] is not None and after[what] is not None
    ]


def settings_parts(body: str | None) -> dict[str, object]:
    """A campaign's stored settings as comparable parts: one per setting, per variant text and per step."""
    known: dict[str, Any] = json.loads(body) if body else {}
    parts: dict[str, object] = {
        name: value for name, value in known.items() if name not in ("inboxes", "variants", "steps")
    }
    if "inboxes" in known:
        parts["inboxes"] = sorted(inbox[1] for inbox in known["inboxes"])
    if "variants" in known:
        parts["variants"] = [variant[0] for variant in known["variants"]]
        parts |= _variant_parts("", known["variants"])
    if "steps" in known:
        parts["steps"] = [step[0] for step in known["steps"]]
        for number, trigger, wait_days, variants in known["steps"]:
            parts[f"step {number} trigger"] = trigger
            parts[f"step {number} wait days"] = wait_days
            parts |= _variant_parts(f"step {number} ", variants)
    return parts


def flow_parts(body: str | None) -> dict[str, object]:
    """A campaign's stored flow graph as comparable parts: the names of its branches, and one part for each."""
    if not body:
        return {}
    branches_on, _nodes, edges = json.loads(body)
    parts: dict[str, object] = {"branches dispatched": branches_on}
    names = []
    for edge_id, kind, _source, _target, _wait, condition, params, priority, label, active in edges:
        if kind == "EVENT":
            name = label or edge_id[:8]
            names.append(name)
            parts[f"branch {name}"] = f"{'active' if active else 'paused'}, {condition} {params}, priority {priority}"
    parts["branches"] = sorted(names)
    return parts


def setup_parts(body: str | None) -> dict[str, object]:
    """A domain's stored setup as comparable parts: nameservers, which DNS records there are, and what each says.

    Records of one kind and name (several MX, several TXT) are one part, in whatever order they came.
    """
    if not body:
        return {}
    nameservers, records, _progress, _stage, _message, *redirect = json.loads(body)
    said: dict[str, list[tuple[str, bool | None]]] = {}
    for kind, name, value, _priority, verified in records:
        said.setdefault(f"{kind} {name}", []).append((value, verified))
    parts: dict[str, object] = {"nameservers": sorted(nameservers), "records": sorted(said)}
    for record_name, entries in said.items():
        values, verdicts = sorted(value for value, _ in entries), [verified for _, verified in entries]
        parts[record_name] = values[0] if len(values) == 1 else values
        parts[f"{record_name} verified"] = None if None in verdicts else all(verdicts)
    for target, code, keep_path, keep_query, _live in redirect:
        parts["redirect"] = " ".join(map(str, (code, target))) if target else "none"
        parts["redirect keeps path"], parts["redirect keeps query"] = keep_path, keep_query
    return parts


def record(
    connection: sqlite3.Connection,
    at: datetime,
    kind: str,
    object_id: str,
    name: str,
    found: Iterable[tuple[str, str, str]],
) -> None:
    """Append differences to the history."""
    many(
        connection,
        "INSERT INTO config_change (at, kind, id, name, what, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(micros(at), kind, object_id, name, *difference) for difference in found],
    )


def read_changes(
    connection: sqlite3.Connection, kind: str | None, object_id: str | None, limit: int
) -> list[ConfigChange]:
    """The latest differences, newest first."""
    rows = connection.execute(
        "SELECT at, kind, id, name, what, before, after FROM config_change"
        " WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR id = ?2) ORDER BY seq DESC LIMIT ?3",
        (kind, object_id, limit),
    )
    return [ConfigChange(moment(row[0]), *row[1:]) for row in rows]


def read_changes_between(connection: sqlite3.Connection, start: datetime, end: datetime) -> list[ConfigChange]:
    """All differences from `start` to before `end`, oldest first."""
    rows = connection.execute(
        "SELECT at, kind, id, name, what, before, after FROM config_change WHERE at >= ? AND at < ? ORDER BY at, seq",
        (micros(start), micros(end)),
    )
    return [ConfigChange(moment(row[0]), *row[1:]) for row in rows]


def _variant_parts(prefix: str, variants: Iterable[tuple[str, str, str, int]]) -> dict[str, object]:
    parts: dict[str, object] = {}
    for name, subject, body, share in variants:
        parts[f"{prefix}variant {name} subject"] = subject
        parts[f"{prefix}variant {name} body"] = body
        parts[f"{prefix}variant {name} share"] = share
    return parts


def _text(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
