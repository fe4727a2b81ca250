"""What strangers write in conversations and contacts: drawn, planned and answered without one of it reaching the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import TextArea

from coldsend_tui.live.browsing.contacts import Known
from coldsend_tui.live.browsing.replies import Thread
from coldsend_tui.text import width
from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.modals.form import Form
from coldsend_tui.tui.modals.pick import Pick
from coldsend_tui.tui.screens.browser import Browser
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened
from tests.tui.test_trouble import HOSTILE

CORPUS = (*HOSTILE[:-2], "m" * 1_000_000)


def harmless(console: Driver) -> None:
    """Nothing on screen drives the terminal, and every line has the width of the screen."""
    drawn = console.text
    assert not any(char != "\n" and (ord(char) < 32 or 0x7F <= ord(char) < 0xA0) for char in drawn)
    assert not set(drawn) & set("\u202e\u2066\u2069\u200b\ufeff")
    assert {width(line) for line in drawn.split("\n")} == {console.app.size.width}


def write_everywhere(sandbox: LocalSandbox) -> None:
    """Every text a stranger may set, of the first rows of every kind, is one of the corpus."""
    db = sandbox.world.db
    for at, text in enumerate(CORPUS):
        db.execute("UPDATE message SET subject = ?, body_text = ?, body_html = ? WHERE id % ? = ?",
                   (text[:100_000], text, None if at % 2 else f"<p>{text}</p>", len(CORPUS), at))  # fmt: skip
        attachment = json.dumps([{"filename": text[:200], "content_type": text[:50], "size_bytes": 5}])
        db.execute("UPDATE message SET attachments = ? WHERE id % ? = ?", (attachment, len(CORPUS), at))
        db.execute(
            "UPDATE thread SET subject = ?, last_message_preview = ? WHERE id % ? = ?",
            (text[:100_000], text[:1_000], len(CORPUS), at),
        )
        db.execute(
            "UPDATE contact SET first_name = ?, last_name = ?, company = ?, custom_fields = ? WHERE id % ? = ?",
            (text[:1_000], text[:1_000], text[:1_000], json.dumps({text[:200]: text[:1_000]}), len(CORPUS), at),
        )


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)])
async def test_conversations(sandbox: LocalSandbox, size: tuple[int, int]) -> None:
    write_everywhere(sandbox)
    async with opened(sandbox, size=size) as console:
        await console.ready()
        await console.press("5")
        await console.until(lambda: console.rows.current is not None, "replies read")
        screen = console.app.screen
        assert isinstance(screen, Browser)
        if size[0] == 80:
            await console.press("enter")
        for _ in CORPUS:
            row = console.rows.current
            screen.read_selected()
            await console.until(lambda id=row.id: isinstance(screen.details.get(id), Thread), "read")  # type: ignore[misc]
            harmless(console)
            console.rows.action_move(1)
            await console.pilot.pause()
        await console.press("R")
        await console.until(lambda: bool(screen.query(TextArea)), "the box")
        await console.press("H", "i", "ctrl+s")
        await console.until(lambda: isinstance(console.app.screen, Confirm), "a plan")
        harmless(console)
        await console.press("escape")


@pytest.mark.slow
async def test_contacts_and_their_forms(sandbox: LocalSandbox, tmp_path: Path) -> None:
    write_everywhere(sandbox)
    async with opened(sandbox, size=(80, 24)) as console:
        await console.ready()
        await console.press("8")
        await console.until(lambda: console.rows.current is not None, "contacts read")
        screen = console.app.screen
        assert isinstance(screen, Browser)
        name = "[@click=app.quit]\x1b]0;x\x07[/]"
        await sandbox.call("POST", "/contacts/lists", json={"name": name, "list_type": "STATIC"})
        for _ in CORPUS:
            row = console.rows.current
            screen.read_selected()
            await console.until(lambda id=row.id: isinstance(screen.details.get(id), Known), "read")  # type: ignore[misc]
            harmless(console)
            await console.press("e")
            await console.until(lambda: isinstance(console.app.screen, Form), "the form")
            harmless(console)
            await console.press("ctrl+s")
            await console.until(lambda: "nothing would change" in console.flash, "nothing of it is a change")
            console.state.say("")
            console.rows.action_move(1)
            await console.pilot.pause()
        await console.press("B")
        await console.until(lambda: isinstance(console.app.screen, Pick), "the lists")
        harmless(console)
        await console.press("enter")
        await console.until(lambda: isinstance(console.app.screen, Confirm), "a plan")
        harmless(console)
        await console.press("escape", "t")
        await console.until(lambda: "Lists 1" in console.text and console.rows.current is not None, "the lists")
        harmless(console)
        await console.press("e")
        await console.until(lambda: isinstance(console.app.screen, Form), "the form")
        harmless(console)
