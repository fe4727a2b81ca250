"""Tabs above and keys below: words that are no others, and only keys that do what it says, also while a text is typed."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.text import width
from coldsend_tui.tui.lines import plain
from coldsend_tui.tui.places import PLACES
from coldsend_tui.tui.widgets import frame
from coldsend_tui.tui.widgets.pane import Pane
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import opened

TABS = tuple((place.digit, place.label, place.name) for place in PLACES)


@pytest.fixture
def sandbox() -> Iterator[LocalSandbox]:
    made = LocalSandbox()
    yield made
    made.close()


async def test_while_a_filter_is_typed_its_letters_are_no_keys(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        await console.ready()
        for digit, enter in zip("234578", ["keep filter"] * 3 + ["search", "keep filter", "search"], strict=True):
            await console.press(digit)
            await console.until(lambda: console.app.screen.query("#filter").first() is not None, "the screen")
            before = console.paper("#footer")
            await console.press("slash")
            assert console.paper("#footer").strip() == f"⏎ {enter}  esc back to the list"
            assert console.app.screen.query_one("#filter").size.height == 1
            await console.press("escape")
            assert console.paper("#footer") == before


async def test_while_an_answer_is_written_the_footer_tells_the_keys_of_the_box(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        await console.ready()
        await console.press("5")
        await console.until(lambda: console.rows.current is not None, "replies read")
        await console.press("R")
        await console.until(lambda: bool(console.app.screen.query("#composer-text")), "the box")
        await console.until(lambda: "ctrl+s plan" in console.paper("#footer"), "its keys")
        assert console.paper("#footer").strip() == "ctrl+s plan  ctrl+o editor  ctrl+t attach  esc keep and leave"
        await console.press("escape")
        await console.until(lambda: "R reply" in console.paper("#footer"), "the list's keys")


async def test_enter_moves_the_keys_into_the_pane_and_the_pane_says_so(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(120, 40)) as console:
        await console.ready()
        for digit in "3458":
            await console.press(digit)
            await console.until(lambda: console.rows.current is not None, "rows")
            await console.press("enter")
            await console.until(lambda: "esc goes back" in console.text, "said")
            assert console.app.screen.query_one(Pane).has_focus
            await console.press("escape")
            await console.until(lambda: "esc goes back" not in console.text, "said no more")
            assert console.rows.has_focus


async def test_o_shows_and_hides_the_pane_on_every_list(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(120, 40)) as console:
        await console.ready()
        for digit in "3458":
            await console.press(digit)
            await console.until(lambda: console.rows.current is not None, "rows")
            heading = console.app.screen.query_one(Pane).border_title or ""
            for shown in (False, True):
                await console.press("o")
                await console.until(lambda: (f"─ {heading} ─" in console.text) is shown, "toggled")  # noqa: B023


@given(st.integers(20, 140))
def test_the_name_of_a_tab_is_the_beginning_of_its_word(columns: int) -> None:
    words = {digit: label for digit, label, _ in TABS}
    shown = plain(frame.tabs(TABS, "now", columns))
    assert width(shown) <= columns
    for digit, name in re.findall(r"(\d) ([A-Z][a-z.]*)", shown if columns > 60 else ""):
        assert words[digit].startswith(name.removesuffix("."))


def test_at_eighty_columns_every_tab_has_a_name() -> None:
    assert plain(frame.tabs(TABS, "now", 80)).split() == [
        piece for digit, label, _ in TABS for piece in (digit, "Analyt." if label == "Analytics" else label)
    ]


async def test_in_an_empty_workspace_no_key_is_silent_and_every_list_says_what_it_is_for() -> None:
    sandbox = LocalSandbox(scale="empty")
    async with opened(sandbox, size=(80, 24)) as console:
        await console.until(lambda: console.state.fetched_at("domains") is not None, "read")
        for digit, keys, said in (
            ("2", "laPAZDye", "no campaigns yet: n writes one"),
            ("3", "tDy", "no sender accounts yet: n adds an inbox, N connects one, I reads"),
            ("4", "AeDy", "no domains yet: n adds one"),
            ("5", "Rmhy", "no answers yet: what people write back will stand here"),
            ("8", "eHTUBCEaDy", "nobody yet: I imports a file"),
        ):
            await console.press(digit)
            await console.until(lambda: said in console.text, said)  # noqa: B023
            for key in keys:
                console.state.say("")
                await console.press(key)
                assert console.flash, f"{digit} {key}"
    sandbox.close()
