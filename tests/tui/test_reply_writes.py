"""The inbox written by keys: read, star, answers in the pane and in the editor, what is kept when they do not go out."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import TextArea

from coldsend_tui.config.guard import GuardRules
from coldsend_tui.live import feeds
from coldsend_tui.live.browsing.replies import Thread
from coldsend_tui.people import Conversation, MessageFile
from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.modals.form import Form
from coldsend_tui.tui.modals.pick import Pick
from coldsend_tui.tui.screens.replies.composer import Composer
from coldsend_tui.tui.screens.replies.screen import RepliesScreen
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened
from tests.tui.fake_editor import FakeEditor, fake
from tests.tui.test_writes import on_campaign

__all__ = ["fake"]


async def inbox(console: Driver) -> Conversation:
    """The inbox with its first conversation read in full."""
    await console.ready()
    await console.press("5")
    await console.until(lambda: console.rows.current is not None, "replies read")
    row: Conversation = console.rows.current
    await console.until(lambda: row.id in screen(console).details, "conversation read")
    return row


def screen(console: Driver) -> RepliesScreen:
    found = console.place
    assert isinstance(found, RepliesScreen)
    return found


async def told(console: Driver, words: str) -> None:
    await console.until(lambda: words in console.flash, f"{words!r}, not {console.flash!r}")


async def box(console: Driver) -> Composer:
    await console.until(
        lambda: bool(console.app.screen.query(Composer)) and bool(console.app.screen.query(TextArea)), "the box"
    )
    return console.app.screen.query_one(Composer)


async def planned(console: Driver) -> None:
    await console.until(lambda: isinstance(console.app.screen, Confirm), "a plan")


def drafts(cache: Path) -> list[Path]:
    return sorted((cache.parent / "drafts").glob("*/*.txt"))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "acme.db"


async def test_m_marks_read_in_place_and_the_counts_follow(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        row = await inbox(console)
        reader = screen(console)._reader
        assert reader is not None and reader.unread
        unread = reader.unread
        pages = screen(console).pages
        await console.press("m")
        await told(console, f"Marked read: {row.name}")
        assert console.rows.current.id == row.id
        assert console.rows.current.read is True
        assert f"{unread - 1} unread" in console.text
        assert (await sandbox.get("/replies", is_read=False))["unread_count"] == unread - 1
        await console.until(lambda: console.state.workspace.unread_replies == unread - 1, "the count was read")
        assert screen(console).pages is pages and console.rows.rows[0].id == row.id
        await console.press("m")
        await told(console, "it is read already")
        [entry] = console.state.store.journal.entries()
        assert (entry.action, entry.result, entry.after) == ("mark read", "done", "read")
        await console.press("n")
        assert console.rows.current.read is False


async def test_m_marks_all_marked_ones_without_a_dialog(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await inbox(console)
        await console.press("space", "space", "m")
        await console.until(lambda: len(console.state.store.journal.entries()) == 2, "both journalled")
        await console.until(lambda: not console.rows.marks, "unmarked")
        assert [row.read for row in list(console.rows.present)[:2]] == [True, True]
        assert isinstance(console.app.screen, RepliesScreen)


async def test_the_star_turns_and_is_read_back(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        row = await inbox(console)
        await console.press("asterisk")
        await told(console, "Starred")
        assert console.rows.current.starred is True
        await console.press("asterisk")
        await told(console, "Took the star off")
        assert (await sandbox.get(f"/replies/threads/{row.id}"))["is_starred"] is False
        assert console.rows.current.starred is False


async def test_a_guard_rule_asks_before_a_star(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, guard=GuardRules({"star": "confirm"})) as console:
        await inbox(console)
        await console.press("asterisk")
        await planned(console)
        await console.press("escape")
        assert console.state.store.journal.entries() == []


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)])
async def test_an_answer_from_the_pane(sandbox: LocalSandbox, size: tuple[int, int], cache: Path) -> None:
    async with opened(sandbox, size=size, store_path=cache) as console:
        await console.ready()
        await console.press("5")
        await console.until(lambda: console.rows.current is not None, "replies read")
        row = console.rows.current
        await console.press("R")
        await box(console)
        await console.until(lambda: isinstance(console.app.focused, TextArea), "writing")
        await console.press("O", "k", "comma", "enter", "q")
        await console.press("ctrl+s")
        await planned(console)
        assert row.inbox in console.text and row.email in console.text
        await console.press("enter")  # cancel has the focus
        await told(console, "nothing was sent")
        assert console.app.screen.query_one(TextArea).text == "Ok,\nq"
        await console.press("ctrl+s", "tab", "enter")
        await told(console, "Answered")
        await console.until(lambda: not console.app.screen.query(Composer), "the box is gone")
        await console.until(lambda: row.id in screen(console).details, "read again")
        messages = (await sandbox.get(f"/replies/threads/{row.id}/messages", limit=100))["messages"]
        assert messages[-1]["body_text"] == "Ok,\nq"
        assert console.rows.current.messages == row.messages + 1
        assert console.rows.current.preview == "Ok, q"
        assert drafts(cache) == []


async def test_what_is_left_is_kept_and_goes_on(sandbox: LocalSandbox, cache: Path, tmp_path: Path) -> None:
    offer = tmp_path / "an offer.txt"
    offer.write_text("x" * 1_000)
    async with opened(sandbox, store_path=cache) as console:
        row = await inbox(console)
        await console.press("R")
        await box(console)
        await console.press("H", "i", "escape")
        await told(console, "your text is in")
        [kept] = drafts(cache)
        assert kept.read_text() == "Hi"
        assert kept.stat().st_mode & 0o777 == 0o600
        await console.press("R")
        await box(console)
        assert console.app.screen.query_one(TextArea).text == "Hi"
        await console.press("ctrl+t")
        await console.until(lambda: isinstance(console.app.screen, Form), "the form")
        area = console.app.screen.query_one("#field-files", TextArea)
        area.load_text(str(tmp_path / "none"))
        await console.press("ctrl+s")
        assert "cannot be read" in console.text
        area.load_text(str(offer))
        await console.press("ctrl+s")
        await console.until(lambda: "1 attached" in console.text, "attached")
        await console.press("ctrl+s")
        await planned(console)
        assert "an offer.txt (1 kB)" in console.text
        await console.press("tab", "enter")
        await told(console, "Answered")
        messages = (await sandbox.get(f"/replies/threads/{row.id}/messages", limit=100))["messages"]
        assert [file["filename"] for file in messages[-1]["attachments"]] == ["an offer.txt"]


async def test_an_answer_of_unknown_fate_is_sent_once_and_kept(sandbox: LocalSandbox, cache: Path) -> None:
    async with opened(sandbox, store_path=cache) as console:
        row = await inbox(console)
        await console.press("R")
        await box(console)
        await console.press("Y", "e", "s")
        sandbox.faults("timeout on sendReply")
        await console.press("ctrl+s")
        await planned(console)
        await console.press("tab", "enter")
        await told(console, "may or may not have happened")
        assert "your text is in" in console.flash
        assert [path.read_text() for path in drafts(cache)] == ["Yes"]
        assert console.app.screen.query_one(TextArea).text == "Yes"
        sandbox.faults("off")
        assert (await sandbox.get(f"/replies/threads/{row.id}/messages"))["messages"][-1]["body_text"] != "Yes"


async def test_another_conversation_puts_the_box_away(sandbox: LocalSandbox, cache: Path) -> None:
    async with opened(sandbox, store_path=cache) as console:
        await inbox(console)
        await console.press("R")
        await box(console)
        await console.press("H", "i")
        console.rows.focus()
        await console.press("j")
        await console.until(lambda: not console.app.screen.query(Composer), "put away")
        assert [path.read_text() for path in drafts(cache)] == ["Hi"]


async def test_the_list_does_not_move_under_an_answer(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        row = await inbox(console)
        await console.press("R")
        await box(console)
        await console.press("H", "i")
        pages = screen(console).pages
        assert pages is not None
        read_at = pages.read_at(0)
        sandbox.world.db.execute("UPDATE thread SET is_read = 1 WHERE id = ?", (sandbox.world.find("thread", row.id),))
        session = console.state.session
        assert session is not None
        before = console.state.workspace.unread_replies
        await session.reread(feeds.UNREAD)
        await console.until(lambda: console.state.workspace.unread_replies != before, "another count")
        await console.pilot.pause()
        assert console.app.screen.query_one(TextArea).text == "Hi"
        assert not pages.reading and pages.read_at(0) == read_at
        await console.press("escape")
        await console.until(
            lambda: console.rows.current is not None and console.rows.current.id != row.id, "read again"
        )


async def test_an_answer_in_the_editor_below_which_the_conversation_stands(
    sandbox: LocalSandbox, fake: FakeEditor, cache: Path
) -> None:
    fake.will({"replace": [("\n# ----", "# 1 is fine\nSam\n# ----")]})
    async with opened(sandbox, store_path=cache) as console:
        row = await inbox(console)
        await console.press("e")
        await planned(console)
        [call] = fake.calls
        assert f"# {row.email}" in call.text
        assert call.text.count(">8") == 1
        await console.press("tab", "enter")
        await told(console, "Answered")
        messages = (await sandbox.get(f"/replies/threads/{row.id}/messages", limit=100))["messages"]
        assert messages[-1]["body_text"] == "# 1 is fine\nSam"
        assert drafts(cache) == []


async def test_an_archived_conversation_is_not_answered(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        row = await inbox(console)
        thread = screen(console).details[row.id]
        screen(console).details[row.id] = thread._replace(detail=thread.detail._replace(archived=True))  # type: ignore[union-attr]
        await console.press("R")
        await told(console, "it is archived")
        assert not console.app.screen.query(Composer)


async def test_read_only_writes_nothing(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, read_only=True) as console:
        await inbox(console)
        for key in ("m", "asterisk", "R", "e"):
            console.state.say("")
            await console.press(key)
            await told(console, "read-only")
        assert console.state.store.journal.entries() == []


async def test_the_search_line_knows_fields(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        row = await inbox(console)
        await console.press("slash")
        await console.write("#filter", f'unread campaign:"{row.campaign}" category:{row.category}')
        await console.press("enter")
        await console.until(lambda: "“unread" in console.text and console.rows.current is not None, "found")
        found = list(console.rows.present)
        assert {one.campaign_id for one in found} == {row.campaign_id}
        assert {one.category for one in found} == {row.category}
        assert all(one.read is False for one in found)
        await console.press("slash")
        await console.write("#filter", "categry:interested")
        await console.press("enter")
        await told(console, "Did you mean category?")


async def test_the_replies_of_one_campaign(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        campaign_id = await on_campaign(console, "ACTIVE")
        await console.press("enter", "a")
        await console.until(lambda: isinstance(console.app.screen, RepliesScreen), "opened")
        await console.until(lambda: screen(console).pages is not None and console.rows.current is not None, "read")
        assert {row.campaign_id for row in console.rows.present} == {campaign_id}
        await console.press("escape")
        await console.until(lambda: not isinstance(console.app.screen, RepliesScreen), "back")


async def test_y_offers_address_links_and_attachments(sandbox: LocalSandbox) -> None:
    copied: list[str] = []
    async with opened(sandbox) as console:
        row = await inbox(console)
        thread = screen(console).details[row.id]
        assert isinstance(thread, Thread)
        hostile = thread.messages[-1]._replace(text="", html='<a href="https://x.example/[/b]\x1b[31m">go</a>')
        file = MessageFile("[@click=app.quit]x.pdf", "application/pdf", 10, "https://files.example/1")
        screen(console).details[row.id] = thread._replace(messages=(hostile._replace(files=(file,)),))
        console.app.copy_to_clipboard = copied.append  # type: ignore[method-assign]
        await console.press("y")
        await console.until(lambda: isinstance(console.app.screen, Pick), "a picker")
        assert row.email in console.text and "attachment [@" in console.text
        await console.press("down", "enter")
        assert copied == ["https://files.example/1"]
