"""How the frame looks on this terminal, as it was sent: for the first glance of the next console.

Private API touched: `Console._color_system` of Rich.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.segment import Segment
from textual.strip import Strip

from coldsend_tui.launch import Look
from coldsend_tui.tui.widgets.table import Table

if TYPE_CHECKING:
    from rich.style import Style
    from textual.widget import Widget

    from coldsend_tui.tui.app import ConsoleApp


def look_of(app: ConsoleApp) -> Look:
    """The colours of every role on the header ("header:crit"), on the screen ("crit"), of the footer and of borders."""
    screen = app.screen
    header, tabs, footer = (screen.query_one(f"#{name}") for name in ("header", "tabs", "footer"))
    inks = {"header:": _ink(app, header, app.roles[""]), "footer:": _ink(app, footer, app.roles[""])}
    for role, style in app.roles.items():
        inks[role] = _ink(app, tabs, style)
        if role:
            inks[f"header:{role}"] = _ink(app, header, style)
    table = screen.query(Table).first()
    corner = app.shadow.lines[table.region.y][table.region.x :]
    # `╭─ Title`: the corner and the first letter.
    inks["border"], inks["border-title"] = corner[0][1], corner[3][1]
    return Look(app.tabs, inks)


def _ink(app: ConsoleApp, widget: Widget, style: Style) -> str:
    """What the terminal gets for `style` on `widget`, after the filters for terminals without colours."""
    drawn = Strip([Segment("x", widget.rich_style + style)])
    for line_filter in app.get_line_filters():
        drawn = drawn.apply_filter(line_filter, widget.background_colors[1])
    filtered = next(iter(drawn)).style
    return Strip.render_ansi(filtered, app.console._color_system or ColorSystem.TRUECOLOR) if filtered else ""
