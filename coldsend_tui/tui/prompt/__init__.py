"""Commands typed behind `:`, which take a text: completed while it is typed, read aloud before it runs."""

from __future__ import annotations

from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.prompt import console, lifecycle, quieting, stopping

COMMANDS: tuple[Command, ...] = (*lifecycle.COMMANDS, *stopping.COMMANDS, *quieting.COMMANDS, *console.COMMANDS)
