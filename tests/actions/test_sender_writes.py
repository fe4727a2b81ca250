"""Sender accounts: every write planned, sent to a real server, read back and journalled; jobs with a fate for each row."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from coldsend_tui.actions.batch import InBatch, batches
from coldsend_tui.actions.confirmation import ConfirmationLevel
from coldsend_tui.actions.outcome import Fate
from coldsend_tui.actions.recovery import unfinished, verify
from coldsend_tui.actions.sender_deletions import plan_delete
from coldsend_tui.actions.sender_imports import plan_import, rows_not_done
from coldsend_tui.actions.senders import plan_add_native, plan_add_smtp, plan_test
from coldsend_tui.ops.inbox_users import users
from coldsend_tui.ops.sender_accounts import NativeAccount, smtp_account
from coldsend_tui.ops.sender_csv import read
from coldsend_tui.workspace import Domain, Workspace
from tests.actions.desk import Desk, desk_over
from tests.actions.jobs import look, working
from tests.ops.rows import domain
from tests.sandbox.local import LocalSandbox

PASSWORD = "app-pass-9d8f7a6b5c"


def roomy(world: Workspace) -> Domain:
    """An ACTIVE domain with room."""
    return next(d for d in world.domains if d.status == "ACTIVE" and (d.current_inboxes or 0) < (d.max_inboxes or 0))


def native(domain: Domain, prefix: str = "fresh.sam") -> NativeAccount:
    return NativeAccount(domain.id, domain.name, prefix, "Sam Fresh")


async def emails(sandbox: LocalSandbox) -> set[str]:
    found: set[str] = set()
    page = 1
    while True:
        answer = await sandbox.get("/sender-accounts", limit=100, page=page)
        found |= {row["email_address"] for row in answer["sender_accounts"]}
        if not answer["pagination"]["has_next"]:
            return found
        page += 1


async def test_a_managed_inbox_is_made_and_read_back(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        domain = roomy(await desk.look())
        plan = plan_add_native([native(domain)], desk.store.workspace())
        assert plan.confirmation.level is ConfirmationLevel.BUTTON
        assert f"  fresh.sam@{domain.name}: not there → ACTIVE" in plan.lines()
        outcome = await desk.run(plan)
        assert (outcome.ok, outcome.summary) == (True, f"Added fresh.sam@{domain.name}")
        assert f"fresh.sam@{domain.name}" in await emails(sandbox)
        again = plan_add_native([native(domain)], await desk.look())
        assert again.refusals[0].reason == "an account of that address exists already"
        [entry] = desk.store.journal.entries()
        assert (entry.action, entry.object_kind, entry.result, entry.after) == ("add", "sender", "done", "ACTIVE")


async def test_an_address_that_appeared_meanwhile_is_not_taken_for_ours(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        taken = next(s for s in world.senders if s.domain_id == roomy(world).id)
        plan = plan_add_native([native(roomy(world), taken.email.partition("@")[0])], Workspace(domains=world.domains))
        outcome = await desk.run(plan)
        assert outcome.items[0].fate is Fate.REFUSED
        assert outcome.items[0].detail == "an account of that address exists already"
        assert desk.count("POST", "/coldsend-native") == 0


async def test_a_full_domain_and_one_that_is_not_active_refuse_with_a_way_out(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        domain = roomy(world)
        full = domain._replace(current_inboxes=domain.max_inboxes)
        waiting = domain._replace(status="DNS_PENDING")
        for changed, words in ((full, "no free inbox"), (waiting, "need an ACTIVE domain")):
            plan = plan_add_native([native(domain)], Workspace(domains=(changed,)))
            assert not plan.runnable
            assert words in plan.refusals[0].reason
            assert plan.refusals[0].instead
        more = [native(domain, f"fresh{n}") for n in range(20)]
        plan = plan_add_native(more, world)
        assert len(plan.items) == (domain.max_inboxes or 0) - (domain.current_inboxes or 0)


async def test_a_lost_answer_of_a_creation_is_settled_by_reading(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        plan = plan_add_native([native(roomy(await desk.look()))], desk.store.workspace())
        lose(desk, "/coldsend-native")
        outcome = await desk.run(plan)
        assert outcome.items[0].fate is Fate.DONE
        assert outcome.items[0].detail == "no answer came, but it reads ACTIVE"
        assert desk.count("POST", "/coldsend-native") == 1


def lose(desk: Desk, ending: str) -> None:
    """The answer of every POST to this path gets lost on its way back."""
    inner = desk.tap._inner

    class Losing(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            answer = await inner.handle_async_request(request)
            if request.method == "POST" and request.url.path.endswith(ending):
                raise httpx.ReadTimeout("lost", request=request)
            return answer

    desk.tap._inner = Losing()


SMTP = {
    "type": "google", "email": "Kim@Partner.example", "display_name": "Kim", "smtp_password": PASSWORD, "daily_limit": "25",
}  # fmt: skip


async def test_smtp_with_a_preset_and_the_password_stands_nowhere(sandbox: LocalSandbox, tmp_path) -> None:  # type: ignore[no-untyped-def]
    seen: list[dict[str, object]] = []
    async with desk_over(sandbox, path=tmp_path / "cache.db") as desk:

        def before(request: httpx.Request) -> None:
            if request.method == "POST":
                seen.append(json.loads(request.content))

        desk.tap.before = before
        await desk.look()
        plan = plan_add_smtp(smtp_account(SMTP), desk.store.workspace())
        outcome = await desk.run(plan)
        assert outcome.summary == "Added kim@partner.example"
        [body] = seen
        assert (body["smtp_password"], body["imap_password"]) == (PASSWORD, PASSWORD)
        assert (body["smtp_host"], body["imap_host"], body["inbox_type"]) == (
            "smtp.gmail.com",
            "imap.gmail.com",
            "GOOGLE_WORKSPACE",
        )
        assert (body["smtp_username"], body["daily_limit"]) == ("kim@partner.example", 25)
        told = " ".join(
            [*plan.lines(), *outcome.lines(), repr(plan), repr(outcome), repr(desk.store.journal.entries())]
        )
        assert PASSWORD not in told
        assert PASSWORD.encode() not in desk.store.image()
    for file in tmp_path.iterdir():
        assert PASSWORD.encode() not in file.read_bytes()


async def test_an_unreachable_server_is_the_servers_word_and_nothing_is_made(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        await desk.look()
        values = SMTP | {"type": "smtp", "smtp_host": "smtp.unreachable.example", "imap_host": ""}
        outcome = await desk.run(plan_add_smtp(smtp_account(values), desk.store.workspace()))
        assert outcome.items[0].fate is Fate.REFUSED
        assert "SMTP connection to smtp.unreachable.example failed" in outcome.items[0].detail


async def test_a_test_mail_and_why_one_cannot_be_sent(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        sender = next(s for s in world.senders if s.status == "ACTIVE")
        plan = plan_test(sender, "me@example.com")
        assert f"  {sender.email}: not sent → sent to me@example.com" in plan.lines()
        outcome = await desk.run(plan)
        assert outcome.ok and "message id test_" in outcome.summary
        lose(desk, "/test-email")
        lost = await desk.run(plan_test(sender, "me@example.com"))
        assert lost.items[0].fate is Fate.UNKNOWN
        assert "look into the recipient's mailbox" in lost.items[0].detail
        assert desk.count("POST", "/test-email") == 2
        assert plan_test(sender, "me").refusals[0].reason.startswith("an address is needed")
        off = plan_test(sender._replace(status="DISABLED"), "me@example.com")
        assert (off.refusals[0].reason, off.refusals[0].instead) == (
            "it is DISABLED and cannot send", "enable it in the ColdSend dashboard",
        )  # fmt: skip


async def test_deleting_is_refused_while_a_campaign_sends_through_it(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        known = users(world.campaigns, world.settings)
        busy = next(s for s in world.senders if any(c.status == "ACTIVE" for c in known.get(s.id, ())))
        plan = plan_delete([busy], known)
        assert not plan.runnable
        name = next(c.name for c in known[busy.id] if c.status == "ACTIVE")
        assert name in plan.refusals[0].reason
        # What the console does not know, the server does: its own refusal is told.
        outcome = await desk.run(plan_delete([busy], {}))
        assert outcome.items[0].fate is Fate.REFUSED
        assert "active campaign" in outcome.items[0].detail


async def test_one_is_deleted_by_its_typed_name_and_leaves_the_cache(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        domain = roomy(await desk.look())
        await desk.run(plan_add_native([native(domain)], desk.store.workspace()))
        row = next(s for s in (await desk.look()).senders if s.email == f"fresh.sam@{domain.name}")
        plan = plan_delete([row], {})
        assert plan.confirmation.word == row.email
        assert (await desk.run(plan)).ok
        assert row.email not in {s.email for s in desk.store.senders()}
        assert row.email not in await emails(sandbox)


def table(domain: Domain) -> str:
    return "\n".join(
        [
            "email,display_name,type,smtp_host,smtp_password",
            f"bulk1@{domain.name},Bulk One,,,",
            f"bulk2@{domain.name},Bulk Two,,,",
            f"bulk..3@{domain.name},Bulk Three,,,",
            f"p1@partner.example,P One,google,,{PASSWORD}",
            f"p2@partner.example,P Two,smtp,smtp.unreachable.example,{PASSWORD}",
            f"p3@partner.example,P Three,smtp,smtp.partner.example,{PASSWORD}",
        ]
    )


async def test_an_import_makes_jobs_and_tells_each_row(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        domain = next(
            d for d in world.domains if d.status == "ACTIVE" and (d.max_inboxes or 0) - (d.current_inboxes or 0) >= 2
        )
        working(desk)
        rows = read(table(domain), [d.name for d in world.domains]).rows
        plan = plan_import(rows, world)
        assert plan.title == "Add 5 sender accounts of 6 rows"
        assert [r.name for r in plan.refusals] == [f"row 4 bulk..3@{domain.name}"]
        heard: list[tuple[int, int]] = []
        for item in plan.items:
            assert isinstance(item.sends, InBatch)
            item.sends.batch.on_progress = lambda done, total: heard.append((done, total))
        outcome = await desk.run(plan)
        fates = {result.name: (result.fate, result.detail) for result in outcome.items}
        assert fates[f"bulk1@{domain.name}"] == (Fate.DONE, "")
        assert fates["p1@partner.example"] == (Fate.DONE, "")
        assert fates["p2@partner.example"][0] is Fate.REFUSED
        assert "unreachable" in fates["p2@partner.example"][1]
        assert desk.count("POST", "/bulk") == 2
        assert heard and heard[-1] == (3, 3)
        assert {"p1@partner.example", "p3@partner.example"} <= await emails(sandbox)
        assert PASSWORD not in repr((plan, outcome, desk.store.journal.entries()))
        [row] = rows_not_done(outcome)
        assert row.number == 6
        again = plan_import([row], await desk.look())
        assert [item.name for item in again.items] == ["p2@partner.example"]
        entries = {e.object_name: (e.result, e.detail) for e in desk.store.journal.entries()}
        assert entries["p2@partner.example"] == ("refused", "row 6")


async def test_rows_beyond_the_room_of_a_domain_are_refused_before_anything_is_sent(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        domain = roomy(world)
        left = (domain.max_inboxes or 0) - (domain.current_inboxes or 0)
        text = "prefix,domain,display_name\n" + "".join(f"many{n},{domain.name},Many {n}\n" for n in range(left + 2))
        plan = plan_import(read(text, [domain.name]).rows, world)
        assert (len(plan.items), len(plan.refusals)) == (left, 2)
        assert "no free inbox" in plan.refusals[0].reason


async def test_a_job_that_was_taken_is_not_called_untried_when_the_run_stops(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        stop = asyncio.Event()

        def before(request: httpx.Request) -> None:
            look(sandbox, request)
            if request.url.path.endswith("/progress"):
                stop.set()

        desk.tap.before = before
        rows = read(table(roomy(world)), [d.name for d in world.domains]).rows
        plan = plan_import(rows[3:], world)
        outcome = await desk.run(plan, stop=stop)
        assert [result.fate for result in outcome.items] == [Fate.DONE, Fate.REFUSED, Fate.DONE]


@pytest.mark.parametrize("status", [500, 404])
async def test_a_job_that_cannot_be_followed_leaves_its_rows_unknown_or_found(
    sandbox: LocalSandbox, status: int
) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        inner = desk.tap._inner

        class Broken(httpx.AsyncBaseTransport):
            async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
                if request.url.path.endswith("/progress"):
                    if status == 404:
                        sandbox.advance(1)
                    return httpx.Response(status, json={"detail": "no"}, request=request)
                return await inner.handle_async_request(request)

        desk.tap._inner = Broken()
        plan = plan_import(read(table(roomy(world)), [d.name for d in world.domains]).rows[3:], world)
        outcome = await desk.run(plan)
        found = {result.name: result.fate for result in outcome.items}
        if status == 404:  # the job went on unseen
            assert found == {
                "p1@partner.example": Fate.DONE,
                "p2@partner.example": Fate.UNKNOWN,
                "p3@partner.example": Fate.DONE,
            }
        else:
            assert set(found.values()) == {Fate.UNKNOWN}
            assert "could not be read back" in outcome.items[0].detail
        assert desk.count("POST", "/smtp/bulk") == 1


async def test_a_refused_job_refuses_every_row_and_is_sent_once(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox, api_key=sandbox.key("campaigns:all", "sender_accounts:read", "domains:read")) as desk:
        await desk.session.reread("senders", "domains")
        world = desk.store.workspace()
        plan = plan_import(read(table(roomy(world)), [d.name for d in world.domains]).rows[3:], world)
        outcome = await desk.run(plan)
        assert outcome.items[0].fate is Fate.REFUSED
        assert all(result.fate is Fate.REFUSED for result in outcome.items)
        assert desk.count("POST", "/smtp/bulk") == 1


async def test_many_are_deleted_as_a_job_those_in_use_left_alone(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        working(desk)
        rows = read(table(roomy(world)), [d.name for d in world.domains]).rows
        await desk.run(plan_import(rows[3:], world))
        world = await desk.look()
        mine = [s for s in world.senders if s.email.endswith("@partner.example")]
        known = users(world.campaigns, world.settings)
        busy = next(s for s in world.senders if any(c.status == "ACTIVE" for c in known.get(s.id, ())))
        plan = plan_delete([*mine, busy], known)
        assert plan.confirmation.word == str(len(mine))
        assert [r.name for r in plan.refusals] == [busy.email]
        # The console may not know that a campaign uses it: then the job skips it and says why.
        outcome = await desk.run(plan_delete([*mine, busy], {}))
        fates = {result.name: result.fate for result in outcome.items}
        assert fates == {**{s.email: Fate.DONE for s in mine}, busy.email: Fate.REFUSED}
        assert {s.email for s in mine} & {s.email for s in desk.store.senders()} == set()
        assert {s.email for s in mine} & await emails(sandbox) == set()
        assert desk.count("POST", "/bulk/delete") == 1


async def test_after_a_kill_the_rows_of_a_job_are_settled_by_reading(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        plan = plan_import(read(table(roomy(world)), [d.name for d in world.domains]).rows[3:], world)
        entries = []

        def before(request: httpx.Request) -> None:
            if request.url.path.endswith("/progress"):
                # Killed here: the journal has intents and no result.
                entries.extend(unfinished(desk.store))
                raise asyncio.CancelledError

        desk.tap.before = before
        with pytest.raises(asyncio.CancelledError):
            await desk.run(plan)
        desk.tap.before = lambda request: None
        assert {e.result for e in desk.store.journal.entries()} == {"unknown"}
        sandbox.advance(1)
        results = await verify(entries, client=desk.client, store=desk.store, clock=desk.clock)
        assert {r.name: r.fate for r in results} == {
            "p1@partner.example": Fate.DONE, "p2@partner.example": Fate.FAILED, "p3@partner.example": Fate.DONE,
        }  # fmt: skip


def test_jobs_take_at_most_a_hundred_accounts_of_one_kind_each() -> None:
    lines = [f"s{n}@partner.example,P,google,{PASSWORD}" for n in range(250)]
    lines += [f"n{n}@{name},N,native," for n in range(130) for name in ("a.example", "b.example")]
    world = Workspace(domains=tuple(domain(f"d-{x}", name=f"{x}.example", max_inboxes=500) for x in "ab"))
    plan = plan_import(read("\n".join(["email,display_name,type,smtp_password", *lines]), ()).rows, world)
    assert (len(plan.items), plan.refusals) == (510, ())
    assert [len(batch.keys) for batch in batches(plan.items)] == [100, 30, 100, 30, 100, 100, 50]
    for item in plan.items:
        assert isinstance(item.sends, InBatch)
        assert item.sends.batch.keys[item.sends.at] == item.name
    assert plan.confirmation.word == "510"


async def test_a_budget_that_runs_out_delays_a_job_and_sends_it_once(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        working(desk)
        inner, refused = desk.tap._inner, 2

        class Limited(httpx.AsyncBaseTransport):
            async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
                nonlocal refused
                if request.method == "POST" and refused:
                    refused -= 1
                    detail = "Rate limit exceeded. Retry after 7 seconds."
                    return httpx.Response(429, json={"detail": detail}, request=request)
                return await inner.handle_async_request(request)

        desk.tap._inner = Limited()
        plan = plan_import(read(table(roomy(world)), [d.name for d in world.domains]).rows[3:], world)
        outcome = await desk.run(plan)
        assert [result.fate for result in outcome.items] == [Fate.DONE, Fate.REFUSED, Fate.DONE]
        assert desk.slept.count(7) == 2
        assert {"p1@partner.example", "p3@partner.example"} <= await emails(sandbox)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"detail": f"535 5.7.8 login as kim with {PASSWORD} was refused"}),
        (422, {"detail": {"input": {"smtp_password": PASSWORD}}}),
        (500, {"detail": PASSWORD}),
    ],
)
async def test_a_password_that_the_server_repeats_is_blotted_out(
    sandbox: LocalSandbox, status: int, body: dict[str, object]
) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        inner = desk.tap._inner

        class Chatty(httpx.AsyncBaseTransport):
            async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
                if request.method == "POST":
                    return httpx.Response(status, json=body, request=request)
                return await inner.handle_async_request(request)

        desk.tap._inner = Chatty()
        one = await desk.run(plan_add_smtp(smtp_account(SMTP), world))
        many = await desk.run(plan_import(read(table(roomy(world)), [d.name for d in world.domains]).rows[3:], world))
        for outcome in (one, many):
            assert not outcome.ok
            assert "•••" in outcome.summary
            assert PASSWORD not in " ".join([outcome.summary, *outcome.lines()])
        assert PASSWORD.encode() not in desk.store.image()


async def test_a_password_in_the_result_of_a_job_is_blotted_out(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        rows = read(table(roomy(world)), [d.name for d in world.domains]).rows[3:4]
        result = {"row": 1, "email_address": "p1@partner.example", "status": "FAILED", "error": f"bad login {PASSWORD}"}
        inner = desk.tap._inner

        class Chatty(httpx.AsyncBaseTransport):
            async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
                if request.url.path.endswith("/progress"):
                    job = {"job_id": "j", "status": "COMPLETED", "progress_percentage": 100, "results": [result]}
                    return httpx.Response(200, json={"success": True, "job": job}, request=request)
                return await inner.handle_async_request(request)

        desk.tap._inner = Chatty()
        outcome = await desk.run(plan_import(rows, world))
        assert outcome.items[0].detail == "bad login •••"
        assert PASSWORD.encode() not in desk.store.image()
