"""One workspace in words."""

from __future__ import annotations

from coldsend_tui.live.portfolio import Standing
from coldsend_tui.ops import wording
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import BLANK, Line, line, wrap


def detail(row: Standing, here: bool, failure: str, columns: int) -> list[Line]:
    """Verdict, worst finding, figures with their age; `failure` is what the last reading of it ended with."""
    own = row.colour or "bold"
    lines: list[Line] = [line(("▪ ", own), (safe(row.name), own), (" · open here" if here else "", "muted")), BLANK]
    if row.note:
        lines += wrap(safe(row.note), columns, "muted")
    else:
        age = wording.duration(row.age) if row.age is not None else "?"
        lines += [
            line(("verdict   ", "muted"), row.headline),
            line(("read      ", "muted"), f"{row.read_at:%d %b %H:%M} UTC, {age} ago" if row.read_at else "never"),
            line(("campaigns ", "muted"), f"{row.active} active of {row.campaigns}"),
            line(("sent      ", "muted"), _of(row.sent_today, row.capacity), (" today", "muted")),
            line(("replies   ", "muted"), "not known" if row.unread is None else f"{row.unread:,} unread"),
        ]
        if row.worst:
            lines += [BLANK, line(("worst finding", "muted")), *wrap(safe(row.worst), columns)]
    if failure:
        lines += [BLANK, *wrap(safe(failure), columns, "crit")]
    return lines


def _of(part: int | None, whole: int | None) -> str:
    if part is None:
        return "not known"
    return f"{part:,} of {whole:,}" if whole else f"{part:,}"
