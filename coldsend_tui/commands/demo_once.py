"""`coldsend-tui demo --once`: one look at the simulated workspace, printed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from coldsend_tui.commands.now_text import render
from coldsend_tui.commands.reading import look, read
from coldsend_tui.store import Store

if TYPE_CHECKING:
    from coldsend_tui.clock import Clock
    from coldsend_tui.commands.arguments import Size
    from coldsend_tui.launch import Target


def print_demo(target: Target, clock: Clock, size: Size) -> int:
    """Read the sandbox at `target` once and print its Now screen on stdout; 0."""
    store = Store.open(None)
    try:
        asyncio.run(read(target, store, clock))
        print(render(look(store, clock, "demo ▪ DEMO"), *size))
    finally:
        store.close()
    return 0
