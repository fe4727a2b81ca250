"""What no tracked file may hold, and the shape of the modules."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST, MEDIAN = 500, 120


def tracked(*suffixes: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def text_files() -> list[tuple[str, str]]:
    binary = {".png", ".gz", ".zip"}
    return [
        (str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in tracked()
        if path.suffix not in binary
    ]


def lines_with(pattern: str, *, without: str = "$^") -> list[str]:
    found, allowed = re.compile(pattern), re.compile(without)
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in text_files()
        for number, line in enumerate(text.splitlines(), 1)
        if found.search(line) and not allowed.search(line)
    ]


def test_no_path_of_somebodys_machine() -> None:
    home = Path.home().as_posix()
    assert (
        lines_with(rf"(?<![\w.])/(home|Users|root|work|mnt)/\w|(?<![\w]){re.escape(home)}/\w", without=r"\(home\|Users")
        == []
    )


def test_nothing_left_open() -> None:
    assert lines_with("TO[D]O|FIX[M]E|XX[X]|^[<>]{7} ") == []


def test_no_key_that_could_be_real() -> None:
    """A key in the project is visibly made up: it has few different characters."""
    keys = {key for _, text in text_files() for key in re.findall(r"cs_live_([a-z0-9]{40})", text)}
    assert {key for key in keys if len(set(key)) > 16} == set()


def test_no_control_or_bidirectional_characters_in_sources() -> None:
    assert lines_with("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]") == []


def test_modules_are_small() -> None:
    lengths = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n")
        for path in tracked(".py")
        if path.is_relative_to(ROOT / "coldsend_tui")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
    assert statistics.median(lengths.values()) < MEDIAN


def test_modules_say_what_they_are_for_and_are_named_for_it() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "misc", "common", "base"}
    modules = [path for path in tracked(".py") if path.is_relative_to(ROOT / "coldsend_tui")]
    silent = [path for path in modules if ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None]
    assert [str(path.relative_to(ROOT)) for path in silent] == []
    assert [str(path.relative_to(ROOT)) for path in modules if vague & {path.stem, path.parent.name}] == []
