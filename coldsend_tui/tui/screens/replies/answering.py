"""From a conversation to an answer: written in the pane or in the editor, kept until it went out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.actions import mails
from coldsend_tui.actions.mails import Letter
from coldsend_tui.errors import ColdSendError
from coldsend_tui.live.browsing.replies import Thread
from coldsend_tui.ops import html_text
from coldsend_tui.people import Conversation
from coldsend_tui.text import safe
from coldsend_tui.tui.editor.drafts import Draft
from coldsend_tui.tui.screens.replies.composer import Composer
from coldsend_tui.tui.writes import budget_left, offer

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.tui.screens.replies.screen import RepliesScreen

QUOTED_MESSAGES = 4
"""Newest messages that stand below the text in the editor."""
QUOTED_LINES = 200


@dataclass
class Answer:
    """One answer under work. `draft` is its file, as soon as there is one."""

    text: str = ""
    files: tuple[Path, ...] = ()
    draft: Draft | None = field(default=None, repr=False)


class Answering:
    """The answers of one inbox screen by conversation, and the box of the one that is open."""

    def __init__(self, screen: RepliesScreen) -> None:
        self._screen = screen
        self._answers: dict[str, Answer] = {}
        self._row: Conversation | None = None

    async def begin(self, row: Conversation, *, in_editor: bool = False) -> None:
        """Open the box for a conversation, which is read in full first, or say why it cannot be answered."""
        screen, known = self._screen, self._screen.details.get(row.id)
        if not isinstance(known, Thread):
            screen.state.say("reading the conversation first …")
            await screen.read(row)
            known = screen.details.get(row.id)
            screen.state.say("")
        thread = known if isinstance(known, Thread) else None
        if reason := mails.reply_refusal(row, thread):
            screen.state.say(f"reply: {reason}", "warn")
            return
        if self._row is not None:
            await self.close()
        answer = self._answers.setdefault(row.id, Answer())
        self._row = row
        if in_editor:
            await self._edit(row, answer)
            if not answer.text:
                self._row = None
                return
        sender = (thread.detail.inbox if thread and thread.detail else None) or row.inbox or ""
        screen.add_class("-open")
        box = Composer(f"to {row.email} from {sender}", answer.text, answer.files, self._asked)
        await screen.query_one("#pane").mount(box)
        screen.call_after_refresh(screen.show_newest)
        if in_editor:
            self._plan()

    @property
    def box(self) -> Composer | None:
        """The box in sight."""
        found = self._screen.query(Composer)
        return found.first() if found else None

    def aside(self) -> bool:
        """Whether the box is about another conversation than the selected one."""
        selected = self._screen.selected
        return self._row is not None and self.box is not None and (selected is None or selected.id != self._row.id)

    async def close(self) -> None:
        """Put the box away; its text is kept."""
        self._take()
        self._row = None
        if (box := self.box) is not None:
            await box.remove()

    def _asked(self, what: str) -> None:
        match what:
            case "plan":
                self._plan()
            case "editor":
                self._screen.run_worker(self._editor(), group="answer", exclusive=True, exit_on_error=False)
            case "attach":
                self._attach()
            case _:
                self._screen.run_worker(self._leave(), group="answer", exclusive=True, exit_on_error=False)

    def _take(self) -> Answer | None:
        """The answer with what stands in the box, kept in its file."""
        row, box = self._row, self.box
        if row is None:
            return None
        answer = self._answers[row.id]
        if box is not None:
            answer.text = box.text
        if answer.text.strip():
            self._keep(row, answer)
        elif answer.draft is not None:
            answer.draft.discard()
            answer.draft = None
        return answer

    def _keep(self, row: Conversation, answer: Answer) -> None:
        try:
            if answer.draft is None:
                near = self._screen.state.launch.store_path
                answer.draft = Draft(near, f"reply to {row.email}", answer.text, suffix=".txt")
            else:
                answer.draft.write(answer.text)
        except OSError as error:
            self._screen.state.say(f"the text cannot be kept on this machine ({error.strerror})", "error")

    async def _leave(self) -> None:
        answer = self._take()
        await self.close()
        self._screen.after_answering()
        if answer is not None and answer.draft is not None:
            self._screen.state.say(f"{answer.draft.keep()}; R goes on with it, nothing was sent")

    def _plan(self) -> None:
        screen, row, answer = self._screen, self._row, self._take()
        if row is None or answer is None:
            return
        known = screen.details.get(row.id)
        plan = mails.plan_reply(
            row,
            known if isinstance(known, Thread) else None,
            Letter(answer.text, answer.files),
            read_only=screen.state.refusal_of(mails.ANSWERED, mails.REPLY),
            budget_left=budget_left(screen.console_app),
        )
        offer(screen.console_app, plan, lambda outcome: self._ended(row, answer, outcome))

    def _ended(self, row: Conversation, answer: Answer, outcome: Outcome | None) -> None:
        """Sent: the text goes, the conversation is read again. Else it stays in its box and in its file."""
        screen = self._screen
        if outcome is None or not outcome.ok:
            if outcome is not None and answer.draft is not None:
                screen.state.say(f"{screen.state.flash.message}; {answer.draft.keep()}", screen.state.flash.level)
            if outcome is not None:
                screen.read_again(row)
            return
        if answer.draft is not None:
            answer.draft.discard()
        self._answers.pop(row.id, None)
        if self._row is not None and self._row.id == row.id:
            self._row = None
            if (box := self.box) is not None:
                box.remove()
            screen.after_answering()
        screen.answered(row, mails.clean(answer.text))

    async def _editor(self) -> None:
        row, box = self._row, self.box
        if row is None or box is None or (answer := self._take()) is None:
            return
        await self._edit(row, answer)
        box.query_one("#composer-text").load_text(answer.text)  # type: ignore[attr-defined]

    async def _edit(self, row: Conversation, answer: Answer) -> None:
        from coldsend_tui.tui.editor.letters import edited

        try:
            self._keep(row, answer)
            if answer.draft is not None:
                text = await edited(self._screen.console_app, answer.draft, self._quoted(row))
                answer.text = answer.text if text is None else mails.clean(text)
                if not answer.text.strip():
                    answer.draft.discard()
                    answer.draft = None
        except ColdSendError as error:
            self._screen.state.say(f"{error.title}: {error}", "error")

    def _quoted(self, row: Conversation) -> list[str]:
        """The newest messages, newest first, as lines that cannot drive a terminal."""
        known = self._screen.details.get(row.id)
        lines: list[str] = []
        for message in reversed(known.messages[-QUOTED_MESSAGES:] if isinstance(known, Thread) else ()):
            when = f" · {message.at:%d %b %H:%M}" if message.at else ""
            text = message.text if message.text.strip() else html_text.readable(message.html)
            lines += [f"{safe(message.sender)}{when}", *safe(text, newlines=True).strip().split("\n"), ""]
        return lines[:QUOTED_LINES]

    def _attach(self) -> None:
        from coldsend_tui.tui.modals.form import Field, Form

        answer, box = self._take(), self.box
        if answer is None or box is None:
            return

        def check(values: Mapping[str, str]) -> dict[str, str]:
            problem = mails.files_problem(paths(values["files"]))
            return {"files": problem} if problem else {}

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                answer.files = box.files = paths(values["files"])
                box.tell()

        fields = [
            Field(
                "files",
                "Files",
                "\n".join(map(str, answer.files)),
                "one path a line; at most 5, 10 MB together",
                rows=6,
            )
        ]
        self._screen.app.push_screen(Form("Attach files", fields, check), filled)


def paths(text: str) -> tuple[Path, ...]:
    """Paths, one a line; ~ is the home directory."""
    return tuple(Path(line.strip()).expanduser() for line in text.split("\n") if line.strip())
