"""What came of an upload, row by row: numbers of the original file, addresses, reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from coldsend_tui.actions.lead_upload.result import RefusedRow, UploadResult
from coldsend_tui.text import cut, fit, safe
from coldsend_tui.tui.lines import BLANK, Line, line, wrap
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import subtitle, title

SHOWN: Final = 500
"""Rows that are listed; all are in the rejects file."""
_ADDRESS: Final = 34


class ShowUpload(ModalScreen[None]):
    """The result; any of enter, q and esc closes it."""

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "leave", "Close", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pagedown,space", "scroll(10)", "Page down", show=False),
        Binding("pageup", "scroll(-10)", "Page up", show=False),
    ]

    def __init__(self, heading: str, result: UploadResult, left_out: Sequence[RefusedRow], saved: str) -> None:
        super().__init__()
        self.heading, self.result, self.left_out, self.saved = heading, result, tuple(left_out), saved

    def compose(self) -> ComposeResult:
        """Sums, then rows."""
        with Vertical(classes="dialog -wide") as dialog:
            title(dialog, self.heading)
            subtitle(dialog, "↑↓ scroll · enter closes")
            with VerticalScroll(id="told", can_focus=False):
                yield Paper(id="result-lines")

    def on_mount(self) -> None:
        """Everything."""
        columns = max(40, min(108, self.app.size.width * 96 // 100 - 8))
        self.query_one("#result-lines", Paper).show(self._lines(columns))

    def _lines(self, columns: int) -> list[Line]:
        result = self.result
        lines: list[Line] = wrap(safe(result.summary), columns, "bold")
        if result.open_batches:
            lines += wrap(f"{result.open_batches} files are not done: u goes on where it is.", columns, "warn")
        for note in result.notes:
            lines += wrap(safe(note), columns, "warn")
        if self.saved:
            lines += wrap(safe(self.saved), columns, "muted")
        rows = [(row, "crit") for row in result.refused]
        rows += [(row, "muted") for row in self.left_out]
        if rows:
            address = min(_ADDRESS, columns // 3)
            lines += [BLANK, line(("    row  ", "title"), (fit("address", address), "title"), ("  reason", "title"))]
        for row, role in rows[:SHOWN]:
            number = f"{row.row:>7,}" if row.row else "      ?"
            lines.append(
                line(
                    (f"{number}  ", "muted"),
                    (fit(safe(row.email) or "(empty)", address), ""),
                    ("  " + cut(safe(row.reason), columns - address - 12), role),
                )
            )
        more = len(result.refused) + result.left_out - min(SHOWN, len(rows))
        return [*lines, line((f"and {more:,} more", "faint"))] if more > 0 and rows else lines

    def action_scroll(self, rows: int) -> None:
        """Long results are read with the keys for it."""
        self.query_one("#told", VerticalScroll).scroll_relative(y=rows, animate=False)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
