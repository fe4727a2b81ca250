"""The frame of every screen as pure functions: header, tabs, flash line, footer. Each answers one line for a width."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from coldsend_tui.ops import wording
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import Line, Span, cells, clip, line, pad

# The first glance draws with this module before anything slow is imported, `typing` included. Type checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from coldsend_tui.tui.commands import Command

NARROW = 100
# Below these shares of the limit the budget turns amber: what is kept for the operator's own writes.
RESERVE_MINUTE = 10
RESERVE_HOUR = 100
STALE_SECONDS = 15 * 60
OLD_SECONDS = 5 * 60
# Data of the future: the clock of this machine was set back.
AHEAD_SECONDS = 60
AGE_STEP = 20
"""Seconds within which an attended screen is kept; up to a minute its age is told in steps of as many."""


_MODE_ROLES = {
    "LIVE": "chip-live",
    "DEMO": "chip-demo",
    "READ-ONLY": "chip-readonly",
    "OFFLINE": "chip-offline",
    "KEY\u00a0REFUSED": "chip-crit",
    "REPLAY": "chip-demo",
    "REC": "crit",
}
_LEVEL_ROLES = {"CRIT": "chip-crit", "WARN": "chip-warn", "OK": "chip-ok"}


def header(
    columns: int,
    *,
    profile: str,
    mode: str,
    verdict: str,
    level: str,
    age: float | None,
    clock: str,
    minute: tuple[int, int] | None = None,
    hour: tuple[int, int] | None = None,
    frozen: bool = False,
    lost: tuple[str, str] | None = None,
    waits: str = "",
) -> Line:
    """Profile and mode left, the verdict in the middle, age, budget and clock right; narrow screens drop from the right.

    `lost` is set while the API does not answer: since when, and when it is tried again ("" when nobody knows); it takes the
    place of the budget. `waits` is until when the API asked to be left alone, "" when it did not.

    `mode` has the words LIVE, DEMO, READ-ONLY, OFFLINE, KEY REFUSED (with a no-break space), REPLAY or REC, `level` the word that gives `verdict` its colour, `age` that of the data in
    seconds (None: nothing was read), `minute` and `hour` the budgets as (left, limit), None when unknown.
    """
    modes = [
        (f" {word} ".replace("\u00a0", " ") if word != "LIVE" else word, _MODE_ROLES.get(word, "chip-live"))
        for word in mode.split(" ")
    ]
    left: list[Span] = [(" coldsend ", "title"), (" " + safe(profile)[:24] + " ", "bold"), ("▪ ", "muted")]
    for at, chip in enumerate(modes):
        left.extend([(" ", "")] if at else [])
        left.append(chip)
    chip_of_verdict: Line = ((f" {verdict} ", _LEVEL_ROLES.get(level, "muted")),)
    old = age is not None and age > OLD_SECONDS
    dated: Line = line((age_text(age), "warn" if old else "muted"))
    if frozen:
        dated = (("FROZEN ", "warn"), *dated)
    budget: list[Span] = []
    if waits and not lost:
        budget = [("api ", "muted"), (f"waits until {waits}", "warn"), (f"until {waits}", "warn")]
    elif minute and hour and not lost:
        low_minute, low_hour = minute[0] < RESERVE_MINUTE, hour[0] < RESERVE_HOUR
        budget = [
            ("api ", "muted"),
            (f"{minute[0]}/{minute[1]}m", "warn" if low_minute else "muted"),
            (f" {hour[0]}/{hour[1]}h", "warn" if low_hour else "muted"),
        ]
    parts: list[Line] = [dated]
    if columns >= 80 and budget:
        hour_or_wait, role = budget[2]
        narrow: Line = (budget[0], (hour_or_wait.lstrip(), role))
        parts.append(tuple(budget[: 2 if waits else 3]) if columns >= NARROW else narrow)
    if columns >= NARROW:
        parts.append(((clock, "muted"),))
    right: list[Span] = []
    for part in parts:
        right.extend((*part, ("   ", "")))
    right_line: Line = (*right[:-1], (" ", ""))
    if lost:
        free = columns - cells((*left, *chip_of_verdict, *right_line)) - 2
        told, roomier = _lost(*lost, free), _lost(*lost, free + cells((left[0],)) - 1)
        if len(roomier) > len(told):
            # When it is tried again is worth more than the program's name.
            left[0], told = (" ", ""), roomier
        left.extend(told)
    room = columns - cells(tuple(left)) - cells(right_line)
    middle = clip(chip_of_verdict, max(0, room - 2))
    before = max(1, (columns - cells(middle)) // 2 - cells(tuple(left)))
    before = min(before, max(1, room - cells(middle) - 1))
    spans = (*left, (" " * before, ""), *middle)
    return (*pad(spans, columns - cells(right_line)), *right_line)


def _lost(since: str, retry: str, room: int) -> Line:
    """Since when, and the next try, as far as they leave the verdict its room."""
    began: Line = ((" since ", "muted"), (since, "warn"))
    ways = [(*began, (label, "muted"), (retry, "warn")) for label in ("  next try ", " next ") if retry]
    return next((spans for spans in (*ways, began) if cells(spans) <= room), ())


def age_text(seconds: float | None) -> str:
    """The age of data as the header writes it, in steps that do not tick while it is fresh: `data <20s`, `40s`, `3m`, `7m ⚠`, `stale 22m`."""
    if seconds is None:
        return "no data yet"
    if seconds < -AHEAD_SECONDS:
        return "age unknown ⚠"
    if seconds < AGE_STEP:
        return f"data <{AGE_STEP}s"
    if seconds < 60:
        return f"data {int(seconds // AGE_STEP) * AGE_STEP}s"
    text = wording.duration(timedelta(seconds=seconds))
    if seconds > STALE_SECONDS:
        return f"stale {text}"
    return f"data {text} ⚠" if seconds > OLD_SECONDS else f"data {text}"


_SHORT_TABS = ({"Analytics": "Analyt."}, {"Campaigns": "Camp.", "Analytics": "Analyt.", "Contacts": "Cont."})


def tabs(places: Sequence[tuple[str, str, str]], current: str, columns: int) -> Line:
    """Screens with their digits; (digit, label, name). The present one is lit. Where the names do not fit they are short
    ones, then only that of the present screen is written."""
    shorter, short = (
        [(digit, names.get(label, label), name) for digit, label, name in places] for names in _SHORT_TABS
    )
    bare = [(digit, label if name == current else "", name) for digit, label, name in short]
    ways = ((places, "  "), (places, " "), (shorter, " "), (short, " "), (bare, " "))
    lines = [_tabs(named, current, gap) for named, gap in ways]
    return clip(next((made for made in lines if cells(made) <= columns), lines[-1]), columns)


def _tabs(places: Sequence[tuple[str, str, str]], current: str, gap: str) -> Line:
    spans: list[Span] = [(" ", "")]
    for at, (digit, label, name) in enumerate(places):
        here = name == current
        spans.append((gap if at else "", ""))
        spans.append((digit, "key" if here else "muted"))
        spans.append((f" {label}" if label else "", "lit" if here else "muted"))
    return tuple(spans)


def footer(commands: Sequence[Command], columns: int, refused: frozenset[str] = frozenset()) -> Line:
    """Hints by rank, as many as fit, those that can be done now before the refused ones; these are drawn quietly, in their place."""
    ranked = sorted((c for c in commands if c.footer is not None), key=lambda c: c.footer or 0)
    always = [c for c in ranked if (c.footer or 0) >= 90]
    rest = sorted((c for c in ranked if (c.footer or 0) < 90), key=lambda c: c.name in refused)
    chosen = list(always)
    for command in rest:
        candidate = sorted([*chosen, command], key=lambda c: c.footer or 0)
        if cells(_hints(candidate, refused)) > columns - 1:
            break
        chosen = candidate
    return _hints(sorted(chosen, key=lambda c: c.footer or 0), refused)


def _hints(commands: Sequence[Command], refused: frozenset[str]) -> Line:
    spans: list[Span] = [(" ", "")]
    for command in commands:
        dark = command.name in refused
        spans.append((command.key_text, "faint" if dark else "key"))
        spans.append((f" {command.label}  ", "faint" if dark else "muted"))
    return tuple(spans)


_FLASH = {"info": ("", "muted"), "done": ("✓ ", "ok"), "warn": ("▲ ", "warn"), "error": ("✗ ", "crit")}


def flash(message: str, level: str, columns: int) -> Line:
    """The newest result or error, one line, cut at the width."""
    if not message:
        return ()
    glyph, role = _FLASH.get(level, _FLASH["info"])
    return clip(((" " + glyph, role), (safe(message), "" if level in ("info", "done") else role)), columns)
