"""One journal entry, or one API request, in full, as lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from coldsend_tui.actions.record import JournalledPlan
from coldsend_tui.api.record import RequestRecord
from coldsend_tui.store import JournalEntry
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.journal import result_of
from coldsend_tui.tui.columns.requests import outcome
from coldsend_tui.tui.lines import BLANK, Line, line, wrap

_LABEL = 10
_APART = timedelta(minutes=1)
"""Two clocks that differ by less tell the same time."""


def detail(
    entry: JournalEntry, columns: int, in_workspace: Callable[[datetime], datetime] = lambda moment: moment
) -> Sequence[Line]:
    """Who, when, what, before and after, what came of it, and the plan that it belonged to.

    Times are the workspace's, by `in_workspace`; where the operator's clock here, which the journal keeps, says something
    else, that is told too.
    """
    plan = JournalledPlan.read(entry.plan)
    lines: list[Line] = [
        line((f"{entry.action} ", "bold"), (f"{entry.object_kind}", "muted")),
        *wrap(safe(entry.object_name), columns),
        BLANK,
        _fact("result", *result_of(entry)),
    ]
    if entry.result_detail:
        lines += [line((" " * _LABEL, ""), *spans) for spans in wrap(safe(entry.result_detail), columns - _LABEL)]
    lines += [
        _fact("state", (f"{safe(entry.before or '?')} → {safe(entry.after or 'gone')}", "")),
        *_moment("meant", entry.at, in_workspace),
    ]
    if entry.finished_at is not None:
        lines += _moment("settled", entry.finished_at, in_workspace)
    if entry.ms is not None:
        lines.append(_fact("took", (f"{entry.ms:,.0f} ms", "")))
    lines += [
        _fact("who", (safe(entry.actor) or "–", ""), (f" in {safe(entry.profile)}" if entry.profile else "", "muted")),
        _fact("id", (safe(entry.object_id), "muted")),
        _fact("request", (safe(entry.request_id or "–"), "muted")),
        _fact("line", (f"{entry.id:,}", "muted")),
    ]
    if plan.title:
        lines += [BLANK, line(("part of", "muted")), *wrap(safe(plan.title), columns)]
        lines += [line((safe(plan.purpose), "accent"))] if plan.purpose else []
    return lines


def _moment(label: str, at: datetime, in_workspace: Callable[[datetime], datetime]) -> list[Line]:
    told = in_workspace(at)
    lines = [_fact(label, (f"{told:%d %b %Y %H:%M:%S} UTC", ""))]
    if abs(told - at) > _APART:
        lines.append(_fact("  here", (f"{at:%d %b %Y %H:%M:%S} UTC", "muted")))
    return lines


def request(record: RequestRecord, columns: int) -> Sequence[Line]:
    """One API request: what was asked, what came, what was left."""
    query = [line((f"{name} = ", "muted"), (value, "")) for name, _, value in _pairs(record.query)]
    lines: list[Line] = [
        *wrap(f"{record.method} {safe(record.path)}", columns, "bold"),
        *query,
        BLANK,
        _fact("answer", *outcome(record)),
    ]
    if record.status is not None and record.error:
        lines.append(_fact("failure", (record.error, "crit")))
    return [
        *lines,
        _fact("ended", (f"{record.at:%d %b %Y %H:%M:%S} UTC", "")),
        _fact(
            "took", (f"{record.ms:,.0f} ms", ""), (f"  try {record.attempt}", "warn" if record.attempt > 1 else "muted")
        ),
        _fact("body", (f"{record.received_bytes / 1000:,.1f} kB", "")),
        _fact("left", (f"{record.remaining_minute:,} this minute, {record.remaining_hour:,} this hour", "")),
        _fact("request", (safe(record.request_id or "–"), "muted")),
        _fact("number", (f"{record.number:,} of this console", "muted")),
    ]


def _pairs(query: str) -> list[tuple[str, str, str]]:
    return [safe(pair).partition("=") for pair in query.split("&") if pair]


def _fact(label: str, *spans: tuple[str, str]) -> Line:
    return ((f"{label:<{_LABEL}}", "muted"), *spans)
