"""The console's own themes: a dark slate and a light paper, both with one ice-blue accent; red and amber mean findings only."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="coldsend-dark",
    primary="#8ecbea",
    secondary="#6fa3bf",
    accent="#8ecbea",
    foreground="#d5dde4",
    background="#12171d",
    surface="#171d24",
    panel="#222b35",
    success="#86c79a",
    warning="#e3b25f",
    error="#f0716a",
    dark=True,
    variables={"border": "#33404d", "border-blurred": "#2a343f", "scrollbar": "#2a343f", "scrollbar-hover": "#3a4856"},
)

LIGHT = Theme(
    name="coldsend-light",
    primary="#1f6f96",
    secondary="#4c8199",
    accent="#1f6f96",
    foreground="#1f2a33",
    background="#f7f9fa",
    surface="#eef2f4",
    panel="#dde5ea",
    success="#2f7d4a",
    warning="#96640b",
    error="#b8322a",
    dark=False,
    variables={"border": "#bccad3", "border-blurred": "#ccd7de", "scrollbar": "#ccd7de", "scrollbar-hover": "#b3c2cc"},
)

OWN = (DARK, LIGHT)
DEFAULT = DARK.name
# The terminal's own palette under the name that people look for.
ALIASES = {"ansi": "ansi-dark"}


def names() -> list[str]:
    """Of all themes that can be asked for."""
    from textual.theme import BUILTIN_THEMES

    return [*ALIASES, *(theme.name for theme in OWN), *BUILTIN_THEMES]
