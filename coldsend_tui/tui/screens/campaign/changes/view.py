"""What was done to a campaign and what differs between readings, newest first, each with its letter under the plot."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from coldsend_tui.ops import wording
from coldsend_tui.store import ConfigChange, JournalEntry
from coldsend_tui.text import cut, safe
from coldsend_tui.tui.bars import Bars
from coldsend_tui.tui.lines import BLANK, Line, Span, line, wrap
from coldsend_tui.tui.plotting import Picture

_LETTERS: Final = string.ascii_lowercase
_LONGEST: Final = 400
_SAME: Final = timedelta(minutes=10)
"""A difference this close to a write of ours that says the same is that write."""
_RESULTS: Final = {"done": "ok", "failed": "crit", "refused": "warn", "unknown": "warn", "cancelled": "muted"}


class Event(NamedTuple):
    """One thing that happened: by this console (`who` and `result`), or seen between two readings. Texts are not yet safe."""

    at: datetime
    what: str
    before: str
    after: str
    who: str
    result: str


def events(
    entries: Sequence[JournalEntry],
    changes: Sequence[ConfigChange],
    in_workspace: Callable[[datetime], datetime] = lambda moment: moment,
) -> list[Event]:
    """Both kinds on one axis, newest first; what a write already tells is not told again.

    The journal keeps the operator's clock: `in_workspace` makes workspace time of it.
    """
    made = [
        Event(in_workspace(entry.at), entry.action, entry.before, entry.after, entry.actor, entry.result or "unknown")
        for entry in entries
    ]
    seen = [
        Event(change.at, change.what, _plain(change.before), _plain(change.after), "", "")
        for change in changes
        if not any(_is_ours(change, event) for event in made)
    ]
    return sorted((*made, *seen), key=lambda event: event.at, reverse=True)


def _is_ours(change: ConfigChange, event: Event) -> bool:
    """Whether a difference is what a write of this console did: it says nothing new."""
    if event.result != "done" or abs(change.at - event.at) > _SAME:
        return False
    if change.what == "inboxes":
        return event.what in ("assign", "unassign")
    if change.what.startswith("branch"):
        return event.what.endswith("branch")
    return change.what == "status" and (change.before, change.after) == (event.before, event.after)


def _plain(text: str) -> str:
    """A list as people write one."""
    if not text.startswith("["):
        return text
    try:
        return ", ".join(str(one) for one in json.loads(text))
    except (ValueError, TypeError):
        return text


def lettered(every: Sequence[Event], start: datetime, end: datetime) -> dict[int, str]:
    """A letter for each event (by its place in the list) inside the span of the plot, from left to right."""
    inside = [at for at, event in enumerate(every) if start <= event.at <= end]
    return {at: _LETTERS[number % len(_LETTERS)] for number, at in enumerate(reversed(inside))}


def marked(
    picture: Picture, every: Sequence[Event], letters: dict[int, str], start: datetime, end: datetime
) -> Picture:
    """The plot with a letter below its axis where something happened."""
    number = max((len(series.values) for series in picture.series), default=0)
    if not letters or number < 2:
        return picture
    places: dict[int, str] = {}
    for at, letter in sorted(letters.items(), reverse=True):
        place = round((every[at].at - start) / (end - start) * (number - 1))
        places[place] = places.get(place, "") + letter
    return picture._replace(letters=tuple(sorted((place, text[:3]) for place, text in places.items())))


def marked_bars(bars: Bars, every: Sequence[Event], letters: dict[int, str], moment: Callable[[datetime], int]) -> Bars:
    """Bars with a letter on their axis where something happened; `moment` is the place of a time among them."""
    places: dict[int, str] = {}
    for at, letter in sorted(letters.items(), reverse=True):
        place = moment(every[at].at)
        places[place] = places.get(place, "") + letter
    return bars._replace(letters=tuple(sorted(places.items())))


def listing(every: Sequence[Event], letters: dict[int, str], now: datetime, columns: int) -> list[Line]:
    """One block an event: letter, time, what, who, then before and after."""
    if not every:
        told = "nothing yet: this console has written nothing to this campaign, and its settings have not changed since it was first read"
        return [*wrap(told, columns, "muted")]
    lines: list[Line] = []
    day = None
    for at, event in enumerate(every):
        if event.at.date() != day:
            day = event.at.date()
            lines += [BLANK] if lines else []
            lines.append(line((f"{day:%A %d %B}", "title"), (f"  {wording.age(event.at, now)} ago", "muted")))
        lines += _event(event, letters.get(at, " "), columns)
    return lines


def _event(event: Event, letter: str, columns: int) -> list[Line]:
    by: Span = (
        (f"  {safe(event.result)}", _RESULTS.get(event.result, "muted"))
        if event.result
        else ("  seen between two readings", "faint")
    )
    who: Span = (f"  {safe(event.who)}", "muted") if event.who else ("", "")
    head = line((f"{letter} ", "key"), (f"{event.at:%H:%M}  ", "muted"), (safe(event.what), "bold"), who, by)
    before, after = safe(cut(event.before, _LONGEST)), safe(cut(event.after, _LONGEST))
    if len(before) + len(after) + 14 <= columns:
        return [head, line(("         ", ""), (before or "–", "muted"), (" → ", "faint"), after or "–")]
    room = max(20, columns - 11)
    lines = [head]
    for sign, text, role in (("- ", before, "muted"), ("+ ", after, "")):
        for number, spans in enumerate(wrap(text or "–", room, role)[:3]):
            lines.append(line(("         ", ""), (sign if number == 0 else "  ", "faint"), *spans))
    return lines
