"""Roles to styles: the one place where meaning becomes colour, for any theme, 16 colours and NO_COLOR alike."""

from __future__ import annotations

from collections.abc import Iterable

from rich.style import Style
from textual.color import Color
from textual.theme import Theme

ANSI = {
    "": Style(),
    "muted": Style(dim=True),
    "faint": Style(dim=True),
    "bold": Style(bold=True),
    "title": Style(bold=True),
    "accent": Style(color="cyan"),
    "key": Style(color="cyan", bold=True),
    "ok": Style(color="green"),
    "warn": Style(color="yellow"),
    "crit": Style(color="red", bold=True),
    "added": Style(color="green"),
    "removed": Style(color="red"),
    "lit": Style(color="cyan", bold=True),
    "bar": Style(color="cyan"),
    "track": Style(dim=True),
    "series2": Style(color="green"),
    "series3": Style(color="yellow"),
    "series4": Style(color="red"),
    "heat0": Style(dim=True),
    "heat1": Style(color="cyan"),
    "heat2": Style(color="cyan", bold=True),
    "heat3": Style(color="cyan", reverse=True),
    "heat4": Style(color="cyan", bold=True, reverse=True),
    "cursor": Style(reverse=True),
    "chip-live": Style(color="cyan", bold=True),
    "chip-demo": Style(color="magenta", bold=True),
    "chip-crit": Style(color="red", bold=True, reverse=True),
    "chip-warn": Style(color="yellow", bold=True, reverse=True),
    "chip-ok": Style(color="green", bold=True),
    "chip-offline": Style(color="yellow", bold=True),
    "chip-readonly": Style(color="blue", bold=True),
    "mark": Style(color="magenta", bold=True),
    "workspace": Style(color="cyan", bold=True),
    "lit-ok": Style(color="green", bold=True, reverse=True),
    "lit-warn": Style(color="yellow", bold=True, reverse=True),
    "lit-crit": Style(color="red", bold=True, reverse=True),
    "lit-accent": Style(color="cyan", bold=True, reverse=True),
    "lit-muted": Style(bold=True, reverse=True),
    "lit-faint": Style(bold=True, reverse=True),
}


def accents(theme: Theme, colours: Iterable[str]) -> dict[str, Style]:
    """Styles of workspaces by their own colours ("#rrggbb"), which are roles then."""
    plain = theme.name.startswith("ansi") or theme.name == "textual-ansi"
    return {c: Style(bold=True) if plain else Style(color=Color.parse(c).rich_color, bold=True) for c in colours}


def styles(theme: Theme, accent: str | None = None) -> dict[str, Style]:
    """The style of each role in `theme`; `accent` is a profile's own colour for its chip in the header ("#rrggbb")."""
    if theme.name.startswith("ansi") or theme.name == "textual-ansi":
        return dict(ANSI)
    palette = theme.to_color_system().generate()

    def colour(name: str) -> Color:
        return Color.parse(palette[name])

    background, foreground = colour("background"), colour("foreground")
    muted, faint = foreground.blend(background, 0.42), foreground.blend(background, 0.68)
    primary, success, warning, error = (colour(name) for name in ("primary", "success", "warning", "error"))
    own = Color.parse(accent) if accent else primary

    def ink(of: Color, *, bold: bool = False, on: Color | None = None) -> Style:
        return Style(color=of.rich_color, bold=bold or None, bgcolor=on.rich_color if on else None)

    return {
        "": ink(foreground),
        "muted": ink(muted),
        "faint": ink(faint),
        "bold": ink(foreground, bold=True),
        "title": ink(primary, bold=True),
        "accent": ink(primary),
        "key": ink(primary, bold=True),
        "ok": ink(success),
        "warn": ink(warning),
        "crit": ink(error, bold=True),
        "added": ink(success),
        "removed": ink(error),
        "lit": ink(primary, bold=True),
        "bar": ink(primary.blend(background, 0.15)),
        "track": ink(foreground.blend(background, 0.82)),
        "series2": ink(success),
        "series3": ink(warning),
        "series4": ink(error),
        "heat0": ink(faint),
        "heat1": ink(foreground, on=background.blend(primary, 0.10)),
        "heat2": ink(foreground, on=background.blend(primary, 0.24)),
        "heat3": ink(foreground, on=background.blend(primary, 0.42)),
        "heat4": ink(background, bold=True, on=background.blend(primary, 0.85)),
        "cursor": Style(bgcolor=background.blend(primary, 0.24).rich_color),
        "chip-live": ink(own, bold=True),
        "chip-demo": ink(background, bold=True, on=own),
        "chip-crit": ink(background, bold=True, on=error),
        "chip-warn": ink(background, bold=True, on=warning),
        "chip-ok": ink(success, bold=True),
        "chip-offline": ink(background, bold=True, on=warning),
        "chip-readonly": ink(background, bold=True, on=foreground.blend(background, 0.3)),
        "mark": ink(warning, bold=True),
        "workspace": ink(own, bold=True),
        "lit-ok": ink(background, bold=True, on=success),
        "lit-warn": ink(background, bold=True, on=warning),
        "lit-crit": ink(background, bold=True, on=error),
        "lit-accent": ink(background, bold=True, on=primary),
        "lit-muted": ink(background, bold=True, on=muted),
        "lit-faint": ink(background, bold=True, on=muted),
    }
