"""Who may import whom: the contracts of pyproject.toml, and what importing a room really loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"textual", "rich", "httpx", "pydantic", "fastapi", "uvicorn", "plotext"}
LOADS = """
import pkgutil, sys
from importlib import import_module
room = sys.argv[1]
module = import_module(room)
for found in pkgutil.walk_packages(getattr(module, "__path__", []), room + "."):
    import_module(found.name)
print(*sorted(name for name in sys.modules if "." not in name))
"""


def loaded_by(room: str) -> set[str]:
    command = [sys.executable, "-c", LOADS, room]
    return set(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split())


def test_the_contracts_hold() -> None:
    lint = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", lint], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("room", ["store", "ops", "live", "actions", "config", "launch", "commands", "cli"])
def test_nothing_before_the_first_paint_loads_what_is_heavy(room: str) -> None:
    """Every module of a room, imported: neither Textual nor httpx nor pydantic comes with it."""
    assert loaded_by(f"coldsend_tui.{room}") & HEAVY == set()


def test_the_client_and_the_sandbox_know_nothing_of_the_console() -> None:
    assert loaded_by("coldsend_tui.api") & {"textual", "fastapi"} == set()
    assert loaded_by("coldsend_tui.sandbox") & {"textual", "httpx"} == set()
