"""The first glance: the last known verdict and campaigns are on the terminal before anything slow is imported.

The console leaves a note beside its cache: which command line and environment it was opened with, where its cache is, and
which escape sequences its colours are on this terminal. The next start with the same inputs reads the note, a few rows of
the cache, draws them and goes on importing; Textual then takes the screen over cell by cell. Whatever is missing, damaged,
newer or different: there is no glance, and never an error.

Nothing here may import what takes long (a test lists it): no `typing`, `dataclasses`, `re`, `pathlib`, `argparse`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence


def show(words: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Draw the first glance for this command line, if there is one to draw. Whether it is on screen."""
    from coldsend_tui.glance.asked import asked

    wanted = asked(words)
    if wanted is None or wanted.no_glance or not _is_terminal():
        return False
    from coldsend_tui.glance import note

    file = note.path(wanted, environment)
    left = file and note.read(file, note.circumstances(wanted, environment))
    if not left:
        return False
    import os
    import sqlite3

    from coldsend_tui import early_screen
    from coldsend_tui.glance.cache import read
    from coldsend_tui.glance.picture import picture

    try:
        size = os.get_terminal_size(sys.stdout.fileno())
        known = read(*left.cache, rows=size.lines)
        if known is None:
            return False
        drawn = picture(left, known, wanted.read_only, size.columns, size.lines)
        if wanted.ascii:
            from coldsend_tui.ascii_only import cells

            drawn = cells(drawn)
        early_screen.show(drawn)
    except (sqlite3.Error, OSError, ValueError, UnicodeError):
        return False
    return True


def _is_terminal() -> bool:
    for stream in (sys.stdin, sys.stdout):
        if stream is None or not stream.isatty():
            return False
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
