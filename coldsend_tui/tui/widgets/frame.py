"""The frame of every screen as pure functions: header, tabs, flash line, footer. Each answers one line for a width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coldsend_tui.text import safe
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line, Span, cells, clip, line, pad

NARROW = 100
# Below these shares of the limit the budget turns amber: what is kept for the operator's own writes.
RESERVE_MINUTE = 10
RESERVE_HOUR = 100


@dataclass(frozen=True, slots=True)
class HeaderView:
    """What the header says; `mode` is LIVE, DEMO, READ-ONLY or OFFLINE, budgets are (left, limit) or None when unknown."""

    profile: str
    mode: str
    verdict: str
    level: str
    age: str
    stale: bool
    minute: tuple[int, int] | None
    hour: tuple[int, int] | None
    clock: str
    frozen: bool = False


_MODE_ROLES = {"LIVE": "chip-live", "DEMO": "chip-demo", "READ-ONLY": "chip-readonly", "OFFLINE": "chip-offline"}
_LEVEL_ROLES = {"CRIT": "chip-crit", "WARN": "chip-warn", "OK": "chip-ok"}


def header(view: HeaderView, columns: int) -> Line:
    """Profile and mode left, the verdict in the middle, age, budget and clock right; narrow screens drop from the right."""
    modes = [
        (f" {mode} " if mode != "LIVE" else mode, _MODE_ROLES.get(mode, "chip-live")) for mode in view.mode.split()
    ]
    left: list[Span] = [(" coldsend ", "title"), (" " + safe(view.profile)[:24] + " ", "bold"), ("▪ ", "muted")]
    for at, chip in enumerate(modes):
        left.extend([(" ", "")] if at else [])
        left.append(chip)
    verdict: Line = ((f" {view.verdict} ", _LEVEL_ROLES.get(view.level, "muted")),)
    age: Line = line((view.age, "warn" if view.stale else "muted"))
    if view.frozen:
        age = (("FROZEN ", "warn"), *age)
    budget: list[Span] = []
    if view.minute and view.hour:
        low_minute, low_hour = view.minute[0] < RESERVE_MINUTE, view.hour[0] < RESERVE_HOUR
        budget = [
            ("api ", "muted"),
            (f"{view.minute[0]}/{view.minute[1]}m", "warn" if low_minute else "muted"),
            (f" {view.hour[0]}/{view.hour[1]}h", "warn" if low_hour else "muted"),
        ]
    parts: list[Line] = [age]
    if columns >= 80 and budget:
        parts.append(tuple(budget) if columns >= NARROW else (budget[0], budget[2]))
    if columns >= NARROW:
        parts.append(((view.clock, "muted"),))
    right: list[Span] = []
    for part in parts:
        right.extend((*part, ("   ", "")))
    right_line: Line = (*right[:-1], (" ", ""))
    room = columns - cells(tuple(left)) - cells(right_line)
    middle = clip(verdict, max(0, room - 2))
    before = max(1, (columns - cells(middle)) // 2 - cells(tuple(left)))
    before = min(before, max(1, room - cells(middle) - 1))
    spans = (*left, (" " * before, ""), *middle)
    return (*pad(spans, columns - cells(right_line)), *right_line)


def tabs(places: Sequence[tuple[str, str, str]], current: str, columns: int) -> Line:
    """Screens with their digits; (digit, label, name). The present one is lit."""
    spans: list[Span] = [(" ", "")]
    gap = "  " if columns >= NARROW else " "
    for digit, label, name in places:
        here = name == current
        spans.append((digit, "key" if here else "muted"))
        spans.append((" " + label, "lit" if here else "muted"))
        spans.append((gap, ""))
    return clip(tuple(spans), columns)


def footer(commands: Sequence[Command], columns: int, refused: frozenset[str] = frozenset()) -> Line:
    """Hints by rank, as many as fit; refused ones are drawn quietly, still in their place."""
    ranked = sorted((c for c in commands if c.footer is not None), key=lambda c: c.footer or 0)
    always = [c for c in ranked if (c.footer or 0) >= 90]
    rest = [c for c in ranked if (c.footer or 0) < 90]
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
