"""What every screen shares: the last known workspace, its verdict, the live session, the flash line. No Textual here.

Screens ask for rows and say which feeds they show; the live session announces what it read; this re-reads just that
from the cache, judges again and tells whoever listens.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coldsend_tui.clock import VirtualClock
from coldsend_tui.errors import ColdSendError
from coldsend_tui.launch import Launch, Mode, Target
from coldsend_tui.live import feeds, judgement
from coldsend_tui.ops import scopes
from coldsend_tui.ops.alerts import counters_age
from coldsend_tui.ops.health import Level
from coldsend_tui.store import Store
from coldsend_tui.tui.aftermath import Aftermath
from coldsend_tui.tui.flash import NOTHING, Flash, FlashLine
from coldsend_tui.workspace import Campaign

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.live import BudgetView, Connection, LiveSession, Refreshed
    from coldsend_tui.ops.sending import NextSend


KEY_REFUSED = "KEY\u00a0REFUSED"
"""One word for the header, which writes a space for the no-break space in it."""
LOOKED_AT = 4.0
"""Seconds news stands before an operator who turns to other things for it to be taken as read."""


class Console:
    """The state of one console. Everything here runs on the event loop; long reads of the cache in a thread.

    `budget` is what the header shows of it: counted whenever something is drawn anyway.
    """

    def __init__(
        self, launch: Launch, store: Store | None = None, make_client: Callable[[Target], ColdSend] | None = None
    ) -> None:
        """`make_client` replaces the client of the API, for tests."""
        self.launch = launch
        self._make_client = make_client
        self._loading: asyncio.Future[type[ColdSend]] | None = None
        self.clock = launch.clock
        self.playback, self.recorder = launch.playback, launch.recorder
        self.store = self.playback.store if self.playback else store or Store.open(launch.store_path)
        self.session: LiveSession | None = None
        self._line = FlashLine()
        self._failing = ""
        self._lost = False
        self.in_sight: Callable[[], object] = lambda: None
        self._warned = 0
        self._unreadable: dict[str, str] = {}
        many = self.playback is None and self.store.holds_more_than(judgement.MANY)
        recalled = judgement.recalled(self.store, self.clock) if many else None
        self.recalled = recalled is not None
        """Whether all there is so far is the memory of the last verdict: rows are read once the first frame is out."""
        self.workspace, self.recent, self.verdict = recalled or self._look()
        self._budget: BudgetView | None = None
        self.on_change: Callable[[frozenset[str]], None] = lambda _feeds: None
        self.on_flash: Callable[[Flash], None] = lambda _flash: None
        self.on_connection: Callable[[], None] = lambda: None
        self.on_aged: Callable[[], None] = lambda: None
        self.granted: tuple[str, ...] | None = None
        self.aftermath = Aftermath(self.store)
        self._catching_up: asyncio.Task[None] | None = None
        self._fingerprint = ""
        self._announced: set[str] = set()
        self._failed: dict[str, ColdSendError] = {}
        self._news: dict[str, str] = {}
        self._stirred = asyncio.Event()
        self._changed = self._time_passed = False
        self._watching: dict[str, tuple[tuple[str, ...], str | None]] = {}
        self._warn()

    def successor(self, launch: Launch) -> Console:
        """The console of another workspace that takes this one's place. Raises `StoreError`."""
        return Console(launch, make_client=self._make_client)

    # -- what is known ------------------------------------------------------------------------------------------------

    @property
    def connection(self) -> Connection | None:
        """The session's connection, or the recorded one; None before it exists."""
        source = self.session or self.playback
        return source.connection if source else None

    @property
    def budget(self) -> BudgetView | None:
        """Requests left, when something was last drawn or when it was recorded; None while unknown."""
        return self.playback.budget if self.playback else self._budget

    @property
    def offline(self) -> bool:
        """Whether the API cannot be used now: down, no network, or the key was refused."""
        connection = self.connection
        return connection is not None and connection.state in ("offline", "unauthorised")

    @property
    def key_refused(self) -> bool:
        """Whether the API answers, and does not take the key."""
        return self.connection is not None and self.connection.state == "unauthorised"

    @property
    def hindrance(self) -> ColdSendError | None:
        """What keeps the API from being used until somebody changes something here: told in full on every screen."""
        error = self.connection.error if self.connection is not None and self.offline else None
        return error if error is not None and (error.lasting or self.key_refused) else None

    def unread(self, what: str, feed: str = "") -> str:
        """What stands where `what` of `feed` has not been read yet: that it is being read, or why it could not be."""
        if self.lost is not None:
            why = "the key is refused" if self.key_refused else f"offline since {self.lost[0]} UTC"
            return f"{why}: {what} could not be read" + ("" if self.playback else " (r tries again)")
        return self.failure(feed) or f"reading {what} …"

    @property
    def lost(self) -> tuple[str, str] | None:
        """While the API cannot be used: since when and when it is tried again ("" when nobody knows), as UTC times of day."""
        connection = self.connection
        if connection is None or not self.offline:
            return None
        ago = self.clock.real() - connection.since
        since = f"{connection.since:%H:%M}" if ago < timedelta(hours=18) else f"{connection.since:%d %b %H:%M}"
        return since, f"{connection.retry_at:%H:%M:%S}" if connection.retry_at else ""

    @property
    def mode(self) -> str:
        """The words of the header's chips, a space between them."""
        lost = KEY_REFUSED if self.key_refused else "OFFLINE"
        if self.playback:
            return f"REPLAY {lost}" if self.offline else "REPLAY"
        words = ["DEMO" if self.launch.mode is Mode.DEMO else "LIVE"]
        read_only = self.launch.read_only or scopes.reads_only(self.granted)
        if read_only:
            words = ["READ-ONLY"] if words == ["LIVE"] else [*words, "READ-ONLY"]
        if self.offline:
            words = [lost, *(["READ-ONLY"] if read_only else [])]
        if self.recorder and self.recorder.running:
            words.append("REC")
        return " ".join(words)

    @property
    def change_refusal(self) -> str:
        """Why nothing may be changed here at all, not even what only this console keeps; "" when it may."""
        if self.playback:
            return "nothing can be changed in a recording"
        return "this console is read-only (started with --read-only or by its profile)" if self.launch.read_only else ""

    @property
    def write_refusal(self) -> str:
        """Why nothing may be written now; "" when writing is allowed."""
        if reason := self.change_refusal:
            return reason
        connection = self.connection
        if connection is None or connection.state == "starting":
            return "not connected yet: writes need a live answer"
        if self.key_refused:
            return "the API refused the key: nothing can be written"
        if connection.state == "offline":
            return "offline: writes are never queued, try again when the API answers"
        return ""

    def refusal_of(self, kind: str, action: str) -> str:
        """Why `action` on objects of `kind` may not be written now, the key's scopes included; "" when it may."""
        return self.write_refusal or scopes.lacking(self.granted, kind, action)

    def learn_scopes(self, granted: tuple[str, ...] | None) -> None:
        """Keep what the server said the key may do; None forgets it, so that the next write asks again."""
        if granted == self.granted:
            return
        self.granted = granted
        if self._fingerprint:
            self.store.note_scopes(self._fingerprint, granted, self.clock.real())
        self.on_connection()

    def fetched_at(self, name: str) -> datetime | None:
        """When a feed was last read, by the operator's clock."""
        state = self.workspace.feeds.get(name)
        return state.fetched_at if state else None

    def age(self, name: str) -> timedelta | None:
        """How old a feed's content is in the operator's time."""
        fetched = self.fetched_at(name)
        return None if fetched is None else self.clock.real() - fetched

    @property
    def data_age(self) -> timedelta | None:
        """How old the campaigns' counters are in the operator's time: what the header says."""
        return counters_age(self.workspace, self.clock.real())

    def failure(self, name: str) -> str:
        """What is wrong with a feed since its last success; "" when nothing is."""
        state = self.workspace.feeds.get(name)
        return "" if state is None or state.failed_at is None else state.error

    def next_send(self, campaign: Campaign) -> NextSend:
        """When the next mail of a campaign leaves, or why none does, judged by all that has been read."""
        from coldsend_tui.ops import sending

        now, age = self.clock.now(), self.age(feeds.ANALYTICS)
        speed = self.clock.speed if isinstance(self.clock, VirtualClock) else 1.0
        return sending.next_send(
            campaign,
            self.workspace.settings.get(campaign.id),
            self.workspace,
            now,
            recent=self.recent.get(campaign.id, ()),
            unchanged_since=now - judgement.RECENT,
            as_of=None if age is None else now - age * speed,
            quotas=self.store.quotas(campaign.id) or (),
        )

    # -- living -------------------------------------------------------------------------------------------------------

    async def live(self) -> None:
        """Connect and keep the workspace fresh until cancelled. Imports the client only now, after the first paint.

        A recording plays instead, and nothing is connected.
        """
        if self.playback:
            gc.enable()  # off since the start; elsewhere the client's loading ends it
            if self.playback.ended:
                self._played()
            await self.playback.run(self._played)
            return
        if self.recorder:
            self.recorder.on_end = lambda why: self.say(why, "warn", news=True)
            await self.recorder.begin(self.store, self.clock)
        from coldsend_tui.live import LiveSession

        session = LiveSession(self._connect, self.store, self.clock)
        self.session = session
        session.subscribe(self._refreshed)
        session.subscribe_connection(self._connection_changed)
        for viewer, (names, focus) in self._watching.items():
            session.watch(viewer, names, focus)
        if self.recalled:
            await self.read_again()
            self.on_change(frozenset())
        await self.catch_up()
        await asyncio.gather(session.run(), self._keep_reading())

    async def _connect(self) -> ColdSend:
        if self._make_client is not None:
            return self._make_client(self._recognise(await self.launch.connect()))
        if self._loading is None:
            # Importing pydantic and httpx takes a while: not on the event loop, and beside finding the key.
            self._loading = asyncio.ensure_future(asyncio.to_thread(_load_client))
        target = self._recognise(await self.launch.connect())
        make = await self._loading
        return make(target.api_key, base_url=target.base_url, clock=self.clock)

    def _recognise(self, target: Target) -> Target:
        """Remember by the key's digest what was last said of it."""
        self._fingerprint = target.api_key.fingerprint
        self.granted = self.store.scopes(self._fingerprint, self.clock.real())
        return target

    def watch(self, viewer: str, names: Iterable[str], focus: str | None = None) -> None:
        """Screen `viewer` shows the feeds `names`, the operator looks at `focus`."""
        self._watching[viewer] = (tuple(names), focus)
        if self.session:
            self.session.watch(viewer, tuple(names), focus)

    def unwatch(self, viewer: str) -> None:
        """Screen `viewer` is out of sight."""
        self._watching.pop(viewer, None)
        if self.session:
            self.session.unwatch(viewer)

    def _connection_changed(self, connection: Connection) -> None:
        lost, self._lost = self._lost, self.offline
        if self.offline:
            # What stands tells it, now and until the API answers.
            self.say("")
        elif lost:
            self.say("connected")
        self._record(thorough=False)
        self._count_budget()
        self.on_connection()

    def _played(self) -> None:
        """The recording has moved."""
        playback = self.playback
        assert playback is not None
        self.on_flash(self.flash)
        self.reload()
        self.on_change(frozenset())

    def _refreshed(self, refreshed: Refreshed) -> None:
        self._announced.add(refreshed.feed)
        self._news[refreshed.feed] = "failed" if refreshed.error else "new" if refreshed.changed else "same"
        self._changed |= refreshed.changed or refreshed.error is not None
        if refreshed.error is not None:
            self._failed[refreshed.feed] = refreshed.error
            if granted := getattr(refreshed.error, "granted", ()):
                self.learn_scopes(granted)
        self._stirred.set()

    async def _keep_reading(self) -> None:
        """Several feeds that arrive together, or while the rows are read, are judged and drawn once."""
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            await self.take_news()

    async def take_news(self) -> None:
        """Judge what was announced since the last time, and tell: one turn of what goes on while the console lives."""
        announced, self._announced = frozenset(self._announced), set()
        changed, self._changed = self._changed, False
        passed, self._time_passed = self._time_passed, False
        over = self._failing in announced and self._failing not in self._failed
        if over or (self._failed and self.offline and self._line.said.level == "info"):
            # It was read after all, or not: then the answer to `r` would hide why.
            self.say("")
        for name, error in self._failed.items():
            if not self.offline and not (error.held_back and self.flash.level == "error"):
                self.say(f"{name}: {error}", "error")
                self._failing = name
        self._failed.clear()
        self._warn()
        if changed or not self._grow_younger(announced):
            await self.read_again()
        elif passed:
            await self._judge_again()
        else:
            self._record_news(announced)
            self.on_aged()
            return
        self._count_budget()
        self._record_news(announced)
        self.on_change(announced)

    def _record_news(self, announced: frozenset[str]) -> None:
        """Into the recording, if there is one. What other consoles brought is in the cache without a word of ours."""
        follows = bool(self.session and self.session.role == "follower")
        self._record(thorough="new" in self._news.values() or follows)
        self._tell_unreadable(announced)

    # -- judging ------------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the workspace from the cache again and judge it, now. See `read_again`."""
        self.workspace, self.recent, self.verdict = self._look()
        self._look_at_journal()
        self._record(thorough=True)

    def _look(self) -> judgement.Look:
        return judgement.look(self.store, self.clock, remember=self.playback is None)

    async def read_again(self) -> None:
        """Read the workspace from the cache again and judge it; many campaigns in a thread, so that keys do not wait."""
        if not self.recalled and len(self.workspace.campaigns) <= judgement.MANY:
            self.workspace, self.recent, self.verdict = self._look()
        else:
            self.workspace, self.recent, self.verdict = await asyncio.to_thread(self._look)
            self.recalled = False
        self._look_at_journal()

    def time_passed(self) -> None:
        """Judge the same rows at a later time, and tell."""
        self._time_passed = True
        self._stirred.set()

    async def _judge_again(self) -> None:
        known = (self.workspace, self.recent, self.store, self.clock)
        many = len(self.workspace.campaigns) > judgement.MANY
        self.verdict = await asyncio.to_thread(judgement.judged, *known) if many else judgement.judged(*known)

    def _grow_younger(self, announced: frozenset[str]) -> bool:
        """Note that feeds were read again and said what they had said before; False where that changes the verdict."""
        if announced:
            sighted = self.verdict.blind and announced & {feeds.SENDERS, feeds.DOMAINS}
            if sighted or self.verdict.level is Level.UNKNOWN:
                return False
            self.workspace = self.workspace._replace(feeds=self.store.feed_states())
            self.verdict = self.verdict._replace(age=counters_age(self.workspace, self.clock.real()))
        return True

    def _count_budget(self) -> None:
        self._budget = self.session.budget if self.session else None

    def _look_at_journal(self) -> None:
        """What the journal says is open, seen with the present rows; read aside from the keys where it grew."""
        self.aftermath.judge(self.workspace)
        if self.aftermath.behind and self._catching_up is None:
            self._catching_up = asyncio.ensure_future(self.catch_up())

    async def catch_up(self) -> None:
        """Read what the journal says is open, aside from the keys."""
        changed = False
        try:
            while self.aftermath.behind:
                changed |= await self.aftermath.read(self.workspace)
            if changed:
                self.on_change(frozenset())
        except ColdSendError as error:
            self.say(f"{error.title}: {error}", "error")
        finally:
            self._catching_up = None

    def _tell_unreadable(self, announced: frozenset[str]) -> None:
        """Say which feeds brought rows that could not be read, once for each time that begins."""
        for name in announced:
            state = self.workspace.feeds.get(name)
            note = state.error if state is not None and state.failed_at is None else ""
            if note and self._unreadable.get(name) != note:
                self.say(f"{name}: {note}; what was known of them stays", "warn", news=True)
            self._unreadable[name] = note

    def _warn(self) -> None:
        """Say what became of a cache that cannot be used any more, once; the newest of several says how it stands."""
        if new := self.store.warnings[self._warned :]:
            self._warned += len(new)
            self.say(new[-1], "warn", news=True)

    # -- recording ----------------------------------------------------------------------------------------------------

    def _record(self, *, thorough: bool) -> None:
        """Put what is new since the last time into the recording, if there is one."""
        news, self._news = self._news, {}
        if self.recorder:
            self.recorder.note(news, thorough=thorough, connection=self.connection, budget=self.budget)

    def close(self) -> None:
        """End the recording, if there is one, and close the cache."""
        if self.recorder:
            self.recorder.close()
        self.store.close()

    # -- talking ------------------------------------------------------------------------------------------------------

    @property
    def flash(self) -> Flash:
        """What the flash line says: what was said last, and once that is over, what stands."""
        return self._line.said if self._line.said.message else self.standing

    @property
    def standing(self) -> Flash:
        """What goes on being so: why the API cannot be used, or that the recording is over."""
        connection, playback = self.connection, self.playback
        if connection is not None and self.offline and connection.error is not None:
            return Flash(str(connection.error), "error", news=True)
        if playback is not None and playback.ended:
            return Flash(f"ends here: {playback.fault}", "warn") if playback.fault else Flash("the recording ends here")
        return NOTHING

    def say(self, message: str, level: str = "info", *, news: bool = False) -> None:
        """Put one line on the flash line: the answer to a key, or `news` that came by itself."""
        self._line.say(message, level, news=news, on=self.in_sight())
        self._failing = ""
        self.on_flash(self.flash)

    def turned_away(self) -> None:
        """The operator looks at something else: another row, another screen."""
        if self._line.over(self.clock.monotonic()):
            self.say("")

    def looks_at(self, screen: object) -> None:
        """`screen` is in sight, another one than before or the same again when a dialog over it closed."""
        if self._line.left(screen):
            self.turned_away()


def _load_client() -> type[ColdSend]:
    from coldsend_tui.api import load

    try:
        return load()
    finally:
        # All modules are there: never look through them again, and collect from now on.
        gc.freeze()
        gc.enable()


NOW_FEEDS = (feeds.ANALYTICS, feeds.USAGE, feeds.SENDERS, feeds.DOMAINS, feeds.UNREAD)
