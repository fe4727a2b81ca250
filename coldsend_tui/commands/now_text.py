"""The Now screen as plain text: no colours, no escapes, a given number of columns and rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from coldsend_tui.ops import overview, wording
from coldsend_tui.ops.findings import Severity, Verdict
from coldsend_tui.text import cut, fit, safe, width
from coldsend_tui.workspace import Campaign, Workspace

GLYPHS = {Severity.CRIT: "●", Severity.WARN: "▲", Severity.INFO: "·"}
STATE_ORDER = ("ACTIVE", "PAUSED", "FAILED", "DRAFT", "COMPLETED", "ARCHIVED")
MOST_FINDINGS = 8
NARROW = 18 + 2 + 15  # cells of a finding's mark, word and topic, of the gap, and of "since …"
NUMBERS = 56  # cells that a campaign's figures take beside its name


class Seen(NamedTuple):
    """A workspace as it was looked at: `now` is the workspace's time."""

    title: str
    workspace: Workspace
    verdict: Verdict
    now: datetime


def render(seen: Seen, columns: int, rows: int) -> str:
    """The screen as lines of at most `columns` cells, at most `rows` of them, without the last line break."""
    lines = [
        _header(seen, columns),
        "─" * columns,
        "What needs you",
        *_findings(seen, columns),
        "",
        "Today (UTC)",
        *_today(seen),
        "",
        "Campaigns",
    ]
    blind = [f"Not seen: {'; '.join(seen.verdict.blind)}"] if seen.verdict.blind else []
    room = rows - len(lines) - 2 * len(blind)
    lines += _campaigns(seen.workspace.campaigns, columns, room)
    if blind:
        lines += ["", *blind]
    return "\n".join(cut(line, columns).rstrip() for line in lines[:rows])


def _header(seen: Seen, columns: int) -> str:
    age = "never read" if seen.verdict.age is None else wording.duration(seen.verdict.age)
    left = f"coldsend  {safe(seen.title)}   {seen.verdict.headline}"
    right = f"data {age}   {seen.now:%a %d %b %H:%M} UTC"
    return fit(left, max(0, columns - len(right) - 1)) + " " + right


def _findings(seen: Seen, columns: int) -> Iterable[str]:
    verdict = seen.verdict
    if verdict.reason:
        yield f"  ? UNKNOWN: {safe(verdict.reason)}"
    elif not verdict.findings:
        yield "  Nothing, as far as was read."
    shown = verdict.findings[:MOST_FINDINGS]
    values = [
        cut(safe(finding.quiet.says(seen.now) if finding.quiet else f"{finding.value} {finding.limit}".strip()), 32)
        for finding in shown
    ]
    room = columns - NARROW - max(map(width, values), default=0)
    for finding, value in zip(shown, values, strict=True):
        since = f"  since {wording.age(finding.since, seen.now)}" if finding.since and finding.since < seen.now else ""
        word = f"  {GLYPHS[finding.severity]} {finding.severity.name} {fit(safe(finding.topic), 8)} "
        yield f"{word}{fit(safe(finding.name), max(10, room))}  {fit(value, columns - NARROW - room)}{since}"
    hidden = len(verdict.findings) - len(shown)
    if hidden > 0:
        yield f"    and {hidden} more"
    if shown and shown[0].quiet is None:
        yield f"  why   {safe(shown[0].why)}"
        yield f"  do    {safe(shown[0].advice)}"


def _today(seen: Seen) -> Iterable[str]:
    day = overview.today(seen.workspace, seen.now)
    sent = "not known" if day.sent is None else wording.count(day.sent)
    if day.sent is not None and day.capacity:
        filled = min(20, round(20 * day.sent / day.capacity))
        share = wording.percent(day.sent / day.capacity)
        sent += f" of {wording.count(day.capacity)}  {'█' * filled}{'░' * (20 - filled)}  {share}"
    yield f"  sent {sent}"
    unread = "" if day.unread is None else f" ({wording.count(day.unread)} unread)"
    replied = "not known" if day.replied is None else wording.count(day.replied)
    bounced = "not known" if day.bounces is None else day.bounces.text
    yield f"  replies {replied}{unread} · bounces {bounced}"
    order = {state: place for place, state in enumerate(STATE_ORDER)}
    states = sorted(day.states.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
    yield "  campaigns " + (" · ".join(f"{count} {safe(state)}" for state, count in states) or "none")


def _campaigns(campaigns: Sequence[Campaign], columns: int, room: int) -> Iterable[str]:
    if not campaigns:
        yield "  none"
        return
    name = max(10, columns - NUMBERS - 2)
    yield f"  {fit('name', name)}  {'state':<10}{'sent/leads':>15}{'replied':>14}{'bounced':>15}"
    order = {state: place for place, state in enumerate(STATE_ORDER)}
    ranked = sorted(campaigns, key=lambda row: (order.get(row.status, len(order)), -row.sent, row.name, row.id))
    fitting = len(ranked) if len(ranked) < room else max(0, room - 2)
    for row in ranked[:fitting]:
        progress = f"{wording.count(row.sent)}/{wording.count(row.total_leads)}"
        yield (
            f"  {fit(safe(row.name), name)}  {fit(safe(row.status), 10)}{progress:>15}"
            f"{_share(row.replied, row.sent):>14}{_share(row.bounced, row.sent):>15}"
        )
    if fitting < len(ranked):
        yield f"  and {len(ranked) - fitting} more"


def _share(part: int, whole: int) -> str:
    return f"{wording.count(part)} {wording.percent(part / whole if whole else None)}"
