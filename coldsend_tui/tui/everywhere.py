"""The commands that are the same on every screen. Each is found by its name (`commands.EVERYWHERE`) when its key is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError, ExitCode

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp


class Everywhere:
    """Carries them out on the console; a screen that has a command of the same name comes first."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app

    def do_worst(self) -> None:
        """Open what the worst finding is about."""
        worst = self._app.state.verdict.worst
        if worst:
            self._app.open_object(worst.kind, worst.object_id)
        else:
            self._app.state.say("nothing found that needs you")

    def do_portfolio(self) -> None:
        from coldsend_tui.tui import switching

        switching.open_portfolio(self._app)

    def do_palette(self) -> None:
        self._app.open_prompt()

    def do_kill_switch(self) -> None:
        from coldsend_tui.tui.stopping import open_switch

        open_switch(self._app)

    def do_results(self) -> None:
        from coldsend_tui.tui.writes import show_newest

        show_newest(self._app)

    def do_export(self) -> None:
        from coldsend_tui.tui import exporting

        try:
            exporting.ask(self._app)
        except ColdSendError as error:
            self._app.state.say(str(error), "warn")

    def do_copy(self) -> None:
        self.do_copy_other()

    def do_copy_other(self) -> None:
        from coldsend_tui.tui import copying

        copying.choose(self._app)

    def do_help(self) -> None:
        from coldsend_tui.tui import prompt
        from coldsend_tui.tui.modals.help import Help

        place = self._app.place
        self._app.push_screen(Help(place.NAME if place else "", (*self._app.commands(), *prompt.COMMANDS)))

    def do_refresh(self) -> None:
        if self._app.state.session:
            self._app.state.session.refresh()
            self._app.state.say("reading this screen again")

    def do_freeze(self) -> None:
        session = self._app.state.session
        if session is None:
            return
        if session.paused:
            session.resume()
        else:
            session.pause()
        self._app.state.say("live refresh frozen, z resumes it" if session.paused else "live refresh resumed")
        if place := self._app.place:
            place.draw_frame()

    def do_redraw(self) -> None:
        self._app.shadow.forget()
        self._app.refresh()

    def do_back(self) -> None:
        if len(self._app.screen_stack) > 1:
            self._app.pop_screen()

    def do_quit(self) -> None:
        if len(self._app.screen_stack) > 1:
            self._app.pop_screen()
        elif under_way := [write for write in self._app.writes if write.running and not write.stop.is_set()]:
            for write in under_way:
                write.stop.set()
            self._app.state.say("a write is under way: it stops after the present object; q again leaves", "warn")
        elif self._app.exporting is not None and self._app.exporting.running and not self._app.exporting.given_up:
            self._app.exporting.given_up = True
            self._app.state.say(
                "an export is under way (x shows it): q again leaves, and nothing of it is kept", "warn"
            )
        else:
            self._app.exit(int(ExitCode.OK))
