"""The way into the console: a terminal to draw on, then Textual."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.errors import UsageError
from coldsend_tui.launch import Launch, Mode

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.glance.asked import Asked
    from coldsend_tui.live.recording.recorder import Recorder


def require_terminal() -> None:
    """`UsageError` when there is nothing to draw on or nobody to press a key."""
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output")):
        if stream is None or not stream.isatty():
            raise UsageError(
                f"The console needs a terminal, and standard {name} is none.",
                "Without one use `coldsend-tui status` or `coldsend-tui demo --once`.",
            )


def spelling(*, ascii: bool) -> Callable[[str], str] | None:
    """How text is written on this terminal: in ASCII where that is asked for or the locale has no more, else (None) as it is."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if not ascii and encoding.lower().replace("-", "") == "utf8":
        return None
    from coldsend_tui import ascii_only

    # Textual writes to standard error: in what it encodes, nothing but ASCII can come out.
    ascii_only.prepare_streams(asked=True)
    return ascii_only.cells


def start_recording(options: Asked | Namespace, profile: str, mode: Mode, address: str) -> Recorder | None:
    """What --record asks for. Raises RecordingError before anything else has started."""
    if options.record is None:
        return None
    from coldsend_tui.live.recording.recorder import Recorder

    return Recorder.open(Path(options.record), profile=profile, mode=mode, address=address)


def open_console(launch: Launch) -> int:
    """Hand over to the console until it is closed."""
    # Nothing that is made while modules are imported is garbage; the console collects again once it is up.
    gc.disable()
    from coldsend_tui.tui.app import run as run_app

    return run_app(launch)
