"""A sheet of lines with roles. Setting equal lines costs nothing; the terminal gets only the cells that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from coldsend_tui.tui.lines import BLANK, Line, cells, clip

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp


def strip(spans: Line, columns: int, roles: dict[str, Style], under: Style | None = None) -> Strip:
    """A line as exactly `columns` cells of styled segments; `under` is laid below every style (a cursor's background)."""
    default = roles[""]
    segments = []
    spans = clip(spans, columns)
    for text, role in spans:
        style = roles.get(role, default)
        segments.append(Segment(text, style + under if under else style))
    wide = cells(spans)
    if wide < columns:
        segments.append(Segment(" " * (columns - wide), default + under if under else default))
    return Strip(segments, columns).simplify()


class Paper(Widget):
    """Draws lines as they are given, cut at its width, from the top; `auto` height is the number of lines."""

    DEFAULT_CSS = "Paper { height: auto; }"

    def __init__(self, lines: Sequence[Line] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = tuple(lines)
        self._under = Style()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is on the sheet."""
        return self._lines

    def show(self, lines: Sequence[Line]) -> None:
        """Put `lines` on the sheet; only those that differ are drawn again."""
        old, new = self._lines, tuple(lines)
        if old == new:
            return
        self._lines = new
        if len(old) != len(new) and self.styles.auto_dimensions:
            self.refresh(layout=True)
            return
        columns = self.size.width
        changed = [
            Region(0, at, columns, 1)
            for at in range(max(len(old), len(new)))
            if (old[at] if at < len(old) else BLANK) != (new[at] if at < len(new) else BLANK)
        ]
        self.refresh(*changed)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return len(self._lines)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as the longest line."""
        return max((cells(spans) for spans in self._lines), default=0)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows of the sheet. What lies under all of them is looked up once: Textual asks every ancestor for it."""
        self._under = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One row of the sheet."""
        spans = self._lines[y] if y < len(self._lines) else BLANK
        made = strip(spans, self.size.width, cast("ConsoleApp", self.app).roles)
        return made.apply_style(self._under)
