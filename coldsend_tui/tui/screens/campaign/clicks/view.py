"""Clicks as lines: leads who clicked over mails sent, verified beside raw, in all, by step and by link."""

from __future__ import annotations

from typing import Final

from coldsend_tui.ops import flow, wording
from coldsend_tui.ops.clicks import ClickFigures, Clicks, LinkClicks
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import BLANK, Line, Span, cells, clip, line, pad, wrap
from coldsend_tui.tui.widgets.meter import bar

_LABEL: Final = 14
_RATE: Final = 20
_NUMBER: Final = 10
_SHORTEST: Final = 7


def untracked(clicks: Clicks | None, status: str, columns: int) -> list[Line]:
    """Clicks are not counted in this campaign: what that means, and what turns it on."""
    lines: list[Line] = wrap(
        "▲ Click tracking is off: links are sent as they are, and no click is counted.", columns, "warn"
    )
    if status in flow.EDITABLE:
        lines.append(line(("e", "key"), (" edits the campaign: enable_click_tracking = true", "muted")))
        lines += wrap("It needs a verified tracking domain.", columns, "muted")
    if clicks is not None and clicks.any:
        lines += [BLANK, line(("counted while it was on:", "muted"))]
    return lines


def table(clicks: Clicks, columns: int) -> list[Line]:
    """The campaign, then its steps."""
    if not clicks.total.sent and not clicks.any:
        return [line(("no mail has been sent yet: there is nothing to click on", "muted"))]
    meter = max(0, min(24, columns - _LABEL - 2 * _RATE - 2))
    blank = _LABEL + (meter + 1 if meter > _SHORTEST else 0)
    head = line((" " * blank, ""), ("verified".ljust(_RATE), "muted"), ("raw", "muted"))
    top = max((_share(one.verified, one.sent) or 0.0 for one in (clicks.total, *clicks.steps)), default=0.0)
    lines = [head, _figures("all mails", clicks.total, meter, top)]
    lines += [_figures(f"step {step.step}", step, meter, top) for step in clicks.steps]
    if clicks.steps and (rest := clicks.beside_steps):
        lines.append(line((f"{wording.plural(rest, 'mail')} of branches are in the total, not in a step", "faint")))
    legend = "leads who clicked / mails sent. Verified leaves out scanners and other bots, raw counts them."
    return [*(clip(one, columns) for one in lines), *wrap(legend, columns, "faint")]


def links(clicks: Clicks, chosen: int, columns: int) -> tuple[list[Line], int]:
    """One line a link, the chosen one (-1: none) with its whole address below; and the line of the chosen one."""
    copied: Line = ((" · ", "muted"), ("y", "key"), (" copies the address", "muted")) if chosen >= 0 else ()
    lines: list[Line] = [
        BLANK,
        line(("Links", "title"), ("  each over the mails of its step", "muted"), *copied),
    ]
    if not clicks.links:
        return [*lines, line(("no link was clicked", "muted"))], 0
    lines.append(
        line(
            ("  step  link  ", "muted"), ("verified".ljust(_RATE), "muted"),
            *pad((("clicks ", "muted"),), _NUMBER, right=True), *pad((("raw clicks  ", "muted"),), _NUMBER + 2, right=True),
            ("address", "muted"),
        )
    )  # fmt: skip
    place = 0
    for at, link in enumerate(clicks.links):
        here = at == chosen
        place = len(lines) if here else place
        drawn = _link(link, clicks.sent_of(link.step), here=here)
        lines.append(drawn)
        if here and cells(drawn) > columns:
            lines += [line(("  ", ""), *spans) for spans in wrap(safe(link.url), columns - 2, "accent")]
    return [clip(one, columns) for one in lines], place


def _figures(label: str, figures: ClickFigures, meter: int, top: float) -> Line:
    share = _share(figures.verified, figures.sent)
    # Click rates are small: the longest bar is the best of them.
    drawn: Line = (
        (*bar(share / top if share is not None and top else share, meter), (" ", "")) if meter > _SHORTEST else ()
    )
    return line(
        (label.ljust(_LABEL), "muted"),
        *drawn,
        *pad((_ratio(figures.verified, figures.sent),), _RATE),
        _ratio(figures.raw, figures.sent, "muted"),
    )


def _link(link: LinkClicks, sent: int | None, *, here: bool) -> Line:
    return line(
        ("▸ " if here else "  ", "accent"),
        (f"{_number(link.step):>4}  {_number(link.position):>4}  ", "muted"),
        *pad((_ratio(link.verified, sent),), _RATE),
        *pad(((f"{_number(link.verified_clicks)} ", ""),), _NUMBER, right=True),
        *pad(((f"{_number(link.raw_clicks)}  ", "muted"),), _NUMBER + 2, right=True),
        (safe(link.url), "bold" if here else ""),
    )


def _ratio(part: int | None, whole: int | None, role: str = "") -> Span:
    """`15/510 2.9 %`; what was not told is no zero."""
    if part is None or whole is None:
        return (f"{_number(part)}/{_number(whole)}", "faint")
    return (wording.ratio(part, whole), role if part else "faint")


def _number(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None
