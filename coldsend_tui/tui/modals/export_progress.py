"""How far an export of a long list is. Leaving it stops nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from coldsend_tui.ops import wording
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import BLANK, Line, line
from coldsend_tui.tui.widgets.meter import bar
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import subtitle, title

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.exporting import Exporting


class ExportProgress(ModalScreen[str]):
    """Answers "cancel" where the rest is not wanted any more."""

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,x", "leave", "Leave", show=False),
        Binding("c", "cancel", "Cancel", show=False),
    ]

    def __init__(self, run: Exporting) -> None:
        super().__init__()
        self.run = run

    def compose(self) -> ComposeResult:
        """One sheet."""
        with Vertical(classes="dialog") as dialog:
            title(dialog, f"Export {self.run.words}")
            subtitle(dialog, cast("ConsoleApp", self.app).launch.profile)
            yield Paper(id="progress")

    def on_mount(self) -> None:
        """Follow it."""
        self.run.on_change = self._changed
        self._draw()

    def _changed(self) -> None:
        self.call_later(self._draw)

    def _draw(self) -> None:
        run = self.run
        if not self.is_current or not self.query("#progress"):
            return
        if not run.running:
            self.action_leave()
            return
        self.query_one("#progress", Paper).show([*self._lines(), BLANK, self._keys()])

    def _lines(self) -> list[Line]:
        run = self.run
        total = "?" if run.total is None else wording.count(run.total)
        rate = run.rate(cast("ConsoleApp", self.app).state.clock.monotonic())
        share = run.done / run.total if run.total else None
        left = (
            "" if not rate or run.total is None else wording.duration(timedelta(seconds=(run.total - run.done) / rate))
        )
        pace = line((f"   {rate:,.0f} rows/s", "muted"), (f"   {left} left" if left else "", "muted")) if rate else ()
        return [
            bar(share, 40) + line(f"  {wording.count(run.done)}", (f"/{total}", "muted")) + pace,
            line(("to ", "muted"), safe(str(run.path))),
        ]

    def _keys(self) -> Line:
        told = "leaves it running, "
        return line(("esc ", "key"), (told, "muted"), ("x ", "key"), ("shows it again   ", "muted"),
                    ("c ", "key"), ("cancels, nothing is kept", "muted"))  # fmt: skip

    def action_leave(self) -> None:
        """Back to the screen; the export goes on."""
        self.run.on_change = lambda: None
        self.dismiss("")

    def action_cancel(self) -> None:
        """Give it up."""
        self.run.on_change = lambda: None
        self.dismiss("cancel")
