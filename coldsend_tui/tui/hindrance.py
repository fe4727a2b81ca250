"""What keeps the API from being used until somebody changes the key, the address or the configuration, in whole sentences."""

from __future__ import annotations

from coldsend_tui.errors import ColdSendError, ConfigError
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import Line, line, wrap

_MEANWHILE = "Until then nothing is read or written. r tries again"
_AS_STARTED = "; a changed key or address counts from the next start"
"""Once there was a key, the console goes on with it."""


def lines(error: ColdSendError, columns: int, *, recorded: bool = False) -> list[Line]:
    """What happened, what to do, and what holds meanwhile, unless it was `recorded`."""
    happened, *rest = wrap(f"{safe(error.message).rstrip('.')}.", columns - 2, "crit")
    as_started = "" if isinstance(error, ConfigError) else _AS_STARTED
    meanwhile = "" if recorded else f"{_MEANWHILE}{as_started}."
    todo = wrap(f"{safe(error.hint, newlines=True)} {meanwhile}".strip(), columns - 2)
    return [line(("✗ ", "crit"), *happened), *(line(("  ", ""), *spans) for spans in (*rest, *todo))]
