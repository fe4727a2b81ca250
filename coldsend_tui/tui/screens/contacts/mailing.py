"""Direct mail to the selected person: inbox, form, plan. What was written is kept until it went out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from coldsend_tui.actions import mails
from coldsend_tui.actions.mails import Letter
from coldsend_tui.people import Contact
from coldsend_tui.text import safe
from coldsend_tui.tui.editor.drafts import Draft
from coldsend_tui.tui.modals.form import Field, Form
from coldsend_tui.tui.modals.pick import Choice, Pick
from coldsend_tui.tui.screens.contacts.operating import about
from coldsend_tui.tui.screens.replies.answering import paths
from coldsend_tui.tui.writes import offer
from coldsend_tui.workspace import Sender

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.tui.screens.contacts.screen import ContactsScreen


class MailForm(Form):
    """A form that hands over what stands in it also when it is left."""

    on_left: Callable[[dict[str, str]], None]

    def action_leave(self) -> None:
        """Keep the text, leave."""
        self.on_left(self.values())
        self.dismiss(None)


class Mailing:
    """The mails under work of one contacts screen, by person; each in a file of its own."""

    def __init__(self, screen: ContactsScreen) -> None:
        self._screen = screen
        self._written: dict[str, dict[str, str]] = {}
        self._drafts: dict[str, Draft] = {}

    def begin(self, row: Contact) -> None:
        """Choose the inbox, unless the person gets no mail."""
        if reason := mails.direct_refusal(row):
            self._screen.state.say(f"direct mail: {safe(row.email)} is {reason}", "warn")
            return
        inboxes = sorted(self._screen.state.workspace.senders, key=lambda one: (one.status != "ACTIVE", one.email))
        choices = [Choice(one.id, one.email, _note(one)) for one in inboxes]

        def chosen(ids: tuple[str, ...] | None) -> None:
            if ids:
                self._write(row, next(one for one in inboxes if one.id == ids[0]))
            else:
                self._screen.state.say("direct mail: cancelled, nothing was sent")

        self._screen.app.push_screen(
            Pick(f"Mail {row.email} from", choices, empty="there is no inbox", one=True), chosen
        )

    def _write(self, row: Contact, inbox: Sender) -> None:
        known = self._written.get(row.id, {})
        fields = [
            Field("subject", "Subject", known.get("subject", ""), f"from {safe(inbox.email)}; costs 1 credit"),
            Field("text", "Text", known.get("text", ""), rows=8),
            Field("cc", "Cc", known.get("cc", ""), "addresses between commas"),
            Field("bcc", "Bcc", known.get("bcc", "")),
            Field("files", "Files", known.get("files", ""), "paths, one a line; at most 5, 10 MB together", rows=2),
        ]

        def letter(values: Mapping[str, str]) -> Letter:
            return Letter(
                values["text"], paths(values["files"]), values["subject"], inbox.id,
                mails.addresses(values["cc"]), mails.addresses(values["bcc"]),
            )  # fmt: skip

        def check(values: Mapping[str, str]) -> dict[str, str]:
            if problem := mails.files_problem(paths(values["files"])):
                return {"files": problem}
            plan = mails.plan_direct(row, inbox, letter(values))
            return (
                {}
                if plan.runnable
                else {"text" if "text" in plan.refusals[0].reason else "subject": plan.refusals[0].reason}
            )

        def filled(values: dict[str, str] | None) -> None:
            if values is None:
                return
            self._keep(row, values)
            plan = mails.plan_direct(row, inbox, letter(values), **about(self._screen, mails.DIRECT, mails.DIRECT))
            offer(self._screen.console_app, plan, lambda outcome: self._ended(row, outcome))

        form = MailForm(f"Mail {safe(row.email)}", fields, check)
        form.on_left = lambda values: self._left(row, values)
        self._screen.app.push_screen(form, filled)

    def _left(self, row: Contact, values: dict[str, str]) -> None:
        if values["text"].strip():
            self._keep(row, values)
            self._tell(row, "direct mail: nothing was sent")
        else:
            self._screen.state.say("direct mail: cancelled, nothing was sent")

    def _keep(self, row: Contact, values: dict[str, str]) -> None:
        self._written[row.id] = values
        text = f"Subject: {values['subject']}\n\n{values['text']}\n"
        try:
            if row.id in self._drafts:
                self._drafts[row.id].write(text)
            else:
                near = self._screen.state.launch.store_path
                self._drafts[row.id] = Draft(near, f"mail to {row.email}", text, suffix=".txt")
        except OSError as error:
            self._screen.state.say(f"the text cannot be kept on this machine ({error.strerror})", "error")

    def _ended(self, row: Contact, outcome: Outcome | None) -> None:
        if outcome is not None and outcome.ok:
            self._written.pop(row.id, None)
            if (draft := self._drafts.pop(row.id, None)) is not None:
                draft.discard()
        else:
            self._tell(row, self._screen.state.flash.message)

    def _tell(self, row: Contact, said: str) -> None:
        kept = f"; {self._drafts[row.id].keep()}, E goes on with it" if row.id in self._drafts else ""
        self._screen.state.say(f"{said}{kept}", self._screen.state.flash.level)


def _note(one: Sender) -> str:
    used = "?" if one.sent_today is None else f"{one.sent_today}"
    return f"{one.status} · {used}/{one.daily_limit or '?'} today"
