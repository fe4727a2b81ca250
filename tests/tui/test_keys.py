"""One meaning for a letter: over the tables of commands of all screens, and the help that is made from them."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.text import width
from coldsend_tui.tui import prompt, screens
from coldsend_tui.tui.commands import EVERYWHERE, Command
from coldsend_tui.tui.lines import plain
from coldsend_tui.tui.modals.help import TWO_SHEETS, lines
from coldsend_tui.tui.screens.campaign.tabs import TABS
from coldsend_tui.tui.screens.place import Place


def places() -> Iterator[type[Place]]:
    """Every screen of the console."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, type) and issubclass(found, Place) and found.__module__ == module.name:
                yield found


TABLES: dict[str, tuple[Command, ...]] = {
    **{place.__name__: place.COMMANDS_HERE for place in places() if place.COMMANDS_HERE},
    **{f"the tab {tab.label}": tab.commands for tab in TABS if tab.commands},
    "anywhere": EVERYWHERE,
}
KEYS = [(where, key, command) for where, table in TABLES.items() for command in table for key in command.key.split(",")]

MEANINGS = {
    "enter": {"open", "side"},
    "escape": {"back"},
    "slash": {"filter"},
    "space": {"mark"},
    "s": {"sort"},
    "S": {"reverse"},
    "r": {"refresh"},
    "z": {"freeze"},
    "y": {"copy"},
    "Y": {"copy_other"},
    "o": {"side", "in_full"},
    "x": {"export"},
    "q": {"quit"},
    "w": {"results"},
    "e": {"edit", "redirect", "reply_editor"},
    "n": {"new", "add", "next_unread"},
    "N": {"duplicate", "add_smtp", "last_unread"},
    "f": {"status", "signal"},
    "P": {"pause"},
    "A": {"activate"},
    "L": {"launch"},
    "Z": {"archive"},
    "D": {"delete"},
    "K": {"kill_switch"},
    "I": {"import", "assign"},
}
"""What a letter does wherever it does anything. `N` is the other way of `n`, `S` of `s`, `Y` of `y`."""
ON_TABS = {"o", "s", "f", "w"}
"""Letters that screens with tabs light in the names of those, or that a tab takes."""


@pytest.mark.parametrize("key", sorted(MEANINGS))
def test_a_letter_means_the_same_everywhere(key: str) -> None:
    used = {(where, command.name) for where, k, command in KEYS if k == key}
    of_tabs = {(where, name) for where, name in used if name.startswith("tab_") or where.startswith("the tab")}
    elsewhere = used - of_tabs if key in ON_TABS else used
    assert elsewhere and {name for _, name in elsewhere} <= MEANINGS[key]


def test_capital_letters_write_and_small_ones_read_with_the_exceptions_that_readme_names() -> None:
    letters = [(key, command) for _, key, command in KEYS if len(key) == 1 and key.isalpha()]
    assert {key for key, command in letters if key.isupper() and not command.writes} <= set("SNYG")
    assert {key for key, command in letters if key.islower() and command.writes} <= set("neutm")


@pytest.mark.parametrize("where", sorted(TABLES))
def test_no_key_of_a_screen_is_taken_twice(where: str) -> None:
    keys = [key for at, key, command in KEYS if at == where and key]
    assert len(keys) == len(set(keys))


def test_no_command_takes_the_keys_of_marking() -> None:
    marking = {where for where, key, _ in KEYS if key == "space"}
    assert not [(where, key) for where, key, _ in KEYS if key == "M" or (key == "v" and where in marking)]


@pytest.mark.parametrize("where", sorted(TABLES))
@given(columns=st.integers(40, 200))
def test_help_tells_everything_in_the_width_it_has(where: str, columns: int) -> None:
    table = (*TABLES[where], *EVERYWHERE, *prompt.COMMANDS)
    shown = lines(table, columns)
    assert max(width(plain(spans)) for spans in shown) <= columns
    text = " ".join(" ".join(plain(spans) for spans in shown).split())
    assert text.count("…") == sum(command.help.count("…") for command in table), "cut"
    if columns < TWO_SHEETS:  # a wrapped text stands in one piece
        assert all(command.help in text for command in table)
    assert ("mark all that are shown" in text) == any(command.name == "mark" for command in table)
