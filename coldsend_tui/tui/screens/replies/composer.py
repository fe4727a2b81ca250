"""The box in which an answer is written, at the foot of the conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import TextArea

from coldsend_tui.text import cut, safe
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import line
from coldsend_tui.tui.widgets.paper import Paper


class Composer(Vertical):
    """Text and attachments of one answer. `on` tells the screen what was asked for: plan, editor, attach or leave."""

    DEFAULT_CSS = """
    Composer { dock: bottom; height: 40%; min-height: 8; background: $surface; }
    Composer Paper { height: 1; background: $panel; }
    Composer TextArea { height: 1fr; border: none; padding: 0 1; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "ask('plan')", "Plan", show=False),
        Binding("ctrl+o", "ask('editor')", "Editor", show=False),
        Binding("ctrl+t", "ask('attach')", "Attach", show=False),
        Binding("escape", "ask('leave')", "Leave", show=False),
    ]

    typing_keys: ClassVar[tuple[Command, ...]] = (
        Command("", "ctrl+s", "plan", "", footer=0),
        Command("", "ctrl+o", "editor", "", footer=1),
        Command("", "ctrl+t", "attach", "", footer=2),
        Command("", "escape", "keep and leave", "", footer=3),
    )

    def __init__(self, heading: str, text: str, files: Sequence[Path], on: Callable[[str], None]) -> None:
        super().__init__(id="composer")
        self.heading, self.start, self.files, self.on = heading, text, tuple(files), on

    def compose(self) -> ComposeResult:
        """Where it goes, the text; its keys stand at the bottom of the screen."""
        yield Paper(id="composer-head")
        area = TextArea(self.start, id="composer-text", show_line_numbers=False, compact=True)
        area.cursor_blink = False
        yield area

    def on_mount(self) -> None:
        """Write at once, behind what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus(scroll_visible=False)
        self.call_after_refresh(self.tell)

    def on_resize(self) -> None:
        """Another width."""
        self.tell()

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.query_one(TextArea).text

    def tell(self) -> None:
        """The head, as wide as the box is."""
        columns = max(10, self.size.width - 1)
        files = f"{len(self.files)} attached · " if self.files else ""
        head = cut(files + safe(self.heading), columns)
        self.query_one("#composer-head", Paper).show([line((head, "accent"))])

    def action_ask(self, what: str) -> None:
        """A key of the box."""
        self.on(what)
