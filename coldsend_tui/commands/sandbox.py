"""`coldsend-tui sandbox …`: the local ColdSend API for other programs."""

from __future__ import annotations

from collections.abc import Sequence

from coldsend_tui.commands.sandbox_process import require_extra


def run(arguments: Sequence[str]) -> int:
    """Hand `arguments` to the sandbox's own command line; its exit status."""
    require_extra()
    from coldsend_tui.sandbox.serve import main

    return main(list(arguments))
