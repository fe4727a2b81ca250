"""From a plan to a workspace: things are set up as people would have done it, and the engine lives through the days between."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..changes.audience import Audience
from ..changes.domains import NAMESERVERS
from . import letters
from .people import people
from .plan import CampaignPlan, WorkspacePlan

if TYPE_CHECKING:
    from ..world import World

DAY = 86400
_SERVERS = {
    "GOOGLE_WORKSPACE": ("smtp.gmail.com", 587, "imap.gmail.com", 993),
    "OUTLOOK_365": ("smtp.office365.com", 587, "outlook.office365.com", 993),
}  # behaviour.md §11
_PAST = ("mails", "opens", "replies", "hard_bounces", "policy_bounces", "unsubscribes", "complaints")


def live(world: World, plan: WorkspacePlan, until: int) -> None:
    """Build what the plan says and let its history happen up to `until`."""
    senders = _set_up(world, plan, until)
    deeds: list[tuple[int, int, Callable[[], object]]] = []

    def at(days_before: float, deed: Callable[[], object]) -> None:
        deeds.append((max(world.now, until - round(days_before * DAY)), len(deeds), deed))

    reached = 0
    for campaign in plan.campaigns:
        created = plan.history_days if campaign.launched is None else campaign.launched + 0.4
        begin = _Campaign(world, campaign, senders, reached, until)
        at(min(created, plan.history_days) if campaign.launched is not None else 1.5, begin.create)
        if campaign.launched is not None:
            at(campaign.launched, begin.launch)
        if campaign.paused is not None:
            at(campaign.paused, begin.pause)
        if campaign.archived is not None:
            at(campaign.archived, begin.archive)
        reached += campaign.leads
    for days_before, place, status in plan.status_changes:
        at(days_before, lambda place=place, status=status: world.dashboard.set_sender_status(senders[place], status))  # type: ignore[misc]
    for moment, _, deed in sorted(deeds, key=lambda entry: entry[:2]):
        world.advance_to(moment)
        deed()
    world.advance_to(until)
    _answers_read(world, until)


def _answers_read(world: World, until: int) -> None:
    """Somebody keeps the inbox: answers older than a day have been read, all but a few."""
    db = world.db
    db.execute("UPDATE thread SET is_read = 1 WHERE last_message_at < ? AND id % 29 > 0", (until - DAY,))
    db.execute("UPDATE message SET is_read = 1 WHERE thread_id IN (SELECT id FROM thread WHERE is_read = 1)")


class _Campaign:
    """One campaign's deeds."""

    def __init__(self, world: World, plan: CampaignPlan, senders: list[int], first_person: int, until: int) -> None:
        self.world, self.plan, self.senders, self.first_person, self.until = world, plan, senders, first_person, until
        self.id = 0

    def create(self) -> None:
        world, plan = self.world, self.plan
        start, end = plan.window
        fields = {
            "name": plan.name, "timezone": plan.zone, "sending_window_start": start, "sending_window_end": end,
            "enable_tracking": plan.tracked, "enable_click_tracking": plan.clicks, "daily_limit_per_inbox": plan.cap,
        }  # fmt: skip
        if plan.starts is not None:
            fields["start_date"] = self.until - round(plan.starts * DAY)
        if plan.ramp is not None:
            fields |= {"ramp_up_enabled": True, "ramp_up_increment": plan.ramp[0], "ramp_up_max_limit": plan.ramp[1]}
        audience = Audience(plan.open_rate, plan.reply_rate, plan.remove_me)
        self.id = world.campaigns.create(fields, audience=audience)
        content: dict[str, object] = {}
        if plan.leads:
            content["variants"] = letters.variants(plan.topic, plan.offer, plan.variants, html=plan.tracked)
            content["sequences"] = letters.follow_ups(plan.steps, html=plan.tracked)
            filename = f"{plan.name.split(',')[0].lower().replace(' ', '-')}.csv"
            world.leads.add_batch(self.id, filename, people(self.first_person, plan.leads), bad_share=plan.bad_share)
        if plan.senders:
            content["inbox_ids"] = [self.senders[place] for place in plan.senders]
        if content:
            world.campaigns.update(self.id, content)
        if plan.branch is not None:
            world.branches.create(
                self.id,
                {
                    "label": plan.branch.label,
                    "trigger_type": plan.branch.trigger,
                    "trigger_params": plan.branch.params,
                    "steps": [
                        {
                            "wait_seconds": wait,
                            "variants": [{"variant_name": "A", "subject": "Re: our talk", "body": body, "weight": 100}],
                        }
                        for wait, body in plan.branch.steps
                    ],
                },
            )

    def launch(self) -> None:
        self.world.campaigns.update(self.id, {"launch": True})

    def pause(self) -> None:
        self.world.campaigns.pause(self.id)

    def archive(self) -> None:
        if (
            self.world.db.execute("SELECT status FROM campaign WHERE id = ?", (self.id,)).fetchone()["status"]
            == "ACTIVE"
        ):
            self.world.campaigns.pause(self.id)
        self.world.campaigns.archive(self.id)


def _set_up(world: World, plan: WorkspacePlan, until: int) -> list[int]:
    """Domains and senders, older than the history; gives the senders' ids in the order of the plan."""
    domains = {}
    for domain in plan.domains:
        since = until - round(domain.hours * 3600)
        domains[domain.name] = world.domains.insert(
            "domain",
            {
                "domain_name": domain.name, "status": domain.status, "state_since": since, "created_at": since - 3600, "updated_at": since,
                "next_stage_at": None if domain.ready_in is None else until + domain.ready_in,
                "dns_live_at": None if domain.status == "DNS_PENDING" else since - 1800,
                "nameservers": json.dumps(NAMESERVERS), "mailcow_added": int(domain.status == "ACTIVE"),
                "cloudflare_verified": int(domain.status in ("ACTIVE", "SERVICES_CONFIGURING", "FAILED")), "max_inboxes": 5,
            },
        )  # fmt: skip
    senders = []
    for sender in plan.senders:
        host = sender.email.rpartition("@")[2]
        servers = _SERVERS.get(sender.kind, (f"smtp.{host}", 587, f"imap.{host}", 993))
        own = {
            "smtp_host": servers[0], "smtp_port": servers[1], "smtp_username": sender.email, "smtp_use_tls": 1,
            "imap_host": servers[2], "imap_port": servers[3], "imap_username": sender.email, "imap_use_ssl": 1,
        }  # fmt: skip
        senders.append(
            world.senders.insert(
                "inbox",
                {
                    "email_address": sender.email, "display_name": sender.name, "inbox_type": sender.kind, "overall_status": sender.status,
                    "daily_limit": sender.limit, "domain_id": domains.get(host), "created_at": until - (plan.history_days + 25) * DAY,
                    **dict(zip(_PAST, sender.past, strict=True)), **({} if sender.kind == "COLDSEND" else own),
                },
            )
        )  # fmt: skip
    return senders
