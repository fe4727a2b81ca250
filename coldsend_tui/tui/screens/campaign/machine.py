"""The campaign state machine, drawn: the present state in brackets, the moves that are legal now lit with their keys."""

from __future__ import annotations

from coldsend_tui.ops.lifecycle import RULES, Move, Transition, known, moves
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.states import CAMPAIGN
from coldsend_tui.tui.lines import Line, Span, line


def drawn(status: str) -> list[Line]:
    """Three lines of at most 62 cells: states, arrows with keys, and what each key would do."""
    legal = {move.transition: move for move in moves(status) if move.legal}

    def at(state: str) -> list[Span]:
        return [(f"{state}", f"lit-{CAMPAIGN[state][1]}" if state == status else "muted")]

    def key(transition: Transition, left: str, right: str) -> list[Span]:
        move = legal.get(transition)
        if move is None:
            return [(left, "faint"), (RULES[transition].key, "faint"), (right, "faint")]
        return [(left, "accent"), (move.key, "key"), (right, "accent")]

    first: Line = (
        (" ", ""), *at("DRAFT"), (" ", ""), *key(Transition.LAUNCH, "──", "──▶"), (" ", ""), *at("ACTIVE"), (" ", ""),
        *key(Transition.ACTIVATE, "◀─", "─"), *key(Transition.PAUSE, "─", "─▶"), (" ", ""), *at("PAUSED"), (" ", ""),
        *_archive(legal, status, "PAUSED", "──", "──▶"), (" ", ""), *at("ARCHIVED"),
    )  # fmt: skip
    second: Line = (
        ("   └─▶ ", "faint"), *at("FAILED"), (" ◀─┴─▶ ", "faint"), *at("COMPLETED"), (" ", ""),
        *_archive(legal, status, "COMPLETED", "────────", "────────┘"),
    )  # fmt: skip
    return [first, second, offers(status)]


def _archive(legal: dict[Transition, Move], status: str, source: str, left: str, right: str) -> list[Span]:
    if status == source and Transition.ARCHIVE in legal:
        return [(left, "accent"), ("Z", "key"), (right, "accent")]
    return [(left, "faint"), ("Z", "faint"), (right, "faint")]


def offers(status: str) -> Line:
    """The legal moves in words, or why there is none."""
    if not known(status):
        return line(
            (" ? ", "warn"),
            (safe(status) or "(no state)", "warn"),
            (" is a state this console does not know: nothing is offered", "muted"),
        )
    spans: list[Span] = [(" ", "")]
    for move in moves(status):
        if move.legal:
            spans += [(move.key, "key"), (f" {move.label} ", ""), (f"→ {move.target or 'gone'}   ", "muted")]
    return tuple(spans) if len(spans) > 1 else line((" no move is possible from here", "muted"))
