"""What is known of several workspaces without asking any of them: one row each, from its cache, with its age."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from ..clock import Clock
from ..errors import ColdSendError
from ..ops import overview
from ..ops.health import Level
from ..store import Store
from . import feeds, judgement


class Standing(NamedTuple):
    """One workspace. `age` is that of the campaigns' counters by the operator's clock, `read_at` when they were read;
    None where nothing was ever read, with the reason in `note`. `worst` is the worst finding in words, "" without one.

    `sent_today` of `capacity` are mails of a UTC day, `unread` replies; None: not known. `colour` is `#rrggbb` or "".
    """

    name: str
    colour: str = ""
    level: Level = Level.UNKNOWN
    crit: int = 0
    warn: int = 0
    headline: str = "UNKNOWN"
    worst: str = ""
    read_at: datetime | None = None
    age: timedelta | None = None
    campaigns: int = 0
    active: int = 0
    sent_today: int | None = None
    capacity: int | None = None
    unread: int | None = None
    note: str = ""

    @property
    def id(self) -> str:
        """What tells it apart: the name of its profile."""
        return self.name

    @property
    def badness(self) -> tuple[int, int, int, str]:
        """Ascending from the worst; what nobody can judge stands above what is known to be merely worth a look."""
        return (_ORDER.index(self.level), -self.crit, -self.warn, self.name)


_ORDER = (Level.CRIT, Level.UNKNOWN, Level.WARN, Level.OK)


def standing(name: str, cache: Path, clock: Clock, colour: str = "") -> Standing:
    """What the cache file of a workspace knows. Sends nothing, and makes no file where there is none."""
    if not cache.exists():
        return Standing(name, colour, note="never read on this machine")
    try:
        store = Store.open(cache)
    except ColdSendError as error:
        return Standing(name, colour, note=str(error))
    try:
        return of_store(name, store, clock, colour)
    except ColdSendError as error:
        return Standing(name, colour, note=str(error))
    finally:
        store.close()


def of_store(name: str, store: Store, clock: Clock, colour: str = "") -> Standing:
    """What an open cache knows. Raises `StoreError`."""
    looked = judgement.look(store, clock, remember=False)
    verdict, workspace = looked.verdict, looked.workspace
    day = overview.today(workspace, clock.now())
    first = verdict.worst
    counters = workspace.feeds.get(feeds.ANALYTICS)
    return Standing(
        name,
        colour,
        verdict.level,
        verdict.crit,
        verdict.warn,
        verdict.headline,
        f"{first.topic}: {first.name} {first.value}" if first else "",
        counters.fetched_at if counters else None,
        verdict.age,
        len(workspace.campaigns),
        day.states.get("ACTIVE", 0),
        day.sent,
        day.capacity,
        day.unread,
        "" if verdict.age is not None else "never read on this machine",
    )


def worst_first(standings: Iterable[Standing]) -> list[Standing]:
    """In the order in which somebody should look at them."""
    return sorted(standings, key=lambda one: one.badness)
