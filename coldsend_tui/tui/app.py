"""The console application: wiring only. Screens draw, `console.py` knows, `actions/` writes."""

from __future__ import annotations

import os

# Read by Textual when it is imported: nothing here animates, and a blinking cursor costs bytes.
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from coldsend_tui.tui import roles, themes
from coldsend_tui.tui.commands import EVERYWHERE, Command, bindings, spell_keys_out
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.flash import Flash
from coldsend_tui.tui.places import PLACES, screen_of
from coldsend_tui.tui.runtime import clipboard, crash, signals
from coldsend_tui.tui.runtime.driver import driver_class
from coldsend_tui.tui.runtime.repaint import ChangedCells, ShadowScreen
from coldsend_tui.tui.runtime.stylesheet import SteadyStylesheet
from coldsend_tui.tui.screens.place import Place
from coldsend_tui.tui.tick import seconds_to_next_age, seconds_to_next_minute

if TYPE_CHECKING:
    from textual.theme import Theme

    from coldsend_tui.launch import Launch
    from coldsend_tui.live.recording.playback import Playback
    from coldsend_tui.tui.exporting import Exporting
    from coldsend_tui.tui.replay import ReplayKeys
    from coldsend_tui.tui.under_way import UnderWay


class ConsoleApp(App[int]):
    """One console over one workspace."""

    TITLE = "coldsend-tui"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH: ClassVar[list[str | PurePath]] = ["styles/frame.tcss", "styles/now.tcss"]
    LATER_STYLES = ("dialogs", "campaign", *(place.name for place in PLACES if place.styled))
    MODES: ClassVar[dict[str, Callable[[], Screen[Any]]]] = {place.name: screen_of(place.name) for place in PLACES}  # type: ignore[assignment]
    DEFAULT_MODE = "now"
    BINDINGS = bindings(EVERYWHERE)  # type: ignore[assignment]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012

    _mixed: tuple[Theme, dict[str, str]] | None = None

    def __init__(self, launch: Launch, state: Console | None = None) -> None:
        super().__init__(driver_class=driver_class())
        self.launch = launch
        self.state = state or Console(launch)
        self.tabs = tuple((place.digit, place.label, place.name) for place in PLACES)
        self.roles: dict[str, Style] = {}
        self.shadow = ShadowScreen(spell=launch.spell)
        self.writes: list[UnderWay] = []
        self.exporting: Exporting | None = None
        self.everywhere: tuple[Command, ...] = EVERYWHERE
        self.replay: ReplayKeys | None = None
        if self.state.playback:
            self._take_replay_keys(self.state.playback)
        # Nothing here is told in toasts or tooltips: their widgets and their style are left out of every screen.
        self._disable_notifications = self._disable_tooltips = True
        self._minute_tick: Timer | None = None
        self._age_tick: Timer | None = None
        for theme in themes.OWN:
            self.register_theme(theme)
        self._choose_theme(launch.theme)
        self.stylesheet = SteadyStylesheet(variables=self.get_css_variables())

    # -- life ---------------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Own the signals, listen to the workspace, and connect once the first frame is out."""
        signals.install(self._leave)
        self._listen()
        self.theme_changed_signal.subscribe(self, lambda _theme: self._restyle())
        self.app_resume_signal.subscribe(self, lambda _app: self.shadow.forget())
        self.call_after_refresh(self._style_the_rest)
        self.call_after_refresh(self._go_live)

    def _style_the_rest(self) -> None:
        """What the first frame does not show is styled behind it."""
        for name in self.LATER_STYLES:
            self.stylesheet.read(Path(__file__).parent / "styles" / f"{name}.tcss")
        self.stylesheet.parse()

    def _listen(self) -> None:
        self.state.on_change = self._workspace_changed
        self.state.on_flash = self._flash_changed
        self.state.on_connection = self._connection_changed
        self.state.on_aged = self._aged
        self.state.in_sight = lambda: self.framed

    async def enter(self, state: Console) -> None:
        """Go on with another workspace: its cache is on screen at once, nothing of the one before remains."""
        from coldsend_tui.tui.switching import other_screens

        async with other_screens(self):
            self.launch, self.state = state.launch, state
            self.writes, self.exporting = [], None
            self._listen()
            self._restyle()
        self._go_live()

    def _go_live(self) -> None:
        from coldsend_tui.tui.uploading.left_over import announce as uploads_left

        self.run_worker(self.state.live(), name="live", group="live", exit_on_error=True)
        if self._minute_tick is None:
            self._schedule_minute()
        self._schedule_age()
        self.run_worker(uploads_left(self), name="uploads", group="uploads", exit_on_error=False)
        if self.launch.on_look is not None and self.current_mode == self.DEFAULT_MODE and self.shadow.lines:
            from coldsend_tui.tui.runtime.look import look_of

            self.launch.on_look(look_of(self))

    def _leave(self, status: int) -> None:
        self.exit(status, return_code=status)

    def on_unmount(self) -> None:
        """Nothing wakes up any more."""
        for timer in (self._minute_tick, self._age_tick):
            if timer is not None:
                timer.stop()

    # -- drawing again ------------------------------------------------------------------------------------------------

    @property
    def place(self) -> Place | None:
        """The screen in sight; None under a dialog, and while the console closes with a reading under way."""
        top = next(reversed(self.screen_stack), None)
        return top if isinstance(top, Place) else None

    @property
    def framed(self) -> Place | None:
        """The screen whose frame is in sight: the one in hand, or that under the dialogs over it."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Place)), None)

    def _workspace_changed(self, _feeds: frozenset[str]) -> None:
        if framed := self.framed:
            framed.keep_up()
        self._schedule_age()

    def _aged(self) -> None:
        """Nothing but the age of what is on screen may read differently."""
        if self.is_running:
            if framed := self.framed:
                framed.draw_header()
            self._schedule_age()

    def _connection_changed(self) -> None:
        if framed := self.framed:
            framed.keep_up()

    def _flash_changed(self, flash: Flash) -> None:
        if framed := self.framed:
            framed.draw_flash(flash)

    def _schedule_age(self) -> None:
        """Wake up when the age in the header reads differently, and not before. A recording has its own time."""
        if self.state.playback:
            return
        if self._age_tick is not None:
            self._age_tick.stop()
        wait = seconds_to_next_age(self.state)
        self._age_tick = None if wait is None else self.set_timer(wait, self._aged)

    def _schedule_minute(self) -> None:
        """Wake up when the clock in the header reads differently: everything is judged and drawn at the new time."""
        if self.state.playback:
            return
        self._minute_tick = self.set_timer(seconds_to_next_minute(self.state), self._minute_passed)

    def _minute_passed(self) -> None:
        if self.is_running:
            self.state.time_passed()
            self._schedule_minute()

    def on_app_blur(self) -> None:
        """The terminal lost the focus: refresh less."""
        if self.state.session:
            self.state.session.blur()

    def on_app_focus(self) -> None:
        """The operator is back."""
        if self.state.session:
            self.state.session.focus()

    # -- commands -----------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Every key keeps the focused panel fresh for a while."""
        if isinstance(event, events.Key):
            if self.state.session:
                self.state.session.touch()
            if event.is_forwarded and event.is_printable and isinstance(self.focused, Input):
                # An input lets no printable key pass: this one was typed behind the key that moved the focus
                # (bunched by a slow line) and must not run a command.
                self.focused.post_message(events.Key(event.key, event.character))
                return
        await super().on_event(event)

    def action_command(self, name: str) -> None:
        """A key bound on the app."""
        self.run_command(name)

    def commands(self) -> tuple[Command, ...]:
        """Everything that can be done from the screen in sight."""
        return self.place.commands() if self.place else self.everywhere

    def _take_replay_keys(self, playback: Playback) -> None:
        from coldsend_tui.tui import replay

        self.everywhere = replay.COMMANDS
        self.replay = replay.ReplayKeys(playback, self.state.say, self._connection_changed)
        for command in replay.KEYS:
            self.bind(command.key, f"command({command.name!r})", description=command.label, show=False)

    def run_command(self, name: str) -> None:
        """Carry out `name` on the screen in sight, else here; say why when it is refused."""
        place = self.place
        command = next((c for c in self.commands() if c.name == name), None)
        if place is not None and command is not None and (reason := place.refusal(command)):
            self.state.say(f"{command.label}: {reason}", "warn")
            return
        if name.startswith("place_"):
            self.go(name.removeprefix("place_"))
            return
        from coldsend_tui.tui.everywhere import Everywhere

        for owner in (*(place.owners() if place else ()), self.replay, Everywhere(self)):
            method = getattr(owner, f"do_{name}", None)
            if method is not None:
                method()
                return

    def go(self, name: str) -> None:
        """Switch to a screen by its name."""
        if self.place is not None and name != self.current_mode:
            self.switch_mode(name)
        elif self.place is not None:
            while len(self.screen_stack) > 1:
                self.pop_screen()

    def open_object(self, kind: str, object_id: str) -> None:
        """Go where an object is operated."""
        if kind == "campaign":
            from coldsend_tui.tui.screens.campaign.screen import CampaignScreen

            self.push_screen(CampaignScreen(object_id))
        elif kind == "replies":
            self.go(kind)
        elif kind in ("sender", "domain"):
            self.go(f"{kind}s")
            self.call_after_refresh(lambda: self.place and getattr(self.place, "select", lambda _id: None)(object_id))

    def open_prompt(self, text: str = "") -> None:
        """The command line, with a text already in it."""
        from coldsend_tui.tui.prompt.line import open_line

        open_line(self, text)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy over OSC 52, without what would run where it is pasted."""
        self._clipboard = clipboard.clean(text)
        if self._driver is not None:
            self._driver.write(clipboard.sequences(self._clipboard, os.environ))

    # -- looks --------------------------------------------------------------------------------------------------------

    def _choose_theme(self, asked: str | None) -> None:
        name = themes.ALIASES.get(asked or "", asked or themes.DEFAULT)
        if name not in self.available_themes:
            self.state.say(f"unknown theme {name!r}, using {themes.DEFAULT}", "warn")
            name = themes.DEFAULT
        self.theme = name
        self._restyle()

    def choose_theme(self, name: str) -> None:
        """Another theme by its name, from now on."""
        self._choose_theme(name)
        self.shadow.forget()
        self.refresh()

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the present theme, mixed once: Textual asks for them with every screen."""
        theme = self.current_theme
        if self._mixed is None or self._mixed[0] is not theme:
            self._mixed = (theme, super().get_css_variables())
        return self._mixed[1]

    def _restyle(self) -> None:
        self.roles = roles.styles(self.current_theme, self.launch.accent)

    # -- the terminal -------------------------------------------------------------------------------------------------

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, (LayoutUpdate, ChopsUpdate)):
            renderable = ChangedCells(renderable, self.shadow, (self.size.width, self.size.height))
        super()._display(screen, renderable)

    def _fatal_error(self) -> None:
        """Textual's crash report would print variables; ours prints places."""
        import sys

        error = self._exception or sys.exc_info()[1] or RuntimeError("unknown failure")
        self._exit_renderables.append(Text(crash.report(error)))
        self._close_messages_no_wait()


def run(launch: Launch) -> int:
    """Open the console and stay until it is left. The exit status: 0, 128 + signal, or 1 after a crash."""
    if launch.spell is not None:
        spell_keys_out()
    app = ConsoleApp(launch)
    try:
        app.run(mouse=launch.mouse)
    finally:
        app.state.close()
        crash.name_drafts()
    return app.return_code or 0


__all__ = ["ConsoleApp", "run"]
