"""The results of a write, object by object, while it goes on and after. Leaving it stops nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.timer import Timer

from coldsend_tui.actions.retry import retryable
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.results import COLUMNS
from coldsend_tui.tui.lines import BLANK, Line, line
from coldsend_tui.tui.under_way import ResultRow, UnderWay
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Rows, Table
from coldsend_tui.tui.widgets.title import title

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp

_AROUND = 13
"""Lines of the dialog beside the rows of its list."""


class Results(ModalScreen[str]):
    """Answers "retry" where what is not done is to be planned again."""

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,w", "leave", "Leave", show=False),
        Binding("c", "stop_run", "Cancel", show=False),
        Binding("f", "retry", "Retry", show=False),
    ]

    def __init__(self, run: UnderWay) -> None:
        super().__init__()
        self.run = run
        self._seconds: Timer | None = None

    def compose(self) -> ComposeResult:
        """Pace, list, what the keys do."""
        with Vertical(classes="dialog") as dialog:
            title(dialog, self.run.plan.title)
            # As high as its list needs; the style sheet has the most.
            dialog.styles.height = self.run.total + _AROUND
            yield Paper(id="head")
            yield Table[ResultRow](COLUMNS, lambda row: str(row.at), id="results")
            yield Paper(id="keys")

    def on_mount(self) -> None:
        """Follow the run; while it goes on, once a second for the time that is left."""
        self.run.on_change = self._changed
        if self.run.running:
            self._seconds = self.set_interval(1.0, self.draw)
        rows = self.query_one(Rows)
        self.set_focus(rows)
        self.draw()

    def _changed(self) -> None:
        self.call_later(self.draw)

    def on_resize(self) -> None:
        """Another width."""
        self.draw()

    def draw(self) -> None:
        """Everything that is known now."""
        if not self.is_mounted or not self.query("#keys"):
            return
        if not self.run.running and self._seconds is not None:
            self._seconds.stop()
            self._seconds = None
        head = self.query_one("#head", Paper)
        profile = safe(cast("ConsoleApp", self.app).launch.profile)
        where = line(("▪ ", "workspace"), (profile, "workspace"))
        head.show([where, *self.run.head(head.size.width or 60), BLANK])
        table = self.query_one(Table)
        table.show(self.run.rows())
        table.body.redraw()
        self.query_one("#keys", Paper).show([BLANK, self._keys()])

    def _keys(self) -> Line:
        if self.run.running:
            return line(
                ("esc ", "key"), ("leaves it running, ", "muted"), ("w ", "key"), ("shows it again   ", "muted"),
                ("c ", "key"), ("cancels the rest", "muted"),
            )  # fmt: skip
        again: Line = line(("f ", "key"), ("plans what is not done again   ", "muted")) if self._retryable else ()
        return (*again, *line(("esc ", "key"), ("closes", "muted")))

    @property
    def _retryable(self) -> bool:
        return self.run.outcome is not None and bool(retryable(self.run.outcome))

    def action_leave(self) -> None:
        """Back to the screen; the run goes on."""
        self.run.on_change = lambda: None
        self.dismiss("")

    def action_stop_run(self) -> None:
        """Leave the rest untried."""
        if self.run.running:
            self.run.stop.set()
            self.draw()

    def action_retry(self) -> None:
        """Plan what is not done once more."""
        if not self.run.running and self._retryable:
            self.dismiss("retry")
