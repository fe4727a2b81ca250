"""What the Now screen says, as lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from coldsend_tui.ops import alerts, overview, trend, wording
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.findings import Finding, Verdict
from coldsend_tui.ops.index import index_of
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.findings import SEVERITY
from coldsend_tui.tui.lines import Line, cells, joined, line, wrap
from coldsend_tui.tui.plotting import Picture, Series
from coldsend_tui.tui.widgets.meter import bar, sparkline
from coldsend_tui.workspace import Gap, Sample, Workspace

PLOT_SPAN = timedelta(minutes=60)
PLOT_POINTS = 60
MEAN_SPAN = timedelta(minutes=10)
BAR = 16


def detail(
    finding: Finding | None, verdict: Verdict, now: datetime, columns: int, before: Sequence[Line] = ()
) -> list[Line]:
    """Why, what to do, evidence, since when, reach, what changed `before` of the selected finding; without one, what is well."""
    if finding is None:
        return all_clear(verdict, columns)
    glyph, role = SEVERITY[finding.severity]
    lines: list[Line] = [line((glyph + " ", role), (safe(finding.name), "bold"))]
    if finding.quiet is not None:
        lines += wrap(safe(f"{finding.quiet.says(now)} · a takes it back"), columns, "accent")
    lines += wrap(safe(finding.why), columns)
    lines += _led("do     ", safe(finding.advice), columns)
    lines += [
        line((" " * 7, ""), *spans) for text in finding.evidence for spans in wrap(safe(text), columns - 7, "muted")
    ]
    since = f"{wording.age(finding.since, now)}, from {finding.since:%d %b %H:%M} UTC" if finding.since else "not known"
    lines.append(line(("since  ", "muted"), since))
    lines.append(line(("reach  ", "muted"), finding.reach.text))
    lines += before
    return lines


def _led(label: str, text: str, columns: int) -> list[Line]:
    """Wrapped text behind a quiet label."""
    wrapped = wrap(text, columns - len(label))
    return [line((label if at == 0 else " " * len(label), "muted"), *spans) for at, spans in enumerate(wrapped)]


def all_clear(verdict: Verdict, columns: int) -> list[Line]:
    """No findings: said together with how recent that knowledge is and what could not be judged."""
    if verdict.level.name == "UNKNOWN":
        lines: list[Line] = [line(("? ", "warn"), ("no verdict: ", "bold"), safe(verdict.reason))]
    else:
        age = wording.duration(verdict.age) if verdict.age is not None else "?"
        lines = [line(("✓ ", "ok"), ("nothing needs you", "bold"), f", as of {age} ago")]
    for blind in verdict.blind:
        lines += wrap(f"not judged: {safe(blind)}", columns, "muted")
    return lines


def empty(verdict: Verdict, unread: str) -> str:
    """What stands in the list of findings while there is none; `unread` before anything was read."""
    if verdict.age is None:
        return unread
    return "no finding, but no verdict either" if verdict.level.name == "UNKNOWN" else "nothing needs you"


def unjudged(verdict: Verdict, workspace: Workspace, *, reading: bool) -> str:
    """What the verdict does not cover, for the border of the list: `6 of 9 campaigns judged, settings being read`; "" when all is."""
    parts = [text for text in verdict.blind if not text.startswith("settings of ")]
    index = index_of(workspace)
    if index.unread:
        running = len(index.active)
        settings = "settings being read" if reading else "settings not read"
        parts.insert(0, f"{running - index.unread:,} of {running:,} ACTIVE campaigns judged, {settings}")
    return " · ".join(parts)


def today(workspace: Workspace, now: datetime, real: datetime, columns: int) -> list[Line]:
    """Today's mails against capacity, today's replies and bounces, campaigns by state; below that what is since launch.

    `real` is the operator's clock, by which the timeline's age is told where replies and bounces are old.
    """
    figures, totals = overview.today(workspace, now), overview.totals(workspace)
    lines: list[Line] = []
    if figures.sent is not None and figures.capacity:
        share = figures.sent / figures.capacity
        text = line(f"{figures.sent:,}", ("  cap ", "muted"), f"{figures.capacity:,} ")
        percent = f" {share * 100:.0f} %"
        gauge = bar(share, max(0, min(BAR, columns - LABEL - cells(text) - len(percent))))
        lines.append(_labelled("sent", (*text, *gauge, (percent, "muted"))))
    else:
        sent = "–" if figures.sent is None else f"{figures.sent:,}"
        lines.append(_labelled("sent", line(sent, ("  usage not read yet", "muted"))))
    age = timedelta() if figures.counted_at is None else real - figures.counted_at
    old: Line = ((f"  {wording.duration(age)} old", "warn"),) if age > limits.AGE_WARN else ()
    replied = "–" if figures.replied is None else f"{figures.replied:,}"
    lines.append(_labelled("replies", (*line(replied), *_unread(figures.unread), *old)))
    lines.append(_labelled("bounces", line("–" if figures.bounces is None else figures.bounces.text)))
    states = [
        line(f"{figures.states[state]:,} ", (state.lower(), "muted")) for state in _STATES if figures.states.get(state)
    ]
    if other := sum(number for state, number in figures.states.items() if state not in _STATES):
        states.append(line(f"{other:,} ", ("unknown state", "warn")))
    read = alerts.counters_age(workspace, real) is not None
    lines += _flowing("campaigns", states or [line(("none", "muted") if read else ("not read yet", "muted"))], columns)
    if totals.sent:
        rates = (("replied", totals.replied.text), ("bounced", totals.bounced.text))
        if columns >= ONE_LINE:
            told = joined([line((f"{name} ", "muted"), text) for name, text in rates], "  ")
            lines.append(line(("since launch  ", "faint")) + told)
        else:
            lines.append(line(("since launch, all campaigns", "faint")))
            lines += [_labelled(name, line(text)) for name, text in rates]
    return lines


_STATES = ("ACTIVE", "PAUSED", "DRAFT", "FAILED", "COMPLETED", "ARCHIVED")
LABEL = 10
ONE_LINE = 70
"""Columns from which on the rates since launch stand in one line."""


def _labelled(label: str, spans: Line) -> Line:
    return ((f"{label:<{LABEL}}", "muted"), *spans)


def _flowing(label: str, pieces: Sequence[Line], columns: int) -> list[Line]:
    """Pieces behind a label, two cells apart, in as many lines as they need: none is cut."""
    rows: list[list[Line]] = [[]]
    for piece in pieces:
        taken = sum(cells(one) + 2 for one in rows[-1])
        if rows[-1] and LABEL + taken + cells(piece) > columns:
            rows.append([])
        rows[-1].append(piece)
    return [_labelled(label if at == 0 else "", joined(row, "  ")) for at, row in enumerate(rows)]


def _unread(unread: int | None) -> Line:
    return (("  ", ""), (f"{unread:,} unread", "accent")) if unread else ()


def plot(samples: list[Sample], now: datetime, gaps: Sequence[Gap] = ()) -> Picture:
    """Mails per minute over the last hour of workspace time, each point the mean of the ten minutes before it.

    No line is drawn over `gaps`, which nobody watched.
    """
    start, earlier = now - PLOT_SPAN, now - PLOT_SPAN - MEAN_SPAN
    means = PLOT_POINTS * MEAN_SPAN // PLOT_SPAN
    sent = trend.per_minute(trend.buckets(samples, "sent", earlier, now, PLOT_POINTS + means), earlier, now)
    blind = trend.unseen(gaps, earlier, now, PLOT_POINTS + means)
    seen = [None if at in blind else value for at, value in enumerate(sent)]
    values = smoothed(seen, means)[means:]
    marks = [(at * 15, f"{start + timedelta(minutes=15 * at):%H:%M}") for at in range(4)]
    return Picture(
        (Series("sent per minute", tuple(values), "bar"),),
        (*marks, (59, "now")),
        note=f"no mail seen {_span(gaps, start, now)}",
    )


def _span(gaps: Sequence[Gap], start: datetime, now: datetime) -> str:
    """Which time a sum over the last hour is about: `in 60m`, or `since 14:30` where nobody watched before."""
    seen = next((gap for gap in gaps if gap.began <= start < gap.ended), None)
    return "in 60m" if seen is None else f"since {min(seen.ended, now):%H:%M}"


def smoothed(values: Sequence[float | None], width: int) -> list[float | None]:
    """A trailing mean over those of `width` values that were seen: samples come every few minutes, so single minutes are lumpy.

    None stays None: a minute that nobody watched is no zero.
    """
    means: list[float | None] = []
    for at, value in enumerate(values):
        seen = [one for one in values[max(0, at - width + 1) : at + 1] if one is not None]
        means.append(None if value is None else sum(seen) / len(seen))
    return means


def pulse(samples: list[Sample], now: datetime, columns: int, gaps: Sequence[Gap] = (), *, rows: int = 2) -> list[Line]:
    """Each counter small over the last hour, with its sum and the time that it is about; dots where nobody watched.

    A line for each, or both in one where there is a single row. A gap that reaches into the hour is left out: what grew in it may have come before.
    """
    start = now - PLOT_SPAN
    number = max(8, min(30, (columns if rows > 1 else columns // 2) - 24))
    blind = trend.unseen(gaps, start, now, number)
    seen = max((gap.ended for gap in gaps if gap.began <= start < gap.ended), default=start)
    lines: list[Line] = []
    for label, counter, role in (("replies", "replied", "ok"), ("bounces", "bounced", "crit")):
        values = trend.buckets(samples, counter, start, now, number)
        known = [None if at in blind else value for at, value in enumerate(values)]
        total = trend.increase(samples, counter, seen)
        told = line(f" {total:,} ", (_span(gaps, start, now), "muted"))
        lines.append(line((f"{label} ", "muted")) + sparkline(known, number, role) + told)
    return lines if rows > 1 else [joined(lines, "   ")]
