"""The one line below a list in which a filter or a search is typed: one look, and its keys at the bottom while it is in use."""

from __future__ import annotations

from textual.widgets import Input

from coldsend_tui.tui.commands import Command


class FilterLine(Input):
    """Out of sight until it is asked for. `then` is what enter does with the text, as the footer says it."""

    DEFAULT_CSS = """
    FilterLine, FilterLine:focus { height: 1; border: none; padding: 0 1; background: $panel; }
    """

    def __init__(self, hint: str, then: str) -> None:
        super().__init__(placeholder=f"{hint}   esc clears", id="filter")
        self.cursor_blink = False
        self.display = False
        self.typing_keys = (
            Command("", "enter", then, "", footer=0),
            Command("", "escape", "back to the list", "", footer=1),
        )
