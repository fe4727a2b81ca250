"""Asks for a file: typed with completion by tab, the files beside it listed, esc leaves with nothing."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import ClassVar, Final, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from coldsend_tui.ops import wording
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import Line, line, wrap
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import subtitle, title

SHOWN: Final = 10
_LOOKED_AT: Final = 5_000
"""Entries of a directory that are looked at; more are not completed."""


class Entry(NamedTuple):
    """Something a path could go on to. `size` in bytes; a directory has none."""

    name: str
    directory: bool
    size: int


def entries(typed: str, suffixes: Sequence[str]) -> list[Entry]:
    """What `typed` could go on to: directories, and files with one of `suffixes` (all where there are none), by name. Blocking."""
    folder, slash, begun = typed.rpartition("/")
    found = []
    try:
        with os.scandir(Path(folder + slash).expanduser()) as listed:
            for entry in islice(listed, _LOOKED_AT):
                hidden = entry.name.startswith(".") and not begun.startswith(".")
                if hidden or not entry.name.isprintable() or not entry.name.lower().startswith(begun.lower()):
                    continue
                if entry.is_dir():
                    found.append(Entry(entry.name, True, 0))
                elif not suffixes or entry.name.lower().endswith(tuple(suffixes)):
                    found.append(Entry(entry.name, False, entry.stat().st_size))
    except (OSError, RuntimeError):  # also a home of nobody: `~nobody/`
        return []
    return sorted(found, key=lambda entry: (entry.directory, entry.name.lower()))


def completed(typed: str, found: Sequence[Entry]) -> str:
    """`typed` as far as all of `found` agree; a single directory is entered."""
    if not found:
        return typed
    head = typed[: typed.rfind("/") + 1]
    names = [entry.name for entry in found]
    common = _common(names)
    if len(found) == 1:
        return head + names[0] + ("/" if found[0].directory else "")
    return head + common if len(head + common) > len(typed) else typed


def _common(names: Sequence[str]) -> str:
    first, last = min(names), max(names)
    return next((first[:at] for at, char in enumerate(first) if char != last[at]), first)


class AskPath(ModalScreen[Path | None]):
    """Answers a path, None when it was left. `check` says why a path will not do; "" when it will."""

    ALLOW_SELECT = False
    AUTO_FOCUS = "#path"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("tab", "complete", "Complete", show=False, priority=True),
        Binding("down", "step(1)", "Next", show=False, priority=True),
        Binding("up", "step(-1)", "Previous", show=False, priority=True),
    ]

    def __init__(
        self,
        heading: str,
        value: str = "",
        *,
        suffixes: Sequence[str] = (),
        check: Callable[[Path], str] = lambda path: "",
    ) -> None:
        super().__init__()
        self.heading, self.value, self.suffixes, self.check = heading, value, tuple(suffixes), check
        self.found: list[Entry] = []
        self.at = -1

    def compose(self) -> ComposeResult:
        """The path above, what it could go on to below."""
        with Vertical(classes="dialog") as dialog:
            title(dialog, self.heading)
            subtitle(dialog, "tab completes · ↓ ↑ chooses · enter takes it · esc cancels")
            path = Input(self.value, placeholder="a path; ~ is your home", id="path", compact=True)
            path.cursor_blink = False
            yield path
            yield Paper(id="beside")

    def on_mount(self) -> None:
        """List what is there at once."""
        self.look()

    def on_input_changed(self) -> None:
        """Another text goes on to other files."""
        self.at = -1
        self.look()

    def look(self) -> None:
        """Read the directory beside the event loop: it may lie on a slow disk."""
        self.run_worker(self._look(self.typing.value), group="beside", exclusive=True)

    @property
    def typing(self) -> Input:
        """Where the path is typed."""
        return self.query_one("#path", Input)

    async def _look(self, typed: str) -> None:
        self.found = await asyncio.to_thread(entries, typed, self.suffixes)
        self._draw()

    def _draw(self, wrong: str = "") -> None:
        lines: list[Line] = [
            line(
                ("▸ " if index == self.at else "  ", "accent"),
                (safe(entry.name) + ("/" if entry.directory else ""), "bold" if index == self.at else ""),
                ("" if entry.directory else f"  {wording.size(entry.size)}", "muted"),
            )
            for index, entry in self._window()
        ]
        if len(self.found) > SHOWN:
            lines.append(line((f"  {len(self.found):,} in all", "faint")))
        if wrong:
            lines += wrap(f"✗ {safe(wrong)}", 68, "crit")
        self.query_one("#beside", Paper).show(lines or [line(("  nothing begins like this here", "faint"))])

    def _window(self) -> list[tuple[int, Entry]]:
        start = max(0, self.at - SHOWN + 1)
        return list(enumerate(self.found))[start : start + SHOWN]

    def action_step(self, by: int) -> None:
        """Choose one of the list."""
        if self.found:
            self.at = min(max(0, self.at + by), len(self.found) - 1)
            self._draw()

    def action_complete(self) -> None:
        """Go on as far as it is clear, or take the chosen one."""
        chosen = [self.found[self.at]] if 0 <= self.at < len(self.found) else self.found
        self.typing.value = completed(self.typing.value, chosen)
        self.typing.cursor_position = len(self.typing.value)

    def on_input_submitted(self) -> None:
        """Take the path, or enter the chosen directory."""
        if 0 <= self.at < len(self.found):
            self.action_complete()
        typed = self.typing.value.strip()
        path = Path(typed).expanduser()
        if not typed or path.is_dir():
            self.at = -1
            if typed and not typed.endswith("/"):
                self.typing.value = f"{typed}/"
                self.typing.cursor_position = len(self.typing.value)
            return
        if wrong := self.check(path):
            self._draw(wrong)
            return
        self.dismiss(path)

    def action_leave(self) -> None:
        """Nothing."""
        self.dismiss(None)
