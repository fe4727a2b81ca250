"""A console without a terminal, cheaply: frames that nobody reads are not drawn, and calm is seen as soon as it is there.

Textual draws each change for its headless driver, which throws the frame away: a third of a test's processor time. It
parses the style sheets anew for each console, a tenth of what opening one takes. Its pilot looks three times for each key
whether the process has been idle for 20 ms. Here style sheets are parsed once, a test draws what it reads and every kind
of screen once, and calm is: no work in a thread, and next to no processor time in 2 ms.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from rich.console import RenderableType
from textual import app, pilot
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.screen import Screen

LOOK = 0.002
"""Seconds between two looks whether the process is calm."""
CALM = LOOK / 10
"""Processor seconds that count as calm in this time; the looking itself costs about 50 µs."""
LONGEST = 0.4
"""Seconds after which a test goes on although the process works: whatever it waits for, it then asks for."""


class CountedThreads(ThreadPoolExecutor):
    """The threads of a loop, that tell how much they still have to do."""

    def __init__(self) -> None:
        super().__init__(thread_name_prefix="console")
        self.open: set[Future[Any]] = set()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As the standard executor does, counted until the work is done."""
        future = super().submit(fn, *args, **kwargs)
        self.open.add(future)
        future.add_done_callback(self.open.discard)
        return future


@contextmanager
def undrawn() -> Iterator[None]:
    """No frame is drawn unless somebody asks for a whole one, as a picture of the screen does."""
    draw = Compositor.render_update

    def asked_for(compositor: Compositor, full: bool = False, **options: Any) -> RenderableType | None:
        compositor._dirty_regions.clear()
        return draw(compositor, full, **options) if full else None

    with patch.object(Compositor, "render_update", asked_for):
        yield


_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
"""Style rules by the text, its place and the colours they were read with."""


def parsed_once() -> AbstractContextManager[Any]:
    """Each style sheet is parsed once in a process, not with every console."""
    parse = Stylesheet._parse_rules

    def remembered(sheet: Stylesheet, css: str, read_from: CSSLocation, *more: Any, **named: Any) -> list[RuleSet]:
        key = (css, read_from, more, tuple(named.items()), tuple(sheet._variables.items()))
        if key not in _parsed:
            _parsed[key] = parse(sheet, css, read_from, *more, **named)
        return _parsed[key]

    return patch.object(Stylesheet, "_parse_rules", remembered)


def unfinished(screen: Screen[Any]) -> bool:
    """Whether the screen has still to be laid out or to see what changed."""
    return bool(screen._layout_required or screen._scroll_required or screen._repaint_required or screen._dirty_widgets)


@contextmanager
def soon_calm() -> Iterator[Callable[[], Awaitable[None]]]:
    """What waits until the process is calm. Within, the pilot waits so too; `App._press_keys` does not wait by itself."""
    threads = CountedThreads()
    asyncio.get_running_loop().set_default_executor(threads)

    async def calm(*_: float) -> None:
        end = time.monotonic() + LONGEST
        while True:
            before = time.process_time()
            await asyncio.sleep(LOOK)
            if (not threads.open and time.process_time() - before < CALM) or time.monotonic() > end:
                return

    async def pass_on(*_: float) -> None:
        await asyncio.sleep(0)

    with patch.object(pilot, "wait_for_idle", calm), patch.object(app, "wait_for_idle", pass_on):
        yield calm
