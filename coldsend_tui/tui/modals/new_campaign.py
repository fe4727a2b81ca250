"""A small form for a new campaign: what a DRAFT needs to exist. Its mails are written as text afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from coldsend_tui.campaign_file.content import CampaignFile
from coldsend_tui.campaign_file.settings import BY_KEY, NONE, days_text
from coldsend_tui.campaign_file.template import BLANK, STARTER
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import BLANK as GAP
from coldsend_tui.tui.lines import line, wrap
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import subtitle, title

_LABELS: Final = {
    "name": "Name",
    "timezone": "Time zone",
    "sending_days": "Days",
    "sending_window": "Window",
    "daily_limit_per_inbox": "Mails a day",
}
_HINT: Final = line(
    ("tab ", "key"),
    ("next field   ", "muted"),
    ("ctrl+s ", "key"),
    ("shows the plan   ", "muted"),
    ("esc ", "key"),
    ("cancels", "muted"),
)
_WIDTH: Final = 60


class NewCampaign(ModalScreen[CampaignFile | None]):
    """Five fields with sensible values; answers the campaign, or None."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("ctrl+s", "finish", "Go on", show=False),
        Binding("down", "app.focus_next", "Next", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
    ]

    def __init__(self, where: str, taken: Collection[str]) -> None:
        """`where` are profile and mode, `taken` the names that exist."""
        super().__init__()
        self.where = where
        self.taken = taken
        self.faults: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """A label and a field each, the note of the field in hand below."""
        with Vertical(classes="dialog") as dialog:
            title(dialog, "New campaign")
            subtitle(dialog, self.where)
            for key, label in _LABELS.items():
                with Horizontal(classes="field"):
                    yield Paper([line((f"{label:<13}", "muted"))], classes="label")
                    field = Input(value=_beginning(key), id=key)
                    field.cursor_blink = False
                    yield field
            yield Paper(id="about")

    def on_mount(self) -> None:
        """The name comes first."""
        self.set_focus(self.query_one("#name"))

    def on_descendant_focus(self) -> None:
        """What the field takes."""
        self._about()

    def on_input_changed(self, event: Input.Changed) -> None:
        """A fault is told until its field is touched."""
        if self.faults.pop(event.input.id or "", None):
            self._about()

    def _about(self) -> None:
        told = [f"{_LABELS[key]}: {fault}" for key, fault in self.faults.items()]
        lines = [spans for text in told for spans in wrap(safe(text), _WIDTH, "warn")]
        if not lines and isinstance(self.focused, Input) and self.focused.id:
            lines = wrap(BY_KEY[self.focused.id].note, _WIDTH, "muted")
        self.query_one("#about", Paper).show([GAP, *lines, GAP, _HINT])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: the next field, after the last one the plan."""
        if event.input.id == list(_LABELS)[-1]:
            self.action_finish()
        else:
            self.focus_next()

    def action_finish(self) -> None:
        """All fields are checked; what is wrong is said, and the cursor goes there."""
        values: dict[str, Any] = {}
        self.faults = {}
        for key, text in self._texts():
            try:
                values[key] = _value(key, text)
                if key == "name" and text in self.taken:
                    raise ValueError("a campaign of that name exists; choose another")
            except ValueError as error:
                self.faults[key] = str(error)
        if not self.faults:
            self.dismiss(replace(BLANK, **values))
            return
        self.set_focus(self.query_one(f"#{next(iter(self.faults))}"))
        self._about()

    def _texts(self) -> Iterator[tuple[str, str]]:
        for key in _LABELS:
            yield key, self.query_one(f"#{key}", Input).value.strip()

    def action_leave(self) -> None:
        """Nothing is created."""
        self.dismiss(None)


def _beginning(key: str) -> str:
    if key == "name":
        return ""
    value = getattr(STARTER, key)
    return days_text(value) if key == "sending_days" else str(value)


def _value(key: str, text: str) -> Any:
    setting = BY_KEY[key]
    if setting.none and text.lower() in (NONE, ""):
        return None
    if key == "sending_days":
        return setting.check(text.replace(",", " ").split())
    return setting.check(int(text) if key == "daily_limit_per_inbox" and text.isdecimal() else text)
