"""Editing and creating campaigns on a real server: every rule of behaviour.md §7, and what goes wrong in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from hypothesis import Phase, given, settings

from coldsend_tui.actions.edits import Held, held, plan_create, plan_edit
from coldsend_tui.actions.guard import guarded
from coldsend_tui.actions.outcome import Fate
from coldsend_tui.actions.plan import Plan
from coldsend_tui.actions.record import Record
from coldsend_tui.actions.recovery import unfinished, verify
from coldsend_tui.campaign_file.compare import compare, rebased
from coldsend_tui.campaign_file.content import CampaignFile, Clock, FollowUp, MailVariant, Window
from coldsend_tui.campaign_file.template import STARTER, copy_of
from coldsend_tui.config import GuardRules
from coldsend_tui.errors import ExitCode
from coldsend_tui.live import feeds
from coldsend_tui.ops.lifecycle import State
from tests.actions.desk import Desk, desk_over
from tests.campaign_file.files import campaign_files
from tests.sandbox.local import LocalSandbox

A = MailVariant("A", 60, "Hello {{first_name}}", "Hi {{first_name}},\r\n\"this\" is 'it'.\n-- \nSam", "Direct", "html")
B = MailVariant("B", 40, "Hey", "A body of the second kind \\ with '''quotes'''", None, "plaintext")
STEP = FollowUp(2, "NOT_REPLIED", 3, None, (MailVariant("A", 100, "", "Any thoughts on this?", None, "plaintext"),))
LATER = STEP._replace(step=3, wait_days=5, unsubscribe=False)
FULL = CampaignFile(name="Rules of editing", variants=(A, B), follow_ups=(STEP, LATER))


@pytest.fixture
async def desk(make_sandbox: Callable[..., LocalSandbox]) -> AsyncIterator[Desk]:
    async with desk_over(make_sandbox(scale="medium")) as desk:
        await desk.session.reread(feeds.ANALYTICS, feeds.SENDERS)
        yield desk


def inboxes(desk: Desk) -> dict[str, str]:
    """Ids of sender accounts that can send, by address."""
    return {sender.email.lower(): sender.id for sender in desk.store.senders() if sender.status == "ACTIVE"}


async def now(desk: Desk, id: str) -> Held:
    """The campaign as the server has it."""
    return held(await desk.client.campaigns.get(id))


async def campaign_in(desk: Desk, status: str) -> Held:
    """A campaign with two variants and two follow-ups, in `status`."""
    two = tuple(sorted(inboxes(desk)))[:2]
    outcome = await desk.run(plan_create(replace(FULL, inboxes=two), inbox_ids=inboxes(desk)))
    assert outcome.ok, outcome.lines()
    id = outcome.items[0].id
    if status == State.DRAFT:
        return await now(desk, id)
    lead = await desk.sandbox.call("POST", f"/campaigns/{id}/leads/manual", json={"email": "pat@example.com"})
    assert lead.status_code in (200, 201), lead.text
    await desk.client.campaigns.launch(id)
    if status == State.PAUSED:
        await desk.client.campaigns.pause(id)
    return await now(desk, id)


def edit(desk: Desk, was: Held, **changes: Any) -> Plan:
    """A plan to change some fields."""
    return plan_edit(was, replace(was.file, **changes), inbox_ids=inboxes(desk))


def body_of(plan: Plan) -> dict[str, Any]:
    """What the only item would send."""
    (item,) = plan.items
    return dict(item.sends.body)  # type: ignore[attr-defined]


SETTINGS: list[dict[str, Any]] = [
    {"name": "Another good name"},
    {"timezone": "Europe/Berlin"},
    {"sending_days": (1, 7)},
    {"sending_window": Window(Clock(0, 15), Clock(24, 0))},
    {"daily_limit_per_inbox": 30},
    {"ramp_up_enabled": True, "ramp_up_increment": 5, "ramp_up_max_limit": 80},
    {"enable_tracking": True, "enable_click_tracking": True, "enable_unsubscribe": False},
]
CONTENT: list[dict[str, Any]] = [
    {"variants": (A._replace(share=70), B._replace(share=30, body="Completely another body"))},
    {"variants": (A._replace(share=0), B._replace(share=60), B._replace(name="C", share=40))},
    {"follow_ups": (STEP, LATER._replace(wait_days=9, unsubscribe=True))},
    {"follow_ups": (STEP._replace(trigger="NOT_OPENED", variants=(B._replace(name="A", share=100),)), LATER)},
    {"follow_ups": (STEP, LATER, LATER._replace(step=4, unsubscribe=None))},
    {"follow_ups": (LATER,)},
    {"follow_ups": ()},
]


@pytest.mark.parametrize("status", ["DRAFT", "PAUSED", "ACTIVE"])
async def test_every_group_of_fields_can_be_changed_in_every_open_state(desk: Desk, status: str) -> None:
    was = await campaign_in(desk, status)
    for changes in (*SETTINGS, *CONTENT, {"inboxes": was.file.inboxes[:1]}):
        wanted = replace(was.file, **changes)
        if status != "DRAFT" and "variants" in changes:
            names = {variant.name for variant in wanted.variants}
            gone = [variant._replace(share=0) for variant in was.file.variants if variant.name not in names]
            wanted = replace(wanted, variants=tuple(sorted((*wanted.variants, *gone), key=lambda v: v.name)))
        plan = plan_edit(was, wanted, inbox_ids=inboxes(desk))
        assert [item.action for item in plan.items] == (
            ["pause", "edit", "activate"] if status == "ACTIVE" else ["edit"]
        ), (status, changes, plan.refusals)
        outcome = await desk.run(plan)
        assert outcome.ok, (status, changes, outcome.lines())
        was = await now(desk, was.file.id)
        assert was.status == status
        assert compare(wanted, was.file) == ()
        assert plan_edit(was, wanted, inbox_ids=inboxes(desk)).items == ()
    assert all(result == "done" for _, _, result in desk.results())
    assert desk.store.journal.verify() > 0


@pytest.mark.parametrize("status", ["COMPLETED", "FAILED", "ARCHIVED"])
async def test_closed_states_are_refused_here_and_by_the_server(desk: Desk, status: str) -> None:
    row = desk.campaigns(status)[0]
    was = await now(desk, row.id)
    plan = edit(desk, was, name="Another good name")
    assert not plan.runnable
    assert plan.refusals[0].reason
    assert "copy it as a new campaign" in plan.refusals[0].instead
    answer = await desk.sandbox.call("PUT", f"/campaigns/{row.id}", json={"name": "Another good name"})
    assert answer.status_code == 400


FORMS = {
    "settings": {"name": "Another good name"},
    "variants": {"variants": [{"subject_template": "S", "email_content": "A long enough body"}]},
    "sequences": {"sequences": []},
    "sequence_edits": {"sequence_edits": []},
}
ALLOWED = {
    "DRAFT": {"settings", "variants", "sequences"},
    "PAUSED": {"settings", "variants", "sequence_edits"},
    "ACTIVE": set(),
    "COMPLETED": set(),
    "FAILED": set(),
    "ARCHIVED": set(),
}


@pytest.mark.parametrize("status", list(ALLOWED))
@pytest.mark.parametrize("form", list(FORMS))
async def test_the_forms_we_send_are_the_ones_the_state_allows(desk: Desk, status: str, form: str) -> None:
    """The table of behaviour.md §7: the server takes a form exactly where our plans would use it."""
    if status in ("DRAFT", "PAUSED", "ACTIVE"):
        id = (await campaign_in(desk, status)).file.id
    else:
        id = desk.campaigns(status)[0].id
    body: Any = FORMS[form]
    if form == "variants" and status == "PAUSED":
        body = {"variants": [{**body["variants"][0], "distribution_percent": 60}]}
    answer = await desk.sandbox.call("PUT", f"/campaigns/{id}", json=body)
    assert (answer.status_code == 200) is (form in ALLOWED[status]), (status, form, answer.text)
    was = await now(desk, id)
    if status not in ("DRAFT", "PAUSED"):
        return
    steps = (LATER._replace(step=5),)
    changed = replace(was.file, follow_ups=steps, name="Yet another name", variants=_other_texts(was))
    used = set(body_of(plan_edit(was, changed, inbox_ids=inboxes(desk))))
    assert used == {"name", "variants", "sequences" if status == "DRAFT" else "sequence_edits"}


def _other_texts(was: Held) -> tuple[MailVariant, ...]:
    return tuple(variant._replace(body="Other words, all of them") for variant in was.file.variants)


async def test_only_what_differs_is_sent(desk: Desk) -> None:
    was = await campaign_in(desk, "DRAFT")
    assert body_of(edit(desk, was, daily_limit_per_inbox=20)) == {"daily_limit_per_inbox": 20}
    limited = await now(desk, was.file.id)
    assert body_of(edit(desk, limited, start_date=None, name="A name of its own")) == {"name": "A name of its own"}
    paused = await campaign_in_again(desk)
    body = body_of(edit(desk, paused, follow_ups=(STEP, LATER._replace(wait_days=6))))
    assert body == {
        "sequence_edits": [{"action": "edit", "sequence_id": paused.sequence_ids[3], "wait_days": 6}],
    }
    swapped = body_of(edit(desk, paused, follow_ups=(STEP, LATER._replace(step=4))))["sequence_edits"]
    assert [part["action"] for part in swapped] == ["delete", "add"]


async def campaign_in_again(desk: Desk) -> Held:
    """A PAUSED one beside the first, under another name."""
    outcome = await desk.run(
        plan_create(replace(FULL, name="Rules again", inboxes=tuple(inboxes(desk))[:1]), inbox_ids=inboxes(desk))
    )
    id = outcome.items[0].id
    await desk.sandbox.call("POST", f"/campaigns/{id}/leads/manual", json={"email": "kim@example.com"})
    await desk.client.campaigns.launch(id)
    await desk.client.campaigns.pause(id)
    return await now(desk, id)


@pytest.mark.parametrize("status", ["PAUSED", "ACTIVE"])
async def test_a_variant_cannot_be_taken_away_after_the_launch(desk: Desk, status: str) -> None:
    was = await campaign_in(desk, status)
    plan = edit(desk, was, variants=(A._replace(share=100),))
    assert not plan.runnable
    assert "variant B cannot be removed" in plan.refusals[0].reason
    assert "share = 0" in plan.refusals[0].reason


async def test_the_last_inbox_stays(desk: Desk) -> None:
    plan = edit(desk, await campaign_in(desk, "DRAFT"), inboxes=())
    assert "last inbox" in plan.refusals[0].reason


async def test_what_cannot_be_addressed_is_refused(desk: Desk) -> None:
    was = await campaign_in(desk, "PAUSED")
    plan = edit(desk, was, inboxes=("nobody@acme.example",))
    assert plan.refusals[0].reason == "there is no sender account nobody@acme.example"
    assert plan_create(replace(STARTER, inboxes=("nobody@acme.example",)), inbox_ids={}).refusals
    unnamed = was._replace(sequence_ids={2: "", 3: ""})
    assert "does not tell the id of follow-up 2" in edit(desk, unnamed, follow_ups=(LATER,)).refusals[0].reason
    assert edit(desk, unnamed, daily_limit_per_inbox=20).runnable


async def test_read_only_plans_nothing(desk: Desk) -> None:
    was = await campaign_in(desk, "DRAFT")
    plan = plan_edit(was, replace(was.file, name="Never to be seen"), inbox_ids={}, read_only="no scope")
    assert plan.refusals[0].reason == "no scope"
    assert plan_create(STARTER, inbox_ids={}, read_only=True).refusals


async def test_what_somebody_else_wrote_is_not_overwritten(desk: Desk) -> None:
    was = await campaign_in(desk, "DRAFT")
    plan = edit(desk, was, daily_limit_per_inbox=20)
    await desk.client.campaigns.update(was.file.id, daily_limit_per_inbox=77)
    outcome = await desk.run(plan)
    (item,) = outcome.items
    assert item.fate is Fate.REFUSED
    assert "daily_limit_per_inbox none → 77" in item.detail
    assert "nothing was overwritten" in item.detail
    assert (await now(desk, was.file.id)).file.daily_limit_per_inbox == 77
    assert desk.count("PUT", was.file.id) == 2  # the creation's, and the other person's


async def test_a_change_meanwhile_is_taken_in_and_told(desk: Desk) -> None:
    was = await campaign_in(desk, "DRAFT")
    wanted = replace(was.file, daily_limit_per_inbox=20, variants=(A._replace(subject="Mine"), B))
    await desk.client.campaigns.update(was.file.id, enable_tracking=True, name="Theirs, by now")
    theirs = await now(desk, was.file.id)
    merged = rebased(was.file, wanted, theirs.file)
    assert (merged.enable_tracking, merged.name, merged.daily_limit_per_inbox) == (True, "Theirs, by now", 20)
    plan = plan_edit(theirs, merged, inbox_ids={}, meanwhile=compare(was.file, theirs.file))
    assert "changed on the server while you wrote: name" in plan.warnings[0]
    assert (await desk.run(plan)).ok
    assert (await now(desk, was.file.id)).file == merged


async def test_an_active_campaign_that_was_paused_meanwhile_is_left_alone(desk: Desk) -> None:
    was = await campaign_in(desk, "ACTIVE")
    plan = edit(desk, was, daily_limit_per_inbox=20)
    await desk.client.campaigns.pause(was.file.id)
    outcome = await desk.run(plan)
    assert [item.fate for item in outcome.items] == [Fate.REFUSED, Fate.CANCELLED, Fate.CANCELLED]
    assert "it is PAUSED, not ACTIVE" in outcome.summary


async def test_if_the_edit_fails_the_campaign_stays_paused_and_it_is_said(desk: Desk) -> None:
    was = await campaign_in(desk, "ACTIVE")
    gone = {"gone@acme.example": "00000000-0000-4000-8000-000000000000"}
    outcome = await desk.run(plan_edit(was, replace(was.file, inboxes=("gone@acme.example",)), inbox_ids=gone))
    assert [item.fate for item in outcome.items] == [Fate.DONE, Fate.REFUSED, Fate.CANCELLED]
    assert (outcome.exit_code, outcome.standing) == (ExitCode.PARTIAL, "PAUSED")
    assert "edit was refused" in outcome.summary
    assert outcome.summary.endswith("It stays PAUSED")
    assert (await now(desk, was.file.id)).status == "PAUSED"
    assert [(action, result) for _, action, result in desk.results()[-3:]] == [
        ("pause", "done"),
        ("edit", "refused"),
        ("activate", "cancelled"),
    ]


async def test_if_the_fate_of_the_edit_is_unknown_nothing_is_resumed(desk: Desk) -> None:
    was = await campaign_in(desk, "ACTIVE")
    desk.sandbox.faults("503 on updateCampaign")  # until the circuit opens: not even a reading is possible
    outcome = await desk.run(edit(desk, was, daily_limit_per_inbox=20))
    assert [item.fate for item in outcome.items] == [Fate.DONE, Fate.UNKNOWN, Fate.CANCELLED]
    assert outcome.summary.endswith("It stays PAUSED")
    assert await desk.state_of(was.file.id) == "PAUSED"


async def test_stopping_after_the_pause_says_where_it_stands(desk: Desk) -> None:
    was = await campaign_in(desk, "ACTIVE")
    stop = asyncio.Event()
    plan = edit(desk, was, daily_limit_per_inbox=20)
    outcome = await desk.run(plan, stop=stop, on_progress=lambda _: stop.set())
    assert [item.fate for item in outcome.items] == [Fate.DONE, Fate.CANCELLED, Fate.CANCELLED]
    assert outcome.summary.endswith("It stays PAUSED")
    assert await desk.state_of(was.file.id) == "PAUSED"


async def test_the_strictest_rule_of_any_step_counts_and_steps_are_one_object(desk: Desk) -> None:
    plan = edit(desk, await campaign_in(desk, "ACTIVE"), daily_limit_per_inbox=20)
    assert guarded(plan, GuardRules({"edit": "deny"})).items == ()
    assert guarded(plan, GuardRules({"pause": "allow"}, max_bulk=1)) == plan
    typed = guarded(plan, GuardRules({"activate": "type"})).confirmation
    assert typed.word == "Rules of editing"


async def test_a_lost_answer_is_read_and_not_sent_again(desk: Desk) -> None:
    was = await campaign_in(desk, "PAUSED")
    puts = desk.count("PUT", was.file.id)
    desk.sandbox.faults("cut on updateCampaign")
    outcome = await desk.run(edit(desk, was, follow_ups=(STEP,)))
    (item,) = outcome.items
    assert (item.fate, item.verified) == (Fate.DONE, True)
    assert "no answer came" in item.detail
    assert desk.count("PUT", was.file.id) == puts + 1  # sequence edits are sent once


async def test_what_the_server_changes_by_itself_is_told(desk: Desk) -> None:
    was = await campaign_in(desk, "DRAFT")
    plan = edit(desk, was, daily_limit_per_inbox=20)
    world = desk.sandbox.world

    def meddle(request: httpx.Request) -> None:
        if request.method == "PUT":
            world.db.execute(
                "UPDATE campaign SET enable_unsubscribe = 0 WHERE id = ?", (world.find("campaign", was.file.id),)
            )

    desk.tap.before = meddle
    outcome = await desk.run(plan)
    assert outcome.ok
    assert "the server changed by itself: enable_unsubscribe on → off" in outcome.summary


async def test_an_accepted_write_that_changed_nothing_is_a_failure(desk: Desk) -> None:
    was = await campaign_in(desk, "DRAFT")
    plan = edit(desk, was, daily_limit_per_inbox=20)
    world = desk.sandbox.world
    sent: list[str] = []

    def undo(request: httpx.Request) -> None:
        if sent:
            world.db.execute("UPDATE campaign SET daily_limit_per_inbox = NULL WHERE name = ?", (was.file.name,))
        sent.extend([request.method] if request.method == "PUT" else [])

    desk.tap.before = undo
    outcome = await desk.run(plan)
    assert outcome.items[0].fate is Fate.FAILED
    assert "the server accepted it, but nothing of it changed" in outcome.summary


async def test_what_a_launch_still_lacks_is_known_after_an_edit(desk: Desk) -> None:
    outcome = await desk.run(plan_create(replace(STARTER, name="Not ready yet"), inbox_ids={}))
    id = outcome.items[0].id
    settings = desk.store.campaign_settings(id)
    assert settings is not None
    assert settings.missing_requirements == ("leads", "inboxes")
    was = await now(desk, id)
    assert (await desk.run(edit(desk, was, inboxes=tuple(inboxes(desk))[:1]))).ok
    settings = desk.store.campaign_settings(id)
    assert settings is not None
    assert settings.missing_requirements == ("leads",)


async def test_creation_is_one_plan_and_reads_back_whole(desk: Desk) -> None:
    wanted = replace(STARTER, name="Made from the starter", inboxes=tuple(inboxes(desk))[:2])
    plan = plan_create(wanted, inbox_ids=inboxes(desk))
    assert [item.action for item in plan.items] == ["create", "edit"]
    outcome = await desk.run(plan)
    assert outcome.summary == "Created Made from the starter"
    made = await now(desk, outcome.items[0].id)
    assert (made.status, compare(wanted, made.file)) == ("DRAFT", ())
    first = desk.store.journal.entries()[-1]
    assert (first.action, first.before, first.result) == ("create", "not there", "done")
    assert first.after.startswith("DRAFT #")
    copied = copy_of(made.file)
    assert (await desk.run(plan_create(copied, inbox_ids=inboxes(desk)))).ok
    assert len(desk.tap.requests) > 0


async def test_a_creation_whose_answer_is_lost_is_found_by_its_name_and_filled(desk: Desk) -> None:
    wanted = replace(STARTER, name="Made in the dark")
    desk.sandbox.faults("cut on createCampaign")
    outcome = await desk.run(plan_create(wanted, inbox_ids={}))
    assert outcome.ok, outcome.lines()
    assert desk.count("POST", "/campaigns") == 1
    assert compare(wanted, (await now(desk, outcome.items[1].id)).file) == ()


async def test_a_creation_that_did_not_happen_is_not_sent_again(desk: Desk) -> None:
    desk.sandbox.faults("timeout on createCampaign")
    outcome = await desk.run(plan_create(replace(STARTER, name="Never made at all"), inbox_ids={}))
    assert outcome.items[1].fate is Fate.CANCELLED
    assert desk.count("POST", "/campaigns") == 1
    made = (await desk.sandbox.get("/campaigns", search="Never made at all"))["campaigns"]
    assert (outcome.items[0].fate is Fate.FAILED) is (not made)


async def test_a_name_that_exists_is_refused_before_anything_is_sent(desk: Desk) -> None:
    await campaign_in(desk, "DRAFT")
    before = desk.count("POST", "/campaigns")
    outcome = await desk.run(plan_create(FULL, inbox_ids={}))
    assert outcome.items[0].fate is Fate.REFUSED
    assert "exists already" in outcome.summary
    assert desk.count("POST", "/campaigns") == before
    assert plan_create(FULL, inbox_ids={}, taken=True).refusals[0].instead == "choose another name"


async def test_after_a_kill_the_digest_tells_whether_an_edit_was_done(desk: Desk) -> None:
    was = await campaign_in(desk, "DRAFT")
    plan = edit(desk, was, daily_limit_per_inbox=20)
    for sent, fate in ((False, Fate.FAILED), (True, Fate.DONE)):
        await Record.open(plan, desk.store, desk.clock, profile="test", actor="tester")
        if sent:
            await desk.client.campaigns.update(was.file.id, daily_limit_per_inbox=20)
        left = unfinished(desk.store)
        assert left[0].item.sends is None
        (result,) = await verify(left, client=desk.client, store=desk.store, clock=desk.clock, session=desk.session)
        assert result.fate is fate, result
    entry = desk.store.journal.entries()[0]
    assert entry.detail == "daily_limit_per_inbox none → 20"


async def test_after_a_kill_a_creation_is_found_by_its_name(desk: Desk) -> None:
    wanted = replace(STARTER, name="Killed in between")
    plan = plan_create(wanted, inbox_ids={})
    await Record.open(plan, desk.store, desk.clock, profile="test", actor="tester")
    results = await verify(unfinished(desk.store), client=desk.client, store=desk.store, clock=desk.clock)
    assert [result.fate for result in results] == [Fate.FAILED, Fate.FAILED]
    await Record.open(plan, desk.store, desk.clock, profile="test", actor="tester")
    created: Any = plan.items[0].sends
    made = await desk.client.campaigns.create(**created.body)
    results = await verify(unfinished(desk.store), client=desk.client, store=desk.store, clock=desk.clock)
    assert [(result.fate, result.id) for result in results] == [
        (Fate.DONE, made.campaign_id),
        (Fate.FAILED, made.campaign_id),
    ]


def test_any_campaign_becomes_any_other_through_the_server() -> None:
    """Whatever can be written is read back letter by letter, created and then edited into another."""

    @settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate), database=None)
    @given(campaign_files(), campaign_files())
    def run_one(one: CampaignFile, other: CampaignFile) -> None:
        asyncio.run(_through_the_server(one, other))

    run_one()


async def _through_the_server(one: CampaignFile, other: CampaignFile) -> None:
    sandbox = LocalSandbox()
    try:
        async with desk_over(sandbox) as desk:
            await desk.session.reread(feeds.SENDERS)
            boxes = inboxes(desk)
            one, other = _sendable(one, tuple(boxes)[:2]), _sendable(other, tuple(boxes)[1:3])
            created = await desk.run(plan_create(one, inbox_ids=boxes))
            assert created.ok, created.lines()
            first = await now(desk, created.items[0].id)
            assert compare(one, first.file) == ()
            if plan := plan_edit(first, replace(other, id=first.file.id), inbox_ids=boxes).items:
                edited = await desk.run(plan_edit(first, replace(other, id=first.file.id), inbox_ids=boxes))
                assert edited.ok, (plan, edited.lines())
            assert compare(other, (await now(desk, first.file.id)).file) == ()
    finally:
        sandbox.close()


def _sendable(file: CampaignFile, addresses: tuple[str, ...]) -> CampaignFile:
    """As a server can hold it: nothing that it always answers is unset, and a mail to send."""
    full = {
        setting: getattr(file, setting) if getattr(file, setting) is not None else default
        for setting, default in (
            ("timezone", "UTC"), ("sending_days", (1,)), ("sending_window", Window(Clock(1, 2), Clock(3, 4))),
            ("ramp_up_enabled", True), ("ramp_up_increment", 3), ("ramp_up_max_limit", 9),
            ("enable_tracking", True), ("enable_click_tracking", False), ("enable_unsubscribe", True),
        )
    }  # fmt: skip
    start = file.start_date.replace(microsecond=0) if file.start_date else None
    return replace(
        file,
        **full,
        id="",
        start_date=start,
        inboxes=addresses,
        variants=tuple(_kind(variant) for variant in file.variants or (A._replace(share=100),)),
        follow_ups=tuple(step._replace(variants=tuple(map(_kind, step.variants))) for step in file.follow_ups),
    )


def _kind(variant: MailVariant) -> MailVariant:
    return variant._replace(content_type=variant.content_type or "plaintext")


async def test_the_plan_shows_fields_and_lines(desk: Desk) -> None:
    was = await campaign_in(desk, "ACTIVE")
    plan = edit(desk, was, daily_limit_per_inbox=20, variants=(A._replace(body=A.body.replace("Sam", "Kim\x1b")), B))
    text = "\n".join(plan.lines())
    assert "  1. pause: ACTIVE → PAUSED" in text
    assert "daily_limit_per_inbox: none → 20" in text
    assert "-     Sam" in text
    assert "+     Kim\ufffd" in text
    assert "  3. resume: PAUSED → ACTIVE" in text
    assert plan.requests == 3 + 3 + 2
    before = len(desk.tap.requests)
    assert (await desk.run(plan)).ok
    assert len(desk.tap.requests) - before == plan.requests
