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
        console.app.push_screen(
            Pick("Words", [Choice("a", "out of office"), Choice("b", "of")], one=True), answers.append
        )
        await console.until(lambda: "out of office" in console.text, "drawn")
        await console.press("o", "f", "space", "o", "u", "enter")
        assert answers[-1] == ("a",)


async def test_a_single_choice_is_not_marked_either(sandbox: LocalSandbox) -> None:
    answers: list[tuple[str, ...] | None] = []
    async with opened(sandbox, size=(80, 24)) as console:
        console.app.push_screen(Pick("Inboxes", [Choice("a", "alpha")]), answers.append)
        await console.until(lambda: "alpha" in console.text, "drawn")
        assert "enter takes it" in console.text and "space marks" not in console.text
        await console.press("space", "enter")
        assert answers == [("a",)]


async def test_the_provider_of_a_mailbox_is_one(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        await console.ready()
        await console.press("3")
        await console.until(lambda: bool(console.rows.rows), "senders")
        await console.press("N")
        await console.until(lambda: isinstance(console.app.screen, Pick), "providers")
        await console.until(lambda: "Connect a mailbox" in console.text, "drawn")
        assert "enter takes it" in console.text and "space marks" not in console.text


async def test_a_form_of_one_line_says_that_enter_is_enough(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        await console.ready()
        await console.press("4", "n")
        await console.until(lambda: "Add a domain" in console.text, "the form")
        assert "─ enter shows the plan · esc cancels ─" in console.text
        await console.press("escape", "colon")
        assert "↓ ↑ chooses · tab completes · enter runs it · esc leaves" in console.text
