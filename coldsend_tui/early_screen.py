"""The terminal's alternate screen before Textual is there: a picture in it, and the way back if nobody takes it over.

From `show` until `hand_over` the terminal shows the picture, echoes no key and cannot be suspended; keys typed meanwhile
wait for the console. Whoever ends before the hand-over calls `leave`; SIGTERM and SIGHUP restore the terminal by
themselves until the console's own handlers replace the ones installed here.
"""

from __future__ import annotations

import os
import sys

# Not from `typing`, which takes longer to import than all that is done here. Type checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ENTER = "\x1b[?1049h\x1b[?25l"
LEAVE = "\x1b[m\x1b[?1049l\x1b[?25h"
# What Textual switches on before it listens to signals: focus, mouse, paste, kitty keys, no line wrap, resize reports.
_CONSOLE_OFF = "\x1b[?1004;1000;1003;1015;1006;1016;2004;2048l\x1b[<u\x1b[?7h"

_STDIN = 0
_INPUT_FLAGS = 0
_ECHO_FLAGS = 3
_CONTROL_CHARACTERS = 6


class _Line:
    """What was done to the terminal, and what it was like before."""

    shown = False
    attributes: list[Any] | None = None


def show(picture: str) -> None:
    """Enter the alternate screen and draw `picture`. OSError where standard input is no terminal any more."""
    import signal
    import termios

    try:
        before = termios.tcgetattr(_STDIN)
    except termios.error as error:
        raise OSError(*error.args) from None
    _Line.attributes = before
    quiet = [*before]
    characters = [*before[_CONTROL_CHARACTERS]]
    characters[termios.VSUSP] = b"\0"
    quiet[_INPUT_FLAGS] &= ~termios.ICRNL  # Enter stays Enter: as a line feed it would be another key
    quiet[_ECHO_FLAGS] &= ~termios.ECHO
    quiet[_CONTROL_CHARACTERS] = characters
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    _Line.shown = True
    termios.tcsetattr(_STDIN, termios.TCSANOW, quiet)
    sys.stdout.write(ENTER + picture)
    sys.stdout.flush()


def hand_over() -> bool:
    """Another owner restores the screen from now on. Whether it is already showing: entering it again would clear it."""
    shown, _Line.shown = _Line.shown, False
    if shown:
        _restore_line()
    return shown


def leave() -> None:
    """Put the terminal back as it was, unless it was handed over or never taken."""
    if hand_over():
        sys.stdout.write(LEAVE)
        sys.stdout.flush()


def _restore_line() -> None:
    import termios

    try:
        termios.tcsetattr(_STDIN, termios.TCSANOW, _Line.attributes or [])
    except (termios.error, OSError):
        # The terminal is gone: there is nothing to put back.
        return


def _end(number: int, _frame: object) -> None:
    """A signal before the console listens to any: everything off that may be on, then the end."""
    _restore_line()
    try:
        os.write(sys.stdout.fileno(), (_CONSOLE_OFF + LEAVE).encode())
    except OSError:
        pass
    os._exit(128 + number)
