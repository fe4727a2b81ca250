"""`:pause status:active bounce>3%` and its like: a move of every campaign that a filter finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError, UsageError
from coldsend_tui.ops import wording
from coldsend_tui.ops.lifecycle import RULES, State, Transition, move
from coldsend_tui.ops.query import completions, parse
from coldsend_tui.ops.query_fields import CAMPAIGN_FIELDS
from coldsend_tui.tui.commands import Command, Offer, Preview
from coldsend_tui.tui.console import Console
from coldsend_tui.workspace import Campaign

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp

EXAMPLE = "status:active bounce>3%"


def found(state: Console, text: str) -> list[Campaign]:
    """The campaigns that pass the filter `text`. Raises `UsageError` for one that cannot be read, or is empty."""
    if not text.strip():
        raise UsageError(
            "A filter says for which campaigns.", f"For example {EXAMPLE}, or mark campaigns and press the key."
        )
    return parse(text, CAMPAIGN_FIELDS).keep(state.workspace.campaigns)


def offers(_state: Console, text: str) -> Sequence[Offer]:
    """Fields that the last word may become, and the states behind `status:`."""
    before, space, last = text.rpartition(" ")
    sign = "-" if last.startswith("-") else ""
    word = last[len(sign) :]
    kept = before + space + sign
    if word.lower().startswith("status:"):
        begun = word.partition(":")[2].lower()
        return [Offer(f"{kept}status:{s.lower()}") for s in State if s.lower().startswith(begun) and s.lower() != begun]
    if not word and text:
        return []
    return [Offer(kept + name, "state" if name == "status:" else "") for name in completions(word, CAMPAIGN_FIELDS)]


def _preview(transition: Transition) -> Callable[[Console, str], Preview]:
    def preview(state: Console, text: str) -> Preview:
        if not text.strip():
            return Preview(f"for example {EXAMPLE}")
        try:
            rows = found(state, text)
        except ColdSendError as error:
            return Preview(str(error), wrong=True)
        if not rows:
            return Preview("no campaign passes this filter")
        legal = sum(move(row.status, transition).legal for row in rows)
        states = ", ".join(f"{number} {state}" for state, number in Counter(row.status for row in rows).most_common())
        alone = f", leaves {wording.count(len(rows) - legal)} alone" if legal < len(rows) else ""
        return Preview(f"{RULES[transition].label}s {wording.plural(legal, 'campaign')}{alone} ({states})")

    return preview


def _run(transition: Transition) -> Callable[[ConsoleApp, str], None]:
    def run(app: ConsoleApp, text: str) -> None:
        from coldsend_tui.tui.writes import propose

        rows = found(app.state, text)
        if not rows:
            app.state.say(f"{RULES[transition].label}: no campaign passes {text}", "warn")
            return
        propose(app, transition, [row.id for row in rows])

    return run


COMMANDS = tuple(
    Command(
        f"{transition}_by_filter", "", RULES[transition].label, f"{RULES[transition].label.capitalize()} what a filter finds",
        writes=True, group="Typed after :", scope=("campaign", transition.value), takes="FILTER", run=_run(transition),
        offers=offers, preview=_preview(transition),
    )
    for transition in (
        Transition.PAUSE, Transition.ACTIVATE, Transition.LAUNCH, Transition.ARCHIVE, Transition.DELETE
    )
)  # fmt: skip
