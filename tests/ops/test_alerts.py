from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from coldsend_tui.ops.alerts import hushed, judge
from coldsend_tui.ops.findings import Finding, Quiet, Reach, Severity, Verdict
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.workspace import Campaign, WaitingReplies, Workspace
from tests.ops.rows import NOW, campaign, domain, feeds, sample, sender, settings, workspace


def verdict_on(world: Workspace, **more: Any) -> Verdict:
    return judge(world, now=NOW, real=NOW, **more)


def rules(findings: Iterable[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def only(world: Workspace, rule: str, **more: Any) -> Finding:
    found = [finding for finding in verdict_on(world, **more).findings if finding.rule == rule]
    assert len(found) == 1, rules(verdict_on(world, **more).findings)
    return found[0]


def test_a_healthy_workspace_is_ok_and_says_nothing() -> None:
    verdict = verdict_on(workspace(campaign()))
    assert (verdict.level, verdict.findings, verdict.blind) == (Level.OK, (), ())
    assert verdict.headline == "OK"
    assert verdict.age == timedelta(seconds=14)


def test_figures_from_the_future_have_no_known_age() -> None:
    world = workspace(campaign())
    verdict = judge(world, now=NOW, real=NOW - timedelta(hours=1))
    assert verdict.level is Level.UNKNOWN
    assert verdict.reason == "the counters are dated 59m after this machine's clock"
    assert judge(world, now=NOW, real=NOW - timedelta(seconds=40)).level is Level.OK


def test_a_proven_bounce_rate_is_critical_and_offers_a_pause() -> None:
    finding = only(workspace(campaign(sent=200, bounced=12)), "campaign.bounce")
    assert finding.severity is Severity.CRIT
    assert (finding.value, finding.limit, finding.action) == ("12/200 6.0 %", "> 3 %", Transition.PAUSE)
    assert finding.reach == Reach(1, 1, 1_800)
    assert finding.since == NOW


def test_bounces_of_a_stopped_campaign_harm_nobody() -> None:
    assert only(workspace(campaign(status="PAUSED", sent=200, bounced=12)), "campaign.bounce").severity is Severity.INFO
    assert rules(verdict_on(workspace(campaign(status="COMPLETED", sent=200, bounced=12))).findings) == []


def test_few_bounces_prove_nothing() -> None:
    assert verdict_on(workspace(campaign(sent=31, bounced=1))).findings == ()


def test_a_failed_campaign_names_the_servers_reasons() -> None:
    world = workspace(campaign(status="FAILED"), settings={"c1": settings(missing_requirements=("inboxes", "leads"))})
    finding = only(world, "campaign.failed")
    assert finding.severity is Severity.CRIT
    assert finding.evidence[0] == "the server names: inboxes, leads"


def test_an_unknown_state_is_told_and_not_judged() -> None:
    verdict = verdict_on(workspace(campaign(status="ARCHIVING")))
    assert rules(verdict.findings) == ["campaign.state"]
    assert verdict.level is Level.OK


@pytest.mark.parametrize(
    ("age", "severity", "limit"),
    [(timedelta(minutes=61), Severity.WARN, "> 1h"), (timedelta(hours=25), Severity.CRIT, "> 1d")],
)
def test_a_domain_stuck_in_its_setup(age: timedelta, severity: Severity, limit: str) -> None:
    stuck = domain(status="DNS_PENDING", state_since=NOW - age)
    finding = only(workspace(campaign(), domains=(stuck,)), "domain.stuck")
    assert (finding.severity, finding.limit, finding.since) == (severity, limit, NOW - age)
    assert finding.reach == Reach(1, 1, 1_400)


def test_a_failed_domain_is_critical() -> None:
    assert only(workspace(domains=(domain(status="FAILED"),)), "domain.failed").severity is Severity.CRIT


def test_a_domain_still_in_time_is_left_alone() -> None:
    young = domain(status="DNS_PENDING", state_since=NOW - timedelta(minutes=20))
    assert verdict_on(workspace(domains=(young,))).findings == ()


def test_a_sender_at_its_limit_waits_as_it_should() -> None:
    finding = only(workspace(campaign(), senders=(sender(sent_today=50),)), "sender.limit")
    assert (finding.severity, finding.object_id, finding.value) == (Severity.INFO, "s1", "1 of 1 at limit")
    assert finding.evidence == ("s1@acme.example 50/50", "waiting: Campaign c1")
    assert finding.reach.text == "1 campaign · 1 inbox · 1,400 leads left"


def test_used_up_limits_are_one_finding_and_bury_no_fault() -> None:
    """An evening on which most accounts are done: what is wrong still comes first and counts alone."""
    spent = [sender(f"s{at}", sent_today=50) for at in range(15)]
    world = workspace(
        campaign("c1", sent=1_000), campaign("c2"), senders=(*spent, sender("off", status="PAUSED"), sender("free")),
        settings={"c1": settings("c1", "off"), "c2": settings("c2", "s1", "free")},
    )  # fmt: skip
    verdict = verdict_on(world)
    assert verdict.headline == "WARN 2"
    assert rules(verdict.findings) == ["campaign.stalled", "sender.paused", "sender.limit"]
    limit = verdict.findings[-1]
    assert (limit.name, limit.value, limit.object_id) == ("15 sender accounts", "15 of 16 at limit", "")
    assert limit.evidence[0].endswith("and 7 more") and len(limit.evidence) == 1


def test_a_campaign_waits_only_while_its_window_is_open_and_leads_are_left() -> None:
    full = (sender(sent_today=50),)
    night = settings(window_start=(0, 0), window_end=(5, 0))
    for world in (
        workspace(campaign(), senders=full, settings={"c1": night}),
        workspace(campaign(total_leads=600), senders=full),
        workspace(campaign(status="PAUSED"), senders=full),
        workspace(campaign(), senders=full, settings={}),
    ):
        assert only(world, "sender.limit").evidence == ("s1@acme.example 50/50",)


def test_a_sender_that_is_held_back_below_its_limit_is_a_warning_while_used() -> None:
    world = workspace(campaign(), senders=(sender(sent_today=12, rate_limited=True),))
    finding = only(world, "sender.throttled")
    assert (finding.severity, finding.value) == (Severity.WARN, "rate limited at 12/50")
    assert only(world._replace(campaigns=()), "sender.throttled").severity is Severity.INFO
    assert rules(verdict_on(workspace(senders=(sender(sent_today=50, rate_limited=True),))).findings) == [
        "sender.limit"
    ]


@pytest.mark.parametrize("status", ["PAUSED", "DISABLED"])
def test_a_sender_held_up_matters_only_while_used(status: str) -> None:
    two = settings("c1", "s1", "s2")
    world = workspace(campaign(), settings={"c1": two}, senders=(sender("s1", status=status), sender("s2")))
    assert only(world, "sender.paused").severity is Severity.WARN
    idle = workspace(campaign(status="PAUSED"), settings={"c1": two}, senders=(sender("s1", status=status),))
    assert verdict_on(idle).findings == ()


def test_poor_health_is_critical_while_the_sender_sends() -> None:
    assert only(workspace(senders=(sender(health=40),)), "sender.health").severity is Severity.CRIT
    assert verdict_on(workspace(senders=(sender(health=40, status="PENDING"),))).findings == ()


@pytest.mark.parametrize(
    ("hours", "severity"), [(3.9, None), (4.1, Severity.WARN), (23.9, Severity.WARN), (288, Severity.CRIT)]
)
def test_a_positive_reply_that_nobody_opened(hours: float, severity: Severity | None) -> None:
    world = workspace(campaign(), waiting=WaitingReplies(4, NOW - timedelta(hours=hours), 19, 19))
    found = [finding for finding in verdict_on(world).findings if finding.rule == "replies.waiting"]
    assert [finding.severity for finding in found] == [severity] * (severity is not None)


def test_waiting_replies_say_how_many_how_long_and_of_how_many() -> None:
    finding = only(workspace(waiting=WaitingReplies(4, NOW - timedelta(days=12), 200, 340)), "replies.waiting")
    assert (finding.name, finding.value, finding.limit) == ("4 positive replies", "oldest waits 12d", "> 1d")
    assert finding.evidence[0].startswith("200 of 340 unread conversations looked at")
    assert finding.reach.text == "at least 4 people"
    assert verdict_on(workspace(waiting=WaitingReplies(0, None, 5, 5))).findings == ()
    opened = workspace(waiting=WaitingReplies(4, NOW - timedelta(days=12), 19, 19), unread_replies=0)
    assert verdict_on(opened).findings == ()


def test_a_campaign_without_a_usable_inbox_is_stalled() -> None:
    world = workspace(campaign(), senders=(sender(status="PAUSED"),))
    finding = only(world, "campaign.stalled")
    assert finding.value == "ACTIVE, no ACTIVE inbox"
    assert finding.evidence[1] == "its inboxes: 1 PAUSED"


def test_no_send_in_an_open_window_is_a_stall() -> None:
    world = workspace(campaign(sent=600))
    quiet = {"c1": [sample(90, 580), sample(45.5, 600)]}
    assert only(world, "campaign.stalled", recent=quiet).value == "ACTIVE, no send 45m"
    assert verdict_on(world, recent={"c1": [sample(45, 580), sample(20, 600)]}).findings == ()


def test_no_change_since_the_watch_began_is_a_stall_too() -> None:
    world = workspace(campaign(sent=600))
    assert only(world, "campaign.stalled", recent_since=NOW - timedelta(hours=1)).value == "ACTIVE, no send 59m"


def test_old_counters_prove_no_stall() -> None:
    world = workspace(campaign(sent=600), feeds=feeds(timedelta(minutes=10)))
    assert verdict_on(world, recent_since=NOW - timedelta(minutes=35)).findings == ()
    fast = workspace(campaign(sent=600), feeds=feeds(timedelta(seconds=20)))
    assert verdict_on(fast, recent_since=NOW - timedelta(minutes=40), speed=60.0).findings == ()


def test_a_shut_window_is_a_normal_wait() -> None:
    night = settings(window_start=(0, 0), window_end=(5, 0))
    world = workspace(campaign(sent=600), settings={"c1": night})
    assert verdict_on(world, recent_since=NOW - timedelta(hours=2)).findings == ()


def test_running_out_of_leads() -> None:
    last = only(workspace(campaign(sent=1_990)), "campaign.runway")
    assert (last.severity, last.value) == (Severity.WARN, "10 leads, 0.3 days")
    assert only(workspace(campaign(sent=1_940)), "campaign.runway").severity is Severity.INFO
    assert verdict_on(workspace(campaign(sent=1_900))).findings == ()


def test_worst_comes_first_then_the_widest_reach() -> None:
    world = workspace(
        campaign("c1", sent=200, bounced=12, total_leads=500),
        campaign("c2", sent=200, bounced=12, total_leads=5_000),
        campaign("c3", sent=200, bounced=9),
        domains=(domain(status="FAILED"),),
    )
    findings = verdict_on(world).findings
    assert [(f.severity.name, f.object_id) for f in findings] == [
        ("CRIT", "d1"), ("CRIT", "c2"), ("CRIT", "c1"), ("WARN", "c3"),
    ]  # fmt: skip
    assert verdict_on(world).headline == "CRIT 3 · WARN 1"


def test_findings_keep_the_time_they_were_first_made() -> None:
    before = NOW - timedelta(minutes=38)
    world = workspace(campaign(sent=200, bounced=12))
    assert only(world, "campaign.bounce", first_seen={("campaign.bounce", "c1"): before}).since == before


@pytest.mark.parametrize(
    ("known", "reason"),
    [({}, "nothing has been read yet"), (feeds(timedelta(minutes=22)), "the counters are 22m old")],
)
def test_old_or_missing_data_allows_no_verdict(known: dict[str, Any], reason: str) -> None:
    verdict = verdict_on(workspace(campaign(sent=200, bounced=12), feeds=known))
    assert (verdict.level, verdict.headline, verdict.reason) == (Level.UNKNOWN, "UNKNOWN", reason)
    assert rules(verdict.findings) == ["campaign.bounce"]


def test_what_cannot_be_seen_is_said() -> None:
    verdict = verdict_on(workspace(campaign(), settings={}, feeds=feeds(timedelta(), "analytics")))
    assert verdict.blind == (
        "sender accounts have not been read",
        "domains have not been read",
        "settings of 1 ACTIVE campaign have not been read",
    )


def test_a_reach_that_is_partly_known_says_at_least() -> None:
    world = workspace(campaign("c1"), campaign("c2"), settings={"c1": settings()}, senders=(sender(sent_today=50),))
    assert only(world, "sender.limit").reach.text == "at least 1 campaign · 1 inbox · at least 1,400 leads left"


def test_ten_thousand_campaigns_are_judged_by_their_counters() -> None:
    def row(number: int) -> Campaign:
        return campaign(f"c{number}", sent=200, bounced=12 if number % 1_000 == 0 else 2)

    world = workspace(*map(row, range(10_000)), settings={})
    assert verdict_on(world).crit == 10


def test_what_is_quiet_stands_last_and_does_not_count() -> None:
    world = workspace(
        campaign("c1", sent=200, bounced=12), campaign("c2", status="FAILED"), campaign("c3", sent=200, bounced=9)
    )
    verdict = verdict_on(world)
    assert verdict.headline == "CRIT 2 · WARN 1"
    note = Quiet(NOW + timedelta(hours=1), "known")
    keys = [("campaign.bounce", "c1"), ("campaign.failed", "c2"), ("campaign.bounce", "c3")]
    one = hushed(verdict, {keys[0]: (Severity.CRIT, note)})
    assert one.headline == "CRIT 1 · WARN 1 · 1 snoozed"
    assert one.findings[-1].key == keys[0] and one.findings[-1].quiet == note
    every = hushed(one, dict.fromkeys(keys, (Severity.CRIT, note)))
    assert (every.level, every.headline, every.worst) == (Level.OK, "OK · 3 snoozed", None)
    assert hushed(every, {}) == verdict


def test_what_became_worse_than_it_was_when_it_was_quieted_speaks() -> None:
    verdict = verdict_on(workspace(campaign(sent=200, bounced=12)))
    quiet = {("campaign.bounce", "c1"): (Severity.WARN, Quiet(None, ""))}
    assert hushed(verdict, quiet) == verdict


def test_old_data_allows_no_verdict_whatever_is_quiet() -> None:
    verdict = verdict_on(workspace(campaign(sent=200, bounced=12), feeds={}))
    assert hushed(verdict, {("campaign.bounce", "c1"): (Severity.CRIT, Quiet(None, ""))}).headline == "UNKNOWN"
