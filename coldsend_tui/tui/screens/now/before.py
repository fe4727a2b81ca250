"""What changed just before a finding was first seen: the journal's writes and the differences between readings, as lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.actions.quieting import KIND as QUIETED
from coldsend_tui.actions.record import operator
from coldsend_tui.clock import in_workspace
from coldsend_tui.ops import wording
from coldsend_tui.ops.index import index_of
from coldsend_tui.store import ConfigChange, JournalEntry
from coldsend_tui.text import cut, safe
from coldsend_tui.tui.lines import Line, line, wrap

if TYPE_CHECKING:
    from coldsend_tui.ops.findings import Finding
    from coldsend_tui.tui.console import Console
    from coldsend_tui.workspace import Workspace

LOOKED_BACK: Final = timedelta(days=7)
"""What is older than this has been lived with."""
SHOWN: Final = 3
_SAME: Final = timedelta(minutes=10)
"""A difference that is seen this soon after a write of ours to the same object is what that write did."""
_EACH: Final = 20
_INBOXES: Final = 12
_VALUE: Final = 28
_LABEL: Final = "before "


class Happening(NamedTuple):
    """One thing that happened, in workspace time: what (not yet safe), and by whom."""

    at: datetime
    what: str
    by: str


class Before:
    """Looks up what happened to a finding's object and to what it depends on; once for each finding until the cache changes."""

    def __init__(self, state: Console) -> None:
        self._state = state
        self._known: tuple[object, list[Happening]] | None = None

    def lines(self, finding: Finding, columns: int) -> list[Line]:
        """The newest few things from the week before `finding` was first seen, or that nothing was seen to change."""
        if finding.since is None or not finding.object_id:
            return []
        key = (finding.key, finding.since, self._state.store.generation)
        if self._known is None or self._known[0] != key:
            self._known = key, self._look_up(finding, finding.since)
        return told(self._known[1], finding.since, columns, self._state.store.watched_since())

    def _look_up(self, finding: Finding, since: datetime) -> list[Happening]:
        store = self._state.store
        changes = [
            (change, "" if (kind, id) == (finding.kind, finding.object_id) else change.name)
            for kind, id in objects(finding, self._state.workspace)
            for change in store.changes(kind, id, _EACH)  # type: ignore[arg-type]
        ]
        entries = store.journal.entries(_EACH, object_id=finding.object_id) if finding.object_id else []
        every = happenings(entries, changes, partial(in_workspace, self._state.clock))
        return [one for one in every if since - LOOKED_BACK <= one.at <= since][:SHOWN]


def objects(finding: Finding, workspace: Workspace) -> list[tuple[str, str]]:
    """Kind and id of what the finding is about, and of what that sends through: its inboxes and their domains."""
    index, found = index_of(workspace), [(finding.kind, finding.object_id)]
    senders = []
    if finding.kind == "campaign":
        settings = workspace.settings.get(finding.object_id)
        senders = [inbox.id for inbox in (settings.inboxes or () if settings else ())][:_INBOXES]
        found += [("sender", id) for id in senders]
    elif finding.kind == "sender":
        senders = [finding.object_id]
    domains = {row.domain_id for id in senders if (row := index.senders.get(id)) is not None and row.domain_id}
    return [(kind, id) for kind, id in (*found, *(("domain", id) for id in sorted(domains))) if id]


def happenings(
    entries: Sequence[JournalEntry],
    changes: Iterable[tuple[ConfigChange, str]],
    workspace_time: Callable[[datetime], datetime] = lambda moment: moment,
) -> list[Happening]:
    """Writes and differences on one axis, newest first. A difference that one of our writes made carries who wrote it.

    Beside each difference stands the name of its object where that is another one than the finding's.
    """
    writes = [
        (workspace_time(entry.at), entry)
        for entry in entries
        if entry.object_kind != QUIETED and entry.result == "done"
    ]
    me = operator()
    shown, explained = [], set()
    for change, other in changes:
        ours = next(
            (
                entry
                for at, entry in writes
                if not other and timedelta() <= change.at - at + timedelta(seconds=1) <= _SAME
            ),
            None,
        )
        if ours is not None:
            explained.add(ours.id)
        what = f"{change.what.replace('_', ' ')} {_value(change.before)} → {_value(change.after)}"
        shown.append(
            Happening(change.at, f"{other}: {what}" if other else what, _who(ours, me) if ours else "elsewhere")
        )
    for at, entry in writes:
        if entry.id not in explained:
            states = f"{entry.before.partition(' #')[0] or '–'} → {entry.after.partition(' #')[0] or '–'}"
            shown.append(Happening(at, f"{entry.action} {states}", _who(entry, me)))
    return sorted(shown, key=lambda one: one.at, reverse=True)


def _who(entry: JournalEntry, me: str) -> str:
    return "you" if entry.actor in ("", me) else entry.actor


def _value(text: str) -> str:
    """A value as people write one; of a long list how much there is of it."""
    if text.startswith("["):
        try:
            parts = [str(one) for one in json.loads(text)]
        except (ValueError, TypeError):
            return cut(text, _VALUE)
        text = ", ".join(parts)
        return text if len(text) <= _VALUE else str(len(parts))
    return cut(text or "–", _VALUE)


def told(found: Sequence[Happening], since: datetime, columns: int, watched: datetime | None = None) -> list[Line]:
    """`before 23m  daily limit 20 → 50 (you)`, one line each where they fit. `watched` is when this cache began to watch."""
    if not found:
        short = watched is None or watched > since - LOOKED_BACK
        span = (
            "in the week before"
            if not short
            else f"since {watched:%d %b %H:%M}, when watching began"
            if watched
            else "yet"
        )
        return [line((_LABEL, "muted"), (f"nothing seen to change {span}", "muted"))]
    lines: list[Line] = []
    for number, one in enumerate(found):
        age = f"{wording.age(one.at, since):>6}  "
        head = (_LABEL if number == 0 else " " * len(_LABEL), "muted")
        room = columns - len(_LABEL) - len(age)
        for at, spans in enumerate(wrap(safe(f"{one.what} ({one.by})"), max(10, room))):
            lead = head if at == 0 else (" " * len(_LABEL), "")
            lines.append(line(lead, (age if at == 0 else " " * len(age), "accent"), *spans))
    return lines
