"""What the first glance shows: the console's frame, the findings where they will stand, and the campaigns beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from coldsend_tui.glance.cache import Known
from coldsend_tui.glance.note import Note
from coldsend_tui.ops import wording
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.lines import BLANK, Line, cells, clip, line, pad
from coldsend_tui.tui.widgets import frame

GUTTER = 2
SHORT = 34
"""Below this many rows the console's panels under the findings are lower (see tui/styles/now.tcss)."""
WIDE = 160
"""Columns from which on the console gives the findings a smaller share (see tui/styles/now.tcss)."""
LEAST = (30, 10)
"""Columns and rows below which there is nothing to be seen at a glance."""


def picture(left: Note, known: Known, read_only: bool, columns: int, rows: int) -> str:
    """The bytes that draw the whole screen. ValueError where it is too small."""
    if columns < LEAST[0] or rows < LEAST[1]:
        raise ValueError("too small for a glance")
    level, headline = verdict(known)
    head = frame.header(
        columns,
        profile=left.profile,
        mode="READ-ONLY" if read_only or left.read_only else "LIVE",
        verdict=headline,
        level=level,
        age=known.age,
        clock=f"{datetime.now(UTC) + timedelta(seconds=known.ahead):%H:%M} UTC",
    )
    body = _body(known, columns, rows - 4)
    screen = [
        ("header:", head),
        ("", frame.tabs(left.tabs, "now", columns)),
        *(("", spans) for spans in body),
        ("", line((" opening …", "muted"))),
        ("footer:", BLANK),
    ]
    return _inked(screen, columns, left.inks)


def verdict(known: Known) -> tuple[str, str]:
    """Level and headline as the console would give them for these findings at this age."""
    if not -frame.AHEAD_SECONDS <= known.age <= frame.STALE_SECONDS:
        return "UNKNOWN", "UNKNOWN"
    counts = [(word, known.standing(word)) for word in ("CRIT", "WARN")]
    loud = [f"{word} {number}" for word, number in counts if number] or ["OK"]
    level = next((word for word, number in counts if number), "OK")
    return level, " · ".join([*loud, f"{known.snoozed} snoozed"] if known.snoozed else loud)


def _body(known: Known, columns: int, rows: int) -> list[Line]:
    """Side by side from 100 columns on, else one above the other; the findings have the place of the console's."""
    title = f"Campaigns {known.total:,}"
    if columns >= frame.NARROW:
        left = columns * 11 // 18 if columns >= WIDE else columns * 16 // 25
        right = columns - left
        found = panel("What needs you", findings(known, left - 2), left, rows)
        counted = panel(title, campaigns(known, right - 2), right, rows)
        return [(*a, *b) for a, b in zip(found, counted, strict=True)]
    lower = min(rows // 2, 8 if rows + 4 < SHORT else 18)
    return [
        *panel("What needs you", findings(known, columns - 2), columns, rows - lower),
        *panel(title, campaigns(known, columns - 2), columns, lower),
    ]


def panel(title: str, lines: Sequence[Line], columns: int, rows: int) -> list[Line]:
    """A box of exactly `columns` by `rows` cells with as many of the lines as fit."""
    inside = columns - 2
    top = clip(line(("╭─", "border"), (f" {title} ", "border-title")), columns - 1)
    shown = [*lines[: rows - 2], *[BLANK] * (rows - 2 - len(lines))]
    return [
        (*top, ("─" * (columns - 1 - cells(top)) + "╮", "border")),
        *((("│", "border"), *pad(spans, inside), ("│", "border")) for spans in shown),
        ((f"╰{'─' * inside}╯", "border"),),
    ]


def findings(known: Known, columns: int) -> list[Line]:
    """Severity, kind, object with value, since when."""
    if not known.findings:
        word = (
            "nothing needed you"
            if -frame.AHEAD_SECONDS <= known.age <= frame.STALE_SECONDS
            else "no finding, but no verdict either"
        )
        return [BLANK, BLANK, line((f"  {word}", "muted"))]
    topics = columns >= 58
    room = columns - GUTTER - 1 - (8 + 8) - (10 if topics else 0)
    gap = ("  ", "")

    def row(severity: Line, topic: str, text: Line, since: Line) -> Line:
        kind: Line = (*pad(((topic, "muted"),), 8), gap) if topics else ()
        return (gap, *pad(severity, 6), gap, *kind, *pad(text, room), gap, *pad(since, 6, right=True))

    lines = [row((), "what", (("object and value", "muted"),), (("since", "muted"),))]
    for severity, rule, text, age, quiet in known.findings:
        glyph, role = states.SEVERITY.get(severity, ("? " + safe(severity), "warn"))
        since = wording.duration(timedelta(seconds=age))
        shown = (
            ((glyph, "faint" if quiet else role),),
            safe(rule.partition(".")[2]),
            ((safe(text), "faint" if quiet else ""),),
        )
        lines.append(row(*shown, ((since, "muted"),)))
    return lines


def campaigns(known: Known, columns: int) -> list[Line]:
    """State, name, mails sent of all leads; hard bounces with their rate where there is room."""
    if not known.campaigns:
        return [
            BLANK,
            BLANK,
            line(("  no campaigns yet: n writes one in your editor, F begins one in a form", "muted")),
        ]
    bounces = columns >= 70
    room = columns - GUTTER - 1 - 13 - 15 - (19 if bounces else 0)
    gap = ("  ", "")

    def row(state: Line, name: Line, sent: Line, bounced: Line) -> Line:
        tail: Line = (gap, *pad(bounced, 17, right=True)) if bounces else ()
        return (gap, *pad(state, 11), gap, *pad(name, room), gap, *pad(sent, 13, right=True), *tail)

    titles = ("state", "name", "sent / leads", "bounced")
    lines = [row(*(((title, "muted"),) for title in titles))]
    for status, name, sent, leads, bounced in known.campaigns:
        of_leads: Line = ((f"{sent:,}", ""), (f"/{leads:,}", "muted"))
        rate: Line = ((wording.ratio(bounced, sent), "muted"),)
        lines.append(row(states.state(status, states.CAMPAIGN), ((safe(name), ""),), of_leads, rate))
    return lines


def _inked(screen: Sequence[tuple[str, Line]], columns: int, inks: Mapping[str, str]) -> str:
    """Lines from the top, each `columns` cells wide, with their colours; each begins with the place whose colours it has."""
    out: list[str] = []
    last: str | None = None
    for y, (place, spans) in enumerate(screen, 1):
        out.append(f"\x1b[{y}H")
        plain = inks.get(place, "")
        for text, role in pad(spans, columns):
            codes = inks.get(place + role, plain)
            if codes != last:
                out.append(f"\x1b[0;{codes}m" if codes else "\x1b[m")
                last = codes
            out.append(text)
    return "".join([*out, "\x1b[m"])
