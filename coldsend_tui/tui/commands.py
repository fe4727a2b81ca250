"""One record per thing a key can do. Bindings, footer, palette and help are all read from these records, so they cannot drift."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.console import Console


class Offer(NamedTuple):
    """One way to go on with a text: the whole text as it would then read, and a word about it."""

    text: str
    about: str = ""


class Preview(NamedTuple):
    """What a command would do with a text as it stands, in one line; `wrong` where it cannot be understood."""

    text: str
    wrong: bool = False


class Command(NamedTuple):
    """What a key or a typed word does. `name` is the method `do_<name>` of the screen or the app that carries it out.

    `writes` marks what changes the workspace: it is refused, with the reason, where writing is not allowed; `scope` is what
    the write is to the key's scopes, as (kind of object, action). `footer` is the rank among the hints at the bottom (None:
    only in help and palette). A command without a key is typed behind `:`, as its label; it may take a text, which `takes`
    describes, `offers` completes and `preview` reads aloud, and is carried out by `run` instead of a method.
    """

    name: str
    key: str
    label: str
    help: str
    writes: bool = False
    footer: int | None = None
    group: str = "This screen"
    scope: tuple[str, str] | None = None
    takes: str = ""
    run: "Callable[[ConsoleApp, str], None] | None" = None
    offers: "Callable[[Console, str], Sequence[Offer]] | None" = None
    preview: "Callable[[Console, str], Preview] | None" = None

    @property
    def key_text(self) -> str:
        """The key as people write it."""
        first = self.key.split(",")[0]
        return _KEY_NAMES.get(first, first)


_KEY_NAMES = {
    "question_mark": "?",
    "colon": ":",
    "slash": "/",
    "exclamation_mark": "!",
    "enter": "⏎",
    "escape": "esc",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "asterisk": "*",
    "full_stop": ".",
    "comma": ",",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "equals_sign": "=",
    "plus": "+",
    "minus": "-",
    "left": "←",
    "right": "→",
}


def spell_keys_out() -> None:
    """For a terminal without glyphs: what would stand for one there is another key."""
    for key in [key for key, name in _KEY_NAMES.items() if not name.isascii()]:
        del _KEY_NAMES[key]


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """Textual bindings that all end in `action_command`, which knows when to refuse and why."""
    return [Binding(c.key, f"command({c.name!r})", c.label, show=False, id=c.name) for c in commands if c.key]


EVERYWHERE = (
    Command("place_now", "1", "Now", "What needs you now", group="Screens"),
    Command("place_campaigns", "2", "Campaigns", "All campaigns", group="Screens"),
    Command("place_senders", "3", "Senders", "Sender accounts: health, usage, limits", group="Screens"),
    Command("place_domains", "4", "Domains", "Sending domains and their set-up", group="Screens"),
    Command("place_replies", "5", "Replies", "What people answered", group="Screens"),
    Command(
        "place_analytics", "6", "Analytics", "What came of the mails: over time, by whom, compared", group="Screens"
    ),
    Command("place_journal", "7", "Journal", "Every write this console made", group="Screens"),
    Command("place_contacts", "8", "Contacts", "Everybody the team knows, and saved lists", group="Screens"),
    Command("portfolio", "0", "Workspaces", "All workspaces, worst first; enter switches", group="Screens"),
    Command(
        "kill_switch",
        "K",
        "stop",
        "Kill switch: stop everything in a scope, now",
        writes=True,
        footer=97,
        group="Anywhere",
        scope=("campaign", "pause"),
    ),
    Command("results", "w", "writes", "Progress and results of the newest write", group="Anywhere"),
    Command("worst", "exclamation_mark", "worst finding", "Go to the worst finding", group="Anywhere"),
    Command("palette", "colon,ctrl+p", "command", "Run any command by name", footer=98, group="Anywhere"),
    Command("help", "question_mark", "help", "Keys of this screen", footer=99, group="Anywhere"),
    Command("copy", "y", "copy", "Copy a value of what is selected to your clipboard (OSC 52)", group="Anywhere"),
    Command(
        "copy_other",
        "Y",
        "copy other",
        "Choose what of the selected row to copy: id, name, address …",
        group="Anywhere",
    ),
    Command("export", "x", "export", "Export what is shown as CSV, JSON or TOML", group="Anywhere"),
    Command("refresh", "r", "refresh", "Read this screen again now", group="Anywhere"),
    Command("freeze", "z", "freeze", "Freeze or resume live refresh", group="Anywhere"),
    Command("redraw", "ctrl+l", "redraw", "Draw the whole screen again", group="Anywhere"),
    Command("back", "escape", "back", "Close what is open, clear filter and marks", group="Anywhere"),
    Command("quit", "q", "quit", "Back, then leave the console", group="Anywhere"),
)

MOVES = (
    ("j k ↓ ↑", "next, previous row"),
    ("g G home end", "first, last row"),
    ("pgdn pgup", "a page down, up"),
    ("tab shift+tab", "next, previous part of the screen"),
)

MARKS = (
    ("space", "mark this row, or take its mark off"),
    ("v", "mark all from the last mark to this row"),
    ("M", "mark all that are shown, or none"),
    ("esc", "take all marks off"),
)
"""Where rows can be marked. What is done then is done to all marked ones."""
