"""The scorecard of a list before anything is planned: enter goes on to the plan, esc leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from coldsend_tui.ops.checks.check import CheckLevel
from coldsend_tui.ops.lead_list.scorecard import Finding
from coldsend_tui.text import cut, safe
from coldsend_tui.tui.lines import BLANK, Line, line, wrap
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import subtitle, title

LEVELS: Final = {
    CheckLevel.OK: ("✓", "ok", "ok"),
    CheckLevel.WARN: ("▲", "warn", "warn"),
    CheckLevel.BLOCKER: ("●", "bad", "crit"),
    CheckLevel.UNKNOWN: ("?", "unknown", "muted"),
}
"""Glyph, word and role of a level."""
_FIGURES: Final = 21
_WIDEST: Final = 108


def lines_of(findings: Sequence[Finding], columns: int) -> list[Line]:
    """Findings with their figures, then what to do and examples of those that are not fine."""
    lines: list[Line] = []
    for finding in findings:
        glyph, word, role = LEVELS[finding.level]
        figures = f"{finding.figures:>{_FIGURES}}" if columns >= 70 else f"{finding.figures:>18}"
        head = line((f"{glyph} {word:<7}", role), (figures, "bold" if finding.hits else "muted"), "  ")
        room = max(16, columns - sum(len(text) for text, _ in head))
        first, *rest = wrap(safe(finding.text), room)
        lines.append((*head, *first))
        hang = " " * (columns - room)
        lines += [line((hang, ""), *more) for more in rest]
        if finding.advice and finding.level is not CheckLevel.OK:
            lines += [line((hang, ""), *more) for more in wrap(safe(finding.advice), room, "muted")]
        if finding.examples and finding.level is not CheckLevel.OK:
            lines.append(line((hang, ""), (cut(safe(" · ".join(finding.examples)), room), "faint")))
    return lines


class Scorecard(ModalScreen[bool]):
    """Answers whether to go on."""

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "answer(False)", "Cancel", show=False),
        Binding("enter", "answer(True)", "Go on", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pagedown", "scroll(10)", "Page down", show=False),
        Binding("pageup", "scroll(-10)", "Page up", show=False),
    ]

    def __init__(self, heading: str, notes: Sequence[str], findings: Sequence[Finding], goes_on: str) -> None:
        super().__init__()
        self.heading, self.notes, self.findings, self.goes_on = heading, tuple(notes), tuple(findings), goes_on

    def compose(self) -> ComposeResult:
        """Findings above, the way on below."""
        with Vertical(classes="dialog -wide") as dialog:
            title(dialog, self.heading)
            subtitle(dialog, "↑↓ scroll · enter goes on · esc cancels")
            with VerticalScroll(id="told", can_focus=False):
                yield Paper(id="finding-lines")
            yield Paper([BLANK, line(("enter ", "key"), (self.goes_on, ""), ("   esc ", "key"), ("cancel", "muted"))])

    def on_mount(self) -> None:
        """All findings."""
        columns = max(40, min(_WIDEST, self.app.size.width * 96 // 100 - 8))
        lines: list[Line] = []
        for note in self.notes:
            lines += wrap(safe(note), columns, "muted")
        lines += [BLANK] if self.notes else []
        self.query_one("#finding-lines", Paper).show(lines + lines_of(self.findings, columns))

    def action_scroll(self, rows: int) -> None:
        """A long card is read with the keys for it."""
        self.query_one("#told", VerticalScroll).scroll_relative(y=rows, animate=False)

    def action_answer(self, agreed: bool) -> None:
        """Leave with an answer."""
        self.dismiss(agreed)
