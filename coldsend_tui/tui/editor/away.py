"""Running the operator's editor in the console's terminal while the event loop goes on."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from coldsend_tui.errors import UsageError

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp


async def run_editor(app: ConsoleApp, words: Sequence[str]) -> int:
    """Give the terminal to a program until it ends; its exit status. The workspace is kept fresh meanwhile, but not drawn."""
    if app.state.session:
        app.state.session.blur()
    try:
        with nullcontext() if app.is_headless else app.suspend(), _own_interrupts():
            process = await asyncio.create_subprocess_exec(*words)
            try:
                return await process.wait()
            except asyncio.CancelledError:
                process.terminate()
                raise
    except SuspendNotSupported:
        raise UsageError(
            "An editor cannot be opened from this terminal.", "Use `coldsend-tui export` and `apply`."
        ) from None
    except OSError as error:
        raise UsageError(f"{words[0]} cannot be run ({error.strerror}).", "Set EDITOR to another editor.") from None
    finally:
        if app.state.session:
            app.state.session.focus()


@contextmanager
def _own_interrupts() -> Iterator[None]:
    """A Ctrl+C is the editor's own business. A handler and not SIG_IGN, which the editor would inherit."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
