"""What moves with the clock by itself: uploads, bulk jobs, domains, new sender accounts."""

from __future__ import annotations

from typing import Any

import pytest

from coldsend_tui.sandbox.problems import Conflict, NotFound, OutOfCredits, Refused
from coldsend_tui.sandbox.world import World
from tests.sandbox.engine import worlds

SMTP = {
    "email_address": "New@Relay.example", "display_name": "New", "inbox_type": "CUSTOM_SMTP", "smtp_host": "smtp.relay.example",
    "smtp_port": 587, "smtp_username": "new", "smtp_password": "-", "imap_host": "imap.relay.example", "imap_port": 993,
    "imap_username": "new", "imap_password": "-",
}  # fmt: skip


def row(number: int, email: str | None, **fields: Any) -> tuple[int, dict[str, Any]]:
    return number, {"email": email, "custom_fields": {}, **fields}


def test_an_upload_takes_its_time_and_counts_every_row() -> None:
    world = worlds.empty()
    campaign = worlds.campaign(world, worlds.native(world, "ann"), leads=3, launch=False)
    known = world.db.execute("SELECT email FROM lead WHERE id = 1").fetchone()["email"]
    rows = [
        row(2, "One@people.example", first_name="One"),
        row(3, "two@people.example"),
        row(4, "not an address"),
        row(5, known.upper(), company="New Co"),
        row(6, "one@people.example"),
        row(7, None),
    ]
    job = world.leads.upload(campaign, rows, filename="list.csv", duplicate_action="update")
    assert (world.reads.job(job)["status"], world.reads.job(job)["valid_count"]) == ("PENDING", 4)
    world.advance(3 / 3600)
    assert world.reads.job(job)["status"] == "VALIDATING"
    world.advance(1)
    done = world.reads.job(job)
    assert (
        done["status"],
        done["processed_count"],
        done["success_count"],
        done["duplicate_count"],
        done["error_count"],
    ) == ("COMPLETED", 6, 2, 2, 2)
    assert [error["row"] for error in done["results"]] == [4, 7]
    assert world.db.execute("SELECT company FROM lead WHERE id = 1").fetchone()["company"] == "New Co"
    assert world.db.execute("SELECT total_leads FROM lead_batch WHERE id = ?", (done["batch_id"],)).fetchone()[0] == 2
    worlds.check(world)


def test_leads_uploaded_to_a_running_campaign_are_sent_to() -> None:
    world = worlds.empty()
    campaign = worlds.campaign(world, worlds.native(world, "ann"), leads=3)
    world.advance(9.05)
    world.leads.upload(campaign, [row(n, f"late{n}@people.example") for n in range(2, 22)])
    world.advance(4)
    assert world.db.execute("SELECT sent_count, status FROM campaign").fetchone()[:] == (23, "COMPLETED")


def test_delete_existing_empties_what_nobody_wrote_to() -> None:
    world = worlds.empty()
    campaign = worlds.campaign(world, worlds.native(world, "ann"), leads=50, launch=False)
    world.leads.upload(campaign, [row(2, "only@people.example")], delete_existing=True)
    world.advance(1)
    assert [lead["email"] for lead in world.db.execute("SELECT email FROM lead")] == ["only@people.example"]
    worlds.check(world)


def test_bulk_work_on_senders_tells_the_fate_of_each() -> None:
    world = worlds.empty()
    used, free = worlds.native(world, "ann bob")
    worlds.campaign(world, [used])
    created = world.senders.bulk_native(
        1, [{"email_prefix": "cid", "display_name": "Cid"}, {"email_prefix": "ann", "display_name": "Ann"}]
    )
    smtp = world.senders.bulk_smtp([SMTP, {**SMTP, "email_address": "b@relay.example", "imap_host": "imap.invalid"}])
    world.advance(1)
    assert [item["status"] for item in world.reads.job(created)["results"]] == ["SUCCESS", "FAILED"]
    assert [item["status"] for item in world.reads.job(smtp)["results"]] == ["SUCCESS", "FAILED"]
    assert world.reads.job(smtp)["results"][1]["imap_valid"] is False
    deleted = world.senders.bulk_delete([used, free, world.uid("inbox", 9999)])
    world.advance(1)
    assert [item["status"] for item in world.reads.job(deleted)["results"]] == ["SKIPPED", "DELETED", "SKIPPED"]
    with pytest.raises(NotFound):
        world.find("inbox", world.uid("inbox", free))
    with pytest.raises(Conflict):
        world.senders.create_native({"domain_id": 1, "email_prefix": "bob"})


def test_an_smtp_account_is_pending_until_its_connections_are_proven() -> None:
    world = worlds.empty()
    inbox = world.senders.create_smtp(SMTP)
    assert world.db.execute("SELECT overall_status FROM sender").fetchone()[0] == "PENDING"
    with pytest.raises(Refused, match="PENDING"):
        world.senders.test_email(inbox, "you@people.example")
    world.advance(0.1)
    assert world.db.execute("SELECT overall_status FROM sender").fetchone()[0] == "ACTIVE"
    assert world.senders.test_email(inbox, "you@people.example")["sent_at"] == world.now
    with pytest.raises(Refused, match="not reachable"):
        world.senders.create_smtp(
            {**SMTP, "email_address": "x@relay.example", "smtp_host": "unreachable.relay.example"}
        )


def test_a_domain_is_set_up_step_by_step() -> None:
    world = worlds.empty()
    domain = world.domains.add("New.Example.")

    def state() -> str:
        return str(world.db.execute("SELECT status FROM domain WHERE id = ?", (domain,)).fetchone()["status"])

    with pytest.raises(Refused, match="DNS_CONFIGURING"):
        world.domains.activate(domain)
    world.advance(0.1)
    assert (state(), world.domains.activate(domain)) == ("DNS_PENDING", False)
    world.advance(0.5)
    assert world.domains.activate(domain) is True
    assert world.domains.progress(domain)["status"] == "IN_PROGRESS"
    with pytest.raises(Refused, match="ACTIVE domain"):
        world.domains.set_redirect(domain, {"target_domain": "brand.example"})
    world.advance(0.2)
    assert state() == "ACTIVE"
    assert world.domains.progress(domain) == {
        "status": "COMPLETED", "progress_percentage": 100, "is_complete": True, "is_failed": False, "status_message": "Domain is ready",
    }  # fmt: skip
    world.domains.set_redirect(domain, {"target_domain": "brand.example"})
    world.senders.create_native({"domain_id": world.uid("domain", domain), "email_prefix": "ann"})
    with pytest.raises(Refused, match="1 sender account;"):
        world.domains.delete(domain)
    with pytest.raises(Conflict):
        world.domains.add("new.example")


def test_a_direct_mail_costs_a_credit_and_respects_a_no() -> None:
    world = worlds.empty()
    inbox = worlds.native(world, "ann", limit=1)[0]
    worlds.campaign(world, [inbox], leads=2, launch=False)
    mail = {"inbox_id": inbox, "subject": "A word", "body_text": "Hello there"}
    sent = world.contacts.send_email(1, mail)
    assert sent["credits_remaining"] == 4999
    assert world.db.execute("SELECT campaign_id, is_read FROM thread").fetchone()[:] == (None, 1)
    with pytest.raises(Refused, match="daily limit"):
        world.contacts.send_email(1, mail)
    world.dashboard.set_credits(0)
    world.advance(24)
    with pytest.raises(OutOfCredits):
        world.contacts.send_email(1, mail)
    world.db.execute("UPDATE contact SET is_unsubscribed = 1 WHERE id = 1")
    with pytest.raises(Conflict) as caught:
        world.contacts.send_email(1, mail)
    assert caught.value.extra == {"suppression_reason": "unsubscribed"}


def test_contact_filters_and_lists() -> None:
    world = World.create(scale="small")
    everybody, _ = world.reads.contact_ids({}, limit=1)
    assert everybody == 600
    world.contacts.set_signal(3, "HOT_LEAD")
    for signal in ("UNSUBSCRIBED", "BOUNCED", "HOT_LEAD", "ENGAGED", "CONTACTED", "NEVER_CONTACTED"):
        shown = world.db.execute("SELECT id FROM person WHERE signal = ? ORDER BY id DESC", (signal,)).fetchall()
        found = world.reads.contact_ids({"signal": [signal]}, limit=1000)
        assert found == (len(shown), [person["id"] for person in shown])
    inside, some = world.reads.contact_ids({"campaign_id": world.uid("campaign", 1)}, limit=5)
    outside, _ = world.reads.contact_ids({"not_in_campaign_id": world.uid("campaign", 1)}, limit=5)
    assert inside + outside == 600
    static = world.lists.create({"name": "Some", "list_type": "STATIC", "contact_ids": some})
    dynamic = world.lists.create({"name": "Bounced", "list_type": "DYNAMIC", "filter_definition": {"is_bounced": True}})
    assert world.reads.contact_ids({"list_id": world.uid("list", static)}, limit=9)[1] == some
    assert (
        world.reads.contact_ids({"list_id": dynamic}, limit=1)[0]
        == world.reads.contact_ids({"is_bounced": True}, limit=1)[0]
        > 0
    )
    with pytest.raises(Refused, match="DYNAMIC"):
        world.contacts.add_to_list(some, dynamic)
    with pytest.raises(Conflict):
        world.lists.create({"name": "Some", "list_type": "STATIC"})
    assert world.reads.contact_ids({"search": "100%_"}, limit=1)[0] == 0
    done = world.contacts.add_to_campaign([*some, world.uid("contact", 99_999)], 4)
    assert done["requested"] == 6
    assert done["not_found"] == 1
    assert done["affected"] + done["skipped"] == 5


def test_a_category_set_by_hand_counts_more_than_the_one_that_was_found() -> None:
    world = World.create(scale="small")
    thread = world.db.execute("SELECT id FROM thread WHERE NOT is_read ORDER BY id").fetchone()["id"]
    world.dashboard.set_category(thread, "interested")
    row = world.db.execute(
        "SELECT coalesce(manual_category, ai_category), ai_category FROM thread WHERE id = ?", (thread,)
    ).fetchone()
    assert row[0] == "interested" != row[1]
    assert (world.replies.mark_read(thread), world.replies.mark_read(thread)) == (1, 0)
    assert [world.replies.toggle_star(thread) for _ in range(2)] == [True, False]
    message = world.replies.send(thread, None, "<p>Thank you.</p>")
    assert world.db.execute("SELECT body_text FROM message WHERE id = ?", (message,)).fetchone()[0] == "Thank you."
