"""`Y`: choose what of the selected row goes to the clipboard; `y` does the same where a screen has no one obvious value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coldsend_tui.text import cut, safe
from coldsend_tui.tui.modals.pick import Choice, Pick

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp

SHOWN = 60
"""Cells of a copied value that the flash line repeats."""


class Copy(NamedTuple):
    """One value: what it is, and its text as a stranger may have written it."""

    label: str
    text: str


def copies_of(kind: str, row: object) -> tuple[Copy, ...]:
    """Every value of a row that can be told of it."""
    from coldsend_tui.export import fields_of
    from coldsend_tui.export.formats import cell

    found = (Copy(field.name.replace("_", " "), cell(field.get(row))) for field in fields_of(kind))
    return tuple(copy for copy in found if copy.text)


def choose(app: ConsoleApp) -> None:
    """Ask which value of what is selected is wanted, and copy it; the only one at once."""
    values = app.place.copies() if app.place else ()
    if not values:
        app.state.say("copy: nothing here to choose from", "warn")
    elif len(values) == 1:
        copy(app, values[0].text)
    else:
        choices = [Choice(str(at), value.label, cut(safe(value.text), SHOWN)) for at, value in enumerate(values)]

        def chosen(picked: tuple[str, ...] | None) -> None:
            if picked:
                copy(app, "\n".join(values[int(at)].text for at in picked))

        app.push_screen(Pick("Copy", choices), chosen)


def copy(app: ConsoleApp, text: str) -> None:
    """Copy, and say what."""
    app.copy_to_clipboard(text)
    app.state.say(f"copied {cut(safe(text), SHOWN)}")
