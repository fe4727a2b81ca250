"""How far a campaign is, when it ends, what if, and what a resume would set free; as lines."""

from __future__ import annotations

from datetime import date

from coldsend_tui.ops import health, wording
from coldsend_tui.ops.forecast import Forecast
from coldsend_tui.ops.health import BounceVerdict, Level
from coldsend_tui.ops.resume import ResumePreview
from coldsend_tui.ops.what_if import Setting, WhatIf
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import BLANK, Line, Span, cells, joined, line, wrap
from coldsend_tui.tui.widgets.meter import bar
from coldsend_tui.workspace import Campaign

_LEVELS = {Level.CRIT: "crit", Level.WARN: "warn"}
_LABEL = 13


def funnel(campaign: Campaign, columns: int, *, tracked: bool = True) -> list[Line]:
    """Leads reached and what came of them, each with its denominator. Opens that are not `tracked` have no figure."""
    share = campaign.sent / campaign.total_leads if campaign.total_leads else None
    width = max(8, min(24, columns - 34))
    percent = "" if share is None else f" {share * 100:.0f} %"
    unsubscribed = campaign.unsubscribed
    return [
        line(
            _label("sent"),
            *bar(share, width),
            f" {campaign.sent:,}",
            (f"/{campaign.total_leads:,} leads{percent}", "muted"),
        ),
        line(_label("opened"), wording.ratio(campaign.opened, campaign.sent), (" incl. machine opens", "faint"))
        if tracked
        else line(_label("opened"), ("not tracked", "muted")),
        line(_label("replied"), wording.ratio(campaign.replied, campaign.sent)),
        line(_label("bounced"), *_bounced(health.bounce(campaign))),
        line(
            _label("unsubscribed"),
            ("not told by the API yet", "muted")
            if unsubscribed is None
            else wording.ratio(unsubscribed, campaign.sent),
        ),
    ]


def tight_funnel(campaign: Campaign, columns: int, *, tracked: bool = True) -> list[Line]:
    """The same in three lines, for a low screen."""
    sent, unsubscribed = campaign.sent, campaign.unsubscribed
    share = sent / campaign.total_leads if campaign.total_leads else None
    judged = health.bounce(campaign)
    role = _LEVELS.get(judged.level, "")
    bound = "" if judged.up_to is None else f" ≤{wording.percent(judged.up_to)}"

    def counted(name: str, part: int | None, mark: str = "") -> Line:
        percent = "not told" if part is None else f"{part:,} {wording.percent(part / sent if sent else None)}"
        return line((f"{name} ", "muted"), (percent, mark or ("muted" if part is None else "")))

    opened = counted("opened", campaign.opened) if tracked else line(("opened not tracked", "muted"))
    first = [opened, counted("replied", campaign.replied)]
    second = [line(*counted("bounced", campaign.bounced, role), (bound, "faint")), counted("unsub.", unsubscribed)]
    return [
        line(
            _label("sent"),
            *bar(share, max(6, columns - 34)),
            f" {sent:,}",
            (f"/{campaign.total_leads:,} leads", "muted"),
        ),
        joined(first, "   "),
        joined(second, "   "),
    ]


def finish(result: Forecast) -> list[Line]:
    """The three ends of a campaign, each as P50 and P90."""
    if result.p50 is None:
        return [line(_label("finish"), (safe(result.text), "muted"))]
    rows = [("first mails", result.first_mails, result.first_mails_p90)]
    if result.follow_ups is not None:
        rows.append(("follow-ups", result.follow_ups, result.follow_ups_p90))
    rows.append(("finish", result.p50, result.p90))
    return [line(_label(name), *_quantiles(early, late)) for name, early, late in rows]


def levers(asked: WhatIf, chosen: int, columns: int, *, tight: bool = False) -> list[Line]:
    """The levers in one line (two where it is narrow), and how the dates move. `tight` leaves out what bounds the day."""
    pieces = [_lever(setting, at == chosen) for at, setting in enumerate(asked.settings)]
    rows = _rows(pieces, columns - _LABEL, " ")
    lines = [line(_label("what if" if at == 0 else ""), *row) for at, row in enumerate(rows)]
    lines += (
        [line(_label(""), *spans) for spans in wrap(asked.bounds, columns - _LABEL, "muted")]
        if asked.bounds and not tight
        else []
    )
    if asked.levers.at_rest:
        told = ", dates move" if columns >= 45 else ""
        lines.append(
            line(_label(""), ("← →", "key"), (" lever  ", "muted"), ("+ -", "key"), (f" change it{told}", "muted"))
        )
        return lines
    before, after = asked.before, asked.after
    moves = [
        _moved("first mails", before.first_mails, after.first_mails),
        _moved("finish P50", before.p50, after.p50),
        _moved("P90", before.p90, after.p90),
    ]
    lines += [line(_label(""), *row) for row in _rows(moves, columns - _LABEL, " · ")]
    if not tight:
        lines.append(
            line(_label(""), ("a preview, nothing is changed; ", "faint"), ("backspace", "key"), (" as it is", "faint"))
        )
    return lines


def _rows(pieces: list[Line], columns: int, separator: str) -> list[Line]:
    """Pieces in as few lines as hold them."""
    rows: list[Line] = []
    current: list[Line | str] = []
    for piece in pieces:
        if current and cells(joined([*current, piece], separator)) > columns:
            rows.append(joined(current, separator))
            current = []
        current.append(piece)
    return [*rows, joined(current, separator)]


def resume(preview: ResumePreview, columns: int) -> list[Line]:
    """What A would set free, and the gentler way."""
    due = "" if preview.follow_ups_due is None else f", ~{preview.follow_ups_due:,} follow-ups due"
    lines = [line(("on A  ", "muted"), f"{preview.first_mails:,} first mails left{due}")]
    if preview.per_hour is not None and preview.first_day is not None:
        usual = "" if preview.usual_day is None else f" (usual {preview.usual_day:,.0f})"
        burst = f", {preview.burst:.1f} ×" if preview.bursts else ""
        text = f"{preview.per_hour:,.0f} mails an hour, {preview.first_day:,} on day 1{usual}{burst}"
        lines += _under("▲ " + text if preview.bursts else text, columns, "warn" if preview.bursts else "")
    if preview.ladder:
        rungs = ", ".join(f"{rung.per_inbox} {rung.days}" for rung in preview.ladder)
        lines += _under(f"ladder per inbox: {rungs}; set the limit, then A", columns, "muted")
    return lines


def _under(text: str, columns: int, role: str) -> list[Line]:
    return [line(("      ", ""), *spans) for spans in wrap(text, columns - 6, role)]


def _label(text: str) -> Span:
    return (text.ljust(_LABEL), "muted")


def _quantiles(early: date | None, late: date | None) -> Line:
    return line(("P50 ", "muted"), (f"{_day(early):<8}", ""), ("P90 ", "muted"), _day(late))


def _lever(setting: Setting, chosen: bool) -> Line:
    moved = setting.before != setting.after
    return line(
        ("▸" if chosen else " ", "accent"),
        (f"{setting.name} ", "key" if chosen else "muted"),
        (setting.before, "muted" if moved else ""),
        (f" → {setting.after}" if moved else "", "accent"),
    )


def _moved(name: str, was: date | None, is_: date | None) -> Line:
    role = "muted" if was == is_ else "ok" if was and is_ and is_ < was else "warn"
    return line((f"{name} ", "muted"), (f"{_day(was)} → ", "muted"), (_day(is_), role))


def _day(day: date | None) -> str:
    return "unknown" if day is None else f"{day.day} {day:%b}"


def _bounced(bounce: BounceVerdict) -> Line:
    if bounce.level is Level.UNKNOWN:
        return line(bounce.ratio.text, (" too few to judge", "faint"))
    role = _LEVELS.get(bounce.level, "")
    bound = "" if bounce.up_to is None else f" up to {wording.percent(bounce.up_to)}"
    return line((bounce.ratio.text, role), (f" {bounce.limit}" if bounce.limit else "", role), (bound, "faint"))


def spaced(*parts: list[Line]) -> list[Line]:
    """Blocks with an empty line between them."""
    lines: list[Line] = []
    for part in parts:
        if part:
            lines += [BLANK, *part] if lines else part
    return lines
