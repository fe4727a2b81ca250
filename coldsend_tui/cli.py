"""The command line: parses, then imports only what the command needs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from coldsend_tui import early_screen, glance
from coldsend_tui.glance.asked import asked

PIPE_CLOSED = 141  # what a shell reports for a program that SIGPIPE ended
INTERRUPTED = 130  # … and for one that SIGINT ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status. Data goes to stdout, messages to stderr."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Nothing that is made while modules are imported is garbage: who runs then collects again.
    gc.disable()
    _print_in_any_encoding()
    try:
        # Before anything slow is imported: the last known screen.
        glance.show(words, os.environ)
        return _run(words)
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        gc.enable()
        early_screen.leave()


def _print_in_any_encoding() -> None:
    """A glyph, a name or a broken byte that this terminal or pipe cannot take is no reason to end."""
    for stream in (sys.stdout, sys.stderr):
        if (getattr(stream, "encoding", None) or "utf-8").lower() != "utf-8":
            from coldsend_tui import ascii_only

            ascii_only.prepare_streams()
            return
    if getattr(sys.stdout, "errors", "") == "strict" and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")


def _run(words: list[str]) -> int:
    from coldsend_tui.errors import ColdSendError

    try:
        status = _command(words)
        sys.stdout.flush()
    except ColdSendError as error:
        early_screen.leave()
        gap = "\n" if "\n" in error.hint else " "
        print(f"coldsend-tui: {error.message}{gap}{error.hint}".rstrip(), file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # Nobody reads any more: without this, Python complains again when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return status


def _command(words: list[str]) -> int:
    if words[:1] == ["sandbox"]:
        # The sandbox parses its own options: it knows nothing of us and runs without us.
        from coldsend_tui.commands import sandbox

        gc.enable()
        return sandbox.run(words[1:])
    wanted = asked(words)
    if wanted is not None:
        from coldsend_tui.commands import console

        return console.run(wanted)
    from importlib import import_module

    from coldsend_tui.commands.arguments import parse

    options = parse(words)
    if getattr(options, "ascii", False):
        from coldsend_tui import ascii_only

        ascii_only.prepare_streams(asked=True)
    command = import_module(f"coldsend_tui.commands.{options.command or 'console'}")
    if options.command:
        gc.enable()
    status: int = command.run(options)
    return status
