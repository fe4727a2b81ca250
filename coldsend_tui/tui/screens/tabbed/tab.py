"""What all tabs share: the screen around them, the feeds they need, a sheet that scrolls."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import VerticalScroll

from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.widgets.boxes import Down
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import subtitle, title

if TYPE_CHECKING:
    from coldsend_tui.tui.console import Console
    from coldsend_tui.tui.screens.tabbed.screen import Tabbed


class Tab(Down):
    """A tab. `draw` brings it up to date and must be cheap and repeatable. `PARTS` select the widgets that it draws on."""

    PARTS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, screen: Tabbed) -> None:
        super().__init__(classes="tab")
        self.of: Any = screen

    @property
    def built(self) -> bool:
        """Whether its widgets are there; until then it can neither be drawn nor moved."""
        return all(self.query(part) for part in self.PARTS)

    @property
    def state(self) -> Console:
        """What is known and shared."""
        state: Console = self.of.state
        return state

    @property
    def now(self) -> datetime:
        """Workspace time."""
        return self.state.clock.now()

    def feeds(self) -> tuple[str, ...]:
        """What this tab shows beside what the screen shows anyway."""
        return ()

    def opened(self) -> None:
        """It comes into sight, for the first time or again; its widgets may not be there yet."""

    def draw(self) -> None:
        """Show what is known."""

    def step(self, lines: int) -> None:
        """Down (or up) by so many lines, or to the next object."""

    def page(self, pages: int) -> None:
        """Down (or up) by a page."""

    def edge(self, where: int) -> None:
        """To the first (-1) or the last (1) line."""

    def why_not(self, command: str) -> str:
        """Why one of the tab's commands is refused now; "" when it is not."""
        return ""

    def on_mount(self) -> None:
        """Widths are known after the first layout."""
        self.call_after_refresh(self.of.draw_all)


class SheetTab(Tab):
    """A tab that is one sheet of lines, longer than the screen where need be. Subclasses give `lines`."""

    PARTS: ClassVar[tuple[str, ...]] = (".sheet > Paper",)

    def compose(self) -> Iterable[Any]:
        """A border around a scrolling sheet."""
        with VerticalScroll(classes="panel sheet", can_focus=False):
            yield Paper()

    @property
    def scroll(self) -> VerticalScroll:
        """The scrolling part."""
        return self.query_one(VerticalScroll)

    def lines(self, columns: int, rows: int) -> list[Line]:
        """The sheet at this size."""
        raise NotImplementedError  # pragma: no cover - abstract

    def heading(self) -> str:
        """What stands in the upper border."""
        return ""

    def draw(self) -> None:
        """The sheet, its title, and how much is below."""
        scroll = self.scroll
        region = scroll.scrollable_content_region
        columns = (region.width or self.of.size.width - 4) - 1
        sheet = scroll.query_one(Paper)
        sheet.show(self.lines(max(20, columns), region.height or 10))
        title(scroll, self.heading())
        self._tell_rest(len(sheet.lines))

    def step(self, lines: int) -> None:
        self.scroll.scroll_relative(y=lines, animate=False)
        self._tell_rest_soon()

    def page(self, pages: int) -> None:
        self.step(pages * max(1, self.scroll.scrollable_content_region.height - 1))

    def edge(self, where: int) -> None:
        self.step(where * 100_000)

    def show_line(self, at: int, *, height: int = 1) -> None:
        """Scroll so that line `at` and what belongs to it is in sight."""
        scroll = self.scroll
        top, rows = scroll.scroll_offset.y, scroll.scrollable_content_region.height
        if at < top:
            scroll.scroll_to(y=at, animate=False)
        elif at + height > top + rows:
            scroll.scroll_to(y=min(at, at + height - rows), animate=False)
        self._tell_rest_soon()

    def _tell_rest_soon(self) -> None:
        self.call_after_refresh(lambda: self._tell_rest(len(self.scroll.query_one(Paper).lines)))

    def _tell_rest(self, total: int) -> None:
        scroll = self.scroll
        below = total - scroll.scroll_offset.y - scroll.scrollable_content_region.height
        subtitle(scroll, f"{below} more ↓" if below > 0 else "")
