"""Shows a plan and asks for it, as loudly as the write deserves (console.md §6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from coldsend_tui.actions.confirmation import ConfirmationLevel as Level
from coldsend_tui.actions.plan import Plan
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import BLANK, Line, cells, line, wrap
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import subtitle, title

if TYPE_CHECKING:
    from textual.widget import Widget


class Confirm(ModalScreen[bool]):
    """The plan, its warnings, and the question.

    KEY: `enter` or `y` agrees. BUTTON: the agreeing button must be focused first, cancel has the focus. TYPE: the word
    must be typed. `esc` and `n` always leave with nothing sent.
    """

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer(False)", "Cancel", show=False),
        Binding("left,right", "other_button", "Other button", show=False),
        Binding("down", "scroll(1)", "Down", show=False),
        Binding("up", "scroll(-1)", "Up", show=False),
        Binding("pagedown", "scroll(10)", "Page down", show=False),
        Binding("pageup", "scroll(-10)", "Page up", show=False),
    ]

    def __init__(self, plan: Plan, profile: str, mode: str) -> None:
        super().__init__()
        self.plan = plan
        self.profile, self.mode = profile, mode
        self.level = plan.confirmation.level
        self.word = plan.confirmation.word or ""
        self.wide = any(item.shown for item in plan.items)

    def compose(self) -> ComposeResult:
        """Plan above, question below."""
        with Vertical(classes="dialog -wide" if self.wide else "dialog") as dialog:
            title(dialog, self.plan.title)
            subtitle(dialog, f"{self.profile} · {self.mode}")
            with VerticalScroll(id="plan"):
                yield Paper(id="plan-lines")
            yield Paper([BLANK, self._question()], id="question")
            if self.level is Level.TYPE:
                word = Input(placeholder="here, then enter · esc cancels", id="word")
                word.cursor_blink = False
                yield word
            if self.level is Level.BUTTON:
                with Horizontal(id="buttons"):
                    yield Button("Cancel", id="cancel", compact=True)
                    yield Button(self.plan.verb.capitalize(), id="agree", compact=True)

    def on_mount(self) -> None:
        """Focus what is safe."""
        self.query_one("#plan-lines", Paper).show(self._plan_lines())
        scroll = self.query_one("#plan", VerticalScroll)
        self.watch(scroll, "scroll_y", self._tell_rest, init=False)
        self.watch(scroll, "size", self._tell_rest, init=False)
        self.call_after_refresh(self._tell_rest)
        focus: Widget | None = None
        if self.level is Level.TYPE:
            focus = self.query_one("#word")
        elif self.level is Level.BUTTON:
            focus = self.query_one("#cancel")
        if focus is not None:
            self.set_focus(focus)

    def _plan_lines(self) -> list[Line]:
        columns = self._columns
        # In which workspace, first of all, in its own colour.
        lines: list[Line] = [line(("▪ ", "workspace"), (safe(self.profile), "workspace"), (f" · {self.mode}", "muted"))]
        for row in self.plan.rows()[1:]:
            # The rest of a long line of a difference stands to the right of its sign.
            hang = 4 if row.text.lstrip().startswith(("+ ", "- ")) else 0
            first, *rest = wrap(row.text, columns - hang, row.role)
            lines += [first, *((("    ", ""), *spans) if hang else spans for spans in rest)]
        return lines

    def _tell_rest(self) -> None:
        """How much of the plan is below what is seen, over the question."""
        scroll, lines = self.query_one("#plan", VerticalScroll), self.query_one("#plan-lines", Paper).lines
        below = len(lines) - scroll.scroll_offset.y - scroll.scrollable_content_region.height
        text = f"{below} more {'line' if below == 1 else 'lines'} "
        more = line((text, "muted"), ("↓", "key")) if below > 0 else BLANK
        self._ask(more, self._question())

    def _ask(self, above: Line, question: Line) -> None:
        self.query_one("#question", Paper).show([above, question])

    @property
    def _columns(self) -> int:
        return max(20, min(116 if self.wide else 76, self.app.size.width * 96 // 100) - 8)

    def _question(self) -> Line:
        verb = self.plan.verb
        if self.level is Level.TYPE:
            asked = line(("type ", "muted"), (safe(self.word), "bold"))
            told = (*asked, (" to ", "muted"), (verb, ""))
            return told if cells(told) <= self._columns else asked
        if self.level is Level.BUTTON:
            more = " · ↑↓ scroll" if self.wide else ""
            keys = f", then enter · esc cancels{more}"
            return line(("tab to ", "muted"), (verb.capitalize(), "bold"), (keys, "muted"))
        return line(("enter ", "key"), (f"{verb}   ", ""), ("esc ", "key"), ("cancel", "muted"))

    def on_key(self, event: events.Key) -> None:
        """One key is enough for what is safe."""
        if self.level in (Level.KEY, Level.NONE) and event.key in ("enter", "y"):
            event.stop()
            self.dismiss(True)
        elif event.key == "n" and self.level is not Level.TYPE:
            event.stop()
            self.dismiss(False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The typed word must be equal, to the letter."""
        if self.plan.confirmation.accepts(event.value):
            self.dismiss(True)
        else:
            event.input.value = ""
            told = line(("that is not ", "warn"), (safe(self.word), "bold"), (": nothing was sent", "warn"))
            self._ask(BLANK, told)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the two buttons."""
        self.dismiss(event.button.id == "agree")

    def action_other_button(self) -> None:
        """Left and right move between the buttons."""
        if self.level is Level.BUTTON:
            self.focus_next()

    def action_scroll(self, lines: int) -> None:
        """A long plan is read with the keys for it, wherever the focus is."""
        self.query_one("#plan", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_answer(self, agreed: bool) -> None:
        """Leave with an answer."""
        self.dismiss(agreed)
