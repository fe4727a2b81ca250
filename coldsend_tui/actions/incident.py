"""A time span as one timeline: what fired, what changed, what was written. For the record after an incident."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from coldsend_tui.ops import wording
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from coldsend_tui.store import ConfigChange, JournalEntry, Store

_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")
_LONGEST = 120
"""Characters of a changed text in the Markdown; the JSON lines have all that is kept."""


class Event(NamedTuple):
    """One thing that happened: `kind` is "write", "finding", "resolved" or "change"; `facts` is all that is known, as JSON
    would have it; `text` says it in one line that is not yet safe to draw."""

    at: datetime
    kind: str
    text: str
    facts: dict[str, Any]


class Incident(NamedTuple):
    """The events from `start` to before `end`, oldest first, all by the workspace's clock."""

    start: datetime
    end: datetime
    events: tuple[Event, ...]


def gather(
    store: Store,
    start: datetime,
    end: datetime,
    in_workspace: Callable[[datetime], datetime] = lambda moment: moment,
) -> Incident:
    """Everything of the span that the cache remembers. Reads a while: not on an event loop.

    The journal keeps the operator's clock: `in_workspace` makes workspace time of it. Without it the two are taken for one.
    """
    events = [*_writes(store, start, end, in_workspace), *_findings(store, start, end), *_changes(store, start, end)]
    return Incident(start, end, tuple(sorted(events, key=lambda event: event.at)))


def write_facts(entry: JournalEntry) -> dict[str, Any]:
    """A journal entry as JSON would have it; times in ISO 8601 UTC, `ms` in milliseconds."""
    facts = entry._asdict() | {"at": _time(entry.at), "finished_at": _time(entry.finished_at)}
    try:
        facts["plan"] = json.loads(entry.plan) if entry.plan else None
    except ValueError:
        pass
    return facts


def _writes(
    store: Store, start: datetime, end: datetime, in_workspace: Callable[[datetime], datetime]
) -> Iterator[Event]:
    for kept in store.journal.every():
        at = in_workspace(kept.at)
        if not start <= at < end:
            continue
        entry = kept._replace(at=at, finished_at=kept.finished_at and in_workspace(kept.finished_at))
        result = entry.result or "no result"
        why = f" ({entry.result_detail})" if entry.result_detail else ""
        who = f" by {entry.actor}" if entry.actor else ""
        text = f"{entry.action} {entry.object_name}: {entry.before} → {entry.after}, {result}{why}{who}"
        yield Event(entry.at, "write", text, write_facts(entry))


def _findings(store: Store, start: datetime, end: datetime) -> Iterator[Event]:
    for found in store.findings.fired(start, end):
        facts = found._asdict() | {"first_seen": _time(found.first_seen), "resolved_at": _time(found.resolved_at)}
        if start <= found.first_seen < end:
            yield Event(found.first_seen, "finding", f"{found.severity} {found.rule}: {found.text}", facts)
        if found.resolved_at is not None and start <= found.resolved_at < end:
            yield Event(found.resolved_at, "resolved", f"{found.rule}: {found.text}", facts)


def _changes(store: Store, start: datetime, end: datetime) -> Iterator[Event]:
    for change in store.changes_between(start, end):
        before, after = (
            text if len(text) <= _LONGEST else text[:_LONGEST] + "…" for text in (change.before, change.after)
        )
        text = f"{change.kind} {change.name}: {change.what} {before} → {after}"
        yield Event(change.at, "change", text, _change_facts(change))


def _change_facts(change: ConfigChange) -> dict[str, Any]:
    facts = {"object_kind": change.kind, "object_id": change.id, "object_name": change.name, "what": change.what}
    return {"at": _time(change.at), **facts, "before": change.before, "after": change.after}


def jsonl(found: Incident) -> str:
    """One JSON object a line, ASCII only: `at`, `kind` and the facts."""
    lines = [json.dumps({"at": _time(event.at), "kind": event.kind} | event.facts) for event in found.events]
    return "".join(f"{line}\n" for line in lines)


_WORDS = {"write": "write", "finding": "**finding**", "resolved": "resolved", "change": "change"}


def markdown(found: Incident, profile: str) -> str:
    """A timeline that a person reads: how much happened, then event by event. Strangers' text cannot become markup."""
    counts = Counter(event.kind for event in found.events)
    writes = Counter(event.facts.get("result") or "no result" for event in found.events if event.kind == "write")
    told = ", ".join(f"{number} {result}" for result, number in writes.most_common())
    lines = [
        f"# Incident timeline of {_plain(profile)}",
        "",
        f"From {found.start:%Y-%m-%d %H:%M} to {found.end:%Y-%m-%d %H:%M} UTC.",
        "",
        f"- {wording.plural(counts['finding'], 'finding')} fired, {counts['resolved']} resolved",
        f"- {wording.plural(counts['change'], 'configuration change')} seen",
        f"- {wording.plural(counts['write'], 'write')}" + (f": {told}" if told else ""),
        "",
        "| Time (UTC) | What | |",
        "|---|---|---|",
        *(f"| {event.at:%Y-%m-%d %H:%M:%S} | {_WORDS[event.kind]} | {_plain(event.text)} |" for event in found.events),
    ]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", safe(text))


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
