"""The cache of one profile: reads for the screens, one write per refresh, and the memory of findings and writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ..workspace import Campaign, Domain, FeedState, Gap, Sample, Sender, TimelineDay, Workspace
from . import series, snapshot
from .database import Database, Row
from .findings import FindingMemory, RememberedFinding
from .journal import Journal
from .recent import RecentSamples
from .times import micros

if TYPE_CHECKING:
    from threading import Event

    from ..details import CampaignSettings, DomainSetup, FlowGraph, InboxQuota, LeadSample
    from . import changes, consoles, gauges, line
    from .leadership import Leadership
    from .refresh import Applied, Kind, Refresh
    from .rows import Difference, RowWatch, Table


class Store:
    """Everything last known of a workspace, its history, its findings and its journal.

    Reads are synchronous and fast enough for the event loop. `store` and `maintain` may take a while with thousands of
    rows: async code calls them in a thread (`asyncio.to_thread`); all methods may be called from any thread. What only writes
    need is imported by them: the first frame waits for the rest.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._settings: dict[str, tuple[Row, CampaignSettings]] = {}
        self._sample: tuple[Row, LeadSample] | None = None
        self._campaigns: snapshot.Known = {}
        self.findings = FindingMemory(database)
        self.journal = Journal(database)

    @classmethod
    def open(cls, path: Path | None) -> Store:
        """The cache in this file, or in memory for None. Never fails because of the file: see `warnings`."""
        return cls(Database(path))

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @property
    def warnings(self) -> list[str]:
        """What became of a file that could not be used, in sentences for the operator."""
        return self._database.warnings

    @property
    def durable(self) -> bool:
        """False where everything, the journal too, lives in memory only."""
        return self._database.durable

    @property
    def generation(self) -> int:
        """Grows with every committed write, also one of another console on the same file. Cheap."""
        return self._database.generation

    def workspace(self) -> Workspace:
        """Everything last known, read in one consistent snapshot. With thousands of campaigns: in a thread.

        Campaigns that did not change since the last call are the same rows, `seen_at` included.
        """
        from .settings import SettingsOnDemand

        def work(connection: sqlite3.Connection) -> Workspace:
            detailed = connection.execute("SELECT campaign_id FROM campaign_settings")
            self._campaigns = snapshot.reread_campaigns(connection, self._campaigns)
            return Workspace(
                campaigns=[row for _, row in self._campaigns.values()],
                senders=snapshot.read_senders(connection),
                domains=snapshot.read_domains(connection),
                timeline=snapshot.read_timeline(connection),
                settings=SettingsOnDemand(frozenset(row[0] for row in detailed), self.campaign_settings),
                feeds=snapshot.read_feed_states(connection),
                unread_replies=snapshot.read_fact(connection, "unread_replies"),
                waiting=snapshot.read_waiting(connection),
            )

        return self._database.read_aside(work)

    def outline(self) -> Workspace:
        """The workspace without the rows that may be thousands: campaigns, their settings, and senders."""
        return self._database.read_with(
            lambda connection: Workspace(
                domains=snapshot.read_domains(connection),
                timeline=snapshot.read_timeline(connection),
                feeds=snapshot.read_feed_states(connection),
                unread_replies=snapshot.read_fact(connection, "unread_replies"),
                waiting=snapshot.read_waiting(connection),
            )
        )

    def holds_more_than(self, number: int) -> bool:
        """Whether more campaigns are known than `number`. Cheap: it counts no further."""
        return bool(self._database.read("SELECT 1 FROM campaign LIMIT 1 OFFSET ?", (number,)))

    def campaigns(self) -> list[Campaign]:
        """All campaigns, in the order in which they were first seen."""
        return self._database.read_with(snapshot.read_campaigns)

    def campaign(self, campaign_id: str) -> Campaign | None:
        """One campaign."""
        return self._database.read_with(lambda connection: snapshot.read_campaign(connection, campaign_id))

    def senders(self) -> list[Sender]:
        """All sender accounts."""
        return self._database.read_with(snapshot.read_senders)

    def domains(self) -> list[Domain]:
        """All domains."""
        return self._database.read_with(snapshot.read_domains)

    def timeline(self, days: int | None = None) -> list[TimelineDay]:
        """The known days of the workspace's timeline, ascending; the last `days` of them."""
        return self._database.read_with(lambda connection: snapshot.read_timeline(connection, days))

    def campaign_settings(self, campaign_id: str) -> CampaignSettings | None:
        """What the campaign's detail last said, None where it was never read. Decoded only when it changed."""
        from .settings import settings_from

        rows = self._database.read(
            "SELECT campaign_id, body, missing_requirements, seen_at FROM campaign_settings WHERE campaign_id = ?",
            (campaign_id,),
        )
        if not rows:
            return None
        known = self._settings.get(campaign_id)
        if known is not None and known[0] == rows[0]:
            return known[1]
        settings = settings_from(*rows[0])
        self._settings[campaign_id] = rows[0], settings
        return settings

    def stale_settings(self, before: datetime, limit: int = 20) -> list[str]:
        """ACTIVE campaigns whose settings were last read before `before` (operator's clock) or never, the oldest first, of those
        the ones with most leads."""
        rows = self._database.read(
            "SELECT c.id FROM campaign c LEFT JOIN campaign_settings s ON s.campaign_id = c.id"
            " WHERE c.status = 'ACTIVE' AND coalesce(s.seen_at, 0) < ? ORDER BY coalesce(s.seen_at, 0), c.total_leads DESC, c.rowid LIMIT ?",
            (micros(before), limit),
        )
        return [row[0] for row in rows]

    def quotas(self, campaign_id: str) -> tuple[InboxQuota, ...] | None:
        """Today's quotas of the campaign's inboxes, None where they were never read."""
        from .settings import quotas_from

        rows = self._database.read("SELECT body FROM quota WHERE campaign_id = ?", (campaign_id,))
        return quotas_from(rows[0][0]) if rows else None

    def flow(self, campaign_id: str) -> FlowGraph | None:
        """The flow graph of a campaign, None where it was never read."""
        from .campaign_pages import flow_from

        rows = self._database.read("SELECT body FROM flow_graph WHERE campaign_id = ?", (campaign_id,))
        return flow_from(rows[0]) if rows else None

    def lead_sample(self, campaign_id: str) -> LeadSample | None:
        """The page of leads that was read of a campaign, None where there was none. The same object until it changes."""
        from .campaign_pages import sample_from

        rows = self._database.read("SELECT body FROM lead_sample WHERE campaign_id = ?", (campaign_id,))
        if not rows:
            return None
        if self._sample is None or self._sample[0] != rows[0]:
            self._sample = rows[0], sample_from(rows[0])
        return self._sample[1]

    def domain_setup(self, domain_id: str) -> DomainSetup | None:
        """Nameservers, records and progress of a domain, None where they were never read."""
        from .settings import setup_from

        rows = self._database.read(
            "SELECT domain_id, body, seen_at FROM domain_setup WHERE domain_id = ?", (domain_id,)
        )
        return setup_from(*rows[0]) if rows else None

    def clock_offset(self) -> timedelta:
        """How far the workspace's time was ahead of the operator's clock when it was last read; nothing where it never was."""
        known = self._database.read_with(lambda connection: snapshot.read_fact(connection, "clock_offset"))
        return timedelta(microseconds=known or 0)

    def unread_replies(self) -> int | None:
        """Conversations that nobody has read, None where they were never counted."""
        return self._database.read_with(lambda connection: snapshot.read_fact(connection, "unread_replies"))

    def samples(self, campaign_id: str | None, since: datetime | None = None, max_points: int = 500) -> list[Sample]:
        """Counters over workspace time of one campaign, or of the whole workspace for None. See `series.read_samples`."""
        return self._database.read_with(
            lambda connection: series.read_samples(connection, campaign_id, since, max_points)
        )

    def growth(self, since: datetime, until: datetime) -> Mapping[str, Sample]:
        """What the counters of campaigns grew by between two moments, by campaign id, see `series.read_growth`. In a thread."""
        return self._database.read_aside(lambda connection: series.read_growth(connection, since, until))

    def recent_samples(self, since: datetime) -> Mapping[str, list[Sample]]:
        """Samples since `since` of every campaign that changed since then, each with its baseline, by campaign id."""
        return RecentSamples(self._database, since)

    def gaps(self, since: datetime) -> list[Gap]:
        """Workspace time after `since` in which nobody read the counters, the oldest first."""
        from . import watched

        return self._database.read_with(lambda connection: watched.read_gaps(connection, since))

    def gauge_spans(
        self, kind: Kind, ids: Sequence[str], measure: str, since: datetime, span: timedelta
    ) -> list[gauges.GaugeSpan]:
        """Readings of one measure of many objects by spans of time, see `gauges.read_spans`. In a thread."""
        from .gauges import read_spans

        return self._database.read_aside(lambda connection: read_spans(connection, kind, ids, measure, since, span))

    def gauges(
        self, kind: Kind, object_id: str, measure: str, since: datetime | None = None, max_points: int = 500
    ) -> list[gauges.GaugeReading]:
        """Readings of a measure: "health" and "sent_today" of a sender, "current_inboxes" of a domain."""
        from . import gauges

        return self._database.read_with(
            lambda connection: gauges.read_gauges(connection, kind, object_id, measure, since, max_points)
        )

    def watched_since(self) -> datetime | None:
        """Workspace time since when the counters have been read, gaps aside; None where they never were."""
        from . import watched

        return self._database.read_with(watched.read_began)

    def feed_states(self) -> Mapping[str, FeedState]:
        """How fresh each feed is, by name."""
        return self._database.read_with(snapshot.read_feed_states)

    def state_since(self, kind: Kind, object_id: str) -> datetime | None:
        """Workspace time since when an object has been seen in its present state, None where it was never seen."""
        from . import states

        return self._database.read_with(lambda connection: states.read_state_since(connection, kind, object_id))

    def changes_between(self, start: datetime, end: datetime) -> list[changes.ConfigChange]:
        """Configuration history from `start` to before `end` (workspace time), oldest first."""
        from . import changes

        return self._database.read_with(lambda connection: changes.read_changes_between(connection, start, end))

    def changes(
        self, kind: Kind | None = None, object_id: str | None = None, limit: int = 100
    ) -> list[changes.ConfigChange]:
        """Configuration history, newest first."""
        from . import changes

        return self._database.read_with(lambda connection: changes.read_changes(connection, kind, object_id, limit))

    def alerts(self) -> list[RememberedFinding]:
        """The findings that stood when they were last judged."""
        return self.findings.last()

    def store(self, refresh: Refresh) -> Applied:
        """Store a refresh in one transaction."""
        from .intake import store_refresh

        return self._database.write(lambda connection: store_refresh(connection, refresh))

    def note_failure(self, feed: str, real: datetime, error: str, requests: int = 0) -> None:
        """Note that a feed failed at `real` (operator's clock) and why; its last good content stays."""
        from . import spent
        from .intake import store_failure

        def work(connection: sqlite3.Connection) -> None:
            store_failure(connection, feed, micros(real), error)
            if requests:
                spent.add_spent(connection, real, requests)

        self._database.write(work)

    def note_missing_requirements(self, campaign_id: str, missing: tuple[str, ...] | None) -> None:
        """Keep what the server last said a campaign lacks for its launch."""
        from .campaign_intake import store_missing_requirements

        self._database.write(lambda connection: store_missing_requirements(connection, campaign_id, missing))

    def spent(self, real: datetime) -> list[float]:
        """Ages in seconds of the requests spent on the key within the last hour, the oldest first, by any console on this file."""
        from . import spent

        return self._database.read_with(lambda connection: spent.read_spent(connection, real))

    def scopes(self, key: str, real: datetime) -> tuple[str, ...] | None:
        """What the key with this digest may do, as the server last said; None where nobody knows (operator's clock)."""
        from . import key_scopes

        return self._database.read_with(lambda connection: key_scopes.read_scopes(connection, key, real))

    def note_scopes(self, key: str, granted: tuple[str, ...] | None, real: datetime) -> None:
        """Remember what the key with this digest may do; None forgets it (operator's clock)."""
        from . import key_scopes

        self._database.write(lambda connection: key_scopes.note_scopes(connection, key, granted, real))

    def columns(self, of: str) -> tuple[str, ...] | None:
        """Keys of the columns that were chosen for the list `of`, None where nobody chose."""
        from . import columns

        return self._database.read_with(lambda connection: columns.read_columns(connection, of))

    def choose_columns(self, of: str, keys: Sequence[str] | None) -> None:
        """Remember the columns chosen for the list `of`; None forgets them."""
        from . import columns

        self._database.write(lambda connection: columns.choose_columns(connection, of, keys))

    def leadership(self) -> Leadership:
        """The lock by which one of several consoles on this file polls for all."""
        from .leadership import Leadership

        return Leadership(self._database.path)

    def note_console(self, console: str, real: datetime, shown: Sequence[consoles.Shown]) -> None:
        """Store what a console shows (operator's clock)."""
        from . import consoles

        self._database.write(lambda connection: consoles.note_console(connection, console, real, shown))

    def note_line(self, note: line.LineNote) -> None:
        """Store whether the API answers, for other consoles on this file."""
        from . import line

        self._database.write(lambda connection: line.write_line(connection, note))

    def line(self) -> line.LineNote | None:
        """Whether the API answers, by the word of the console that polls."""
        from . import line

        return self._database.read_with(line.read_line)

    def follow_file(self) -> None:
        """Go on with the file that is in its place now, where another console set the damaged one aside or somebody removed it."""
        self._database.follow_file()

    def forget_console(self, console: str) -> None:
        """A console ends."""
        from . import consoles

        self._database.write_soon(lambda connection: consoles.forget_console(connection, console))

    def other_consoles(self, besides: str, real: datetime) -> list[consoles.Shown]:
        """What all living consoles but one show."""
        from . import consoles

        return self._database.read_with(lambda connection: consoles.read_consoles(connection, besides, real))

    def forget(self, kind: Kind, object_id: str) -> None:
        """Take an object out of the cache after it was deleted; its history stays."""
        from .intake import remove

        self._database.write(lambda connection: remove(connection, kind, [object_id]))

    def watch_rows(self, now: datetime) -> RowWatch:
        """Tells what changes in the cache from look to look; the first look goes a while back from `now` (workspace time)."""
        from .rows import RowWatch

        return RowWatch(self._database, now)

    def apply(self, tables: Mapping[str, Table], difference: Difference) -> None:
        """Put rows of another cache with these tables into this one. Raises ValueError where they do not fit."""
        from .rows import apply

        apply(self._database, tables, difference)

    def image(self) -> bytes:
        """The whole cache as bytes."""
        return self._database.image()

    def restore(self, image: bytes) -> None:
        """Make a cache in memory what it was when `image` was taken."""
        self._database.restore(image)

    @property
    def openings(self) -> int:
        """How often a file was opened: it grows where a damaged one was set aside."""
        return self._database.openings

    def salvage(self, now: datetime, stop: Event) -> bool:
        """Take over what can be read of damaged files that were set aside (workspace time `now`); `warnings` tell what came of it.

        True where there was one. Takes up to a minute each, or until `stop`: in a thread.
        """
        from .salvage.takeover import damaged_files, take_over

        done = [take_over(self._database, file, now, stop) for file in damaged_files(self._database)]
        self.warnings.extend(one.sentence for one in done if one is not None)
        return any(done)

    def maintain(self, now: datetime) -> int:
        """Thin out old samples (workspace time `now`); returns how many were dropped. Cheap enough to call every few minutes."""
        from .retention import thin

        return self._database.write(lambda connection: thin(connection, now))
