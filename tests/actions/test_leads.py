"""Single leads against a real server: added, changed field by field, deleted while PENDING; answers that get lost."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.actions.confirmation import ConfirmationLevel
from coldsend_tui.actions.leads import Of, Wanted, changes, plan_add, plan_delete, plan_edit, wanted_of
from coldsend_tui.actions.outcome import Fate
from coldsend_tui.live.projection import leads as projection
from coldsend_tui.people import Lead
from tests.actions.desk import Desk, desk_over
from tests.sandbox.local import LocalSandbox

FIELD = st.sampled_from(["", "Acme", "Jané", "0"])
WANTED = st.builds(
    Wanted, st.just("p@a.example"), FIELD, FIELD, FIELD, FIELD,
    st.dictionaries(st.sampled_from(["city", "industry", "note"]), st.sampled_from(["a", "b"])),
)  # fmt: skip


async def campaign(desk: Desk, status: str) -> Of:
    row = next(iter(await desk.client.campaigns.list(status=status)))
    return Of(row.campaign_id, row.name, row.status)


async def leads_of(desk: Desk, of: Of, status: str | None = None) -> list[Lead]:
    page = await desk.client.leads.list(of.id, limit=100, status=status)
    return [lead for lead in map(projection.lead, page.rows) if lead is not None]


async def unmailed(desk: Desk, of: Of) -> list[Lead]:
    """Four more leads, that nobody wrote to."""
    for number in range(4):
        await desk.client.leads.add(of.id, f"later{number}@acme.example")
    return await leads_of(desk, of, "PENDING")


async def lead_named(desk: Desk, of: Of, email: str) -> Lead | None:
    page = await desk.client.leads.list(of.id, search=email)
    return next((lead for lead in map(projection.lead, page.rows) if lead is not None and lead.email == email), None)


@given(WANTED, WANTED)
def test_a_merge_patch_leads_from_one_to_the_other(before: Wanted, after: Wanted) -> None:
    body = changes(before, after)
    custom = {**before.custom, **body.get("custom_fields", {})}
    assert {name: value for name, value in custom.items() if value is not None} == dict(after.custom)
    for name in ("first_name", "last_name", "company", "title"):
        assert (body[name] or "" if name in body else before.value(name)) == after.value(name)
    assert (body == {}) == (before == after)


async def test_a_lead_is_added_and_read_back(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        of = await campaign(desk, "DRAFT")
        wanted = Wanted("new@acme.example", "Jane", "Doe", "Acme", "CFO", {"city": "Oslo"})
        plan = plan_add(of, wanted)
        assert plan.confirmation.level is ConfirmationLevel.BUTTON
        assert "+ first_name: Jane" in "\n".join(plan.lines())
        outcome = await desk.run(plan)
        assert outcome.ok and outcome.summary == "Added new@acme.example"
        made = await lead_named(desk, of, "new@acme.example")
        assert made is not None and wanted_of(made) == wanted and made.status == "PENDING"
        again = await desk.run(plan_add(of, wanted))
        assert again.items[0].detail == "the campaign has it already, it is PENDING"
        assert desk.count("POST", "/leads/manual") == 1


async def test_an_address_that_is_none_is_never_sent(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        of = await campaign(desk, "DRAFT")
        assert plan_add(of, Wanted("no address")).refusals[0].reason == "no address: no @ in it"
        assert not plan_add(of._replace(status="COMPLETED"), Wanted("a@b.example")).runnable
        assert plan_add(of, Wanted("a@b.example"), read_only=True).refusals[0].reason
        assert plan_add(of, Wanted("info@gmil.com")).warnings == (
            "gmil.com: was gmail.com meant?",
            "info@ belongs to a function, not to a person.",
        )


async def test_a_lost_answer_of_an_addition_is_found_by_reading(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        of = await campaign(desk, "DRAFT")
        sandbox.faults("cut on addLead")
        outcome = await desk.run(plan_add(of, Wanted("new@acme.example")))
        assert outcome.ok and outcome.items[0].detail.startswith("no answer came, but")
        assert desk.count("POST", "/leads/manual") == 1


async def test_only_what_differs_is_sent_and_a_removed_line_removes_the_field(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        of = await campaign(desk, "ACTIVE")
        lead = (await leads_of(desk, of))[0]
        assert lead.custom
        gone = next(iter(lead.custom))
        wanted = wanted_of(lead)._replace(
            company="Other", custom={"seat": "4B"} | {k: v for k, v in lead.custom.items() if k != gone}
        )
        plan = plan_edit(of, lead, wanted)
        assert plan.items[0].sends == {"company": "Other", "custom_fields": {"seat": "4B", gone: None}}
        assert plan.warnings == ("mails already sent do not change.",)
        assert (await desk.run(plan)).ok
        now = await lead_named(desk, of, lead.email)
        assert now is not None and wanted_of(now) == wanted
        assert plan_edit(of, now, wanted_of(now)).items == ()


async def test_a_lead_that_was_changed_meanwhile_is_not_overwritten(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        of = await campaign(desk, "DRAFT")
        lead = (await leads_of(desk, of))[0]
        plan = plan_edit(of, lead, wanted_of(lead)._replace(company="Mine"))
        await desk.client.leads.update(of.id, lead.id, company="Theirs")
        outcome = await desk.run(plan)
        assert outcome.items[0].fate is Fate.REFUSED and "changed meanwhile" in outcome.items[0].detail
        now = await lead_named(desk, of, lead.email)
        assert now is not None and now.company == "Theirs"


async def test_only_pending_leads_are_deleted_and_the_plan_says_how_many_are_not(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        of = await campaign(desk, "PAUSED")
        sent, pending = await leads_of(desk, of, "SENT"), await unmailed(desk, of)
        marked = [*sent[:2], *pending[:3]]
        plan = plan_delete(of, marked)
        assert plan.warnings == ("2 leads of 5 are not PENDING and are left.",)
        assert plan.refusals[0].reason == "it is SENT; only PENDING leads can be deleted"
        assert (plan.confirmation.level, plan.confirmation.word) == (ConfirmationLevel.TYPE, "3")
        assert (await desk.run(plan)).ok
        assert desk.count("DELETE", "/leads") == 1
        left = {lead.id for lead in await leads_of(desk, of, "PENDING")}
        assert not left & {lead.id for lead in pending[:3]}
        assert len(left) == 1
        one = plan_delete(of, pending[3:4])
        assert one.confirmation.word == pending[3].email


async def test_a_lead_that_was_mailed_meanwhile_stays(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        of = await campaign(desk, "PAUSED")
        sent = (await leads_of(desk, of, "SENT"))[0]
        outcome = await desk.run(plan_delete(of, [sent._replace(status="PENDING")]))
        assert outcome.items[0].fate is Fate.REFUSED
        assert "nothing was deleted" in outcome.items[0].detail


@pytest.mark.parametrize("arrives", [True, False])
async def test_a_lost_answer_of_a_deletion_is_found_by_reading(sandbox: LocalSandbox, arrives: bool) -> None:
    async with desk_over(sandbox) as desk:
        of = await campaign(desk, "PAUSED")
        pending = await unmailed(desk, of)

        def lose(request: httpx.Request) -> None:
            if request.method == "DELETE":
                raise httpx.ReadTimeout("lost on the way", request=request)

        if arrives:
            sandbox.faults("cut on deleteLeads")
        else:
            desk.tap.before = lose
        outcome = await desk.run(plan_delete(of, pending))
        assert outcome.items[0].fate is (Fate.DONE if arrives else Fate.FAILED)
        assert outcome.items[0].verified
