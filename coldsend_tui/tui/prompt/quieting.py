"""`:snooze 1h list is being cleaned`, `:acknowledge`: for the finding under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError, UsageError
from coldsend_tui.tui.commands import Command, Offer, Preview

if TYPE_CHECKING:
    from coldsend_tui.ops.findings import Finding
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.console import Console

_GROUP = "Typed after :"


def _selected(app: ConsoleApp) -> Finding:
    if reason := app.state.change_refusal:
        raise UsageError(reason.capitalize() + ".", "")
    finding: Finding | None = app.place.selected if app.place and app.place.NAME == "now" else None  # type: ignore[attr-defined]
    if finding is None:
        raise UsageError("No finding is selected.", "Go to Now (1) and put the cursor on one.")
    return finding


def _snooze(app: ConsoleApp, text: str) -> None:
    from coldsend_tui.tui import quieting

    finding = _selected(app)
    quieting.quiet(app, finding, *quieting.until_of(text, app.state.clock.now()))


def _snooze_preview(state: Console, text: str) -> Preview:
    from coldsend_tui.tui import quieting

    if not text.strip():
        return Preview("how long, then why: 1h list is being cleaned")
    try:
        until, reason = quieting.until_of(text, state.clock.now())
    except ColdSendError as error:
        return Preview(str(error), wrong=True)
    why = f": {reason}" if reason else ""
    return Preview(f"quiets the finding under the cursor until {until:%d %b %H:%M} UTC{why}")


def _snooze_offers(_state: Console, text: str) -> list[Offer]:
    from coldsend_tui.tui.quieting import SPANS

    return [Offer(f"{span} ", "then why, if you like") for span in SPANS if span.startswith(text) and span != text]


def _acknowledge(app: ConsoleApp, text: str) -> None:
    from coldsend_tui.tui import quieting

    quieting.quiet(app, _selected(app), None, text.strip())


COMMANDS = (
    Command(
        "snooze", "", "snooze", "Keep the selected finding quiet for a time", group=_GROUP, takes="1h [WHY]", run=_snooze,
        offers=_snooze_offers, preview=_snooze_preview,
    ),
    Command(
        "acknowledge", "", "acknowledge", "Keep the selected finding quiet while it stands", group=_GROUP, takes="[WHY]",
        run=_acknowledge,
    ),
)  # fmt: skip
