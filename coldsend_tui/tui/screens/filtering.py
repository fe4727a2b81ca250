"""A list with a filter line below it: `/` opens it, typing filters, `esc` leaves it, then clears it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

from textual.widgets import Input

from coldsend_tui.errors import ColdSendError
from coldsend_tui.ops.query import Field, Query, parse, refuse
from coldsend_tui.tui.screens.place import Place
from coldsend_tui.tui.widgets.filter_line import FilterLine
from coldsend_tui.tui.widgets.table import Rows

Row = TypeVar("Row")


class Filtered(Place):
    """Expects a `Rows` and the widget of `filter_line` in the body; `draw` shows `self.passing(rows)`."""

    FIELDS: ClassVar[Mapping[str, Field]] = {}
    EXAMPLE: ClassVar[str] = ""
    filter: Query | None = None
    _sifted: Sequence[object] = ()

    def filter_line(self) -> FilterLine:
        """The line, out of sight until it is asked for."""
        return FilterLine(self.EXAMPLE, "keep filter")

    def passing(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows that pass the filter; all without one."""
        self._sifted = rows
        return rows if self.filter is None else [row for row in rows if self.filter.matches(row)]

    def do_filter(self) -> None:
        line = self.query_one("#filter", Input)
        line.display = True
        # At once, not with the next message: the keys behind `/` are for the filter.
        self.set_focus(line)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while typing; a half-typed field says what is wrong and leaves the rows as they are."""
        try:
            self.filter = parse(event.value, self.FIELDS) if event.value.strip() else None
        except ColdSendError as error:
            self.state.say(str(error), "warn")
            return
        if self.state.flash.level == "warn":
            self.state.say("")
        self.draw()
        try:
            # No row, because no row can be: said, not left to be wondered about.
            refuse(self.filter.strange(self._sifted) if self.filter is not None else ())
        except ColdSendError as error:
            self.state.say(str(error), "warn")

    def on_input_submitted(self) -> None:
        """Keep the filter, back to the rows."""
        self.close_filter()

    def close_filter(self) -> None:
        """Back to the rows; the line stays in sight as long as it filters."""
        line = self.query_one("#filter", Input)
        line.display = bool(line.value)
        self.query_one(Rows).focus()

    def do_back(self) -> None:
        """Escape: out of the filter line, then the marks, then the filter."""
        line, rows = self.query_one("#filter", Input), self.query_one(Rows)
        if line.has_focus:
            self.close_filter()
        elif not rows.clear_marks() and line.value:
            line.value = ""
            self.close_filter()
