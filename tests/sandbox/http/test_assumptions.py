"""What nobody documents is assumed in one place, and the place says which open question it answers."""

import re
from pathlib import Path

import coldsend_tui.sandbox

QUESTIONS = 26
"""Numbered questions of behaviour.md §19."""


def test_every_open_question_is_answered_by_name() -> None:
    package = Path(coldsend_tui.sandbox.__file__).parent
    sources = "\n".join(path.read_text() for path in package.rglob("*.py"))
    named = {int(number) for number in re.findall(r"§19\.(\d+)", sources)}
    assert named == set(range(1, QUESTIONS + 1))
