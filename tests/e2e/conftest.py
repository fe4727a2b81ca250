"""A home of its own for every program that the end-to-end tests start."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal

Open = Callable[..., Terminal]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory, and nothing of ColdSend in the environment."""
    for name in ("COLDSEND_API_KEY", "COLDSEND_BASE_URL", "COLDSEND_CONFIG", "TEXTUAL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def coldsend(home: Path) -> Iterator[Open]:
    """Open `coldsend-tui` with some arguments in a terminal: `coldsend("demo", size=(80, 24))`."""
    with ExitStack() as stack:

        def open_it(*arguments: str, **options: object) -> Terminal:
            command = [sys.executable, "-m", "coldsend_tui", *arguments]
            return stack.enter_context(Terminal(command, **options))  # type: ignore[arg-type]

        yield open_it
