"""What happens to campaigns by themselves and on request: completion, failure, pausing, branches, archiving."""

from __future__ import annotations

import pytest

from coldsend_tui.sandbox.changes.audience import Audience
from coldsend_tui.sandbox.problems import Refused
from coldsend_tui.sandbox.transitions import TRANSITIONS, Move, Status, target
from coldsend_tui.sandbox.world import World
from tests.sandbox.engine import worlds

KEEN = Audience(0.95, 0.25, 0.0)


def status(world: World, campaign: int) -> str:
    return str(world.db.execute("SELECT status FROM campaign WHERE id = ?", (campaign,)).fetchone()["status"])


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", Status)
def test_every_move_from_every_state(move: Move, state: Status) -> None:
    if state in TRANSITIONS[move]:
        assert target(move, state) is TRANSITIONS[move][state]
    else:
        with pytest.raises(Refused, match=str(state)):
            target(move, state)


def test_it_completes_when_the_last_follow_up_is_out() -> None:
    world = worlds.empty()
    campaign = worlds.campaign(world, worlds.native(world, "ann"), leads=5, steps=[("NOT_REPLIED", 2)])
    world.advance(24)
    assert status(world, campaign) == "ACTIVE"
    world.advance(48)
    assert status(world, campaign) == "COMPLETED"
    mails = world.db.execute("SELECT step, count(*) FROM mail GROUP BY step ORDER BY step").fetchall()
    assert tuple(mails[0]) == (1, 5)
    assert mails[1]["step"] == 2


def test_it_fails_when_nothing_can_send_at_its_start() -> None:
    world = worlds.empty()
    inbox = worlds.native(world, "ann")[0]
    campaign = worlds.campaign(world, [inbox], start_date="2026-09-15T12:00:00Z")
    world.dashboard.set_sender_status(inbox, "DISABLED")
    world.advance(24)
    assert status(world, campaign) == "ACTIVE"
    world.advance(24)
    assert status(world, campaign) == "FAILED"


def test_paused_senders_stall_a_started_campaign_without_failing_it() -> None:
    world = worlds.empty()
    inbox = worlds.native(world, "ann")[0]
    campaign = worlds.campaign(world, [inbox], leads=200)
    world.advance(12)
    world.dashboard.set_sender_status(inbox, "PAUSED")
    sent = world.db.execute("SELECT count(*) FROM mail").fetchone()[0]
    world.advance(48)
    assert (status(world, campaign), world.db.execute("SELECT count(*) FROM mail").fetchone()[0]) == ("ACTIVE", sent)


def test_nothing_leaves_while_paused_and_it_goes_on_where_it_stopped() -> None:
    world = worlds.empty()
    campaign = worlds.campaign(world, worlds.native(world, "ann"), leads=60)
    world.advance(10.5)
    world.campaigns.pause(campaign)
    paused_at = world.now
    before = world.db.execute("SELECT max(lead_id), count(*) FROM mail").fetchone()
    world.advance(24)
    assert tuple(world.db.execute("SELECT max(lead_id), count(*) FROM mail").fetchone()) == tuple(before)
    world.campaigns.activate(campaign)
    world.advance(48)
    assert (
        world.db.execute("SELECT min(lead_id) FROM mail WHERE sent_at > ?", (paused_at,)).fetchone()[0] == before[0] + 1
    )
    assert status(world, campaign) == "COMPLETED"
    worlds.check(world)


def test_triggers_judge_what_was_recorded() -> None:
    world = worlds.empty()
    inboxes = worlds.native(world, "ann bob")
    steps = [("OPENED_BUT_NOT_REPLIED", 1), ("NOT_OPENED", 1)]
    worlds.campaign(world, inboxes, leads=80, steps=steps, audience=Audience(0.5, 0.05), enable_tracking=True)
    blind = worlds.campaign(
        world, inboxes, leads=40, first=500, steps=steps, audience=Audience(0.9, 0.01), enable_tracking=False
    )
    world.advance(24 * 6)
    for mail in world.db.execute("SELECT * FROM mail WHERE step > 1").fetchall():
        opened = world.db.execute(
            "SELECT 1 FROM event WHERE kind = 'opened' AND lead_id = ? AND at <= ?", (mail["lead_id"], mail["sent_at"])
        ).fetchone()
        assert bool(opened) == (mail["step"] == 2)
    steps_of_blind = {
        row["step"] for row in world.db.execute("SELECT DISTINCT step FROM mail WHERE campaign_id = ?", (blind,))
    }
    assert steps_of_blind == {1, 3}, "without tracking nothing is ever opened"


def test_an_interested_answer_pulls_a_lead_into_its_branch() -> None:
    world = worlds.empty()
    campaign = worlds.campaign(
        world, worlds.native(world, "ann bob"), leads=80, steps=[("NOT_REPLIED", 3)], audience=KEEN, launch=False
    )
    step = {
        "wait_seconds": 3600,
        "variants": [{"variant_name": "A", "subject": "Two times", "body": "Tuesday or Thursday?", "weight": 100}],
    }
    late = {**step, "condition_type": "NOT_REPLIED"}
    branch = world.branches.create(
        campaign, {"trigger_type": "INTENT_TAG", "trigger_params": {"tag_names": ["Interested"]}, "steps": [step, late]}
    )
    world.campaigns.update(campaign, {"launch": True})
    world.advance(24 * 6)
    enrolled = world.db.execute(
        "SELECT count(*), count(completed_at) FROM enrollment WHERE branch_id = ?", (branch,)
    ).fetchone()
    assert enrolled[0] == enrolled[1] > 0
    sent = world.db.execute("SELECT count(*), count(DISTINCT lead_id) FROM mail WHERE node_id IS NOT NULL").fetchone()
    assert tuple(sent) == (enrolled[0], enrolled[0]), "one mail each: a negative condition never holds inside a branch"
    figures = world.reads.branch_analytics(campaign)[0]
    assert (figures["enrolled_count"], figures["sent_count"]) == (enrolled[0], sent[0])
    worlds.check(world)


def test_leads_are_moved_by_hand_once() -> None:
    world = worlds.empty()
    campaign = worlds.campaign(world, worlds.native(world, "ann"), leads=6, launch=False)
    step = {"wait_seconds": 0, "variants": [{"body": "A word from the branch.", "weight": 100}]}
    branch = world.branches.create(
        campaign, {"trigger_type": "KEYWORD", "trigger_params": {"phrases": ["x"]}, "steps": [step]}
    )
    node = world.reads.branch(branch)["nodes"][0]["id"]
    enrolled, skipped = world.branches.move(campaign, [1, 2, 3], node)
    assert (len(enrolled), skipped) == (3, [])
    assert world.branches.move(campaign, [3, 4], node)[1] == [3]
    with pytest.raises(Refused, match="entry edge"):
        world.branches.move(campaign, [5], world.uid("branch", branch))
    world.campaigns.update(campaign, {"launch": True})
    world.advance(24)
    assert [row["node_id"] is not None for row in world.db.execute("SELECT node_id FROM mail ORDER BY lead_id")] == [
        True
    ] * 4 + [False] * 2
    assert status(world, campaign) == "COMPLETED"
    worlds.check(world)


def test_an_archived_campaign_takes_in_nothing_and_frees_its_inboxes() -> None:
    world = worlds.empty()
    campaign = worlds.campaign(world, worlds.native(world, "ann"), leads=120, audience=KEEN)
    world.advance(14)
    world.campaigns.pause(campaign)
    world.campaigns.archive(campaign)
    before = worlds.tables(world)["message"]
    world.advance(24 * 5)
    assert worlds.tables(world)["message"] == before
    assert world.db.execute("SELECT count(*) FROM campaign_inbox").fetchone()[0] == 0
    assert world.db.execute("SELECT count(*) FROM outcome").fetchone()[0] == 0


def test_deleting_takes_everything_along() -> None:
    world = worlds.empty()
    inboxes = worlds.native(world, "ann")
    kept = worlds.campaign(world, inboxes, leads=20)
    gone = worlds.campaign(world, inboxes, leads=20, first=300)
    world.advance(24)
    world.campaigns.pause(gone) if status(world, gone) == "ACTIVE" else world.campaigns.archive(gone)
    world.campaigns.delete(gone)
    for table in ("lead", "mail", "thread", "variant", "lead_batch", "step_count"):
        assert {row["campaign_id"] for row in world.db.execute(f"SELECT DISTINCT campaign_id FROM {table}")} <= {kept}
    world.advance(48)
    worlds.check(world)


def test_editing_follows_the_state() -> None:
    world = worlds.empty()
    campaign = worlds.campaign(world, worlds.native(world, "ann"), leads=30, steps=[("NOT_REPLIED", 2)])
    with pytest.raises(Refused, match="Pause it first"):
        world.campaigns.update(campaign, {"name": "Another name"})
    world.advance(12)
    world.campaigns.pause(campaign)
    with pytest.raises(Refused, match="sequence_edits"):
        world.campaigns.update(campaign, {"sequences": []})
    sent_words = world.reads.mail_text(1)
    world.campaigns.update(campaign, {"variants": [{**worlds.LETTER, "subject_template": "Changed"}]})
    assert world.reads.mail_text(1) == sent_words
    step = world.db.execute("SELECT id FROM sequence").fetchone()["id"]
    world.campaigns.update(
        campaign,
        {
            "sequence_edits": [
                {"action": "delete", "sequence_id": world.uid("sequence", step)},
                {
                    "action": "add",
                    "step_number": 3,
                    "trigger_type": "NOT_REPLIED",
                    "wait_days": 1,
                    "variants": [{"email_content": "Once more, hello."}],
                },
            ]
        },
    )
    world.campaigns.activate(campaign)
    world.advance(24 * 4)
    assert {row["step"] for row in world.db.execute("SELECT step FROM mail")} == {1, 3}
    worlds.check(world)


def test_a_follow_up_goes_on_under_the_subject_that_the_lead_has_read() -> None:
    world = worlds.empty()
    letter = {
        **worlds.LETTER,
        "subject_template": "A {{short|quick|small}} {{word|line|note}} on {{dn_day_name}}, {{first_name}}",
    }
    worlds.campaign(world, worlds.native(world, "ann bob"), leads=40, steps=[("NOT_REPLIED", 1)], variants=[letter])
    world.advance(24 * 4)
    mails = world.db.execute("SELECT id, lead_id, step FROM mail ORDER BY id").fetchall()
    first = {mail["lead_id"]: world.reads.mail_text(mail["id"])[0] for mail in mails if mail["step"] == 1}
    assert len({" ".join(subject.split()[:3]) for subject in first.values()}) > 6  # of nine
    followed = [mail for mail in mails if mail["step"] == 2]
    assert followed
    for mail in followed:
        assert world.reads.mail_text(mail["id"])[0] == f"Re: {first[mail['lead_id']]}"
