"""Titles in borders, as plain text: Textual would read a string as markup."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from coldsend_tui.text import safe


def title(widget: Widget, text: str) -> None:
    """Write `text` into the widget's upper border; an equal title costs nothing."""
    content = Content(safe(text) or " ")
    if widget.border_title != content.markup:
        widget.border_title = content


def subtitle(widget: Widget, text: str) -> None:
    """Write `text` into the widget's lower border; an equal one costs nothing, "" closes the border."""
    content = Content(safe(text))
    if widget.border_subtitle != content.markup:
        widget.border_subtitle = content
