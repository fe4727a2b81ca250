"""Contacts and lists written by keys: forms, pickers, plans; what came of it in the rows and on the server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.widgets import Input, TextArea

from coldsend_tui.people import Contact
from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.modals.form import Form
from coldsend_tui.tui.modals.pick import Pick
from coldsend_tui.tui.screens.contacts.importing import told as bytes_told
from coldsend_tui.tui.screens.contacts.list_form import ListForm
from coldsend_tui.tui.screens.contacts.lists import ContactListsScreen
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened


async def contacts(console: Driver, search: str = "") -> Contact:
    """The contacts that a search finds, the first one read in full."""
    await console.ready()
    await console.press("8")
    await console.until(lambda: console.rows.current is not None, "contacts read")
    if search:
        await console.press("slash")
        await console.write("#filter", search)
        await console.press("enter")
        await console.until(lambda: "“" in console.text and console.rows.current is not None, "found")
    row: Contact = console.rows.current
    return row


async def shows(console: Driver, modal: type) -> None:
    await console.until(lambda: isinstance(console.app.screen, modal), modal.__name__)
    await console.pilot.pause()


async def told(console: Driver, words: str) -> None:
    await console.until(lambda: words in console.flash, f"{words!r}, not {console.flash!r}")


async def agree(console: Driver, word: str = "") -> None:
    """Confirm the plan in sight, by the button or by typing."""
    await shows(console, Confirm)
    if word:
        await console.write("#word", word)
        await console.press("enter")
    else:
        await console.press("tab", "enter")


async def filled(console: Driver, **values: str) -> None:
    """Fill the form in sight and go on."""
    for name, value in values.items():
        widget = console.app.screen.query_one(f"#field-{name}")
        if isinstance(widget, TextArea):
            widget.load_text(value)
        elif isinstance(widget, Input):
            widget.value = value
    await console.pilot.pause()
    await console.press("ctrl+s")


def journal(console: Driver) -> list[tuple[str, str | None]]:
    return [(entry.action, entry.result) for entry in console.state.store.journal.entries()]


async def test_fields_are_edited_in_a_form(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        row = await contacts(console)
        await console.press("e")
        await shows(console, Form)
        await filled(console, company="Umbrella [b]x[/b]", custom="no colon")
        assert "write key: value" in console.text
        await filled(console, custom="plan: gold\ncity: Łódź")
        await shows(console, Confirm)
        assert "company:" in console.text and "→ Umbrella [b]x[/b]" in console.text
        await agree(console)
        await told(console, f"Edited {row.email}")
        now = (await sandbox.get(f"/contacts/{row.id}"))["contact"]
        assert (now["company"], now["custom_fields"]) == ("Umbrella [b]x[/b]", {"plan": "gold", "city": "Łódź"})
        assert now["first_name"] == row.first_name
        await console.until(lambda: console.rows.current.company == "Umbrella [b]x[/b]", "the row tells it")
        await console.press("e", "escape")
        await told(console, "nothing was sent")


async def test_a_signal_is_pinned_and_left_to_the_platform_again(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        row = await contacts(console)
        await console.press("H")
        await shows(console, Pick)
        await console.write("#only", "hot")
        await console.press("enter")
        await agree(console)
        await told(console, "Pinned the signal of")
        await console.until(
            lambda: console.rows.current.signal == "HOT_LEAD" and console.rows.current.pinned, "in place"
        )
        await console.press("H")
        await shows(console, Pick)
        await console.write("#only", "platform")
        await console.press("enter")
        await agree(console)
        await told(console, "Unpinned")
        assert (await sandbox.get(f"/contacts/{row.id}"))["contact"]["signal_override"] is None


async def test_marked_people_are_tagged_by_tags_that_were_seen(sandbox: LocalSandbox) -> None:
    sandbox.world.db.executescript("DELETE FROM contact_tag; DELETE FROM thread_tag; DELETE FROM tag")
    async with opened(sandbox) as console:
        await contacts(console)
        await console.press("T")
        await told(console, "the API lists no tags")
        row = console.rows.current
        tag = sandbox.world.uid("tag", sandbox.world.dashboard.tag("Partner [/]"))
        await sandbox.call("POST", "/contacts/bulk/tags", json={"contact_ids": [row.id], "tag_id": tag})
        await console.press("r")
        await console.until(lambda: bool(console.rows.current.tags), "the tag is seen")
        await console.press("j", "space", "space", "T")
        await shows(console, Pick)
        assert "Partner [/]" in console.text
        await console.press("enter")
        await agree(console)
        await told(console, "2 changed")
        assert not console.rows.marks
        await console.until(lambda: all(one.tags for one in list(console.rows.present)[:3]), "rows tell it")
        await console.press("home", "U")
        await shows(console, Pick)
        await console.press("enter")
        await agree(console)
        await told(console, "Took the tag from")
        assert journal(console) == [("untag people", "done"), ("tag people", "done")]


async def test_a_list_of_marked_people_is_made_filled_renamed_and_deleted(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await contacts(console)
        rows = list(console.rows.present)[:3]
        await console.press("space", "space", "t")
        await shows(console, ContactListsScreen)
        await console.until(lambda: "Lists 0" in console.text, "read")
        await console.press("n")
        await shows(console, ListForm)
        await filled(console, name="Partners", description="by hand")
        await agree(console)
        await told(console, "Created list Partners")
        await console.until(lambda: console.rows.current is not None, "in the list")
        await console.until(lambda: "2 people" in console.text, "its people")
        await console.press("escape", "escape")
        await console.until(lambda: not console.rows.marks, "unmarked")
        await console.select(rows[2].id)
        await console.press("B")
        await shows(console, Pick)
        await console.press("enter")
        await agree(console)
        await told(console, "Put into the list")
        list_id = (await sandbox.get("/contacts/lists"))["lists"][0]["list_id"]
        found = (await sandbox.get("/contacts", list_id=list_id))["contacts"]
        assert {one["contact_id"] for one in found} == {row.id for row in rows}
        await console.press("t")
        await shows(console, ContactListsScreen)
        await console.until(lambda: console.rows.current is not None, "read")
        await console.press("e")
        await shows(console, ListForm)
        await filled(console, name="Good partners")
        await agree(console)
        await told(console, "Edited list")
        await console.until(lambda: console.rows.current.name == "Good partners", "renamed")
        await console.press("D")
        await shows(console, Confirm)
        assert "its people stay" in console.text
        await agree(console, "Good partners")
        await told(console, "Deleted list")
        assert (await sandbox.get("/contacts/lists"))["lists"] == []


async def test_a_filter_is_counted_while_it_is_typed(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        await contacts(console)
        await console.press("t")
        await shows(console, ContactListsScreen)
        await console.until(lambda: "Lists 0" in console.text, "read")
        await console.press("n")
        await shows(console, ListForm)
        preview = "#preview"
        await console.until(lambda: bool(console.app.screen.query(preview)), "mounted")
        console.app.screen.query_one("#field-filter", Input).value = "signal:hot,engaged"
        await console.until(lambda: "people now" in console.paper(preview), "counted")
        wanted = 0
        for signal in ("HOT_LEAD", "ENGAGED"):
            wanted += (await sandbox.get("/contacts", signal=signal))["pagination"]["total"]
        assert f"{wanted:,} people now" in console.paper(preview)
        console.app.screen.query_one("#field-filter", Input).value = "signl:hot"
        await console.until(lambda: "Did you mean signal?" in console.paper(preview), "told")
        await filled(console, name="Warm", filter="signal:hot,engaged replied:yes")
        await agree(console)
        await told(console, "Created list Warm")
        made = (await sandbox.get("/contacts/lists"))["lists"][0]
        assert made["filter_definition"] == {"signal": ["HOT_LEAD", "ENGAGED"], "has_replied": True}
        await console.until(lambda: console.rows.current is not None, "in the list")
        await console.press("e")
        await shows(console, ListForm)
        field = console.app.screen.query_one("#field-filter", Input)
        assert field.value == "signal:hot_lead,engaged replied:yes"
        await filled(console, filter="bounced:yes")
        await agree(console)
        await told(console, "Edited list")
        made = (await sandbox.get("/contacts/lists"))["lists"][0]
        assert made["filter_definition"] == {"is_bounced": True}


async def test_people_are_enrolled_and_blocked_ones_named(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        into = next(one for one in console.state.workspace.campaigns if one.status in ("DRAFT", "PAUSED"))
        gone = await contacts(console, f'unsubscribed:yes not-in:"{into.name}"')
        await console.press("C")
        await shows(console, Pick)
        await console.write("#only", into.name)
        await console.press("enter")
        await told(console, "block every one of them")
        fine = await contacts(console, f'unsubscribed:no bounced:no not-in:"{into.name}"')
        assert fine.id != gone.id
        await console.press("C")
        await shows(console, Pick)
        await console.write("#only", into.name)
        await console.press("enter")
        await agree(console)
        await told(console, "Enrolled")
        names = [one["campaign_id"] for one in (await sandbox.get(f"/contacts/{fine.id}"))["campaigns"]]
        assert into.id in names


async def test_people_are_deleted_by_typing_their_number(sandbox: LocalSandbox) -> None:
    sandbox.world.contacts.import_rows([(at, {"email": f"p{at}@gone.example"}) for at in range(2)])
    async with opened(sandbox) as console:
        await contacts(console, "gone.example")
        await console.press("space", "space", "D")
        await shows(console, Confirm)
        assert "deleted for good" in console.text
        await console.write("#word", "3")
        await console.press("enter")
        assert "nothing was sent" in console.text
        await agree(console, "2")
        await told(console, "2 deleted")
        await console.until(lambda: "nothing found" in console.text, "gone")


async def test_a_file_is_imported_in_three_looks(sandbox: LocalSandbox, tmp_path: Path) -> None:
    path = tmp_path / "some people.csv"
    path.write_text("Mail,Given name,Town\na@fresh.example,Ann,Porto\nb@fresh.example,Bo,Ghent\n")
    async with opened(sandbox, size=(80, 24)) as console:
        await contacts(console)
        await console.press("I")
        await shows(console, Form)
        await filled(console, path=str(tmp_path / "none.csv"))
        assert "there is no file" in console.text
        await filled(console, path=str(path))
        await console.until(lambda: "which column is which field" in console.text, "columns")
        await filled(console, c2="")
        await shows(console, Confirm)
        assert "Town" not in console.text
        await console.press("escape")
        await console.press("I")
        await shows(console, Form)
        await filled(console, path=str(path))
        await console.until(lambda: "which column is which field" in console.text, "columns")
        await filled(console, c2="home_town")
        await shows(console, Confirm)
        assert "email         ← Mail" in console.text
        await agree(console)
        await told(console, "2 new")
        found = (await sandbox.get("/contacts", search="fresh.example"))["contacts"]
        assert {(one["first_name"], one["custom_fields"]["home_town"]) for one in found} == {
            ("Ann", "Porto"),
            ("Bo", "Ghent"),
        }


def test_bytes_are_told_ten_times_at_most() -> None:
    said: list[str] = []
    sent: Callable[[int, int | None], None] = bytes_told(said.append)
    for number in range(0, 100_001, 100):
        sent(number, 100_000)
    assert len(said) == 11
    assert said[-1] == "import: 100 of 100 kB sent"


async def test_direct_mail_is_shown_sent_once_and_kept_when_it_fails(sandbox: LocalSandbox, tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "acme.db"
    async with opened(sandbox, store_path=cache, size=(80, 24)) as console:
        row = await contacts(console, "unsubscribed:no bounced:no replied:no")
        await console.press("E")
        await shows(console, Pick)
        assert "today" in console.text
        await console.press("enter")
        await shows(console, Form)
        await filled(console, text="Hello there")
        assert "needs a subject" in console.text
        await console.press("escape")
        await told(console, "your text is in")
        [kept] = (cache.parent / "drafts").glob("*/*.txt")
        assert "Hello there" in kept.read_text()
        await console.press("E")
        await shows(console, Pick)
        await console.press("enter")
        await shows(console, Form)
        sandbox.world.db.execute("UPDATE world SET credits = 0")
        await filled(console, subject="One question")
        await shows(console, Confirm)
        assert "costs 1 credit" in console.text
        await agree(console)
        await told(console, "credit")
        assert kept.exists()
        sandbox.world.db.execute("UPDATE world SET credits = 5")
        sandbox.faults("cut on sendDirectEmail")
        await console.press("E")
        await shows(console, Pick)
        await console.press("enter")
        await shows(console, Form)
        assert console.app.screen.query_one("#field-text", TextArea).text == "Hello there"
        await filled(console)
        await agree(console)
        await told(console, f"Mailed {row.email}")
        assert not kept.exists()
        sandbox.faults("off")
        threads = (await sandbox.get("/replies", search=row.email))["conversations"]
        assert [one["subject"] for one in threads if one["campaign_id"] is None] == ["One question"]


async def test_marked_people_who_are_not_held_any_more_stop_a_write(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await contacts(console)
        await console.press("space")
        console.rows.marks.add("somebody of a page that was dropped")
        await console.press("D")
        await told(console, "1 of 2 marked ones are not held any more")
        assert not isinstance(console.app.screen, Confirm)


async def test_suppressed_people_get_no_mail(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await contacts(console, "bounced:yes")
        await console.press("E")
        await told(console, "suppressed")


async def test_read_only_writes_nothing(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, read_only=True) as console:
        await contacts(console)
        for key in ("e", "H", "T", "U", "B", "C", "E", "I", "D"):
            console.state.say("")
            await console.press(key)
            await told(console, "read-only")
        assert journal(console) == []
