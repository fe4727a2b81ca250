"""`coldsend-tui new campaign`: the commented file of a new campaign, to fill in and apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.campaign_file.template import STARTER
from coldsend_tui.campaign_file.write import write

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Print it; nothing is sent."""
    print(write(STARTER, heading=["Fill in, save, then: coldsend-tui apply FILE"]), end="")
    return 0
