"""Contacts many at a time, one by one and from a file, and their lists: against a real server, every fate as it tells it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coldsend_tui.actions import contact_lists, contacts, people
from coldsend_tui.actions.confirmation import ConfirmationLevel
from coldsend_tui.actions.guard import guarded
from coldsend_tui.actions.list_source import Source
from coldsend_tui.actions.outcome import Fate
from coldsend_tui.actions.plan import Plan
from coldsend_tui.config.guard import GuardRules
from coldsend_tui.errors import UsageError
from coldsend_tui.live.browsing.contacts import read_lists, reader
from coldsend_tui.ops.contact_file import ContactFile, guess
from coldsend_tui.ops.contact_query import Names, parse_filter
from coldsend_tui.ops.lead_list.table import ListFault
from coldsend_tui.people import Contact, ContactList
from tests.actions.desk import Desk, desk_over
from tests.sandbox.local import LocalSandbox


def judged(path: Path) -> ContactFile:
    table = Source(path).table
    return contacts.sent_of(table, guess(table))


def import_of(path: Path) -> Plan:
    return contacts.plan_import(path.name, judged(path), None)


async def some(desk: Desk, number: int = 50, **query: Any) -> list[Contact]:
    return list((await reader(desk.session, query)(1, 100)).rows)[:number]


async def made_list(desk: Desk, name: str = "Partners") -> ContactList:
    outcome = await desk.run(contact_lists.plan_create(name, "STATIC"))
    assert outcome.ok, outcome.lines()
    return next(row for row in await read_lists(desk.session) if row.name == name)


async def tag_of(desk: Desk) -> tuple[str, str]:
    world = desk.sandbox.world
    return world.uid("tag", world.dashboard.tag("Partner")), "Partner"


async def test_people_are_tagged_and_untagged(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        tag_id, tag = await tag_of(desk)
        rows = [row for row in await some(desk, 100) if tag_id not in {one.id for one in row.tags}][:4]
        outcome = await desk.run(people.plan_tag(rows, tag_id, tag))
        assert outcome.ok, outcome.lines()
        assert "4 changed" in outcome.summary
        assert desk.count("POST", "/bulk/tags") == 1
        again = await desk.run(people.plan_tag(rows, tag_id, tag))
        assert "4 had it already" in again.summary
        sandbox.faults("cut on bulkRemoveTag")
        off = await desk.run(people.plan_tag(rows, tag_id, tag, off=True))
        assert off.ok, off.lines()
        assert desk.count("POST", "/tags/remove") == 1
        assert not people.plan_tag(rows, "", tag).runnable


async def test_people_are_put_into_a_list_by_calls_of_a_thousand(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        into = await made_list(desk)
        rows = await some(desk, 2)
        many = [rows[0]._replace(id=f"{rows[0].id[:-4]}{at:04}") for at in range(2_500)]
        plan = people.plan_put(many, into)
        assert [item.objects for item in plan.items] == [1_000, 1_000, 500]
        assert plan.confirmation == (ConfirmationLevel.TYPE, "2500")
        assert not guarded(plan, GuardRules({}, 2_499)).runnable
        outcome = await desk.run(people.plan_put(rows, into))
        assert outcome.ok, outcome.lines()
        assert len(await some(desk, list_id=into.id)) == 2
        dynamic = into._replace(kind="DYNAMIC")
        assert "finds its people by its filter" in people.plan_put(rows, dynamic).refusals[0].reason


async def test_people_are_enrolled_and_the_blocked_are_named(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        await desk.look()
        into = desk.campaigns("PAUSED", "DRAFT")[0]
        fine = [row for row in await some(desk, not_in_campaign_id=into.id) if not row.suppressed][:2]
        gone = list(await some(desk, is_unsubscribed=True, not_in_campaign_id=into.id))[:1]
        plan = people.plan_enrol([*gone, *fine], into)
        assert f"will block {gone[0].email}" in "\n".join(plan.lines())
        outcome = await desk.run(plan)
        assert outcome.ok, outcome.lines()
        assert "2 changed" in outcome.summary and "1 blocked" in outcome.summary
        assert "block every one" in people.plan_enrol(gone, into).refusals[0].reason
        unaware = await desk.run(people.plan_enrol([gone[0]._replace(suppressed=None)], into))
        assert unaware.items[0].fate is Fate.REFUSED
        assert "blocked" in unaware.summary
        assert "takes no more leads" in people.plan_enrol(fine, into._replace(status="ARCHIVED")).refusals[0].reason


async def test_people_are_deleted_by_count_and_the_kept_are_told(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        file = [{"email": f"p{at}@new.example"} for at in range(3)]
        sandbox.world.contacts.import_rows(list(enumerate(file)))
        new = await some(desk, search="new.example")
        plan = people.plan_delete(new)
        assert plan.confirmation == (ConfirmationLevel.TYPE, "3")
        assert (await desk.run(plan)).ok
        assert await some(desk, search="new.example") == []
        again = await desk.run(plan)
        assert "3 not known" in again.summary
        kept = await desk.run(people.plan_delete(await some(desk, 2, has_replied=True)))
        assert kept.items[0].fate is Fate.REFUSED
        assert "kept by the platform" in kept.summary


async def test_fields_are_edited_and_a_signal_is_pinned(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        [person] = await some(desk, 1)
        changes = {"company": "Umbrella [b]\x1b[31m", "custom_fields": {"note": "RTL \u202e"}}
        outcome = await desk.run(contacts.plan_edit(person, changes))
        assert outcome.ok, outcome.lines()
        now = await desk.client.contacts.get(person.id)
        assert now.company == changes["company"]
        assert now.first_name == (person.first_name or None)
        assert not contacts.plan_edit(person, {"company": person.company}).runnable
        pinned = await desk.run(contacts.plan_signal([person], "HOT_LEAD"))
        assert pinned.ok, pinned.lines()
        hot = person._replace(pinned=True, signal="HOT_LEAD")
        assert "already" in contacts.plan_signal([hot], "HOT_LEAD").refusals[0].reason
        assert (await desk.run(contacts.plan_signal([hot], None))).ok
        assert (await desk.client.contacts.get(person.id)).signal_override is None


async def test_a_file_is_imported_with_guessed_columns(sandbox: LocalSandbox, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    async with desk_over(sandbox) as desk:
        gone = (await some(desk, 1, is_unsubscribed=True))[0]
        path.write_text(
            "E-Mail,First name,Surname,Organisation,Plan\n"
            "a@fresh.example,Ann,Lee,Acme,gold\nnobody,No,Body,,\n"
            f"{gone.email},Gone,Away,,\nb@fresh.example,Bo,,Beta,\n"
        )
        into = await made_list(desk)
        file = judged(path)
        assert file.mapping == (
            ("email", "E-Mail"), ("first_name", "First name"), ("last_name", "Surname"), ("company", "Organisation"),
            ("plan", "Plan"),
        )  # fmt: skip
        assert file.summary == "4 rows, 3 people, 1 without a valid address left out"
        heard: list[int] = []
        plan = contacts.plan_import(path.name, file, into, on_sent=lambda sent, total: heard.append(sent))
        assert "first_name    ← First name" in "\n".join(plan.lines())
        outcome = await desk.run(plan)
        assert outcome.ok, outcome.lines()
        assert "2 new" in outcome.summary and f"1 blocked: {gone.email}" in outcome.summary
        assert heard[-1] == len(file.parts[0].content)
        ann = (await some(desk, 1, search="a@fresh.example"))[0]
        assert (ann.first_name, ann.company, dict(ann.custom)) == ("Ann", "Acme", {"plan": "gold"})
        assert {row.email for row in await some(desk, list_id=into.id)} == {"a@fresh.example", "b@fresh.example"}


async def test_an_import_without_an_answer_is_proven_only_by_somebody_new(
    sandbox: LocalSandbox, tmp_path: Path
) -> None:
    path = tmp_path / "new.csv"
    path.write_text("email\na@fresh.example\n")
    async with desk_over(sandbox) as desk:
        sandbox.faults("cut on importContacts")
        outcome = await desk.run(import_of(path))
        assert outcome.ok, outcome.lines()
        assert desk.count("POST", "/contacts/import") == 1
        old = tmp_path / "old.csv"
        old.write_text("email\na@fresh.example\n")
        again = await desk.run(import_of(old))
        assert again.items[0].fate is Fate.UNKNOWN
        assert "importing the file again only updates" in again.summary
        sandbox.faults("off")
        assert (await desk.run(import_of(old))).ok


async def test_a_file_of_any_encoding_and_separator_is_imported(sandbox: LocalSandbox, tmp_path: Path) -> None:
    path = tmp_path / "Kunden.csv"
    rows = "Adresse E-Mail;Vorname;Firma;Position\nju@fresh.example;Jürgen;Müller, Söhne;Einkäufer\n"
    path.write_bytes(rows.encode("cp1252"))
    async with desk_over(sandbox) as desk:
        source = Source(path)
        plan = contacts.plan_import(path.name, judged(path), None, notes=source.table.notes)
        shown = "\n".join(plan.lines())
        assert "job_title     ← Position (custom field)" in shown
        assert "the file is CP1252, read as such and sent as UTF-8" in shown
        assert (await desk.run(plan)).ok
        person = (await some(desk, 1, search="ju@fresh.example"))[0]
        assert (person.first_name, person.company) == ("Jürgen", "Müller, Söhne")
        assert dict(person.custom) == {"job_title": "Einkäufer"}
        assert (await sandbox.get(f"/contacts/{person.id}"))["contact"]["source_name"] == "Kunden.csv"


async def test_a_long_file_goes_in_parts_that_are_proven_one_by_one(
    sandbox: LocalSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts, "UPLOAD_LEADS_MAX", 4)
    path = tmp_path / "long.csv"
    path.write_text("email,first_name\n" + "".join(f"p{at}@fresh.example,P{at}\n" for at in range(10)))
    async with desk_over(sandbox) as desk:
        plan = import_of(path)
        assert [item.name for item in plan.items] == ["long-1of3.csv", "long-2of3.csv", "long-3of3.csv"]
        assert [(item.id, item.objects) for item in plan.items] == [
            ("p3@fresh.example", 4), ("p7@fresh.example", 4), ("p9@fresh.example", 2)
        ]  # fmt: skip
        outcome = await desk.run(plan)
        assert outcome.ok, outcome.lines()
        assert len(await some(desk, search="fresh.example")) == 10


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"email\n", "no rows"),
        (b"name,company\nx,y\n", "one column must be email"),
        (b"email,name\nx,y\n", "holds no valid address"),
        (b'email,name\na@x.example,"open\n', "A quote is opened"),
    ],
)
def test_a_file_that_cannot_be_imported_says_why(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(ListFault, match=problem):
        judged(path)
    with pytest.raises(UsageError, match="cannot be read"):
        judged(tmp_path / "none.csv")


async def test_lists_are_created_edited_and_deleted(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        members = await some(desk, 3)
        sandbox.faults("cut on createContactList")
        outcome = await desk.run(contact_lists.plan_create("Three", "STATIC", members=members))
        assert outcome.ok, outcome.lines()
        sandbox.faults("off")
        assert desk.count("POST", "/contacts/lists") == 1
        row = next(row for row in await read_lists(desk.session) if row.name == "Three")
        assert {one.id for one in await some(desk, list_id=row.id)} == {one.id for one in members}
        taken = await desk.run(contact_lists.plan_create("Three", "STATIC"))
        assert "exists already" in taken.summary
        assert "exists already" in contact_lists.plan_create("three", "STATIC", taken=["Three"]).refusals[0].reason
        hot = parse_filter("signal:hot replied:yes", Names({}, {}))
        assert (await desk.run(contact_lists.plan_create("Hot", "DYNAMIC", filter=hot))).ok
        found = next(row for row in await read_lists(desk.session) if row.name == "Hot")
        assert dict(found.filter) == {"signal": ["HOT_LEAD"], "has_replied": True}
        edited = await desk.run(
            contact_lists.plan_edit(found, name="Hotter", description="by hand", filter={"signal": ["ENGAGED"]})
        )
        assert edited.ok, edited.lines()
        found = next(row for row in await read_lists(desk.session) if row.name == "Hotter")
        assert (found.description, dict(found.filter)) == ("by hand", {"signal": ["ENGAGED"]})
        assert "nothing would change" in contact_lists.plan_edit(found, name="Hotter").refusals[0].reason
        assert "no filter" in contact_lists.plan_edit(row, filter={"search": "x"}).refusals[0].reason
        assert "needs a filter" in contact_lists.plan_create("Empty", "DYNAMIC", filter={}).refusals[0].reason
        plan = contact_lists.plan_delete(row)
        assert plan.confirmation == (ConfirmationLevel.TYPE, "Three")
        assert "its people stay" in "\n".join(plan.lines())
        assert (await desk.run(plan)).ok
        assert len(await some(desk, 3)) == 3


async def test_a_list_of_more_than_a_thousand_is_created_in_steps(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        file = [{"email": f"p{at}@many.example"} for at in range(1_002)]
        sandbox.world.contacts.import_rows(list(enumerate(file)))
        rows: list[Contact] = []
        for number in range(1, 12):
            rows += (await reader(desk.session, {"search": "many.example"})(number, 100)).rows
        plan = contact_lists.plan_create("Many", "STATIC", members=rows)
        assert plan.confirmation.word == "1002"
        outcome = await desk.run(plan)
        assert outcome.ok, outcome.lines()
        row = next(row for row in await read_lists(desk.session) if row.name == "Many")
        assert (await reader(desk.session, {"list_id": row.id})(1, 1)).total == 1_002
