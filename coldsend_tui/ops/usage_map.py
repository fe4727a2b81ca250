"""Who sent how much when, as this console saw it: inboxes or domains by days or hours. Times are the workspace's UTC.

The API tells only today's count of each inbox, which starts again at 00:00 UTC. A place in which nobody looked is unknown and
not zero; a day whose end nobody saw is a count of at least.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from coldsend_tui.workspace import Gap, Sender

LEVELS: Final = 5
"""Steps of the ramp: none, and four quarters of the measure."""
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_LATE: Final = timedelta(minutes=15)
"""Who watched until this long before midnight saw a day's count as good as whole."""


class Grain(StrEnum):
    """What one place of the map is."""

    DAY = "day"
    HOUR = "hour"

    @property
    def span(self) -> timedelta:
        """Its length."""
        return _DAY if self is Grain.DAY else _HOUR


class Seen(Protocol):
    """What was read of one inbox in one place: highest and last count, growth. `place` counts spans since 1970."""

    @property
    def id(self) -> str: ...
    @property
    def place(self) -> int: ...
    @property
    def highest(self) -> float: ...
    @property
    def last(self) -> float: ...
    @property
    def grown(self) -> float: ...


class Cell(NamedTuple):
    """Mails in one place; `whole` is False where more may have been sent than was seen."""

    mails: int
    whole: bool


class Strand(NamedTuple):
    """One row of the map. `limit` is what its cells are measured by (mails a place; None: not known, the map's highest counts).

    `inboxes` is how many it stands for, `used` and `day_limit` today's count and limit as the API tells them.
    """

    id: str
    name: str
    status: str
    inboxes: int
    limit: float | None
    used: int | None
    day_limit: int | None
    cells: tuple[Cell | None, ...]

    @property
    def mails(self) -> int:
        """All that was seen."""
        return sum(cell.mails for cell in self.cells if cell is not None)

    @property
    def known(self) -> int:
        """Places of which something is known."""
        return sum(cell is not None for cell in self.cells)

    def share(self, cell: Cell) -> float | None:
        """A cell over what it is measured by (1: all of it); None where that is not known."""
        return cell.mails / self.limit if self.limit else None


def days(first: date, last: date) -> list[datetime]:
    """Where the days from `first` to `last` begin."""
    midnight = datetime.combine(first, time(), UTC)
    return [midnight + at * _DAY for at in range((last - first).days + 1)]


def hours(now: datetime, number: int) -> list[datetime]:
    """Where the last `number` hours begin, the running one last."""
    here = now.replace(minute=0, second=0, microsecond=0)
    return [here - (number - 1 - at) * _HOUR for at in range(number)]


def strands(
    senders: Sequence[Sender],
    seen: Iterable[Seen],
    places: Sequence[datetime],
    grain: Grain,
    now: datetime,
    *,
    began: datetime | None,
    gaps: Sequence[Gap] = (),
) -> list[Strand]:
    """One row an inbox, in the order given; `places` are where the cells begin. `began` and `gaps` tell when somebody watched;
    `seen` may begin earlier."""
    eyes = [_watched(start, start + grain.span, now, began, gaps) for start in places]
    base = int(places[0].timestamp() // grain.span.total_seconds()) if places else 0
    found: dict[str, dict[int, Seen]] = {}
    for one in seen:
        found.setdefault(one.id, {})[one.place - base] = one
    made = []
    for sender in senders:
        own = found.get(sender.id, {})
        cells = _by_day(own, eyes) if grain is Grain.DAY else _by_hour(own, eyes)
        limit = sender.daily_limit if grain is Grain.DAY else None
        made.append(
            Strand(
                sender.id, sender.email, sender.status, 1, limit, sender.sent_today, sender.daily_limit, tuple(cells)
            )
        )
    return made


def level(share: float) -> int:
    """The step of the ramp for a share of the measure: 0 for none, then quarters; anything above is the highest."""
    return 0 if share <= 0 else min(LEVELS - 1, 1 + int(share * (LEVELS - 1) - 1e-9))


def highest(rows: Iterable[Strand]) -> int:
    """The largest cell of a map; 0 where nothing was seen."""
    return max((cell.mails for row in rows for cell in row.cells if cell is not None), default=0)


class _Eyes(NamedTuple):
    """Whether somebody watched at any time of a place, from its beginning, and until its end; `leap`: a long time that nobody
    watched ended in it, and what was sent in that time is counted here."""

    any: bool
    begin: bool
    end: bool
    leap: bool


def _watched(start: datetime, end: datetime, now: datetime, began: datetime | None, gaps: Sequence[Gap]) -> _Eyes:
    stop = min(end, now)
    if began is None or stop <= began:
        return _Eyes(False, False, False, False)
    soon = min(_LATE, (end - start) / 4)
    asleep = any(gap.began <= max(start, began) and stop <= gap.ended for gap in gaps)
    late = stop - soon
    blind = any(gap.began <= late and stop <= gap.ended for gap in gaps) or late < began < stop
    leap = any(gap.began < start < gap.ended < end and gap.ended - gap.began > _LATE for gap in gaps)
    begin = began <= start + soon and not any(gap.began <= start and start + soon <= gap.ended for gap in gaps)
    return _Eyes(not asleep, begin, not asleep and not blind, leap)


def _by_day(own: Mapping[int, Seen], eyes: Sequence[_Eyes]) -> list[Cell | None]:
    """A day without a change is zero where the count stood at zero before and somebody looked."""
    before = next((own[at].last for at in sorted(own, reverse=True) if at < 0), None)
    cells: list[Cell | None] = []
    for at, look in enumerate(eyes):
        here = own.get(at)
        if here is not None:
            cells.append(Cell(round(here.highest), look.end))
            before = here.last
        else:
            cells.append(Cell(0, look.end) if look.any and before == 0 else None)
    return cells


def _by_hour(own: Mapping[int, Seen], eyes: Sequence[_Eyes]) -> list[Cell | None]:
    """What the count grew by; an hour without a change is zero where somebody looked."""
    cells: list[Cell | None] = []
    for at, look in enumerate(eyes):
        grown = round(own[at].grown) if at in own else 0
        known = (look.any or at in own) and not look.leap
        cells.append(Cell(grown, look.begin and look.end) if known else None)
    return cells
