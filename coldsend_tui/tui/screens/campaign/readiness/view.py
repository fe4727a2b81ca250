"""The readiness list as lines: worst first, each with its number in the list of checks, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops.preflight import ORDER, Check, CheckLevel
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import BLANK, Line, Span, line, wrap

_MARKS = {
    CheckLevel.OK: ("✓", "ok"),
    CheckLevel.WARN: ("▲", "warn"),
    CheckLevel.BLOCKER: ("✗", "crit"),
    CheckLevel.UNKNOWN: ("?", "muted"),
}
UNREAD = "unread"
"""Name of the check that waits for a page of leads: it can be made, only not yet."""
_HEADINGS = {
    CheckLevel.BLOCKER: "Blockers",
    CheckLevel.WARN: "Warnings",
    CheckLevel.UNKNOWN: "Not checkable here",
    CheckLevel.OK: "In order",
}


def ordered(checks: Sequence[Check]) -> list[Check]:
    """Worst first; of equal ones what the state says, the server's own words, then ours by their number."""
    first = {"state": 0, "server": 1}
    return sorted(checks, key=lambda check: (ORDER[check.level], first.get(check.name, 2), check.number))


def _over(checks: Sequence[Check]) -> bool:
    """Whether the campaign's state has nothing to get ready for."""
    return any(check.name == "state" and check.level is CheckLevel.OK for check in checks)


def summary(checks: Sequence[Check]) -> str:
    """`2 blockers · 1 warning`, `no blocker`, or `nothing to do` where the state has nothing to get ready for."""
    if _over(checks):
        return "nothing to do"
    counts = Counter(check.level for check in checks)
    parts = [
        f"{counts[level]} {word}{'s' if counts[level] != 1 else ''}"
        for level, word in ((CheckLevel.BLOCKER, "blocker"), (CheckLevel.WARN, "warning"))
        if counts[level]
    ]
    return " · ".join(parts) or "no blocker"


def worst_first(
    checks: Sequence[Check], settings: CampaignSettings | None, columns: int, rows: int
) -> tuple[list[Line], int]:
    """As many whole checks as `rows` lines hold, and how many are left out. Where not all fit, those that cannot be made here
    are only counted."""
    told = [] if _over(checks) else server(settings, columns)
    every = ordered(checks)
    whole = [one for check in every for one in _check(_brief(check), columns)]
    if len(whole) + len(told) <= rows:
        return [*whole, *told], 0
    unseen = [check for check in every if check.level is CheckLevel.UNKNOWN and check.number]
    never = sum(check.name != UNREAD for check in unseen)
    told_of = [f"{never} cannot be checked here"] * bool(never) + ["leads not read yet"] * (never < len(unseen))
    last = [line(("? ", "muted"), (" · ".join(told_of), "muted"))] if unseen else []
    shown = [check for check in every if check not in unseen]
    rows -= len(last)
    lines: list[Line] = []
    for at, check in enumerate(shown):
        block = _check(_brief(check), columns)
        if len(lines) + len(block) > rows:
            block = _check(_brief(check)._replace(fix=""), columns)
        if len(lines) + len(block) > rows:
            return [*lines, *last], len(shown) - at
        lines += block
    return [*lines, *(told if len(lines) + len(told) <= rows else ()), *last], 0


def _brief(check: Check) -> Check:
    """What is in order without its small print."""
    return check._replace(text=check.text.partition(";")[0]) if check.level is CheckLevel.OK else check


def everything(checks: Sequence[Check], settings: CampaignSettings | None, columns: int) -> list[Line]:
    """All checks under the headings of their levels, with numbers, then the server's own list."""
    lines: list[Line] = []
    for level, heading in _HEADINGS.items():
        own = [check for check in ordered(checks) if check.level is level and check.name != UNREAD]
        if own:
            lines += [BLANK] if lines else []
            lines.append(line((heading, "title"), (f"  {len(own)}", "muted")))
            for check in own:
                lines += _check(check, columns, numbered=True)
    if unread := [check for check in checks if check.name == UNREAD]:
        lines += [BLANK, line(("Not read yet", "title"), (f"  {len(unread)}", "muted"))]
        lines += [one for check in unread for one in _check(check, columns, numbered=True)]
    if _over(checks):
        return lines
    lines += [BLANK, line(("The server's own list", "title"))]
    missing = settings.missing_requirements if settings else None
    lines += [line(("✗ ", "crit"), safe(word)) for word in missing or ()]
    return lines + server(settings, columns)


def server(settings: CampaignSettings | None, columns: int) -> list[Line]:
    """What the server's list says where it names nothing."""
    if settings is None:
        return []
    if settings.missing_requirements is None:
        told = "the server says what is missing in its answer to a write; it has not been asked yet"
        return [line(("  ", ""), *spans) for spans in wrap(told, columns - 2, "faint")]
    if not settings.missing_requirements:
        return [line(("✓ ", "ok"), ("server: nothing missing at its last answer", "muted"))]
    return []


def _check(check: Check, columns: int, *, numbered: bool = False) -> list[Line]:
    glyph, role = _MARKS[check.level]
    number: Span = (f"{check.number or '':>2} ", "faint") if numbered else ("", "")
    source: Span = ("server: ", "muted") if check.name == "server" else ("", "")
    before = len(number[0]) + 2
    quiet = "muted" if check.level in (CheckLevel.OK, CheckLevel.UNKNOWN) else ""
    text = wrap(safe(check.text), columns - before - len(source[0]), quiet)
    lines = [line(number, (glyph + " ", role), source, *text[0])]
    lines += [line((" " * before, ""), *more) for more in text[1:]]
    if check.fix and check.level is not CheckLevel.OK and (numbered or check.level is not CheckLevel.UNKNOWN):
        lines += [line((" " * before, ""), *spans) for spans in wrap("→ " + safe(check.fix), columns - before, "muted")]
    return lines
