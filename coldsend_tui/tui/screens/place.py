"""What all screens share: the frame around them, their commands, and when they draw themselves again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import ScreenResume
from textual.screen import Screen

from coldsend_tui.tui.commands import Command, bindings
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.flash import NOTHING, Flash
from coldsend_tui.tui.header import header
from coldsend_tui.tui.widgets import frame
from coldsend_tui.tui.widgets.paper import Paper

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.copying import Copy
    from coldsend_tui.tui.exporting import Shown


OF_A_ROW = frozenset(
    [
        "open",
        "mark",
        "side",
        "in_full",
        "edit",
        "copy",
        "copy_other",
        "leads",
        "replies_of",
        "elsewhere",
        "batch",
        "pause",
        "activate",
        "launch",
        "archive",
        "delete",
        "duplicate",
        "test",
        "redirect",
        "reply",
        "reply_editor",
        "read",
        "star",
        "quotes",
        "pin",
        "tag",
        "untag",
        "put",
        "enrol",
        "mail",
        "move",
    ]
)
"""Commands that are about the selected row. In a list without one they are dark and say so."""


class Place(Screen[Any]):
    """A screen in the frame. Subclasses give a body, the feeds they show, and `draw`, which must be cheap and repeatable."""

    NAME: ClassVar[str] = ""
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = ()
    MORE_KEYS: ClassVar[tuple[Binding, ...]] = ()
    ALLOW_SELECT = False
    BLANK = True  # all of it is covered; see widgets/boxes.py
    _seen = False
    # Kept by their names: to look for them in the tree takes longer than to draw them.
    _frame: Mapping[str, Paper] = MappingProxyType({})
    _hindrance: Paper | None = None
    _typing = False
    DEFAULT_CSS = """
    Place { layout: vertical; }
    Place > .frame { height: 1; }
    Place > #body { height: 1fr; }
    """

    def __init_subclass__(cls, **options: Any) -> None:
        cls.BINDINGS = [*bindings(cls.COMMANDS_HERE), *cls.MORE_KEYS]
        super().__init_subclass__(**options)

    @property
    def console_app(self) -> ConsoleApp:
        """The application, typed."""
        return cast("ConsoleApp", self.app)

    @property
    def state(self) -> Console:
        """What is known and shared."""
        return self.console_app.state

    def compose(self) -> ComposeResult:
        """Header, tabs, body, flash line, footer."""
        # Textual sets the classes of the size with the first resize, and would style everything a second time for it.
        app = self.console_app
        for measure, steps in (
            (app.size.width, app.HORIZONTAL_BREAKPOINTS),
            (app.size.height, app.VERTICAL_BREAKPOINTS),
        ):
            self.add_class(max(step for step in steps if step[0] <= measure)[1], update=False)
        self._frame = {name: Paper(id=name, classes="frame") for name in ("header", "tabs", "flash", "footer")}
        yield self._frame["header"]
        yield self._frame["tabs"]
        yield from self.compose_body()
        yield self._frame["flash"]
        yield self._frame["footer"]

    def compose_body(self) -> Iterable[Any]:
        """The widgets between tabs and flash line; the outermost has the id `body`."""
        raise NotImplementedError  # pragma: no cover - abstract

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """The feeds this screen shows, and the one the operator looks at."""
        return (), None

    def draw(self) -> None:
        """Bring the body up to date with what is known."""

    def in_hand(self) -> tuple[str, str] | None:
        """Kind ("campaign", "sender", "domain") and id of what is selected here, None without."""
        return None

    def exports(self) -> Shown | None:
        """What of this screen can be exported, as it is shown now; None where nothing can."""
        return None

    def copies(self) -> Sequence[Copy]:
        """What can be copied of what is selected, the most wanted first."""
        from coldsend_tui.export.fields import kind_of
        from coldsend_tui.tui.copying import copies_of

        row = getattr(self, "selected", None)
        kind = kind_of(row)
        return copies_of(kind, row) if kind is not None else ()

    def why_not(self, command: str) -> str:
        """Why a command is refused here and now; "" when it is not."""
        return ""

    def _compositor_refresh(self) -> None:
        """In a batch Textual draws a whole frame and throws it away: what is dirty stays dirty until its end."""
        if self.app._batch_count:
            self._repaint_required = True
        else:
            super()._compositor_refresh()

    # -- when ---------------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """First drawing."""
        self.draw_all()

    def on_resize(self) -> None:
        """Widths changed."""
        self.draw_all()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Back in sight: say what is shown and catch up."""
        if not self._seen:
            # All was styled a moment ago, when it was composed.
            self._seen, event.refresh_styles = True, False
        self.state.looks_at(self)
        self.attend()
        self.draw_all()

    def on_rows_moved(self) -> None:
        """The rows of the list differ, or another one is selected."""

    def cursor_moved(self) -> None:
        """The operator selected another row: what was said of the one before is over."""
        self.state.turned_away()
        self.on_rows_moved()

    def attend(self) -> None:
        """Tell the live session what this screen shows now."""
        names, focus = self.feeds()
        self.state.watch("screen", names, focus)

    def keep_up(self) -> None:
        """Something is known anew. Under a dialog only the frame tells it: the rows stay those the dialog was opened on,
        and are caught up with when it closes."""
        if self.app.screen is self:
            self.draw_all()
        elif self.is_mounted and self.is_current and self._frame:
            self.draw_frame()

    def draw_all(self) -> None:
        """Frame and body."""
        if not self.is_mounted or not self.is_current or not self._frame:
            return
        self.draw()
        self.draw_frame()

    # -- frame --------------------------------------------------------------------------------------------------------

    def draw_frame(self) -> None:
        """Header, tabs, flash and footer."""
        columns = self.size.width or self.app.size.width
        state = self.state
        self.draw_header()
        self.draw_hindrance(columns)
        self._frame["tabs"].show([frame.tabs(self.console_app.tabs, self.NAME, columns)])
        self.draw_flash(state.flash)
        self.draw_footer()

    def draw_header(self) -> None:
        """The header alone: the age of what is on screen."""
        columns = self.size.width or self.app.size.width
        if self.is_mounted and self.is_current and self._frame:
            self._frame["header"].show([header(self.state, columns)])

    def draw_hindrance(self, columns: int) -> None:
        """Above the body, in whole sentences, what keeps the API from being used until somebody changes something."""
        error = self.state.hindrance
        if self._hindrance is None and error is None:
            return
        from coldsend_tui.tui.hindrance import lines

        told = lines(error, columns - 2, recorded=self.state.playback is not None) if error is not None else []
        if self._hindrance is None:
            self._hindrance = Paper(told, id="hindrance")
            self.mount(self._hindrance, after="#tabs")
        else:
            self._hindrance.show(told)

    def keys_while_typing(self) -> tuple[Command, ...]:
        """The keys that still are keys while a text is typed; none while nothing is."""
        for widget in self.focused.ancestors_with_self if self.focused is not None else ():
            if keys := getattr(widget, "typing_keys", ()):
                return cast("tuple[Command, ...]", keys)
        return ()

    def on_descendant_focus(self) -> None:
        """Into a text, or out of it: other keys work."""
        if (typing := bool(self.keys_while_typing())) != self._typing:
            self._typing = typing
            self.draw_footer()

    def draw_footer(self) -> None:
        """The keys; those refused for what is selected are dark. While a text is typed, what its box takes for keys."""
        columns = self.size.width or self.app.size.width
        if not self._frame:
            return
        commands = self.keys_while_typing() or self.commands()
        refused = frozenset(c.name for c in commands if self.refusal(c))
        self._frame["footer"].show([frame.footer(commands, columns, refused)])

    def draw_flash(self, flash: Flash) -> None:
        """The flash line alone."""
        if not self._frame:
            return
        columns = self.size.width or self.app.size.width
        if self.state.hindrance is not None and flash == self.state.standing:
            flash = NOTHING  # it stands above the body, in full
        said = frame.flash(flash.message, flash.level, columns)
        if playback := self.state.playback:
            from coldsend_tui.tui.widgets.playhead import beside

            said = beside(said, playback, columns)
        self._frame["flash"].show([said])

    # -- commands -----------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Everything that can be done from here."""
        here = frozenset(command.name for command in self.COMMANDS_HERE)
        return (*self.COMMANDS_HERE, *(c for c in self.console_app.everywhere if c.name not in here))

    def refusal(self, command: Command) -> str:
        """Why `command` cannot run now; "" when it can."""
        if command.writes and (reason := self.state.refusal_of(*(command.scope or ("", "")))):
            return reason
        if command.name in OF_A_ROW and getattr(self, "selected", self) is None:
            return "nothing is selected"
        return self.why_not(command.name)

    def owners(self) -> tuple[object, ...]:
        """Who carries out this screen's commands by their `do_<name>`, the first that can."""
        return (self,)

    def action_command(self, name: str) -> None:
        """Carry out a command of this screen, or say why not."""
        self.console_app.run_command(name)
