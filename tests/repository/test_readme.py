"""The README's two commands, and that what checks a change runs those very commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DEMO = "python3 -m venv .venv && .venv/bin/pip install -q '.[sandbox]' && .venv/bin/coldsend-tui demo"
TESTS = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest"


def section(title: str) -> str:
    return re.split(r"^## ", README.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_quick_start_is_exactly_two_commands() -> None:
    blocks = re.findall(r"```(?:sh|console|bash)?\n(.*?)```", section("Quick start"), flags=re.DOTALL)
    assert [block.strip() for block in blocks] == [DEMO, TESTS]


def test_what_checks_a_change_takes_both_commands_from_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    patterns = re.findall(r"readme (?:'([^']+)'|(\w+))", script)
    assert [quoted or plain for quoted, plain in patterns] == ["coldsend-tui demo", "pytest"]
    for command in (DEMO, TESTS):
        assert README.splitlines().count(command) == 1


def test_what_checks_a_change_is_sound_bash() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_every_file_that_the_readme_shows_is_there() -> None:
    links = re.findall(r"\]\(((?!https?:|#)[^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize(
    "command",
    [
        "demo",
        "status",
        "check",
        "metrics",
        "replay",
        "apply",
        "export",
        "stop",
        "restore",
        "leads upload",
        "leads export",
        "login",
        "doctor",
    ],
)
def test_every_option_of_the_command_line_is_explained(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coldsend_tui", *command.split(), "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    options = set(re.findall(r"^  (?:-h, )?(--[a-z-]+)", done.stdout, flags=re.MULTILINE)) - {"--help"}
    assert options
    assert {option for option in options if f"`{option}" not in README} == set()


def test_the_python_examples_are_python() -> None:
    examples = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert examples
    for example in examples:
        compile(example, "README.md", "exec")
