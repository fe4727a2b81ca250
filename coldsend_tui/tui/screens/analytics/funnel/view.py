"""The funnel as lines: stages with bars, campaigns by state, and what came of each branch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from coldsend_tui.ops import wording
from coldsend_tui.ops.flow import Branch, BranchFigures
from coldsend_tui.ops.funnel import Stage, StateSum
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.lines import BLANK, Line, Span, clip, line, pad
from coldsend_tui.tui.screens.analytics.overview.view import bounds
from coldsend_tui.tui.widgets.meter import bar

_LABEL, _COUNT, _BOUNDS = 14, 10, 15
_ROLES: Final = {
    "opened": "series3",
    "clicked": "accent",
    "replied": "series2",
    "bounced": "series4",
    "unsubscribed": "series4",
}
_LONGEST: Final = 60
_NOTE: Final = 40


def stages(found: Sequence[Stage], unsubscribes: str, columns: int) -> list[Line]:
    """One line a stage; all bars are over the leads, so that their lengths compare. `unsubscribes` says how old they are."""
    share = 3 + max((len(_shared(stage)) for stage in found), default=0)
    room = columns - _LABEL - _COUNT - 2 - share
    bounded = room >= 12 + _BOUNDS
    meter = max(8, min(_LONGEST, room - _BOUNDS * bounded))
    noted = columns >= _LABEL + _COUNT + 2 + meter + share + _BOUNDS + _NOTE
    most = max((stage.number or 0 for stage in found), default=0)
    lines: list[Line] = []
    for stage in found:
        if stage.lost and not any(one.lost for one in found[: found.index(stage)]):
            lines.append(line(("lost on the way", "title"), (f"  unsubscribes {unsubscribes}", "faint")))
        lines.append(clip(_stage(stage, most, meter, share, bounded=bounded, noted=noted), columns))
    return lines


def _stage(stage: Stage, most: int, meter: int, share: int, *, bounded: bool, noted: bool) -> Line:
    role = _ROLES.get(stage.name, "bar")
    pieces: list[Span] = [(stage.name.ljust(_LABEL), "muted")]
    if stage.number is None:
        return (*pieces, *pad((("–", "faint"),), _COUNT, right=True), ("  not told by the API", "faint"))
    pieces += pad(((f"{stage.number:,}", "bold"),), _COUNT, right=True)
    pieces += [("  ", ""), *bar(stage.number / most if most else None, meter, role)]
    ratio = stage.ratio
    if ratio is None:
        return tuple(pieces)
    pieces += pad(((ratio.text, ""), (f" of {stage.of}", "muted")), share, right=True)
    if bounded:
        pieces += pad((("" if stage.of == "leads" else bounds(ratio), "faint"),), _BOUNDS, right=True)
    return (*pieces, (f"   {stage.note}" if noted else "", "faint"))


def _shared(stage: Stage) -> str:
    """The share as it is written."""
    return f"{ratio.text} of {stage.of}" if (ratio := stage.ratio) else ""


def by_state(sums: Sequence[StateSum], columns: int) -> list[Line]:
    """Campaigns by state with their rates."""
    wide = columns >= 100
    heads = [
        ("campaigns", 11),
        ("sent / leads", 18),
        ("replied / sent", 20),
        *([("bounced / sent", 20)] if wide else []),
    ]
    head: list[Span] = [("by state".ljust(_LABEL), "title")]
    for text, width in heads:
        head += pad(((text, "muted"),), width, right=True)
    lines: list[Line] = [tuple(head)]
    for one in sums:
        own = one.figures
        cells = [f"{one.campaigns:,}", f"{own.sent:,}/{one.leads:,}", wording.ratio(own.replied, own.sent)]
        cells += [wording.ratio(own.bounced, own.sent)] * wide
        spans: list[Span] = [*pad(states.state(one.status, states.CAMPAIGN), _LABEL)]
        for text, (_, width) in zip(cells, heads, strict=True):
            spans += pad(((text, ""),), width, right=True)
        lines.append(clip(tuple(spans), columns))
    return lines


def branches(found: Sequence[Branch], came: Sequence[BranchFigures] | None, columns: int) -> list[Line]:
    """What came of each branch, over its own mails."""
    lines: list[Line] = [
        line(("Branches", "title"), ("  over the mails of the branch; the API tells no bounces of them", "muted"))
    ]
    name = max(16, min(40, columns - 70))
    for branch in found:
        own = next((one for one in came or () if one.is_of(branch)), None)
        spans: list[Span] = [("  ", ""), *pad(((safe(branch.name), ""),), name)]
        if own is None:
            spans.append(("  reading …" if came is None else "  the API told no figures", "faint"))
        else:
            entered = "?" if own.entered is None else f"{own.entered:,}"
            spans += pad(((f"{entered} entered", "muted"),), 16, right=True)
            for word, part in (("opened", own.opened), ("replied", own.replied)):
                told = wording.ratio(part, own.sent) if part is not None and own.sent is not None else "not told"
                spans += pad(((f"{word} ", "muted"), (told, "")), 27, right=True)
        lines.append(clip(tuple(spans), columns))
    return [*lines, BLANK] if found else []
