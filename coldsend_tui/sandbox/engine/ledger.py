"""What happened in one slice of time, gathered in memory and written in one go inside the slice's transaction."""

from __future__ import annotations

from sqlite3 import Connection
from typing import Any

from .roster import Campaign, Domain, Inbox, Lead

_COUNTERS = ("sent_count", "open_count", "reply_count", "bounce_count", "unsubscribe_count", "failed_count")
_COUNT = f"UPDATE campaign SET {', '.join(f'{name} = {name} + ?' for name in _COUNTERS)}, pending_count = ?, due_count = ? WHERE id = ?"
_LEAD = (
    "UPDATE lead SET inbox_id = ?, status = ?, sequence_step = ?, next_due_at = ?, node_id = ?, last_contacted_at = ?, "
    "opened_at = ?, replied_at = ?, unsubscribed = ?, delivery_status = ? WHERE id = ?"
)
_INBOX = (
    "UPDATE inbox SET next_free_at = ?, sent_day = ?, sent_today = ?, mails = mails + ?, opens = opens + ?, replies = replies + ?, "
    "hard_bounces = hard_bounces + ?, policy_bounces = policy_bounces + ?, unsubscribes = unsubscribes + ?, complaints = complaints + ? "
    "WHERE id = ?"
)
_DAY = (
    "INSERT INTO day_count (day, sent, opened, replied, bounced) VALUES (?, ?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET "
    "sent = sent + excluded.sent, opened = opened + excluded.opened, replied = replied + excluded.replied, bounced = bounced + excluded.bounced"
)
_STEP = (
    "INSERT INTO step_count (campaign_id, step, node_id, opened, replied) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (campaign_id, step, node_id) DO UPDATE SET opened = opened + excluded.opened, "
    "replied = replied + excluded.replied"
)
# What is counted from the slice's own mails, given the first of them.
_FROM_MAILS = (
    "INSERT INTO inbox_day (day, inbox_id, campaign_id, mails) "
    "SELECT sent_at / 86400, inbox_id, campaign_id, count(*) FROM mail WHERE id >= ? AND NOT rejected GROUP BY 1, 2, 3 "
    "ON CONFLICT (day, inbox_id, campaign_id) DO UPDATE SET mails = mails + excluded.mails",
    "INSERT INTO step_count (campaign_id, step, node_id, mails) "
    "SELECT campaign_id, step, coalesce(node_id, 0), count(*) FROM mail WHERE id >= ? AND NOT rejected GROUP BY 1, 2, 3 "
    "ON CONFLICT (campaign_id, step, node_id) DO UPDATE SET mails = mails + excluded.mails",
    "INSERT INTO day_count (day, mails, sent) "
    "SELECT sent_at / 86400, count(*), sum(step = 1) FROM mail WHERE id >= ? AND NOT rejected GROUP BY 1 "
    "ON CONFLICT (day) DO UPDATE SET mails = mails + excluded.mails, sent = sent + excluded.sent",
    "UPDATE campaign SET mail_count = mail_count + n FROM "
    "(SELECT campaign_id, count(*) AS n FROM mail WHERE id >= ? AND NOT rejected GROUP BY 1) WHERE campaign.id = campaign_id",
)
_HOUR = "INSERT OR REPLACE INTO domain_hour (hour, domain_id, mails, rejected) VALUES (?, ?, ?, ?)"
_MAIL = (
    "INSERT INTO mail (id, campaign_id, lead_id, inbox_id, step, node_id, variant_id, variant_index, sent_at, rejected, opened_at, "
    "replied_at, bounced_at, bounce_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# Places in a mail's row.
MAIL_STEP, MAIL_NODE, MAIL_VARIANT, MAIL_SENT_AT, MAIL_OPENED, MAIL_REPLIED, MAIL_BOUNCED, MAIL_CODE = (
    4,
    5,
    6,
    8,
    10,
    11,
    12,
    13,
)
SENT, OPENED, REPLIED, BOUNCED = range(4)  # places in a day's counts


class Ledger:
    """One slice's facts."""

    def __init__(self) -> None:
        self.mails: dict[int, list[Any]] = {}
        self.first_mails: dict[int, list[Any]] = {}  # those of them that are a lead's first, by lead
        self.leads: set[Lead] = set()
        self.inboxes: set[Inbox] = set()
        self.campaigns: set[Campaign] = set()
        self.domain_hours: dict[tuple[int, int], tuple[int, int]] = {}
        self.days: dict[int, list[int]] = {}
        self.steps: dict[tuple[int, int, int], list[int]] = {}
        self.outcomes: list[tuple[int, int, int, int]] = []
        self.events: list[tuple[Any, ...]] = []
        self.clicks: list[tuple[Any, ...]] = []
        self.mail_changes: list[tuple[str, int, int]] = []
        self.mail_codes: list[tuple[str, int]] = []
        self.contact_flags: list[tuple[str, int]] = []

    def count(self, campaign: Campaign, counter: str, by: int = 1) -> None:
        """Add to one of a campaign's counters."""
        campaign.added[counter] = campaign.added.get(counter, 0) + by
        self.campaigns.add(campaign)

    def day(self, moment: int) -> list[int]:
        """What is added to the UTC day of a moment, beside its mails."""
        day = moment // 86400
        counts = self.days.get(day)
        if counts is None:
            counts = self.days[day] = [0] * 4
        return counts

    def step(self, campaign_id: int, step: int, node_id: int) -> list[int]:
        """Opened and answered mails of one step of a campaign."""
        key = (campaign_id, step, node_id)
        counts = self.steps.get(key)
        if counts is None:
            counts = self.steps[key] = [0, 0]
        return counts

    def event(
        self,
        at: int,
        kind: str,
        campaign: int | None,
        lead: int | None,
        inbox: int | None,
        mail: int | None = None,
        detail: str | None = None,
    ) -> None:
        """Something for the log."""
        self.events.append((at, kind, campaign, lead, inbox, mail, detail))

    def used(self, domain: Domain) -> None:
        """A native domain's present hour changed."""
        self.domain_hours[domain.hour, domain.id] = (domain.mails, domain.rejected)

    def write(self, db: Connection) -> None:
        """Write everything and forget it. The caller holds the transaction."""
        many = db.executemany
        if self.mails:
            many(_MAIL, self.mails.values())
            for query in _FROM_MAILS:
                db.execute(query, (next(iter(self.mails)),))
        for column in ("opened_at", "replied_at", "bounced_at"):
            rows = [(at, mail) for name, at, mail in self.mail_changes if name == column]
            if rows:
                many(f"UPDATE mail SET {column} = ? WHERE id = ?", rows)
        many("UPDATE mail SET bounce_code = ? WHERE id = ?", self.mail_codes)
        many(
            "INSERT OR REPLACE INTO outcome (due_at, mail_id, kind, lead_id) VALUES (?, ?, ?, ?)", sorted(self.outcomes)
        )
        many(
            _LEAD,
            [
                (
                    lead.inbox_id, lead.status, lead.step, lead.next_due_at, lead.node_id, lead.last_contacted_at, lead.opened_at,
                    lead.replied_at, lead.unsubscribed, lead.delivery_status, lead.id,
                )
                for lead in self.leads
            ],
        )  # fmt: skip
        many(
            "INSERT INTO event (at, kind, campaign_id, lead_id, inbox_id, mail_id, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
            self.events,
        )
        many(
            "INSERT INTO click (campaign_id, lead_id, mail_id, step, link_index, original_url, at, is_bot) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            self.clicks,
        )
        for column in sorted({name for name, _ in self.contact_flags}):
            many(
                f"UPDATE contact SET {column} = 1 WHERE id = ?",
                [(i,) for name, i in self.contact_flags if name == column],
            )
        many(
            _COUNT,
            [(*(c.added.get(name, 0) for name in _COUNTERS), c.pending_left, c.due_left, c.id) for c in self.campaigns],
        )
        many(_INBOX, [(i.free_at, i.day, i.sent, *i.counts, i.id) for i in self.inboxes])
        many(_HOUR, [(*key, *counts) for key, counts in self.domain_hours.items()])
        many(_DAY, [(day, *counts) for day, counts in self.days.items()])
        many(_STEP, [(*key, *counts) for key, counts in self.steps.items()])
        for campaign in self.campaigns:
            campaign.added.clear()
        for inbox in self.inboxes:
            inbox.counts[:] = [0] * 7
        Ledger.__init__(self)
