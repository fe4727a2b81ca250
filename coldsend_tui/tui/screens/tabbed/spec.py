"""What a tab is before it is made, and the line that names them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.binding import Binding

from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line, Span

if TYPE_CHECKING:
    from coldsend_tui.tui.screens.tabbed.tab import Tab

ROOMY = 100
"""Columns from which there is a gap between the names."""
MOVES = (
    Command("tab_next", "tab,right_square_bracket", "next tab", "The next tab", footer=2, group="Tabs"),
    Command("tab_back", "shift+tab,left_square_bracket", "tab before", "The tab before", group="Tabs"),
    Command("down", "down,j", "down", "A line down, or the next object", group="Moving"),
    Command("up", "up,k", "up", "A line up, or the object before", group="Moving"),
    Command("page_down", "pagedown,ctrl+f", "page down", "A page down", group="Moving"),
    Command("page_up", "pageup,ctrl+b", "page up", "A page up", group="Moving"),
    Command("first", "home,g", "first", "To the top", group="Moving"),
    Command("last", "end,G", "last", "To the end", group="Moving"),
)
"""What moves between tabs and within one."""


class TabSpec(NamedTuple):
    """`name` is the folder of its module `tab`, which has the class `cls`; `key` opens it and stands in `label`.

    `commands` are bound while it is shown: `do_<name>` of the tab carries them out. `place` is the folder of the screen.
    """

    place: str
    name: str
    key: str
    label: str
    cls: str
    commands: tuple[Command, ...] = ()

    def make(self, screen: Any) -> Tab:
        """The tab's widget; its module is imported now."""
        module = import_module(f"coldsend_tui.tui.screens.{self.place}.{self.name}.tab")
        made: Tab = getattr(module, self.cls)(screen)
        return made


def openers(tabs: Sequence[TabSpec]) -> tuple[Command, ...]:
    """A command for each tab that shows it."""
    return tuple(Command(f"tab_{tab.name}", tab.key, tab.label, f"Show {tab.label}", group="Tabs") for tab in tabs)


def keys_of(tabs: Sequence[TabSpec]) -> tuple[Binding, ...]:
    """Bindings of everything that some tab can do; the tab in sight says what a key means."""
    every = dict.fromkeys(key for spec in tabs for command in spec.commands for key in command.key.split(","))
    return tuple(Binding(key, f"tab_key({key!r})", show=False) for key in every)


def names(tabs: Sequence[TabSpec], current: TabSpec, columns: int) -> Line:
    """The names of the tabs, the key of each lit in its name."""
    gap = " " if columns >= ROOMY else ""
    spans: list[Span] = [(" ", "")]
    for spec in tabs:
        here = spec is current
        spans += [
            ("▸" if here else " ", "accent"),
            *lettered(spec.label, spec.key, "lit" if here else "muted"),
            (gap, ""),
        ]
    return tuple(span for span in spans if span[0])


def lettered(label: str, key: str, role: str) -> Line:
    """A name with the letter that opens it lit."""
    at = label.lower().index(key)
    return ((label[:at], role), (label[at], "key"), (label[at + 1 :], role))
