"""What keeps the API from being used until somebody changes the key, the address or the configuration, in whole sentences."""

from __future__ import annotations

from coldsend_tui.errors import ColdSendError
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import Line, line, wrap

_MEANWHILE = "Until then nothing is read or written. r tries again; a changed profile is read at the next start."


def lines(error: ColdSendError, columns: int, *, recorded: bool = False) -> list[Line]:
    """What happened, what to do, and what holds meanwhile, unless it was `recorded`."""
    happened, *rest = wrap(f"{safe(error.message).rstrip('.')}.", columns - 2, "crit")
    meanwhile = "" if recorded else _MEANWHILE
    todo = wrap(f"{safe(error.hint, newlines=True)} {meanwhile}".strip(), columns - 2)
    return [line(("✗ ", "crit"), *happened), *(line(("  ", ""), *spans) for spans in (*rest, *todo))]
