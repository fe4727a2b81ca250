"""Branches and inboxes of a campaign: every plan against a real server, read back, journalled, refused where it must be."""

from __future__ import annotations

from typing import Any

import pytest

from coldsend_tui.actions import branches as plans
from coldsend_tui.actions.branches import Draft
from coldsend_tui.actions.confirmation import ConfirmationLevel
from coldsend_tui.actions.inboxes import listed, plan_inboxes
from coldsend_tui.actions.operations import OPERATIONS
from coldsend_tui.actions.outcome import Fate
from coldsend_tui.actions.readings import ClientReadings
from coldsend_tui.actions.record import Record
from coldsend_tui.actions.recovery import unfinished, verify
from coldsend_tui.details import FlowGraph, FlowVariant
from coldsend_tui.live import feeds
from coldsend_tui.ops import flow
from coldsend_tui.workspace import Campaign
from tests.actions.desk import Desk, desk_over
from tests.sandbox.local import LocalSandbox

MAIL = ((172_800, (FlowVariant("A", "Pricing", "The list is attached, {{first_name|there}}.", "", 100),)),)
DRAFT = Draft("Pricing", "KEYWORD", {"phrases": ["price", "cost"]}, 3, MAIL)


async def graph_of(desk: Desk, campaign: Campaign) -> FlowGraph:
    await desk.session.reread(feeds.flow(campaign.id))
    graph = desk.store.flow(campaign.id)
    assert graph is not None
    return graph


async def some(desk: Desk, status: str) -> Campaign:
    await desk.look()
    return desk.campaigns(status)[0]


async def with_branch(desk: Desk) -> tuple[Campaign, FlowGraph, flow.Branch]:
    campaign = await some(desk, "ACTIVE")
    outcome = await desk.run(plans.plan_create(campaign, await graph_of(desk, campaign), DRAFT))
    assert outcome.ok, outcome.lines()
    graph = await graph_of(desk, campaign)
    return campaign, graph, next(one for one in flow.branches(graph) if one.label == "Pricing")


async def test_a_branch_is_created_edited_paused_resumed_and_deleted(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        campaign, graph, branch = await with_branch(desk)
        assert (branch.opens, branch.priority, branch.active) == ("reply says price, cost", 3, True)
        assert branch.mails[0].variants == MAIL[0][1]

        draft = Draft("Prices", "INTENT_TAG", {"tag_names": ["interested"]}, 1, None)
        edited = await desk.run(plans.plan_edit(campaign, graph, branch, draft))
        assert edited.ok, edited.lines()
        graph = await graph_of(desk, campaign)
        branch = next(one for one in flow.branches(graph) if one.id == branch.id)
        assert (branch.label, branch.opens, branch.priority) == ("Prices", "reply tagged interested", 1)
        assert branch.mails[0].variants == MAIL[0][1]

        for action, active in ((plans.PAUSE, False), (plans.RESUME, True)):
            plan = plans.plan_switch(campaign, branch)
            assert plan.verb == action
            assert (await desk.run(plan)).ok
            branch = next(one for one in flow.branches(await graph_of(desk, campaign)) if one.id == branch.id)
            assert branch.active is active

        plan = plans.plan_delete(campaign, await graph_of(desk, campaign), branch)
        assert plan.confirmation.level is ConfirmationLevel.TYPE
        assert (await desk.run(plan)).ok
        assert all(one.id != branch.id for one in flow.branches(await graph_of(desk, campaign)))

        entries = desk.store.journal.entries(object_id=campaign.id)
        assert [(entry.action, entry.result) for entry in reversed(entries)] == [
            (action, "done") for action in (plans.CREATE, plans.EDIT, plans.PAUSE, plans.RESUME, plans.DELETE)
        ]
        assert entries[0].after == "gone"


async def test_a_changed_mail_is_verified_by_its_text(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        campaign, graph, branch = await with_branch(desk)
        other = ((3_600, (FlowVariant("A", "Pricing", "A new text.", "", 100),)),)
        draft = DRAFT._replace(mails=other)
        outcome = await desk.run(plans.plan_edit(campaign, graph, branch, draft))
        assert outcome.ok, outcome.lines()
        after = next(one for one in flow.branches(await graph_of(desk, campaign)) if one.id == branch.id)
        assert after.mails[0].node_id == branch.mails[0].node_id
        assert after.mails[0].variants[0].body == "A new text."
        assert after.state != branch.state


async def test_leads_move_into_a_branch_and_their_journey_proves_it(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        campaign, graph, branch = await with_branch(desk)
        await desk.session.reread(feeds.sample(campaign.id))
        sample = desk.store.lead_sample(campaign.id)
        assert sample is not None
        assert sample.total == campaign.total_leads
        leads = [lead for lead in sample.leads if lead.status in ("SENT", "OPENED", "PENDING")][:3]
        outcome = await desk.run(plans.plan_move(campaign, graph, branch, [lead.id for lead in leads]))
        assert outcome.ok, outcome.lines()
        journey = await desk.client.leads.journey(campaign.id, leads[0].id)
        assert [one.subsequence_id for one in journey.enrollments or ()] == [branch.id]
        again = await desk.run(plans.plan_move(campaign, graph, branch, [lead.id for lead in leads]))
        assert again.items[0].fate is Fate.REFUSED
        assert "in the branch already" in again.items[0].detail


async def test_the_client_alone_reads_branches_and_inboxes_alike(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        campaign, _, branch = await with_branch(desk)
        readings = ClientReadings(desk.client)
        assert await readings.state("branch", f"{campaign.id}/{branch.id}") == branch.state
        assert await readings.state("branch", f"{campaign.id}/+Pricing") == branch.state
        assert await readings.state("branch", f"{campaign.id}/nothing") is None
        settings = desk.store.campaign_settings(campaign.id)
        assert settings is not None
        emails = [inbox.email for inbox in settings.inboxes or ()]
        assert await readings.state("inboxes", campaign.id) == listed(emails)


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (DRAFT._replace(label=" "), "a branch needs a label"),
        (DRAFT._replace(trigger="NOT_OPENED"), "a branch opens by INTENT_TAG, KEYWORD, STATUS"),
        (DRAFT._replace(params={"phrases": []}), "KEYWORD needs a value"),
        (DRAFT._replace(mails=()), "a branch needs a mail"),
        (DRAFT._replace(mails=((0, (FlowVariant("A", "s", "b", "", 60),)),)), "the weights of a step sum to 100"),
        (DRAFT._replace(mails=((0, (FlowVariant("A", "s", " ", "", 100),)),)), "a mail needs a text"),
    ],
)
async def test_what_the_platform_would_refuse_is_not_sent(draft: Draft, reason: str, sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        campaign = await some(desk, "ACTIVE")
        plan = plans.plan_create(campaign, await graph_of(desk, campaign), draft)
        assert not plan.runnable
        assert plan.refusals[0].reason == reason


async def test_branches_of_ended_campaigns_and_read_only_are_refused(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        campaign, graph, branch = await with_branch(desk)
        for status in ("COMPLETED", "ARCHIVED", "FAILED", "ODD"):
            plan = plans.plan_switch(campaign._replace(status=status), branch)
            assert not plan.runnable and "cannot be changed" in plan.refusals[0].reason
        plan = plans.plan_delete(campaign, graph, branch, read_only="this console is read-only")
        assert not plan.runnable and plan.refusals[0].reason == "this console is read-only"
        same = plans.plan_edit(campaign, graph, branch, DRAFT._replace(mails=None))
        assert same.refusals[0].reason == "nothing would change"
        assert "already" in plans.plan_create(campaign, graph, DRAFT).refusals[0].reason


def inbox_plan(desk: Desk, campaign: Campaign, **changes: Any) -> Any:
    settings = desk.store.campaign_settings(campaign.id)
    assert settings is not None
    return plan_inboxes(campaign, settings, desk.store.workspace(), now=desk.clock.now(), **changes)


async def test_inboxes_are_assigned_and_taken_off_a_paused_campaign(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        campaign = await some(desk, "PAUSED")
        settings = desk.store.campaign_settings(campaign.id)
        assert settings is not None
        had = {inbox.email for inbox in settings.inboxes or ()}
        extra = next(row for row in desk.store.senders() if row.email not in had and row.status == "ACTIVE")
        plan = inbox_plan(desk, campaign, add=(extra,))
        assert plan.confirmation.level is ConfirmationLevel.BUTTON
        assert any("mails a sending day become" in note for note in plan.warnings)
        outcome = await desk.run(plan)
        assert outcome.ok, outcome.lines()
        answer = await sandbox.get(f"/campaigns/{campaign.id}")
        assert {row["email_address"] for row in answer["inboxes"]} == had | {extra.email}
        settings = desk.store.campaign_settings(campaign.id)
        assert settings is not None
        new = next(inbox for inbox in settings.inboxes or () if inbox.id == extra.id)
        outcome = await desk.run(inbox_plan(desk, campaign, remove=(new,)))
        assert outcome.ok, outcome.lines()
        answer = await sandbox.get(f"/campaigns/{campaign.id}")
        assert {row["email_address"] for row in answer["inboxes"]} == had


async def test_inboxes_of_an_active_campaign_are_refused_with_the_way_out(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        campaign = await some(desk, "ACTIVE")
        extra = desk.store.senders()[0]
        plan = inbox_plan(desk, campaign, add=(extra,))
        assert not plan.runnable
        assert (
            plan.refusals[0].reason
            == "an ACTIVE campaign cannot be changed; pause it with P, change it, resume it with A"
        )
        paused = desk.campaigns("PAUSED")[0]
        settings = desk.store.campaign_settings(paused.id)
        assert settings is not None
        plan = inbox_plan(desk, paused, remove=settings.inboxes or ())
        assert "at least one inbox" in plan.refusals[0].reason


async def test_a_move_that_broke_off_is_judged_by_the_leads_journey(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        campaign, graph, branch = await with_branch(desk)
        await desk.session.reread(feeds.sample(campaign.id))
        sample = desk.store.lead_sample(campaign.id)
        assert sample is not None
        plan = plans.plan_move(campaign, graph, branch, [lead.id for lead in sample.leads if lead.status == "SENT"][:1])
        await Record.open(plan, desk.store, desk.clock, profile="", actor="")
        (result,) = await verify(unfinished(desk.store), client=desk.client, store=desk.store, clock=desk.clock)
        assert (result.fate, result.after) == (Fate.FAILED, "outside the branch")
        await Record.open(plan, desk.store, desk.clock, profile="", actor="")
        await OPERATIONS[plan.items[0].kind, plan.items[0].action].send(desk.client, plan.items[0])
        (result,) = await verify(
            unfinished(desk.store), client=desk.client, store=desk.store, clock=desk.clock, session=desk.session
        )
        assert (result.fate, result.after) == (Fate.DONE, "in the branch")
