"""The operator's editor in a real terminal: it has the screen and the keys to itself, and gives both back."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal, Watched, descendants

EDITOR = r"""#!/bin/sh
for file; do :; done
printf 'THE EDITOR '
read -r answer </dev/tty
sed -i "s/^daily_limit_per_inbox = [^#]*/daily_limit_per_inbox = $answer /" "$file"
"""


@pytest.fixture
def terminal(coldsend: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The demo with a draft in the editor."""
    editor = home / "asks"
    editor.write_text(EDITOR, encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.setenv("TMPDIR", str(home))
    terminal = coldsend("demo", "--speed", "0")
    terminal.wait_for("DEMO", "What needs you")
    terminal.press("2")
    terminal.wait_for("ACTIVE", "─ Campaigns ", "e edit")
    terminal.press("/")
    terminal.wait_for("esc clears")
    terminal.press("status:draft", "enter")
    terminal.wait_for("filtered", "e edit")  # the keys of the list: they work again
    terminal.press("e")
    terminal.wait_for("THE EDITOR")
    return terminal


def kept(home: Path) -> list[Path]:
    """Texts that are still there."""
    return list(home.glob("coldsend-*/*.toml"))


def test_an_edit_from_key_to_journal(terminal: Terminal, home: Path) -> None:
    assert terminal.unrestored() == []
    terminal.press("17", "enter")
    terminal.wait_for("daily_limit_per_inbox", "→ 17", "tab to Edit")
    terminal.press("tab", "enter")
    terminal.wait_for("Edited")
    assert kept(home) == []
    terminal.press("7")
    terminal.wait_for("─ Journal", "edit", "✓ done")
    terminal.press("q")
    assert terminal.wait_for_exit() == 0
    assert terminal.unrestored() == []


@pytest.mark.slow
def test_a_cancelled_edit_is_named_again_at_the_end(terminal: Terminal, home: Path) -> None:
    terminal.press("17", "enter")
    terminal.wait_for("tab to Edit")
    terminal.press("escape")
    terminal.wait_for("your text is in")
    terminal.press("q")
    assert terminal.wait_for_exit() == 0
    [text] = kept(home)
    assert text.parent.name in terminal.text.replace("\n", "")
    assert "daily_limit_per_inbox = 17" in text.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_console_that_ends_meanwhile_keeps_the_text_and_names_it(terminal: Terminal, home: Path) -> None:
    started = [Watched(pid) for pid in descendants(terminal.process.pid)]
    for process in started:
        process.__enter__()
    terminal.signal(signal.SIGTERM)
    assert terminal.wait_for_exit() == 128 + signal.SIGTERM
    [text] = kept(home)
    assert "what you wrote is kept in" in terminal.text.replace("\n", "")
    assert text.parent.name in terminal.text.replace("\n", "")
    assert all(process.ends() for process in started)
    assert terminal.unrestored() == []
