"""The pane beside a list in which the selected row is read in full: it scrolls by the keys of a list and says who has them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Size

from coldsend_tui.tui.widgets.title import subtitle, title


class Pane(VerticalScroll):
    """What its lower border says: how to go back while it has the keys, else whether it goes on below."""

    DEFAULT_CSS = """
    Pane { height: 100%; padding: 0 1; border: round $border; scrollbar-size: 1 1; border-title-color: $primary;
        border-title-style: none; border-subtitle-color: $foreground 70%; scrollbar-color: $scrollbar;
        scrollbar-background: $background; scrollbar-background-hover: $background; scrollbar-background-active: $background; }
    Pane:focus { border: round $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("ctrl+f", "page_down", "Page down", show=False),
        Binding("ctrl+b", "page_up", "Page up", show=False),
        Binding("g", "scroll_home", "Start", show=False),
        Binding("G", "scroll_end", "End", show=False),
    ]

    def __init__(self, heading: str, *, id: str = "pane") -> None:
        super().__init__(id=id)
        title(self, heading)

    def on_focus(self) -> None:
        """The keys are here now. (Textual notes it after this.)"""
        self.call_later(self.tell)

    def on_blur(self) -> None:
        """They are elsewhere."""
        self.call_later(self.tell)

    def on_resize(self) -> None:
        """More or less of it is in sight."""
        self.tell()

    def watch_virtual_size(self, old: Size, new: Size) -> None:
        """Another text."""
        self.call_after_refresh(self.tell)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Another part of it."""
        super().watch_scroll_y(old_value, new_value)
        self.tell()

    def tell(self) -> None:
        """Write the lower border; an equal one costs nothing."""
        below = "more ↓" if round(self.scroll_y) < self.max_scroll_y else ""
        if self.has_focus:
            words = ["j k scrolls", below, "esc goes back"] if self.max_scroll_y else ["esc goes back"]
        else:
            words = [below and f"⏎ {below}"]
        subtitle(self, " · ".join(word for word in words if word))
