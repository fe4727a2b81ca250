"""The workspace over time, as a picture and as sums with their denominators."""

from __future__ import annotations

from collections.abc import Sequence

from coldsend_tui.ops import wording
from coldsend_tui.ops.evidence import Ratio
from coldsend_tui.tui.lines import Line, cells, line, pad
from coldsend_tui.tui.plotting import Picture, Series
from coldsend_tui.tui.widgets.meter import bar
from coldsend_tui.workspace import TimelineDay, Workspace

RANGES = (7, 30, 90)
VIEWS = ("counts", "rates", "replies")


def picture(days: Sequence[TimelineDay], shown: str) -> Picture:
    """Daily counts, daily rates (open, reply, bounce over sent), or replies and bounces alone."""
    marks = _marks(days)
    if shown == "rates":
        return Picture(
            (
                Series("opened / sent", tuple(_rate(d.opened, d.sent) for d in days), "bar"),
                Series("replied / sent", tuple(_rate(d.replied, d.sent) for d in days), "series2"),
                Series("bounced / sent", tuple(_rate(d.bounced, d.sent) for d in days), "series4"),
            ),
            marks,
            percent=True,
        )
    small = (
        Series("replied", tuple(float(d.replied) for d in days), "series2"),
        Series("bounced", tuple(float(d.bounced) for d in days), "series4"),
    )
    if shown == "replies":
        return Picture(small, marks)
    return Picture(
        (
            Series("sent", tuple(float(d.sent) for d in days), "bar"),
            Series("opened", tuple(float(d.opened) for d in days), "series3"),
            *small,
        ),
        marks,
    )


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _marks(days: Sequence[TimelineDay]) -> tuple[tuple[int, str], ...]:
    if not days:
        return ()
    step = max(1, len(days) // 7)
    return tuple((at, f"{days[at].day.day} {days[at].day:%b}") for at in range(0, len(days), step))


def sums(days: Sequence[TimelineDay], columns: int) -> list[Line]:
    """The range in one line, and how its second half compares with its first, with the counts behind it."""
    sent, opened = sum(d.sent for d in days), sum(d.opened for d in days)
    replied, bounced = sum(d.replied for d in days), sum(d.bounced for d in days)
    parts = [
        line((f"{sent:,}", "bold"), (" sent", "muted")),
        line(("opened ", "muted"), wording.ratio(opened, sent)),
        line(("replied ", "muted"), wording.ratio(replied, sent)),
        line(("bounced ", "muted"), wording.ratio(bounced, sent)),
    ]
    lines: list[Line] = [()]
    for part in parts:
        if cells(lines[-1]) + cells(part) + 3 > columns:
            lines.append(())
        lines[-1] = (*lines[-1], ("   ", ""), *part) if lines[-1] else part
    half = len(days) // 2
    if half:
        before, after = days[:half], days[-half:]
        lines.append(
            line((f"last {half} d against the {half} d before: ", "muted"))
            + _compare("sent", sum(d.sent for d in before), sum(d.sent for d in after))
            + line((" · ", "muted"))
            + _compare("replied", sum(d.replied for d in before), sum(d.replied for d in after))
        )
    return lines


def _compare(label: str, before: int, after: int) -> Line:
    return line((f"{label} ", "muted"), f"{before:,} → {after:,}")


def campaigns(workspace: Workspace, columns: int, rows: int) -> list[Line]:
    """Campaigns with most mails: replies and bounces side by side, each over its own mails."""
    ranked = sorted((c for c in workspace.campaigns if c.sent), key=lambda c: -c.sent)[: max(0, rows - 1)]
    if not ranked:
        return [line(("no campaign has sent anything yet", "muted"))]
    room = max(12, columns - 58)
    top = max(Ratio(c.replied, c.sent).rate or 0.0 for c in ranked)
    head = pad((("campaign", "muted"),), room)
    lines: list[Line] = [
        (
            *head,
            *pad((("sent", "muted"),), 8, right=True),
            *pad((("replied", "muted"),), 18, right=True),
            *pad((("bounced", "muted"),), 18, right=True),
        )
    ]
    for campaign in ranked:
        reply = Ratio(campaign.replied, campaign.sent)
        name = pad(((_name(campaign.name), ""),), room)
        lines.append(
            (
                *name,
                *pad(((f"{campaign.sent:,}", ""),), 8, right=True),
                *pad(((wording.ratio(campaign.replied, campaign.sent), ""),), 18, right=True),
                *pad(((wording.ratio(campaign.bounced, campaign.sent), ""),), 18, right=True),
                ("  ", ""),
                *bar((reply.rate or 0.0) / top if top else None, 10, "series2"),
            )
        )
    return lines


def _name(name: str) -> str:
    from coldsend_tui.text import safe

    return safe(name)
