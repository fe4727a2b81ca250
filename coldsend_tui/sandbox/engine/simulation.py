"""The engine itself: all that is about to happen in one queue, taken in order of time, one slice of time in one transaction.

The history does not depend on where slices end: everything a later event needs is either in the database or derived from it
by a pure function, and every draw belongs to its lead and step.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush
from sqlite3 import Connection
from typing import Any

from ..database import transaction
from ..transitions import SYSTEM, Status
from . import parameters as p
from .chance import Chance
from .fate import Outcome
from .ledger import Ledger
from .loading import bad_address_threshold, load_active, load_campaign, load_domain, load_inbox
from .outcomes import tell
from .roster import LEAD_COLUMNS, Campaign, Domain, Inbox, Lead
from .sending import attempt
from .setup import Worker, next_setup_at, run_setup
from .windows import NEVER

SETUP, START, SEND = 0, len(Outcome) + 1, len(Outcome) + 2  # order of happenings of one second; outcomes stand between
READ_AHEAD = 6 * p.HOUR  # follow-ups are read this far beyond the slice
MOST_READ_AHEAD = 256  # leads of a campaign
LEADS_KEPT = 50_000


class Simulation:
    """One world's engine. `run` moves it on; `forget` is called after anything else wrote to the database."""

    def __init__(self, db: Connection, seed: int, workers: Mapping[str, Worker]) -> None:
        """`workers` move the jobs, by kind."""
        self.db = db
        self._workers = workers
        self.chance = Chance(seed)
        self.ledger = Ledger()
        self._plain = db.cursor()
        self._plain.row_factory = None
        self._slice_end = 0
        self._queue: list[tuple[int, int, int, int]] = []
        self.forget()

    def forget(self) -> None:
        """Drop what is held in memory."""
        self.campaigns: dict[int, Campaign | None] = {}
        self.inboxes: dict[int, Inbox] = {}
        self.domains: dict[int, Domain] = {}
        self.leads: dict[int, Lead] = {}
        self._mails: dict[int, list[Any]] = {}
        self._queue.clear()
        self._blocked: set[int] = set()
        self._bad_addresses: dict[int | None, int] = {}
        self._horizon = -1
        self._loaded = False

    def run(self, start: int, end: int) -> None:
        """Let everything in (start, end] happen, in one transaction."""
        try:
            with transaction(self.db):
                self._next_mail: int = self.db.execute("SELECT mail_count FROM world").fetchone()[0]
                self._slice_end = end
                self._load(start, end)
                queue = self._queue
                while queue and queue[0][0] <= end:
                    at, order, first, second = heappop(queue)
                    if order == SEND:
                        inbox = self.inboxes[first]
                        if inbox.next_look == at:
                            inbox.next_look = attempt(self, inbox, at)
                            if inbox.next_look < NEVER:
                                heappush(queue, (inbox.next_look, SEND, first, 0))
                    elif order == SETUP:
                        self._set_up(at)
                    elif order == START:
                        self._start(first, at)
                    else:
                        tell(self, at, order, first, second)
                self.ledger.write(self.db)
                self.db.execute("DELETE FROM outcome WHERE due_at <= ?", (end,))
                self.db.execute("UPDATE world SET now = ?, mail_count = ?", (end, self._next_mail))
        except BaseException:
            self.ledger = Ledger()
            self.forget()
            raise
        self._mails.clear()
        if len(self.leads) > LEADS_KEPT:
            self.leads = {lead.id: lead for c in self.campaigns.values() if c for lead in c.pending}

    # -- what the parts of the engine call ---------------------------------------------------------------------------------

    def new_mail_id(self) -> int:
        """The next mail's row."""
        self._next_mail += 1
        return self._next_mail

    def lead(self, lead_id: int) -> Lead:
        """A lead, from memory or from the database."""
        lead = self.leads.get(lead_id)
        if lead is None:
            row = self._plain.execute(f"SELECT {LEAD_COLUMNS} FROM lead WHERE id = ?", (lead_id,)).fetchone()
            lead = self.leads[lead_id] = Lead(row)
        return lead

    def mail(self, mail_id: int) -> list[Any]:
        """A mail's row in the order of the table; of this slice it may be changed in place."""
        mail = self.ledger.mails.get(mail_id) or self._mails.get(mail_id)
        if mail is None:
            mail = list(self._plain.execute("SELECT * FROM mail WHERE id = ?", (mail_id,)).fetchone())
            self._mails[mail_id] = mail
        return mail

    def campaign(self, campaign_id: int) -> Campaign | None:
        """A campaign in any state; None if it was deleted."""
        if campaign_id not in self.campaigns:
            self.campaigns[campaign_id] = load_campaign(self.db, campaign_id)
        return self.campaigns[campaign_id]

    def inbox(self, inbox_id: int) -> Inbox:
        """An inbox in any state."""
        inbox = self.inboxes.get(inbox_id)
        if inbox is None:
            row = self.db.execute("SELECT * FROM inbox WHERE id = ?", (inbox_id,)).fetchone()
            inbox = self.inboxes[inbox_id] = load_inbox(row, load_domain(self.db, row["domain_id"], self.domains))
        return inbox

    def bad_addresses(self, batch_id: int | None) -> int:
        """Which share of a batch's addresses does not exist, as a threshold."""
        if batch_id not in self._bad_addresses:
            self._bad_addresses[batch_id] = bad_address_threshold(self.db, batch_id)
        return self._bad_addresses[batch_id]

    def expect(self, due_at: int, mail_id: int, outcome: int, lead_id: int) -> None:
        """An outcome that will come of a mail."""
        if due_at <= self._slice_end:
            heappush(self._queue, (due_at, outcome, mail_id, lead_id))
        else:
            self.ledger.outcomes.append((due_at, mail_id, outcome, lead_id))

    def plan(self, campaign: Campaign, lead: Lead, due_at: int | None, now: int, *, node_id: int | None = None) -> None:
        """Set when a lead's next mail is due (None: never) and which branch node it comes from (None: the MAIN chain)."""
        if (lead.next_due_at is None) != (due_at is None):
            campaign.due_left += 1 if due_at is not None else -1
            self.ledger.campaigns.add(campaign)
        lead.next_due_at, lead.node_id = due_at, node_id
        self.ledger.leads.add(lead)
        if due_at is None:
            self.settle(campaign, now)
        elif due_at <= self._horizon and campaign.status == "ACTIVE":
            self._enqueue(campaign, lead.id, lead.inbox_id, due_at, now)

    def use_domain_hour(self, domain: Domain, now: int) -> bool:
        """Take one mail out of a native domain's clock hour. False if there is none left: the mail is rejected."""
        hour = now // p.HOUR
        if domain.hour != hour:
            domain.hour, domain.mails, domain.rejected = hour, 0, 0
        allowed = domain.mails < p.DOMAIN_HOUR_LIMIT
        if allowed:
            domain.mails += 1
        else:
            domain.rejected += 1
        self.ledger.used(domain)
        return allowed

    def next_pending(self, campaign: Campaign, now: int) -> Lead | None:
        """The next lead to be contacted, in the order in which they came. Suppressed people are passed over for good."""
        while campaign.pending_left:
            if not campaign.pending:
                self._read_pending(campaign)
                if not campaign.pending:
                    return None
            lead = campaign.pending.popleft()
            if lead.status != "PENDING":
                continue
            if lead.id not in self._blocked:
                return lead
            self.suppress(campaign, lead, now)
        return None

    def suppress(self, campaign: Campaign, lead: Lead, now: int) -> None:
        """A lead whose person must not be written to: waiting leads fail, planned follow-ups are dropped."""
        if lead.status == "PENDING":
            lead.status, lead.delivery_status = "FAILED", "suppressed"
            campaign.pending_left -= 1
            self.ledger.count(campaign, "failed_count")
            self.ledger.leads.add(lead)
            self.settle(campaign, now)
        elif lead.next_due_at is not None:
            self.plan(campaign, lead, None, now)

    def settle(self, campaign: Campaign, now: int) -> None:
        """Complete a campaign when every lead is processed and no follow-up is due."""
        if campaign.status == "ACTIVE" and not campaign.pending_left and not campaign.due_left:
            self._end(campaign, Status.COMPLETED, now, None)

    # -- the queue ---------------------------------------------------------------------------------------------------------

    def _load(self, start: int, end: int) -> None:
        if not self._loaded:
            self._load_roster(start)
            self._loaded = True
        if end > self._horizon:
            self._load_due(end + READ_AHEAD, start)
        if self.db.execute("SELECT 1 FROM outcome WHERE due_at <= ? LIMIT 1", (end,)).fetchone():
            self._load_outcomes(end)

    def _load_roster(self, start: int) -> None:
        for campaign in load_active(self.db):
            self.campaigns[campaign.id] = campaign
            self.inboxes |= campaign.assigned
            if campaign.starts_at > start:
                heappush(self._queue, (campaign.starts_at, START, campaign.id, 0))
        for inbox in self.inboxes.values():
            if inbox.domain is not None:
                self.domains[inbox.domain.id] = inbox.domain
            if inbox.campaigns:
                self._nudge(inbox, start)
        setup_at = next_setup_at(self.db)
        if setup_at is not None:
            heappush(self._queue, (max(setup_at, start), SETUP, 0, 0))
        for active in list(self.campaigns.values()):
            if active is not None and active.starts_at <= start:
                self.settle(active, start)

    def _load_due(self, until: int, now: int) -> None:
        since, self._horizon = self._horizon, until
        for campaign in self.campaigns.values():
            if campaign is None or campaign.status != "ACTIVE" or not campaign.due_left:
                continue
            rows = self._plain.execute(
                f"SELECT {LEAD_COLUMNS} FROM lead WHERE campaign_id = ? AND next_due_at > ? AND next_due_at <= ? ORDER BY next_due_at, id",
                (campaign.id, since, until),
            ).fetchall()
            for row in rows:
                lead = self.leads.get(row[0])
                if lead is None:
                    lead = self.leads[row[0]] = Lead(row)
                self._enqueue(campaign, lead.id, lead.inbox_id, lead.next_due_at or now, now)

    def _load_outcomes(self, end: int) -> None:
        plain = self._plain
        leads = plain.execute(
            f"SELECT {LEAD_COLUMNS} FROM lead WHERE id IN (SELECT lead_id FROM outcome WHERE due_at <= ?)", (end,)
        )
        for row in leads:
            if row[0] not in self.leads:
                self.leads[row[0]] = Lead(row)
        for row in plain.execute(
            "SELECT * FROM mail WHERE id IN (SELECT mail_id FROM outcome WHERE due_at <= ?)", (end,)
        ):
            self._mails[row[0]] = list(row)
        for entry in plain.execute("SELECT due_at, kind, mail_id, lead_id FROM outcome WHERE due_at <= ?", (end,)):
            heappush(self._queue, entry)

    def _read_pending(self, campaign: Campaign) -> None:
        rows = self._plain.execute(
            f"SELECT {', '.join('l.' + c for c in LEAD_COLUMNS.split(', '))}, c.is_unsubscribed OR c.is_bounced FROM lead l "
            "JOIN contact c ON c.id = l.contact_id WHERE l.campaign_id = ? AND l.status = 'PENDING' AND l.id > ? ORDER BY l.id LIMIT ?",
            (campaign.id, campaign.read_up_to, campaign.read_ahead),
        ).fetchall()
        campaign.read_ahead = min(2 * campaign.read_ahead, MOST_READ_AHEAD)
        for row in rows:
            lead = self.leads.get(row[0])
            if lead is None:
                lead = self.leads[row[0]] = Lead(row[:-1])
            campaign.read_up_to = row[0]
            campaign.pending.append(lead)
            if row[-1]:
                self._blocked.add(lead.id)

    def _enqueue(self, campaign: Campaign, lead_id: int, inbox_id: int | None, due_at: int, now: int) -> None:
        inbox = campaign.assigned.get(inbox_id or 0)
        if inbox is None:  # its inbox is gone: another one of the campaign goes on
            if not campaign.inboxes:
                return
            inbox = campaign.inboxes[lead_id % len(campaign.inboxes)]
        heappush(inbox.due[campaign.id], (due_at, lead_id))
        if inbox.campaigns:
            self._nudge(inbox, max(due_at, now))

    def _nudge(self, inbox: Inbox, at: int) -> None:
        at = max(at, inbox.free_at)
        if at < inbox.next_look:
            inbox.next_look = at
            heappush(self._queue, (at, SEND, inbox.id, 0))

    def _set_up(self, at: int) -> None:
        """Domains, jobs, inboxes under validation. They change what can be sent, so the memory is loaded anew."""
        self.ledger.write(self.db)
        run_setup(self.db, at, self._workers)
        rest = [entry for entry in self._queue if SETUP < entry[1] < START]
        self.forget()
        for entry in rest:
            heappush(self._queue, entry)
        self._load_roster(at)
        self._loaded = True
        self._load_due(self._slice_end + READ_AHEAD, at)

    def _start(self, campaign_id: int, at: int) -> None:
        """The moment a campaign with a start date begins: it fails if nothing could send it."""
        campaign = self.campaigns[campaign_id]
        if campaign is None or campaign.status != "ACTIVE":
            return
        if not any(inbox.active for inbox in campaign.assigned.values()):
            self._end(campaign, Status.FAILED, at, "No active sender account was left when sending should have started")
        else:
            self.settle(campaign, at)

    def _end(self, campaign: Campaign, status: Status, at: int, failure: str | None) -> None:
        assert (campaign.status, status) in SYSTEM
        campaign.status = status
        for inbox in campaign.inboxes:
            inbox.campaigns.remove(campaign)
        campaign.inboxes.clear()
        self.db.execute(
            "UPDATE campaign SET status = ?, updated_at = ?, completed_at = ?, failure = ? WHERE id = ?",
            (str(status), at, at if status is Status.COMPLETED else None, failure, campaign.id),
        )
        self.ledger.event(at, status.lower(), campaign.id, None, None, None, failure)
