"""Editing, creating and copying campaigns as text, for every screen from which campaigns are operated."""

from __future__ import annotations

from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.screens.lifecycle import Lifecycle

EDITS = (
    # Not marked as writing: where nothing may be written it still opens, to look.
    Command("edit", "e", "edit", "Edit the campaign as text in your editor", footer=9, group="Lifecycle"),
    Command(
        "new",
        "n",
        "new",
        "Write a new campaign in your editor",
        writes=True,
        footer=12,
        group="Lifecycle",
        scope=("campaign", "create"),
    ),
    Command(
        "form",
        "F",
        "new, form",
        "Begin a new campaign in a small form",
        writes=True,
        group="Lifecycle",
        scope=("campaign", "create"),
    ),
    Command(
        "duplicate",
        "N",
        "copy as new",
        "Write a new campaign that begins as a copy",
        writes=True,
        group="Lifecycle",
        scope=("campaign", "create"),
    ),
)


class Editing(Lifecycle):
    """A screen that edits the one campaign `edited` names."""

    def edited(self) -> str:
        """Id of the campaign under the hand; "" when there is none."""
        targets = self.targets()
        return targets[0] if len(targets) == 1 else ""

    def do_edit(self) -> None:
        from coldsend_tui.tui.editor.campaigns import edit

        if campaign := self.edited():
            edit(self.console_app, campaign)
        else:
            self.state.say("edit: one campaign at a time", "warn")

    def do_new(self) -> None:
        from coldsend_tui.tui.editor.campaigns import create

        create(self.console_app)

    def do_form(self) -> None:
        from coldsend_tui.tui.editor.campaigns import create_by_form

        create_by_form(self.console_app)

    def do_duplicate(self) -> None:
        from coldsend_tui.tui.editor.campaigns import create

        if campaign := self.edited():
            create(self.console_app, campaign)
        else:
            self.state.say("copy: one campaign at a time", "warn")
