"""The five moves of a campaign's lifecycle as commands, for every screen from which campaigns are operated."""

from __future__ import annotations

from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.screens.place import Place

TRANSITIONS = (
    Command(
        "pause", "P", "pause", "Pause: stop sending, keep everything", writes=True, footer=4, group="Lifecycle",
        scope=("campaign", "pause"),
    ),
    Command(
        "activate", "A", "resume", "Resume a paused campaign", writes=True, footer=5, group="Lifecycle",
        scope=("campaign", "activate"),
    ),
    Command(
        "launch", "L", "launch", "Launch a draft", writes=True, footer=6, group="Lifecycle", scope=("campaign", "launch")
    ),
    Command(
        "archive", "Z", "archive", "Archive: one way, frees the inboxes", writes=True, footer=7, group="Lifecycle",
        scope=("campaign", "archive"),
    ),
    Command(
        "delete", "D", "delete", "Delete with leads, mails and analytics", writes=True, footer=8, group="Lifecycle",
        scope=("campaign", "delete"),
    ),
)  # fmt: skip

LEADS = Command("leads", "l", "leads", "The people of this campaign, and what happened to each of them", footer=10)

REPLIES = Command("replies_of", "a", "answers", "What people answered to this campaign")


class Lifecycle(Place):
    """A screen that operates the campaigns `targets` names."""

    def targets(self) -> tuple[str, ...]:
        """Ids of the campaigns that a move is for."""
        return ()

    def in_hand(self) -> tuple[str, str] | None:
        """The one campaign that is operated."""
        targets = self.targets()
        return ("campaign", targets[0]) if len(targets) == 1 else None

    def propose(self, transition: Transition) -> None:
        """Put the plan of a move of the targets before the operator."""
        from coldsend_tui.tui.writes import propose

        propose(self.console_app, transition, self.targets())

    def do_leads(self) -> None:
        from coldsend_tui.tui.screens.leads.screen import LeadsScreen

        if targets := self.targets():
            self.app.push_screen(LeadsScreen(targets[0]))

    def do_replies_of(self) -> None:
        from coldsend_tui.tui.screens.replies.screen import RepliesScreen

        if targets := self.targets():
            self.app.push_screen(RepliesScreen(targets[0]))

    def do_pause(self) -> None:
        self.propose(Transition.PAUSE)

    def do_activate(self) -> None:
        self.propose(Transition.ACTIVATE)

    def do_launch(self) -> None:
        self.propose(Transition.LAUNCH)

    def do_archive(self) -> None:
        self.propose(Transition.ARCHIVE)

    def do_delete(self) -> None:
        self.propose(Transition.DELETE)
