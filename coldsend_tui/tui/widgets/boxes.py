"""Containers that only lay out: no border, no padding, no lines of their own to draw under their children."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical


class Across(Horizontal):
    """Children side by side."""

    # Textual draws a container's every line, to cover it with the children's: as a blank it costs nothing.
    BLANK = True


class Down(Vertical):
    """Children one below the other."""

    BLANK = True
