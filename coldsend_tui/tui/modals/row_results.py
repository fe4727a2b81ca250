"""What became of each row of a bulk write: failures first, the reason of the selected one in full, the failed ones again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from coldsend_tui.text import safe
from coldsend_tui.tui.columns.row_results import COLUMNS, RowResult
from coldsend_tui.tui.lines import Line, line, wrap
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Rows, Table
from coldsend_tui.tui.widgets.title import title

_AROUND = 11


class RowResults(ModalScreen[bool]):
    """Answers whether what was not done is to be planned again; only `retryable` rows can be."""

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave", show=False),
        Binding("f", "retry", "Retry", show=False),
    ]

    def __init__(self, heading: str, rows: Sequence[RowResult], retryable: int) -> None:
        super().__init__()
        self.heading, self.rows, self.retryable = heading, tuple(rows), retryable

    def compose(self) -> ComposeResult:
        """Counts, list, reason, keys."""
        with Vertical(classes="dialog") as dialog:
            title(dialog, self.heading)
            dialog.styles.height = len(self.rows) + _AROUND
            yield Paper([self._counts()], id="head")
            yield Table[RowResult](
                COLUMNS, lambda row: f"{row.number} {row.name} {row.fate}", sort="fate", id="results"
            )
            yield Paper(id="reason")
            yield Paper(id="keys")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Table).show(self.rows)
        rows = self.query_one(Rows)
        rows.when_moved = self._draw_reason
        self.set_focus(rows)
        again = line(("f ", "key"), (f"plans again what is not done ({self.retryable:,})   ", "muted"))
        self.query_one("#keys", Paper).show(
            [(*(again if self.retryable else ()), *line(("esc ", "key"), ("closes", "muted")))]
        )
        self.call_after_refresh(self._draw_reason)

    def on_resize(self) -> None:
        """Another width."""
        self.call_after_refresh(self._draw_reason)

    def on_rows_moved(self) -> None:
        """The reason follows the cursor."""
        self._draw_reason()

    def _counts(self) -> Line:
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.fate] = counts.get(row.fate, 0) + 1
        return line((" · ".join(f"{number:,} {fate}" for fate, number in counts.items()), "bold"))

    def _draw_reason(self) -> None:
        paper, row = self.query_one("#reason", Paper), self.query_one(Rows).current
        text = row.why if row is not None else ""
        lines = wrap(safe(text), max(20, paper.size.width or 60), "muted")[:3]
        paper.show([*lines, *[()] * (3 - len(lines))])

    def action_leave(self) -> None:
        """Enough seen."""
        self.dismiss(False)

    def action_retry(self) -> None:
        """Plan what is not done once more."""
        if self.retryable:
            self.dismiss(True)
