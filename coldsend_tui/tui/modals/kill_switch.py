"""What to stop: a campaign, an inbox, a domain or everything. One key each; nothing is sent before the plan is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from coldsend_tui.actions.kill_switch import Reach, Scope
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import BLANK, Line, line, pad
from coldsend_tui.tui.stopping import Choice
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import subtitle, title


class KillSwitch(ModalScreen[Scope | str]):
    """Answers the scope, or a text to go on with at the prompt where its object has yet to be named."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Cancel", show=False),
        Binding("down,j", "step(1)", "Next", show=False),
        Binding("up,k", "step(-1)", "Previous", show=False),
        Binding("enter", "take", "Choose", show=False),
        *(Binding(key, f"choose({key!r})", "Choose at once", show=False) for key in "cida"),
    ]

    def __init__(self, choices: Sequence[Choice], at: int, profile: str) -> None:
        super().__init__()
        self.choices = choices
        self.at = at
        self.profile = profile

    def compose(self) -> ComposeResult:
        """Four scopes and what the keys do."""
        with Vertical(classes="dialog") as dialog:
            title(dialog, "Kill switch: what is to stop?")
            subtitle(dialog, self.profile)
            yield Paper(id="scopes")
            yield Paper(id="keys")

    def on_mount(self) -> None:
        """Draw."""
        self.query_one("#keys", Paper).show(
            [
                line(("▪ ", "workspace"), (safe(self.profile), "workspace")),
                line(("A stop is a pause: nothing is lost, and restore brings it back.", "muted")),
                BLANK,
                line(("enter ", "key"), ("shows the plan   ", "muted"), ("c i d a ", "key"), ("choose at once   ", "muted"),
                     ("esc ", "key"), ("leaves", "muted")),
            ]
        )  # fmt: skip
        self._show()

    def _show(self) -> None:
        rows: list[Line] = []
        for at, choice in enumerate(self.choices):
            here, lit = at == self.at, choice.active > 0
            name = "Everything" if choice.reach is Reach.ALL else safe(choice.scope.name if choice.scope else "")
            rows.append(
                (
                    ("▌ " if here else "  ", "accent"),
                    (f"{choice.key}  ", "key" if lit else "faint"),
                    *pad(((choice.reach.value, "muted" if lit else "faint"),), 10),
                    (name or "–", "bold" if here and lit else "" if lit else "faint"),
                )
            )
            rows.append(line(("               ", ""), (choice.text, "muted" if lit else "faint")))
        self.query_one("#scopes", Paper).show([*rows, BLANK])

    def action_choose(self, key: str) -> None:
        """One of the four keys chooses at once. Bound, not listened for: typed quickly behind `K`, it arrives before the
        dialog has the keys, and only bindings are looked up again."""
        self.at = next(at for at, choice in enumerate(self.choices) if choice.key == key)
        self.action_take()

    def action_step(self, by: int) -> None:
        """Another scope."""
        self.at = max(0, min(len(self.choices) - 1, self.at + by))
        self._show()

    def action_take(self) -> None:
        """The scope under the cursor; one without an object is named at the prompt."""
        choice = self.choices[self.at]
        self.dismiss(f"stop {choice.reach} " if choice.scope is None else choice.scope)

    def action_leave(self) -> None:
        """Stop nothing."""
        self.dismiss(None)
