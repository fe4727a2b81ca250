"""A few fields, each one line or a text: enter goes on, the last one (or ctrl+s) asks for the plan, esc leaves with nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from coldsend_tui.text import safe
from coldsend_tui.tui.lines import Line, line, wrap
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import subtitle, title

_ROOMY = 34


class Field(NamedTuple):
    """One field. `choices` makes it one of a few (left and right change it), `rows` above 1 makes it a text.

    A `secret` is drawn as dots.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    rows: int = 1
    secret: bool = False


class _Line(Input):
    """A field of one line. It draws its text as it is, so nothing that drives a terminal may get into it, pasted or given."""

    def validate_value(self, value: str) -> str:
        """Control, invisible and bidi characters do not stay; what is drawn as dots is left as it is."""
        return value if self.password else safe(value)


class Form(ModalScreen[dict[str, str] | None]):
    """Fields with a check of them all; answers the values, None when it was left. `check` answers what is wrong by field.

    `wrong` is what somebody else found wrong with these values: it is said at once, at its field. `preview` says below the
    fields what they come to, while they are typed.
    """

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("ctrl+s", "finish", "Go on", show=False),
    ]

    def __init__(
        self,
        heading: str,
        fields: Sequence[Field],
        check: Callable[[Mapping[str, str]], Mapping[str, str]],
        *,
        wrong: Mapping[str, str] | None = None,
        preview: Callable[[Mapping[str, str]], Sequence[Line]] | None = None,
        then: str = "shows the plan",
    ) -> None:
        super().__init__()
        self.heading, self.fields, self.check = heading, tuple(fields), check
        self.wrong, self.preview, self.then = wrong or {}, preview, then

    def compose(self) -> ComposeResult:
        """Label, field, label, field …"""
        with Vertical(classes="dialog form") as dialog:
            title(dialog, self.heading)
            only = len(self.fields) == 1 and self.fields[0].rows == 1
            keys = f"enter {self.then}" if only else f"tab next field · ctrl+s {self.then}"
            subtitle(dialog, f"{keys} · esc cancels")
            with VerticalScroll(id="fields", can_focus=False):
                for field in self.fields:
                    yield Paper([self._label(field)], id=f"label-{field.name}")
                    if field.rows > 1:
                        area = TextArea(field.value, id=f"field-{field.name}", show_line_numbers=False, compact=True)
                        area.cursor_blink = False
                        area.styles.height = field.rows if self.app.size.height >= _ROOMY else min(4, field.rows)
                        yield area
                    else:
                        one = _Line(field.value, id=f"field-{field.name}", compact=True, password=field.secret)
                        one.cursor_blink = False
                        yield one
            if self.preview is not None:
                yield Paper(id="preview")
            yield Paper(id="form-error")

    def on_mount(self) -> None:
        """The first field first, or the one that something is wrong with."""
        self.set_focus(self.query_one(f"#field-{self.fields[0].name}"), scroll_visible=False)
        self._draw_preview()
        if self.wrong:
            self.call_after_refresh(self._tell, self.wrong)

    def on_input_changed(self) -> None:
        """The preview follows what is typed."""
        self._draw_preview()

    def _draw_preview(self) -> None:
        if self.preview is not None:
            self.query_one("#preview", Paper).show(self.preview(self.values()))

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        found = {}
        for field in self.fields:
            widget = self.query_one(f"#field-{field.name}")
            found[field.name] = (
                widget.text if isinstance(widget, TextArea) else widget.value if isinstance(widget, Input) else ""
            )
        return found

    def _label(self, field: Field) -> Line:
        told = (
            f"  {' / '.join(field.choices)}, ← → changes it"
            if field.choices
            else f"  {field.hint}"
            if field.hint
            else ""
        )
        return line((field.label, "accent"), (told, "muted"))

    def on_key(self, event: events.Key) -> None:
        """A field of choices takes left, right and no typing."""
        focused = self.focused
        field = next((f for f in self.fields if focused is not None and focused.id == f"field-{f.name}"), None)
        if field is None or not field.choices or not isinstance(focused, Input):
            return
        if event.key in ("left", "right", "space"):
            at = field.choices.index(focused.value) if focused.value in field.choices else 0
            focused.value = field.choices[(at + (-1 if event.key == "left" else 1)) % len(field.choices)]
        elif event.key in ("tab", "shift+tab", "enter", "escape", "ctrl+s"):
            return
        event.stop()
        event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: the next field, after the last one the plan."""
        names = [f"field-{field.name}" for field in self.fields]
        if event.input.id == names[-1]:
            self.action_finish()
        else:
            self.focus_next()

    def action_finish(self) -> None:
        """Answer, or say what is wrong and go there."""
        values = self.values()
        wrong = self.check(values)
        if not wrong:
            self.dismiss(values)
            return
        self._tell(wrong)

    def _tell(self, wrong: Mapping[str, str]) -> None:
        name, reason = next(iter(wrong.items()))
        self.query_one("#form-error", Paper).show(wrap(f"✗ {safe(reason)}", 68, "crit"))
        if self.query(f"#field-{name}"):
            self.set_focus(self.query_one(f"#field-{name}"))

    def action_leave(self) -> None:
        """Nothing."""
        self.dismiss(None)
