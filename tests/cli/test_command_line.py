"""The command line from outside: words in, text and exit status out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coldsend_tui import __version__
from coldsend_tui.commands.arguments import Size, parse
from coldsend_tui.config import find_key, load
from tests.command_line import run as coldsend

KEY = "cs_live_" + "k3y" * 13 + "x"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment with an empty home and nothing of ColdSend in it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("COLDSEND_", "XDG_"))}
    return {**inherited, "HOME": str(tmp_path)}


def test_version_loads_nothing_heavy(home: dict[str, str]) -> None:
    program = (
        "import sys, coldsend_tui.cli as cli\n"
        "try: cli.main(['--version'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "heavy = {'textual', 'httpx', 'pydantic', 'fastapi', 'uvicorn', 'plotext', 'sqlite3', 'asyncio', 'tomllib',\n"
        "         'platformdirs', 'subprocess'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], env=home, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"coldsend-tui {__version__}", "[]"]


def test_what_the_console_is_given_loads_no_network_and_no_pydantic(home: dict[str, str]) -> None:
    program = (
        "import sys\n"
        "import coldsend_tui.commands.console, coldsend_tui.commands.demo\n"
        "from coldsend_tui.config import config_path, load\n"
        "load(config_path({}))\n"
        "heavy = {'textual', 'httpx', 'pydantic', 'fastapi', 'uvicorn', 'rich', 'asyncio', 'logging'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], env=home, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_help_names_every_command_and_the_way_in(home: dict[str, str]) -> None:
    done = coldsend(home, "--help")
    assert done.returncode == 0
    for word in (
        "demo",
        "status",
        "check",
        "metrics",
        "replay",
        "apply",
        "export",
        "new",
        "stop",
        "restore",
        "campaign",
        "journal",
        "leads",
        "login",
        "doctor",
        "sandbox",
        "COLDSEND_API_KEY",
        "--read-only",
        "exit status",
    ):
        assert word in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120
    for command in (
        "demo",
        "status",
        "replay",
        "apply",
        "export",
        "new",
        "leads",
        "login",
        "doctor",
    ):
        assert coldsend(home, command, "--help").stdout.startswith(f"usage: coldsend-tui {command} [OPTIONS]")


def test_a_sandbox_without_a_word_says_what_it_can_do(home: dict[str, str]) -> None:
    done = coldsend(home, "sandbox")
    assert (done.returncode, done.stdout) == (2, "") and "serve the API over HTTP" in done.stderr


def test_nothing_configured_takes_three_lines_to_explain(home: dict[str, str]) -> None:
    done = coldsend(home)
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert "COLDSEND_API_KEY" in lines[1]
    assert "coldsend-tui demo" in lines[2]


@pytest.mark.parametrize("words", [["demo"], []])
def test_without_a_terminal_the_console_refuses_in_one_line(home: dict[str, str], words: list[str]) -> None:
    done = coldsend({**home, "COLDSEND_API_KEY": KEY}, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "needs a terminal" in done.stderr


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["dmeo"], "there is no command dmeo. Did you mean demo?"),
        (["export", "campains"], "there is no campains. Did you mean campaigns?"),
        (["export", "campaigns", "--format", "xml"], "--format takes no xml. Known: csv, json, toml."),
        (["leads", "export", "X"], "Try `coldsend-tui leads export --help`"),
        (["zzzzzz"], "there is no command zzzzzz. Try `coldsend-tui --help`"),
        (["status", "--jsn"], "coldsend-tui status: unrecognized arguments: --jsn"),
        (["--prof"], "unrecognized arguments: --prof"),
        (["demo", "--seed", "-1"], "--seed: must be a whole number"),
        (["demo", "--speed", "fast"], "--speed: must be a number"),
        (["demo", "--speed", "nan"], "--speed: must be a number"),
        (["demo", "--size", "100"], "--size: must be WIDTHxHEIGHT"),
        (["demo", "--size", "9x9"], "--size: must be WIDTHxHEIGHT"),
        (["--profile", "acme"], 'no profile "acme"'),
        (["demo", "--once", "--scenario", "bad_lst"], 'Did you mean "bad_list"?'),
        (["demo", "--once", "--scenario", "\x1b[2J"], "sandbox scenarios"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(home: dict[str, str], words: list[str], part: str) -> None:
    done = coldsend(home, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert part in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_broken_configuration_is_explained_and_does_not_stop_the_demo(home: dict[str, str], tmp_path: Path) -> None:
    broken = tmp_path / "config.toml"
    broken.write_text("[profiles.acme]\napi_kye = 'x'\n", encoding="utf-8")
    environment = {**home, "COLDSEND_CONFIG": str(broken)}
    done = coldsend(environment)
    assert done.returncode == 2
    assert f"{broken}: unknown key" in done.stderr
    assert 'Did you mean "api_key"?' in done.stderr
    assert "needs a terminal" in coldsend(environment, "demo").stderr


def test_a_key_file_that_others_can_read_is_refused_before_anything_opens(home: dict[str, str], tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[profiles.acme]\napi_key = "{KEY}"\n', encoding="utf-8")
    config.chmod(0o644)
    done = coldsend({**home, "COLDSEND_CONFIG": str(config)}, "status")
    assert done.returncode == 2
    assert f"chmod 600 {config}" in done.stderr
    assert KEY not in done.stderr + done.stdout


def test_options_before_and_after_the_command() -> None:
    assert parse([]).command is None
    assert parse(["--read-only"]).read_only
    before, after = parse(["--read-only", "--theme", "nord", "demo"]), parse(["demo", "--read-only", "--theme", "nord"])
    assert before == after
    assert (before.read_only, before.theme, before.seed, before.speed, before.size) == (
        True,
        "nord",
        7,
        60.0,
        Size(100, 32),
    )
    assert parse(["--profile", "a", "status", "--json"]) == parse(["status", "--json", "--profile", "a"])


def test_a_reader_that_leaves_early_is_no_error(home: dict[str, str]) -> None:
    program = (
        "import sys, coldsend_tui.cli as cli\n"
        "from coldsend_tui.commands import sandbox\n"
        "sandbox.run = lambda words: print('x' * 1_000_000) or 0\n"
        "sys.exit(cli.main(['sandbox', 'scenarios']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


def test_login_stores_a_key_that_a_pipe_gives(home: dict[str, str], tmp_path: Path) -> None:
    config = tmp_path / "new" / "config.toml"
    environment = {**home, "COLDSEND_CONFIG": str(config)}

    def login(key: str, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "coldsend_tui", "login", *words]
        return subprocess.run(
            command, env=environment, input=key, capture_output=True, text=True, check=False, timeout=60
        )

    done = login(f"{KEY}\n", "--profile", "acme", "--no-check")
    assert (done.returncode, done.stdout) == (0, "")
    assert KEY not in done.stderr
    assert config.stat().st_mode & 0o777 == 0o600
    assert find_key(load(config).profiles["acme"]).get_secret_value() == KEY
    assert "--replace replaces" in login(f"{KEY}\n", "--profile", "acme").stderr
    nowhere = login(f"{KEY}\n", "--base-url", "http://127.0.0.1:9")
    assert nowhere.returncode == 6 and "Nothing was stored" in nowhere.stderr
    for words in (["--profile", "a b"], ["--base-url", "http://example.com"]):
        refused = login(f"{KEY}\n", *words)
        assert refused.returncode == 2
        assert words[0] in refused.stderr
    assert "No API key was given" in login("").stderr
    assert list(load(config).profiles) == ["acme"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_every_encoding_of_the_output_is_survived(home: dict[str, str], encoding: str) -> None:
    environment = {
        **home,
        "PYTHONIOENCODING": encoding,
        "COLDSEND_API_KEY": KEY,
        "COLDSEND_BASE_URL": "http://127.0.0.1:9",
    }
    looked = subprocess.run(
        [sys.executable, "-m", "coldsend_tui", "doctor"], env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert looked.returncode == 6 and looked.stderr == b""
    assert looked.stdout.startswith("✓ program".encode() if encoding == "utf-8" else b"+ program")
