"""A test mail from the selected inbox: to whom, plan, send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coldsend_tui.ops.addresses import address_fault
from coldsend_tui.text import safe
from coldsend_tui.tui.modals.form import Field, Form
from coldsend_tui.tui.writes import budget_left, offer

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.screens.senders.screen import SendersScreen
    from coldsend_tui.workspace import Sender


def ask_for_recipient(
    app: ConsoleApp,
    screen: SendersScreen,
    sender: Sender,
    wrong: Mapping[str, str] | None = None,
) -> None:
    """Ask for the recipient; the screen's last one is the first answer."""
    from coldsend_tui.actions.senders import plan_test

    def check(typed: Mapping[str, str]) -> Mapping[str, str]:
        fault = address_fault(typed["recipient"].strip())
        return {"recipient": fault} if fault else {}

    def answered(typed: dict[str, str] | None) -> None:
        if typed is None:
            app.state.say("test mail: cancelled, nothing was sent")
            return
        to = typed["recipient"].strip()
        screen.recipient = to
        plan = plan_test(sender, to, read_only=app.state.write_refusal, budget_left=budget_left(app))

        def ended(outcome: Outcome | None) -> None:
            if outcome is None or not outcome.ok:
                failed = {"recipient": outcome.items[0].detail} if outcome else None
                ask_for_recipient(app, screen, sender, failed)

        offer(app, plan, ended)

    field = Field("recipient", "to", screen.recipient, "an address whose mailbox you can look into")
    app.push_screen(Form(f"Test mail from {safe(sender.email)}", [field], check, wrong=wrong), answered)
