"""What to do about writes that a run left behind and about a stop that stands, for the screens that show them."""

from __future__ import annotations

from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.screens.place import Place

RECOVERY = (
    Command("verify", "v", "verify", "Read what became of writes without a result", group="After an interruption"),
    Command(
        "resume", "C", "continue", "Plan what a broken-off write left undone", writes=True,
        group="After an interruption",
    ),
    Command(
        "restore", "R", "restore", "Bring back what the kill switch stopped", writes=True,
        group="After an interruption", scope=("campaign", "activate"),
    ),
)  # fmt: skip


class Recovery(Place):
    """A screen with the three keys."""

    def why_not(self, command: str) -> str:
        """There must be something to verify, to continue, to restore."""
        state = self.state
        match command:
            case "verify" if not state.aftermath.unsure:
                return "every write has its result"
            case "resume" if not state.aftermath.unsure and not state.aftermath.undone:
                return "no plan was broken off"
            case "restore" if state.aftermath.stopped is None:
                return "no stop of the kill switch stands"
        return super().why_not(command)

    def do_verify(self) -> None:
        from coldsend_tui.tui.recovering import verify

        verify(self.console_app)

    def do_resume(self) -> None:
        from coldsend_tui.tui.recovering import resume

        resume(self.console_app)

    def do_restore(self) -> None:
        from coldsend_tui.tui.stopping import restore

        restore(self.console_app)
