"""A terminal driver that survives what Textual's does not: bytes that are not UTF-8, and a terminal that went away.

Private API touched: `textual.drivers.linux_driver.getincrementaldecoder`, `Driver._app`, `Driver.run_input_thread`,
`LinuxDriver._disable_mouse_support`; that `LinuxDriver` enters the alternate screen with a write of its own.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from typing import Any

from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from coldsend_tui import early_screen

ENTER_ALTERNATE_SCREEN = "\x1b[?1049h"


class TolerantDecoder:
    """UTF-8 with U+FFFD for what is none, and a call of `on_end` at the end of input.

    One stray byte, or a mouse report of the old kind beyond column 95, would otherwise end the console; an ignored
    hang-up would leave the input thread spinning on an empty read.
    """

    def __init__(self, on_end: Callable[[], None]) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._on_end = on_end

    def decode(self, data: bytes, final: bool = False) -> str:
        """The characters of `data`; a sequence that is not complete waits for the next call."""
        if not data and not final:
            self._on_end()
        return self._decoder.decode(data, final)


class ConsoleDriver(LinuxDriver):
    """Textual's Linux driver with the tolerant decoder."""

    _already_showing = False
    _away = False

    def start_application_mode(self) -> None:
        """Take the terminal over, from the first glance if there was one."""
        self._already_showing = early_screen.hand_over()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def run_input_thread(self) -> None:
        """Read keys until the driver is stopped or the terminal is gone."""

        def tolerant(_encoding: str) -> Callable[[], TolerantDecoder]:
            return lambda: TolerantDecoder(self._terminal_gone)

        original = vars(linux_driver)["getincrementaldecoder"]
        vars(linux_driver)["getincrementaldecoder"] = tolerant
        try:
            super().run_input_thread()
        except OSError:
            self._terminal_gone()
        finally:
            vars(linux_driver)["getincrementaldecoder"] = original

    def _disable_mouse_support(self) -> None:
        """Textual switches mouse reports in pixels (1016) on where the terminal has them, and never off."""
        if self._mouse:
            self.write("\x1b[?1016l")
        super()._disable_mouse_support()

    def suspend_application_mode(self) -> None:
        """Leave the terminal to another program; until it is taken back nothing is written to it."""
        super().suspend_application_mode()
        self._away = True

    def resume_application_mode(self) -> None:
        """Take the terminal back."""
        self._away = False
        super().resume_application_mode()

    def _terminal_gone(self) -> None:
        self.exit_event.set()
        loop = self._loop
        loop.call_soon_threadsafe(self._app.exit)

    def write(self, data: str) -> None:
        """Text that cannot be encoded (lone surrogates) must not end the console."""
        if self._away:
            return
        if self._already_showing and data == ENTER_ALTERNATE_SCREEN:
            # Entering it a second time would clear what the first glance drew.
            self._already_showing = False
            return
        super().write(data.encode("utf-8", "replace").decode("utf-8"))


def driver_class() -> type[Any] | None:
    """The driver to give to `App`, None where Textual must choose (Windows)."""
    return ConsoleDriver if os.name == "posix" else None
