"""A screen in tabs: which one is in sight, and that it has the keys."""

from __future__ import annotations

from functools import partialmethod
from typing import Any, ClassVar

from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.screens.place import Place
from coldsend_tui.tui.screens.tabbed.spec import TabSpec
from coldsend_tui.tui.screens.tabbed.tab import Tab
from coldsend_tui.tui.widgets.boxes import Down


class Tabbed(Place):
    """Expects a `Down` with the id `tab` in the body. Subclasses give `TABS`, `openers(TABS)` among their commands and
    `keys_of(TABS)` among their keys; each tab `x` is opened by `do_tab_x`."""

    TABS: ClassVar[tuple[TabSpec, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        for spec in cls.TABS:
            setattr(cls, f"do_tab_{spec.name}", partialmethod(Tabbed.show_tab, spec.name))
        super().__init_subclass__(**options)

    def __init__(self, tab: str = "") -> None:
        super().__init__()
        self.spec = next((spec for spec in self.TABS if spec.name == tab), self.TABS[0])
        self._made: dict[str, Tab] = {}

    @property
    def tab(self) -> Tab | None:
        """The tab in sight; None before it is made."""
        return self._made.get(self.spec.name)

    @property
    def ready_tab(self) -> Tab | None:
        """The tab in sight once its widgets are there; a key that is faster has nothing to act on."""
        return self.tab if self.tab is not None and self.tab.built else None

    def draw_tab(self) -> None:
        """Bring the tab in sight up to date; the first time it is made."""
        if self.tab is None:
            self._show(self.spec)
        if self.ready_tab is not None:
            self.ready_tab.draw()

    def _show(self, spec: TabSpec) -> None:
        """Make the tab if it was never shown, and put it in sight."""
        if spec.name not in self._made:
            made = self._made[spec.name] = spec.make(self)
            self.query_one("#tab", Down).mount(made)
        self.spec = spec
        for name, tab in self._made.items():
            tab.display = name == spec.name
        self._made[spec.name].opened()

    def show_tab(self, name: str) -> None:
        """Switch to a tab by its name."""
        if name != self.spec.name:
            self.state.turned_away()
            self._show(next(spec for spec in self.TABS if spec.name == name))
            self.attend()
            self.draw_all()
            self.call_after_refresh(self.draw_all)

    def owners(self) -> tuple[object, ...]:
        """The tab carries out its commands, this screen its own."""
        return (self.ready_tab, self) if self.ready_tab else (self,)

    def commands(self) -> tuple[Command, ...]:
        """The tab's commands first: they are what the eye is on."""
        return (*self.spec.commands, *super().commands())

    def action_tab_key(self, key: str) -> None:
        """A key that belongs to some tab: it means what the tab in sight says, or nothing."""
        for command in self.spec.commands:
            if key in command.key.split(","):
                self.console_app.run_command(command.name)

    def why_not(self, command: str) -> str:
        """The tab's own reason."""
        if self.tab is not None and any(command == one.name for one in self.spec.commands):
            return self.tab.why_not(command)
        return ""

    # -- commands -----------------------------------------------------------------------------------------------------

    def do_tab_next(self) -> None:
        self.show_tab(self.TABS[(self.TABS.index(self.spec) + 1) % len(self.TABS)].name)

    def do_tab_back(self) -> None:
        self.show_tab(self.TABS[(self.TABS.index(self.spec) - 1) % len(self.TABS)].name)

    def do_down(self) -> None:
        if self.ready_tab:
            self.ready_tab.step(1)

    def do_up(self) -> None:
        if self.ready_tab:
            self.ready_tab.step(-1)

    def do_page_down(self) -> None:
        if self.ready_tab:
            self.ready_tab.page(1)

    def do_page_up(self) -> None:
        if self.ready_tab:
            self.ready_tab.page(-1)

    def do_first(self) -> None:
        if self.ready_tab:
            self.ready_tab.edge(-1)

    def do_last(self) -> None:
        if self.ready_tab:
            self.ready_tab.edge(1)
