"""What the Now screen says, as lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from coldsend_tui.ops import overview, trend, wording
from coldsend_tui.ops.findings import Finding, Verdict
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.findings import SEVERITY
from coldsend_tui.tui.lines import Line, joined, line, wrap
from coldsend_tui.tui.plotting import Picture, Series
from coldsend_tui.tui.widgets.meter import bar, sparkline
from coldsend_tui.workspace import Gap, Sample, Workspace

PLOT_SPAN = timedelta(minutes=60)
PLOT_POINTS = 60
MEAN_SPAN = timedelta(minutes=10)
BAR = 16


def detail(finding: Finding | None, verdict: Verdict, now: datetime, columns: int) -> list[Line]:
    """Why, evidence, since when, reach, what to do about the selected finding; without one, what is known to be well."""
    if finding is None:
        return all_clear(verdict, columns)
    glyph, role = SEVERITY[finding.severity]
    lines: list[Line] = [line((glyph + " ", role), (safe(finding.name), "bold"))]
    lines += wrap(safe(finding.why), columns)
    lines += _led("do    ", safe(finding.advice), columns)
    since = f"{wording.age(finding.since, now)}, from {finding.since:%d %b %H:%M} UTC" if finding.since else "not known"
    lines.append(line(("since ", "muted"), since))
    lines.append(line(("reach ", "muted"), finding.reach.text))
    lines += [line(("  ", ""), *spans) for text in finding.evidence for spans in wrap(safe(text), columns - 2, "muted")]
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


def today(workspace: Workspace, now: datetime, columns: int) -> list[Line]:
    """Today's mails against capacity, totals with their denominators, campaigns by state."""
    figures, totals = overview.today(workspace, now), overview.totals(workspace)
    lines: list[Line] = []
    if figures.sent is not None and figures.capacity:
        share = figures.sent / figures.capacity
        width = max(6, min(BAR, columns - 34))
        lines.append(
            line(("sent      ", "muted"), f"{figures.sent:,}", (f" of {figures.capacity:,} ", "muted"))
            + bar(share, width)
            + line((f" {share * 100:.0f} %", "muted"))
        )
    else:
        lines.append(line(("sent      ", "muted"), "–", ("  usage not read yet", "muted")))
    lines.append(line(("replied   ", "muted"), totals.replied.text, *_unread(figures.unread)))
    lines.append(line(("opened    ", "muted"), totals.opened.text, (" with machines", "faint")))
    lines.append(line(("bounced   ", "muted"), totals.bounced.text))
    states = [
        line((f"{figures.states[state]} ", ""), (state.lower(), "muted"))
        for state in ("ACTIVE", "PAUSED", "DRAFT", "FAILED", "COMPLETED", "ARCHIVED")
        if figures.states.get(state)
    ]
    other = sum(number for state, number in figures.states.items() if state not in _STATES)
    if other:
        states.append(line((f"{other} ", ""), ("unknown state", "warn")))
    lines.append(line(("campaigns ", "muted")) + joined(states[:3], "  "))
    if states[3:]:
        lines.append(line(("          ", "muted")) + joined(states[3:], "  "))
    lines.append(line(("          ", ""), ("rates since launch, all campaigns", "faint")))
    return lines


_STATES = frozenset({"ACTIVE", "PAUSED", "DRAFT", "FAILED", "COMPLETED", "ARCHIVED"})


def _unread(unread: int | None) -> Line:
    return (("  ", ""), (f"{unread} unread", "accent")) if unread else ()


def plot(samples: list[Sample], now: datetime, gaps: Sequence[Gap] = ()) -> Picture:
    """Mails per minute over the last hour of workspace time, each point the mean of the ten minutes before it.

    No line is drawn over `gaps`, which nobody watched.
    """
    start, earlier = now - PLOT_SPAN, now - PLOT_SPAN - MEAN_SPAN
    means = PLOT_POINTS * MEAN_SPAN // PLOT_SPAN
    sent = trend.per_minute(trend.buckets(samples, "sent", earlier, now, PLOT_POINTS + means), earlier, now)
    blind = trend.unseen(gaps, start, now, PLOT_POINTS)
    values = (None if at in blind else mean for at, mean in enumerate(smoothed(sent, means)[means:]))
    marks = [(at * 15, f"{start + timedelta(minutes=15 * at):%H:%M}") for at in range(4)]
    return Picture(
        (Series("sent per minute", tuple(values), "bar"),),
        (*marks, (59, "now")),
        note="nothing sent that this console saw",
    )


def smoothed(values: list[float], width: int) -> list[float]:
    """A trailing mean over `width` values: samples come every few minutes, so single minutes are lumpy."""
    return [sum(values[max(0, at - width + 1) : at + 1]) / min(at + 1, width) for at in range(len(values))]


def pulse(samples: list[Sample], now: datetime, columns: int) -> list[Line]:
    """One small line per counter over the last hour, with its sum."""
    start = now - PLOT_SPAN
    lines: list[Line] = []
    for label, counter, role in (("replies", "replied", "ok"), ("bounces", "bounced", "crit")):
        values = trend.buckets(samples, counter, start, now, max(8, min(30, columns - 18)))
        lines.append(
            line((f"{label} ", "muted"))
            + sparkline(values, len(values), role)
            + line((f" {sum(values)} in 60m", "muted"))
        )
    return lines
