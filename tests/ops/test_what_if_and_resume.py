"""What-if and resume preview: pulled levers move the dates the right way, and nothing else is changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.details import CampaignSettings, InboxQuota, SequenceStep, Variant
from coldsend_tui.ops.forecast import forecast, standing
from coldsend_tui.ops.holdups import holdups
from coldsend_tui.ops.resume import resume_preview
from coldsend_tui.ops.what_if import Levers, WhatIf, possible, pulled, what_if
from coldsend_tui.workspace import Workspace
from tests.ops.rows import NOW, campaign, sender, settings, workspace

STEPS = (
    SequenceStep(2, "NOT_REPLIED", 3, (Variant("A", "", "And?", 100),)),
    SequenceStep(3, "NOT_REPLIED", 4, (Variant("A", "", "Bye", 100),)),
)


def asked(levers: Levers, **changes: Any) -> WhatIf:
    one = campaign(total_leads=3_000)
    setting = settings(**({"steps": STEPS} | changes))
    return what_if(one, setting, workspace(one), NOW, levers)


levers = st.builds(Levers, st.integers(-5, 9), st.integers(-12, 30), st.integers(-9, 15), st.integers(-4, 2))


@given(levers)
def test_levers_stop_at_the_end_of_their_way(pulled_by: Levers) -> None:
    setting = settings(steps=STEPS)
    held = possible(setting, pulled_by)
    changed = pulled(setting, held)
    assert len(changed.inboxes or ()) >= 1
    assert changed.window_start is not None and changed.window_end is not None
    assert (0, 0) <= changed.window_start < changed.window_end <= (24, 0)
    assert 1 <= (changed.daily_limit_per_inbox or 1) <= 100
    assert 0 <= len(changed.steps or ()) <= 2
    assert possible(setting, held) == held


@given(st.integers(0, 6), st.integers(0, 6))
def test_more_room_never_finishes_later(inboxes: int, limit: int) -> None:
    moved = asked(Levers(inboxes=inboxes, limit=limit))
    assert moved.before.p50 is not None and moved.after.p50 is not None
    assert moved.after.p50 <= moved.before.p50
    assert moved.after.first_mails is not None and moved.before.first_mails is not None
    assert moved.after.first_mails <= moved.before.first_mails


def test_levers_at_rest_change_nothing() -> None:
    moved = asked(Levers())
    assert moved.after == moved.before
    assert all(setting.before == setting.after for setting in moved.settings)


def test_a_dropped_step_ends_sooner_and_says_so() -> None:
    moved = asked(Levers(steps=-1))
    assert moved.before.follow_ups is not None and moved.after.follow_ups is not None
    assert moved.after.follow_ups < moved.before.follow_ups
    assert [(one.before, one.after) for one in moved.settings if one.name == "follow-ups"] == [("2", "1")]


def test_a_higher_limit_tells_what_binds_then() -> None:
    assert asked(Levers(limit=7)).bounds == "50 a day: 1 inbox, bound by inbox limit"


def test_last_first_mail_and_last_follow_up_have_their_own_dates() -> None:
    one = campaign(total_leads=700)
    result = forecast(one, settings(steps=STEPS), workspace(one), NOW)
    assert result.first_mails is not None and result.follow_ups is not None and result.p50 is not None
    assert result.first_mails < result.follow_ups <= result.p50
    assert result.first_mails_p90 is not None and result.first_mails_p90 >= result.first_mails


def paused(**changes: Any) -> tuple[Any, CampaignSettings, Workspace]:
    one = campaign(status="PAUSED", **changes)
    return one, settings(steps=STEPS, daily_limit_per_inbox=None), workspace(one)


def test_a_resume_tells_backlog_pace_and_a_ladder() -> None:
    one, setting, world = paused(total_leads=2_000, sent=600)
    preview = resume_preview(one, setting, world, NOW + timedelta(days=10), NOW)
    assert preview.first_mails == 1_400
    assert preview.follow_ups_due is not None and preview.follow_ups_due > 300
    assert preview.per_hour == 15
    assert preview.first_day == 50
    assert [(rung.days, rung.per_inbox) for rung in preview.ladder] == [("on days 1-2", 20), ("from day 5", 50)]


def test_a_slow_past_makes_a_burst() -> None:
    one, setting, world = paused(total_leads=2_000, sent=40)
    preview = resume_preview(one, setting, world, NOW)
    assert preview.bursts
    assert preview.burst is not None and preview.burst > 4


def test_standing_follow_ups_fall_due_after_their_wait() -> None:
    one = campaign(total_leads=600, sent=600, launched_at=NOW - timedelta(days=1))
    stands = standing(one, settings(steps=STEPS), NOW)
    assert stands is not None
    assert stands.overdue == 0
    assert stands.next_due == (NOW + timedelta(days=2)).date()


def named(**given_: Any) -> dict[str, str]:
    one = campaign(**given_.pop("row", {}))
    world = workspace(one, **given_.pop("world", {}))
    setting = settings(**given_.pop("setting", {}))
    return {one_.name: one_.says(NOW) for one_ in holdups(one, setting, world, NOW, **given_)}


def test_every_holdup_has_a_sentence_and_its_clock() -> None:
    assert "does not end by itself" in named(world={"senders": (sender(status="PAUSED"),)})["inboxes"]
    spent = InboxQuota("s1", "s1@acme.example", 50, 30, 30, 0, True, False, None)
    assert named(quotas=(spent,))["limit"].endswith("reset at 00:00 UTC · ends in 7h56m")
    ramp = {"ramp_up": True, "daily_limit_per_inbox": 10, "ramp_up_increment": 5, "ramp_up_max": 40}
    assert "15 mails per inbox and day, 20 from then on · ends in" in named(setting=ramp)["ramp-up"]
    assert "every lead got its mail" in named(row={"total_leads": 600})["leads"]
    due = named(row={"total_leads": 600, "launched_at": NOW - timedelta(days=1)}, setting={"steps": STEPS})
    assert "fall due about 6 Mar · ends in" in due["leads"]


def test_an_oversold_domain_says_when_the_hour_ends() -> None:
    ids = [f"s{n}" for n in range(9)]
    rows = tuple(sender(id, daily_limit=100) for id in ids)
    setting = settings("c1", *ids, daily_limit_per_inbox=100)
    one = campaign()
    found = holdups(one, setting, workspace(one, senders=rows, settings={"c1": setting}), NOW)
    text = next(holdup for holdup in found if holdup.name == "domain-hour").says(NOW)
    assert text.startswith("acme.example: 112 mails an hour planned, 100 go") and text.endswith("ends in 56m")
