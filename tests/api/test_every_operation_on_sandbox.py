"""Every operation on a real server, in the order in which somebody would use them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from coldsend_tui.api import ColdSend, RequestRecord, errors
from coldsend_tui.api.files import attachment
from tests.contract.validator import PUBLIC, Contract
from tests.sandbox.local import LocalSandbox

PEOPLE = Path(__file__).with_name("people.csv")
TEXT = {"subject_template": "A question", "email_content": "Would a short call make sense?"}


async def campaigns(cs: ColdSend, sandbox: LocalSandbox) -> None:
    own = (await cs.campaigns.create("Spring outreach")).campaign_id
    assert (await cs.campaigns.get(own)).name == "Spring outreach"
    inbox = (await cs.sender_accounts.list(status="ACTIVE")).items[0]
    await cs.leads.add(own, "ada@example.com")
    await cs.campaigns.update(own, inbox_ids=[inbox.inbox_id], variants=[TEXT])  # type: ignore[list-item]
    await cs.campaigns.launch(own)
    await cs.campaigns.pause(own)
    await cs.campaigns.activate(own)
    await cs.campaigns.pause(own)
    await cs.campaigns.archive(own)
    await cs.campaigns.delete(own)
    assert own not in [campaign.campaign_id async for campaign in cs.campaigns.iter()]


async def figures(cs: ColdSend, sandbox: LocalSandbox) -> None:
    rows = (await cs.analytics.campaigns()).items
    busiest = max(rows, key=lambda row: row.total_sent or 0)
    assert len(await cs.analytics.timeline()) >= 90
    ctr = await cs.analytics.ctr(busiest.campaign_id)
    assert ctr.by_step
    assert ctr.total_sent == sum(step.total_sent or 0 for step in ctr.by_step)  # follow-ups are mails too
    links = await cs.analytics.ctr_links(busiest.campaign_id, verified=False)
    assert links.rejected == []
    assert (await cs.analytics.subsequences(busiest.campaign_id)).rejected == []


async def leads(cs: ColdSend, sandbox: LocalSandbox) -> None:
    own = (await cs.campaigns.create("Spring outreach")).campaign_id
    job = await cs.leads.upload(
        own, PEOPLE, mapping={"email": "Mail", "first_name": "first_name", "company": "company"}
    )
    end = await job.finish()
    assert end is not None
    assert (end.status, end.success_count, end.error_count) == ("COMPLETED", 2, 0)
    assert job.job_id is not None
    assert (await cs.leads.upload_progress(own, job.job_id)).ended
    page = await cs.leads.list(own, search="ada@")
    ada = page.items[0]
    assert (ada.email, ada.status, page.total) == ("ada@example.com", "PENDING", 1)
    added = await cs.leads.add(own, "cyd@example.com", title="Founder", custom_fields={"city": "Oslo"})
    with pytest.raises(errors.Conflict):
        await cs.leads.add(own, "CYD@example.com")
    changed = await cs.leads.update(own, added.lead_id, first_name="Cyd", custom_fields={"city": None})
    assert (changed.first_name, changed.custom_fields) == ("Cyd", {})
    assert (await cs.leads.get(own, added.lead_id)).email == "cyd@example.com"
    journey = await cs.leads.journey(own, ada.lead_id)
    assert (journey.lead_id, journey.touchpoints) == (ada.lead_id, [])
    assert sorted([lead.email async for lead in cs.leads.iter(own, limit=2)]) == [
        "ada@example.com",
        "bo@example.com",
        "cyd@example.com",
    ]
    assert (await cs.leads.delete(own, [added.lead_id])).deleted_count == 1
    target = Path("exported.csv")
    await cs.leads.export(own, target)
    assert "bo@example.com" in target.read_text()  # noqa: ASYNC240


async def branches(cs: ColdSend, sandbox: LocalSandbox) -> None:
    active = (await cs.campaigns.list(status="ACTIVE")).items[0].campaign_id
    before = await cs.flow.get(active)
    branch = await cs.flow.create_subsequence(
        active,
        trigger_type="KEYWORD",
        trigger_params={"phrases": ["price"]},
        steps=[{"wait_seconds": 0, "variants": [{"subject": "Prices", "body": "Here they are, as asked."}]}],
    )
    own = branch.entry_edge.id
    after = await cs.flow.get(active)
    assert after.subsequences_enabled
    assert len(after.edges) > len(before.edges)
    changed = await cs.flow.update_subsequence(active, own, label="Prices", is_active=False)
    assert (changed.entry_edge.label, changed.entry_edge.is_active) == ("Prices", False)
    await cs.flow.update_subsequence(active, own, is_active=True)
    lead = (await cs.leads.list(active, status="SENT", limit=1)).items[0]
    with pytest.raises(errors.Refused):
        await cs.flow.move_leads_to_subsequence(active, [lead.lead_id], own)
    node = branch.entry_edge.to_node_id
    assert node is not None
    moved = await cs.flow.move_leads_to_subsequence(active, [lead.lead_id], node)
    assert (moved.success_count, len(moved.enrollments or [])) == (1, 1)
    await cs.flow.delete_subsequence(active, own)
    assert (await cs.flow.get(active)).subsequences_enabled is False


async def senders(cs: ColdSend, sandbox: LocalSandbox) -> None:
    domain = (await cs.domains.list(status="ACTIVE")).items[0].domain_id
    made = await cs.sender_accounts.create_native(domain, "outreach", "Outreach")
    assert made.inbox_type == "COLDSEND"
    with pytest.raises(errors.Conflict):
        await cs.sender_accounts.create_native(domain, "outreach")
    job = await cs.sender_accounts.bulk_create_native(
        domain, [{"email_prefix": f"desk{number}", "display_name": "Desk"} for number in range(2)]
    )
    end = await job.finish()
    assert end is not None
    assert (end.status, end.success_count) == ("COMPLETED", 2)
    new = [item.inbox_id for item in end.results or [] if item.inbox_id]
    smtp = await cs.sender_accounts.create_smtp(**mailbox("one"))
    assert smtp.inbox_type == "CUSTOM_SMTP"
    assert (await cs.sender_accounts.add_legacy(**mailbox("two"))).email_address == "two@wren-relay.example"
    with pytest.raises(errors.Refused):
        await cs.sender_accounts.create_smtp(**{**mailbox("three"), "smtp_host": "smtp.invalid"})
    batch = await cs.sender_accounts.bulk_create_smtp([mailbox("four"), mailbox("five")])
    ended = await batch.finish()
    assert ended is not None
    assert (ended.status, ended.success_count) == ("COMPLETED", 2)
    sent = await cs.sender_accounts.send_test_email(made.inbox_id, "ada@example.com")
    assert sent.sent_at is not None
    assert (await cs.sender_accounts.get(made.inbox_id)).display_name == "Outreach"
    assert (await cs.sender_accounts.daily_usage()).rejected == []
    campaign = (await cs.campaigns.list(status="ACTIVE")).items[0].campaign_id
    assert len(await cs.sender_accounts.quotas(campaign)) > 0
    assert (await cs.sender_accounts.list(search="outreach@")).total == 1
    assert (await cs.sender_accounts.delete(made.inbox_id)).inbox_id == made.inbox_id
    gone = await (await cs.sender_accounts.bulk_delete(new)).finish()
    assert gone is not None
    assert (gone.status, gone.deleted_count) == ("COMPLETED", 2)


async def domains(cs: ColdSend, sandbox: LocalSandbox) -> None:
    own = (await cs.domains.add("acme-spring.example")).domain_id
    with pytest.raises(errors.Conflict):
        await cs.domains.add("acme-spring.example")
    sandbox.advance(1)
    assert (await cs.domains.get(own)).status == "DNS_PENDING"
    assert (await cs.domains.activate(own)).dns_verified is True
    states = [progress async for progress in cs.domains.follow(own)]
    assert states[-1].is_complete
    assert len(states) > 1
    assert (await cs.domains.progress(own)).progress_percentage == 100
    with pytest.raises(errors.NotFound):
        await cs.domains.redirect(own)
    redirect = await cs.domains.set_redirect(own, "example.com", status_code=302)
    assert (redirect.target_domain, redirect.status_code) == ("example.com", 302)
    assert (await cs.domains.redirect(own)).source_domain == "acme-spring.example"
    await cs.domains.delete_redirect(own)
    assert (await cs.domains.delete(own)).domain_id == own
    assert own not in [domain.domain_id async for domain in cs.domains.iter()]


async def contacts(cs: ColdSend, sandbox: LocalSandbox) -> None:
    imported = await cs.contacts.import_(PEOPLE, mapping={"email": "Mail", "first_name": "first_name"})
    assert (imported.contacts_created, imported.contacts_matched) == (2, 0)
    page = await cs.contacts.list(search="ada@example.com")
    ada = page.items[0].contact_id
    changed = await cs.contacts.update(ada, company="Analytical", custom_fields={"city": "Riga"})
    assert (changed.company, changed.custom_fields) == ("Analytical", {"city": "Riga"})
    assert (await cs.contacts.set_signal(ada, "HOT_LEAD")).signal == "HOT_LEAD"
    assert (await cs.contacts.set_signal(ada, None)).signal_override is None
    tag = sandbox.world.uid("tag", sandbox.world.dashboard.tag("vip", "priority"))
    assert tag is not None
    assert (await cs.contacts.bulk_add_tag([ada], tag)).affected == 1
    assert [tag.name for tag in (await cs.contacts.get(ada)).tags or []] == ["vip"]
    assert (await cs.contacts.bulk_remove_tag([ada], tag)).affected == 1
    draft = (await cs.campaigns.list(status="DRAFT")).items[0].campaign_id
    assert (await cs.contacts.bulk_add_to_campaign([ada], draft)).affected == 1
    inbox = (await cs.sender_accounts.list(status="ACTIVE")).items[0].inbox_id
    mail = await cs.contacts.send_direct_email(
        ada, inbox_id=inbox, subject="Hello", body_text="Hello there.", attachments=[await attachment(PEOPLE)]
    )
    assert mail.message_id
    sandbox.world.dashboard.set_credits(0)
    with pytest.raises(errors.OutOfCredits) as caught:
        await cs.contacts.send_direct_email(ada, inbox_id=inbox, subject="Hello", body_text="Hello there.")
    assert (caught.value.required, caught.value.available) == (1, 0)
    bo = (await cs.contacts.list(search="bo@example.com")).items[0].contact_id
    assert (await cs.contacts.delete([bo])).deleted == 1
    assert bo not in [contact.contact_id async for contact in cs.contacts.iter()]


async def lists(cs: ColdSend, sandbox: LocalSandbox) -> None:
    people = (await cs.contacts.list(limit=2)).items
    own = (await cs.contact_lists.create("Warm", "STATIC", contact_ids=[people[0].contact_id])).list_id
    with pytest.raises(errors.Conflict):
        await cs.contact_lists.create("Warm", "STATIC")
    assert (await cs.contacts.bulk_add_to_list([people[1].contact_id], own)).affected == 1
    assert (await cs.contacts.list(list_id=own)).total == 2
    assert (await cs.contact_lists.update(own, name="Warmer")).name == "Warmer"
    assert (await cs.contact_lists.get(own)).name == "Warmer"
    dynamic = await cs.contact_lists.create("Opened", "DYNAMIC", filter_definition={"has_opened": True})
    assert {found.name for found in await cs.contact_lists.list()} == {"Warmer", "Opened"}
    preview = await cs.contact_lists.preview_filter(has_opened=True, sample_size=1)
    assert preview.total == (await cs.contacts.list(list_id=dynamic.list_id)).total
    assert len(preview) == 1
    await cs.contact_lists.delete(own)
    with pytest.raises(errors.NotFound):
        await cs.contact_lists.get(own)


async def replies(cs: ColdSend, sandbox: LocalSandbox) -> None:
    page = await cs.replies.list(status="unread", limit=1)
    own = page.items[0].thread_id
    unread = page.unread_count
    assert unread is not None
    thread = await cs.replies.get(own)
    assert (thread.is_read, thread.is_starred) == (False, False)
    before = [message async for message in cs.replies.iter_messages(own, limit=1)]
    assert len(before) == (await cs.replies.list_messages(own)).total
    await cs.replies.send(own, body="Thank you, Tuesday suits us.")
    assert [message.is_outgoing for message in await cs.replies.list_messages(own)][-1] is True
    assert (await cs.replies.mark_read(own)).marked_count == 1
    assert (await cs.replies.list()).unread_count == unread - 1
    assert (await cs.replies.toggle_star(own)).is_starred is True
    assert (await cs.replies.toggle_star(own)).is_starred is False
    assert len([one async for one in cs.replies.iter(limit=10)]) == (await cs.replies.list()).total


async def key(cs: ColdSend, sandbox: LocalSandbox) -> None:
    with pytest.raises(errors.NotFound):
        await cs.me()
    assert cs.server_time is not None
    assert cs.server_time.utcoffset() == timedelta()


def mailbox(name: str) -> dict[str, object]:
    return {
        "email_address": f"{name}@wren-relay.example",
        "display_name": name.title(),
        "inbox_type": "CUSTOM_SMTP",
        "smtp_host": "smtp.example.com",
        "smtp_port": 587,
        "smtp_username": name,
        "smtp_password": "open sesame",
        "imap_host": "imap.example.com",
        "imap_port": 993,
        "imap_username": name,
        "imap_password": "open sesame",
    }


Story = Callable[[ColdSend, LocalSandbox], Awaitable[None]]
STORIES: dict[Story, str] = {
    campaigns: "createCampaign getCampaign updateCampaign pauseCampaign activateCampaign archiveCampaign deleteCampaign listCampaigns",
    figures: "getCampaignAnalytics getTimeline getCtr getCtrLinks getSubsequenceAnalytics",
    leads: "uploadLeads getLeadUpload listLeads addLead updateLead getLead getLeadJourney deleteLeads exportLeads",
    branches: "getFlow createSubsequence updateSubsequence moveLeadsToSubsequence deleteSubsequence",
    senders: "createNativeInbox bulkCreateNative getNativeBulk createSmtpInbox addSenderAccountLegacy bulkCreateSmtp getSmtpBulk"
    " sendTestEmail getSenderAccount getDailyUsage getInboxQuotas deleteSenderAccount bulkDeleteSenders getBulkDelete"
    " listSenderAccounts",
    domains: "addDomain activateDomain getDomain getDomainProgress getRedirect setRedirect deleteRedirect deleteDomain listDomains",
    contacts: "importContacts listContacts updateContact setContactSignal getContact bulkAddTag bulkRemoveTag bulkAddToCampaign"
    " sendDirectEmail deleteContacts",
    lists: "createContactList bulkAddToList updateContactList getContactList listContactLists previewContactFilter deleteContactList",
    replies: "listConversations getThread listThreadMessages sendReply markThreadRead toggleThreadStar",
    key: "getMe",
}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_a_story_of(
    story: Story,
    cs: ColdSend,
    sandbox: LocalSandbox,
    requests: list[RequestRecord],
    contract: Contract,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    await story(cs, sandbox)
    good = {r for r in requests if r.status is not None and (r.status < 300 or r.path == "/me")}
    used = {contract.operation_of(request.method, PUBLIC + request.path) for request in good}
    assert used >= set(STORIES[story].split())


async def test_the_readmes_example_of_a_job(cs: ColdSend, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(readme.split("```python\n")[2].split("```")[0], names)
    file = tmp_path / "people.csv"
    file.write_text("email,first_name\nada@example.com,Ada\nbo@example.com,Bo\n")
    own = await cs.operations.create_campaign("Spring outreach")
    await names["add_people"](cs, own.campaign_id, file)
    told = capsys.readouterr().out.splitlines()
    assert f"{file.stat().st_size}/{file.stat().st_size} bytes" in told
    assert told[-1].startswith("COMPLETED 100")
    assert "bo@example.com" in (tmp_path / "people.back.csv").read_text()


def test_the_stories_use_every_operation(contract: Contract) -> None:
    assert {name for names in STORIES.values() for name in names.split()} == set(contract.operations)
