"""The picker by keys: marks, filter, all at once."""

from __future__ import annotations

from coldsend_tui.tui.modals.pick import Choice, Pick
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import opened


async def test_marks_filter_and_answer(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        await console.ready()
        answers: list[tuple[str, ...] | None] = []
        choices = [Choice(str(n), f"inbox{n}@x.example", "free" if n % 2 else "busy") for n in range(30)]
        pick = Pick("Inboxes", choices)
        console.app.push_screen(pick, answers.append)
        await console.pilot.pause()
        await console.press("space", "down", "space")
        assert pick.marks == {"0", "2"}
        await console.press("f", "r", "e", "e")
        assert [choice.id for choice in pick.shown] == [str(n) for n in range(1, 30, 2)]
        await console.press("ctrl+a", "ctrl+a")
        assert pick.marks == {"0", "2"}
        await console.press("pagedown")
        assert pick.cursor == 14
        await console.press("space", "enter")
        assert answers == [("0", "2", "29")]


async def test_escape_chooses_nothing_and_enter_the_one_in_sight(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        await console.ready()
        answers: list[tuple[str, ...] | None] = []
        for keys in (("escape",), ("down", "enter")):
            console.app.push_screen(Pick("One", [Choice("a", "A"), Choice("b", "B")]), answers.append)
            await console.pilot.pause()
            await console.press(*keys)
        assert answers == [None, ("b",)]


async def test_one_of_a_list_cannot_be_marked(sandbox: LocalSandbox) -> None:
    answers: list[tuple[str, ...] | None] = []
    async with opened(sandbox, size=(80, 24)) as console:
        choices = [Choice("a", "alpha"), Choice("b", "beta")]
        console.app.push_screen(Pick("One", choices, one=True), answers.append)
        await console.until(lambda: "beta" in console.text, "drawn")
        assert "space marks" not in console.text
        await console.press("ctrl+a", "space", "down", "enter")
        assert answers == [("b",)]


async def test_where_one_thing_is_chosen_nothing_is_said_of_marks(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        await console.ready()
        await console.press("3", "N")
        await console.until(lambda: isinstance(console.app.screen, Pick), "the providers")
        assert "enter takes it · esc cancels" in console.text and "marks" not in console.text


async def test_a_form_of_one_line_says_that_enter_is_enough(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        await console.ready()
        await console.press("4", "n")
        await console.until(lambda: "Add a domain" in console.text, "the form")
        assert "─ enter shows the plan · esc cancels ─" in console.text
        await console.press("escape", "colon")
        assert "↓ ↑ chooses · tab completes · enter runs it · esc leaves" in console.text
