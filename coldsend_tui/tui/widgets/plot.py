"""A plot that draws itself again only when its picture or its size changed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.geometry import Size

from coldsend_tui.tui import plotting
from coldsend_tui.tui.plotting import Picture
from coldsend_tui.tui.widgets.paper import Paper

if TYPE_CHECKING:
    from coldsend_tui.tui.bars import Bars


class Plot(Paper):
    """Fills its box with a plot; says so while the plotting library is loading."""

    DEFAULT_CSS = "Plot { height: 1fr; min-height: 4; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picture: Picture | Bars | None = None
        self._drawn: tuple[Picture | Bars, Size] | None = None
        self._loading = False

    @property
    def drawn(self) -> Picture | None:
        """The lines that are drawn now; None while there are none."""
        drawn = self._drawn[0] if self._drawn else None
        return drawn if isinstance(drawn, Picture) else None

    def picture(self, picture: Picture | Bars) -> None:
        """Show `picture`."""
        self._picture = picture
        self._draw()

    def on_resize(self) -> None:
        """Another size is another plot."""
        self._draw()

    def _draw(self) -> None:
        picture, size = self._picture, self.size
        if picture is None or not size or self._drawn == (picture, size):
            return
        if not any(value for series in picture.series for value in series.values):
            self._drawn = None
            self.show([((picture.note or "no data yet", "muted"),)])
            return
        if not isinstance(picture, Picture):
            # Bars are drawn without the library: nothing to wait for. Their module is imported with the first ones.
            from coldsend_tui.tui import bars

            self._drawn = (picture, size)
            self.show(bars.draw(picture, size.width, size.height))
            return
        if not plotting.ready():
            self.show([(("loading plot …", "muted"),)])
            if self.is_attached and not self._loading:
                self._loading = True
                # After the frame that is being drawn: nothing on it waits for a library.
                self.call_after_refresh(self._start_loading)
            return
        self._drawn = (picture, size)
        self.show(plotting.draw(picture, size.width, size.height))

    def _start_loading(self) -> None:
        self.run_worker(self._load(), group="plotting", exit_on_error=False)

    async def _load(self) -> None:
        await asyncio.to_thread(plotting.load)
        self._draw()
