"""The first glance in a real terminal: what it shows, how the console takes over, and what happens when it may not."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pyte
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coldsend_tui.commands.arguments import parse
from coldsend_tui.config import cache_path, config_path, load, select
from coldsend_tui.glance import note
from coldsend_tui.glance.asked import Asked, asked
from coldsend_tui.glance.leaving import leave
from coldsend_tui.store.schema import SCHEMA_VERSION
from coldsend_tui.text import width
from coldsend_tui.tui.places import PLACES
from tests.e2e.terminal import Terminal
from tests.glance.cached import fill

ROOT = Path(__file__).parents[2]
KEY = "cs_live_" + "k3y0" * 10
# Nobody listens there: the console opens on its cache and stays on it.
CONFIGURATION = f'[profiles.acme]\nbase_url = "http://127.0.0.1:9"\napi_key = "{KEY}"\n'
# Ends where the real console begins, so that the glance alone is on screen.
GLANCE_ONLY = "import sys, coldsend_tui.cli as c; c._run = lambda words: len(sys.stdin.readline()); sys.exit(c.main())"

Open = Callable[..., Terminal]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one profile and nothing else of ColdSend."""
    for name in ("COLDSEND_API_KEY", "COLDSEND_BASE_URL", "COLDSEND_CONFIG", "COLORTERM", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (("HOME", ""), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")):
        monkeypatch.setenv(name, str(tmp_path / value))
    configuration = tmp_path / "config" / "coldsend-tui" / "config.toml"
    configuration.parent.mkdir(parents=True)
    configuration.touch(mode=0o600)
    configuration.write_text(CONFIGURATION, encoding="utf-8")
    return tmp_path


@pytest.fixture
def cache(home: Path) -> Path:
    """The cache file of the profile, not yet made."""
    return cache_path(select(load(config_path(os.environ)), None, os.environ))


@pytest.fixture
def open_console(home: Path) -> Iterator[Open]:
    """Open the console in a terminal; `glance_only` stops it behind the glance until a line is typed."""
    with ExitStack() as stack:

        def open_it(*words: str, glance_only: bool = False, **options: object) -> Terminal:
            program = ["-c", GLANCE_ONLY] if glance_only else ["-m", "coldsend_tui"]
            return stack.enter_context(Terminal([sys.executable, *program, *words], **options))  # type: ignore[arg-type]

        yield open_it


def note_by_hand(cache: Path, *words: str) -> Path:
    """A note as a console would leave it in the terminals of these tests, without opening one."""
    environment = {**os.environ, "TERM": "xterm-256color"}
    wanted = asked(words)
    assert wanted is not None
    file = note.path(wanted, environment)
    assert file is not None
    configuration = str(config_path(os.environ))
    left = note.Note(
        (str(cache), str(SCHEMA_VERSION)),
        (configuration, note.state_of(configuration)),
        "acme",
        False,
        tuple((place.digit, place.label, place.name) for place in PLACES),
        {"crit": "31", "muted": "2", "header:": "44"},
    )
    leave(Path(file), note.circumstances(wanted, environment), left)
    return Path(file)


def leave_a_note(open_console: Open, *words: str, **options: object) -> Terminal:
    """Open the console once and quit, so that the next one has a note."""
    terminal = open_console(*words, **options)
    terminal.wait_for("OFFLINE")
    terminal.press("q")
    assert terminal.wait_for_exit() == 0
    assert terminal.unrestored() == []
    return terminal


def frames(output: str, size: tuple[int, int]) -> list[list[str]]:
    """The screen after the glance and after each synchronized update of the console."""
    screen = pyte.Screen(*size)
    stream = pyte.Stream(screen)
    seen = []
    for part in output.split("\x1b[?2026l"):
        # The emulator would draw the ends of sequences that it does not know.
        stream.feed(re.sub(r"\x1b\[[<=>?][0-9;]*\$?[a-z]", "", part))
        seen.append(list(screen.display))
    return seen


@pytest.mark.parametrize(
    "size", [(80, 24), *(pytest.param(size, marks=pytest.mark.slow) for size in ((120, 40), (200, 60)))]
)
def test_the_console_takes_the_glance_over_without_a_flash(
    open_console: Open, cache: Path, size: tuple[int, int]
) -> None:
    fill(cache, 300)
    note_by_hand(cache)
    glance = open_console(glance_only=True, size=size)
    shown = glance.wait_for("opening …", "What needs you", "Campaigns 300").split("\n")
    # The cache was read and judged half a minute ago.
    assert "acme ▪ LIVE" in shown[0]
    assert "CRIT 5" in shown[0]
    assert "data " in shown[0]
    assert sum("● CRIT" in row for row in shown) == 5
    assert sum("● ACTIVE" in row for row in shown) >= 3
    glance.press_bytes(b"\n")  # a line, for the program that waits for one
    assert glance.wait_for_exit() == 1
    assert glance.unrestored() == []

    console = open_console(size=size)
    console.wait_for("OFFLINE")
    console.press("q")
    assert console.wait_for_exit() == 0
    assert console.unrestored() == []
    assert console.output.count("\x1b[?1049h") == console.output.count("\x1b[?1049l") == 1
    assert "\x1b[2J" not in console.output
    # From the glance until the end, tabs and header never leave their place.
    before_the_end = console.output.split("\x1b[?1049l")[0]
    at_glance = frames(glance.output.split("\x1b[?1049l")[0], size)[0]
    seen = [frame for frame in frames(before_the_end, size) if frame[0].strip()]
    assert len(seen) > 1
    assert {frame[1] for frame in seen} == {at_glance[1]}
    assert {frame[0][:18] for frame in seen} == {at_glance[0][:18]}
    verdict_at = at_glance[0].index("CRIT 5")
    # OFFLINE and since when push the verdict aside: on a busy machine it is known before the first frame of its own.
    assert {frame[0].index("CRIT 5") for frame in seen if "OFFLINE" not in frame[0]} <= {verdict_at}
    assert [row[:18] for row in at_glance[2:4]] == [row[:18] for row in seen[-1][2:4]]


def test_colours_are_those_of_the_console(open_console: Open, cache: Path) -> None:
    fill(cache, 30)
    leave_a_note(open_console, environment={"COLORTERM": "truecolor"})
    glance = open_console(glance_only=True, environment={"COLORTERM": "truecolor"})
    glance.wait_for("opening …")
    colours = {(cell.fg, cell.bg) for row in glance.screen.buffer.values() for cell in row.values()}
    console = open_console(environment={"COLORTERM": "truecolor"})
    console.wait_for("OFFLINE")
    of_console = {(cell.fg, cell.bg) for row in console.screen.buffer.values() for cell in row.values()}
    # Of a live console in green no header is left once it is offline.
    assert len(colours & of_console) >= 6
    for place in ((0, 0), (1, 1), (2, 0), (2, 3)):
        mine, its = (terminal.screen.buffer[place[0]][place[1]] for terminal in (glance, console))
        assert (mine.data, mine.bg) == (its.data, its.bg)


def test_without_colours_there_are_none(open_console: Open, cache: Path) -> None:
    fill(cache, 30)
    leave_a_note(open_console, environment={"NO_COLOR": "1"})
    glance = open_console(glance_only=True, environment={"NO_COLOR": "1"})
    glance.wait_for("opening …")
    inks = {cell.fg for row in glance.screen.buffer.values() for cell in row.values()} - {"default"}
    # Textual turns colours into greys.
    assert {ink for ink in inks if len({ink[0:2], ink[2:4], ink[4:6]}) != 1} == set()


@pytest.mark.parametrize(
    "damage",
    ["no cache", "damaged cache", "newer cache", "empty cache", "locked cache", "damaged note", "other configuration"],
)
def test_what_cannot_be_glanced_at_is_opened_without(open_console: Open, cache: Path, home: Path, damage: str) -> None:
    fill(cache, 30)
    file = note_by_hand(cache)
    locked = None
    match damage:
        case "no cache":
            cache.unlink()
        case "damaged cache":
            cache.write_bytes(b"SQLite format 3\0" + b"\xff" * 8_000)
        case "newer cache":
            with sqlite3.connect(cache) as connection:
                connection.execute("PRAGMA user_version=9999")
            connection.close()
        case "empty cache":
            cache.write_bytes(b"")
        case "locked cache":
            locked = sqlite3.connect(cache)
            locked.execute("PRAGMA locking_mode=EXCLUSIVE")
            locked.execute("BEGIN EXCLUSIVE")
        case "damaged note":
            file.write_bytes(file.read_bytes()[:400] + b"\xff\0")
        case "other configuration":
            (home / "config" / "coldsend-tui" / "config.toml").write_text(CONFIGURATION + "read_only = true\n")
    glance = open_console(glance_only=True)
    glance.press_bytes(b"\n")
    assert glance.wait_for_exit() == 1
    if locked is not None:
        locked.close()
    assert "\x1b[" not in glance.output


@pytest.mark.parametrize("words", [["--no-glance"], ["--theme", "nord"], ["demo"], ["--unknown"], ["--profile"]])
def test_no_glance_where_none_is_wanted_or_another_console_is_asked_for(
    open_console: Open, cache: Path, words: list[str]
) -> None:
    fill(cache, 30)
    note_by_hand(cache)
    glance = open_console(*words, glance_only=True)
    glance.press_bytes(b"\n")
    assert glance.wait_for_exit() == 1
    assert "\x1b[" not in glance.output


def test_no_glance_without_a_terminal(open_console: Open, cache: Path) -> None:
    fill(cache, 30)
    note_by_hand(cache)
    done = subprocess.run(
        [sys.executable, "-m", "coldsend_tui"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert done.stdout == ""


def test_hostile_names_do_not_reach_the_terminal(open_console: Open, cache: Path) -> None:
    fill(cache, 30, name="\x1b]0;owned\x07\x1b[2J\u202eevil\x9b31m\r\n日本")
    note_by_hand(cache)
    glance = open_console(glance_only=True)
    shown = glance.wait_for("opening …")
    assert "evil" in shown
    assert "\x1b]0" not in glance.output
    assert "\x1b[2J" not in glance.output
    assert "\u202e" not in glance.output
    assert "\x9b" not in glance.output
    assert {width(row) for row in glance.screen.display} == {120}
    assert all(row.rstrip()[-1:] in "╮│╯" for row in glance.screen.display[2:38])


def test_a_stale_cache_gets_no_verdict(open_console: Open, cache: Path) -> None:
    fill(cache, 30, age=timedelta(hours=2))
    note_by_hand(cache)
    glance = open_console(glance_only=True)
    header = glance.wait_for("opening …").split("\n")[0]
    assert "UNKNOWN" in header
    assert "stale 2h" in header
    assert "CRIT" not in header


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_during_the_glance_restores_the_terminal(
    open_console: Open, cache: Path, number: signal.Signals
) -> None:
    fill(cache, 30)
    note_by_hand(cache)
    glance = open_console(glance_only=True)
    glance.wait_for("opening …")
    glance.signal(number)
    assert glance.wait_for_exit() == 128 + number
    assert glance.unrestored() == []


def test_ctrl_c_and_errors_during_the_glance_restore_the_terminal(open_console: Open, cache: Path, home: Path) -> None:
    fill(cache, 30)
    note_by_hand(cache)
    glance = open_console(glance_only=True)
    glance.wait_for("opening …")
    glance.press("ctrl+c")
    assert glance.wait_for_exit() == 130
    assert glance.unrestored() == []

    # A key that others may read is refused, after the glance but before the console.
    (home / "config" / "coldsend-tui" / "config.toml").chmod(0o644)
    refused = open_console()
    assert refused.wait_for_exit() == 2
    assert refused.unrestored() == []
    assert "opening …" in refused.output
    assert "coldsend-tui:" in refused.output.split("\x1b[?1049l")[1]


def test_keys_typed_during_the_glance_reach_the_console(open_console: Open, cache: Path) -> None:
    fill(cache, 30)
    note_by_hand(cache)
    console = open_console()
    console.wait_for("opening …")
    console.press("2", "enter")
    console.wait_for("Readiness")
    console.press("escape")
    console.wait_for("─ Campaigns 30", "sent / leads", "next send")
    console.press("q")
    assert console.wait_for_exit() == 0


def test_the_key_is_in_no_note(open_console: Open, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLDSEND_API_KEY", KEY.replace("0", "1"))
    leave_a_note(open_console)
    notes = list(cache.parent.glob("*.glance"))
    assert len(notes) == 1
    assert "k3y" not in notes[0].read_text(encoding="utf-8")
    assert notes[0].stat().st_mode & 0o077 == 0


def test_the_glance_imports_nothing_slow() -> None:
    code = (
        "import sys; before = set(sys.modules); import coldsend_tui.cli, coldsend_tui.glance.note, coldsend_tui.glance.cache,"
        " coldsend_tui.glance.picture, signal, termios; print(*set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.split())
    assert "sqlite3" in loaded
    slow = {
        "typing",
        "dataclasses",
        "re",
        "inspect",
        "pathlib",
        "argparse",
        "json",
        "tomllib",
        "hashlib",
        "asyncio",
        "logging",
    }
    assert loaded & slow == set()
    assert {
        name for name in loaded if name.split(".")[0] in ("textual", "rich", "pydantic", "httpx", "platformdirs")
    } == set()


WORDS = ("--profile", "--theme", "--record", "--read-only", "--no-mouse", "--no-glance", "--ascii", "--profile=acme", "--theme=", "--record=x.rec",
    "--read-only=yes", "--themes", "acme", "nord", "x.rec", "demo", "--once", "--help", "--", "-", "")  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=5))
@example(["--record", "x.rec", "--theme", "nord"])
@example(["--profile=acme", "--read-only", "--no-glance"])
def test_what_opens_the_console_reads_as_the_real_parser_reads_it(words: list[str]) -> None:
    wanted = asked(words)
    if wanted is not None:
        options = parse(words)
        assert options.command is None
        assert {name: getattr(options, name) for name in Asked.__slots__} == {
            name: getattr(wanted, name) for name in Asked.__slots__
        }


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--record", "x.rec", "--theme", "nord"],
        ["--profile=acme"],
        ["--read-only", "--no-mouse", "--no-glance", "--ascii"],
    ],
)
def test_the_usual_words_need_no_parser(words: list[str]) -> None:
    assert asked(words) is not None
