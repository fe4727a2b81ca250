"""`:stop domain acme.example`, `:restore 1/3`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError, UsageError
from coldsend_tui.ops import lookup, wording
from coldsend_tui.tui.commands import Command, Offer, Preview
from coldsend_tui.tui.console import Console

if TYPE_CHECKING:
    from coldsend_tui.actions.kill_switch import Scope
    from coldsend_tui.tui.app import ConsoleApp

MOST_OFFERS = 40


def named_offers(state: Console, text: str, kinds: Sequence[str]) -> list[Offer]:
    """Kinds, then the names of that kind that hold what was typed."""
    kind, space, begun = text.partition(" ")
    if not space:
        return [Offer(f"{kind} ") for kind in kinds if kind.startswith(text.lower())]
    if kind not in lookup.KINDS:
        return []
    wanted = begun.strip().strip('"').casefold()
    rows = [row for row in lookup.named(kind, state.workspace) if wanted in row.name.casefold()]
    return [Offer(f"{kind} {lookup.quoted(row.name)}") for row in rows[:MOST_OFFERS]]


def scope_of(state: Console, text: str) -> Scope:
    """The scope that a text names: `all`, `campaign "Q4 CFO"`. Raises `UsageError`."""
    from coldsend_tui.actions.kill_switch import Reach, Scope

    kind, _, name = text.strip().partition(" ")
    if kind == Reach.ALL:
        return Scope(Reach.ALL)
    if kind not in lookup.KINDS:
        raise UsageError(
            f"{kind or 'Nothing'} is no scope.", "Scopes are campaign, inbox and domain with a name, and all."
        )
    row = lookup.find(kind, name, state.workspace)
    return Scope(Reach(kind), row.id, row.name)


def _stop_preview(state: Console, text: str) -> Preview:
    if not text.strip():
        return Preview("all, or campaign, inbox, domain with a name; enter alone asks")
    try:
        scope = scope_of(state, text)
    except ColdSendError as error:
        return Preview(str(error), wrong=" " in text.strip())
    from coldsend_tui.actions.kill_switch import covered_by

    active = [row for row in covered_by(scope, state.workspace) if row.status == "ACTIVE"]
    return Preview(f"stops {wording.plural(len(active), 'ACTIVE campaign')}")


def _stop(app: ConsoleApp, text: str) -> None:
    from coldsend_tui.tui import stopping

    if not text.strip():
        stopping.open_switch(app)
    else:
        stopping.stop(app, scope_of(app.state, text))


def _restore_preview(state: Console, text: str) -> Preview:
    from coldsend_tui.actions.restore import Rung
    from coldsend_tui.tui.stopping import would_restore

    if state.aftermath.stopped is None:
        return Preview("no stop of the kill switch stands")
    try:
        rung = Rung.read(text) if text.strip() else None
    except ColdSendError as error:
        return Preview(str(error), wrong=True)
    return Preview(would_restore(state.aftermath.stopped, state, rung))


def _restore(app: ConsoleApp, text: str) -> None:
    from coldsend_tui.actions.restore import Rung
    from coldsend_tui.tui.stopping import restore

    restore(app, Rung.read(text) if text.strip() else None)


def _rungs(state: Console, text: str) -> list[Offer]:
    following = state.aftermath.stopped.next_rung if state.aftermath.stopped else None
    found = [Offer(f"{following.number}/{following.of}", "the next step")] if following else []
    found += [Offer("1/2", "half now"), Offer("1/3", "a third now, then every two days")] if not following else []
    return [offer for offer in found if offer.text.startswith(text) and offer.text != text]


COMMANDS = (
    Command(
        "stop_scope", "", "stop", "Kill switch for a campaign, an inbox, a domain or all", writes=True,
        group="Typed after :", scope=("campaign", "pause"), takes="[SCOPE]", run=_stop, preview=_stop_preview,
        offers=lambda state, text: named_offers(state, text, ("all", *lookup.KINDS)),
    ),
    Command(
        "restore_stop", "", "restore", "Bring back exactly what the kill switch stopped, or a step of it", writes=True,
        group="Typed after :", scope=("campaign", "activate"), takes="[N/M]", run=_restore, preview=_restore_preview,
        offers=_rungs,
    ),
)  # fmt: skip
