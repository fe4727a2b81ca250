"""`leads upload` and `leads export` as commands, against a real server on loopback."""

from __future__ import annotations

import csv
import io
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from coldsend_tui import cli
from coldsend_tui.commands.sandbox_process import SandboxProcess
from coldsend_tui.errors import ExitCode
from coldsend_tui.launch import Target

Run = Callable[..., tuple[int, str, str]]
LIST = "Mail;Vorname;Ort\nnew1@x.example;Ann;=1+1\nnot an address;Bo;x\nnew2@x.example;;y\ninfo@x.example;Cy;z\n"
DRAFT = "Insurance brokers, claims desk"


@pytest.fixture(scope="module")
def sandbox_process() -> Iterator[Target]:
    """A small workspace whose jobs take no time worth speaking of."""
    process = SandboxProcess(("--scale", "small", "--speed", "20000", "--no-rate-limit"))
    yield process.wait_for_greeting().target
    process.stop()


@pytest.fixture
def server(sandbox_process: Target) -> Target:
    """That workspace as it was at first."""
    httpx.post(sandbox_process.base_url.replace("/api/public/v1", "/_sandbox/reset")).raise_for_status()
    return sandbox_process


@pytest.fixture
def run(server: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: words in; status, standard output and standard error out."""
    key = server.api_key.get_secret_value()
    for name in ("COLDSEND_CONFIG", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": str(tmp_path), "COLDSEND_BASE_URL": server.base_url, "COLDSEND_API_KEY": key}.items():
        monkeypatch.setenv(name, value)

    def words(*given: str, typed: str | None = None) -> tuple[int, str, str]:
        stdin = io.StringIO(typed or "")
        stdin.isatty = lambda: typed is not None  # type: ignore[method-assign]
        monkeypatch.setattr(sys, "stdin", stdin)
        status = cli.main(given)
        out, err = capsys.readouterr()
        assert key not in out + err
        return status, out, err

    return words


@pytest.fixture
def people(tmp_path: Path) -> str:
    """A list of four rows, one of which cannot be sent."""
    file = tmp_path / "people.csv"
    file.write_text(LIST, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("place", [0, 1, 2, 4])
def test_read_only_uploads_nothing_wherever_it_stands(run: Run, people: str, place: int) -> None:
    words = ["leads", "upload", DRAFT, people, "--yes"]
    status, out, _ = run(*words[:place], "--read-only", *words[place:])
    assert status == ExitCode.FAILED and "read-only" in out
    if place == 0:
        status, _, err = run("leads", "upload", DRAFT, f"{people}.gone")
        assert status == ExitCode.USAGE and "cannot be read" in err and "terminal" not in err


def test_a_dry_run_scores_plans_and_sends_nothing(run: Run, people: str, tmp_path: Path) -> None:
    status, out, err = run("leads", "upload", DRAFT, people, "--dry-run", "--leave-out-roles")
    assert (status, err) == (0, "")
    assert "Mail → email, Vorname → first_name, Ort → ort" in out
    assert "3/4 75.0 %  rows with an address that can be mailed" in out
    assert "role addresses: left out, as you asked [row 5: info@x.example]" in out
    assert "Upload 2 leads to Insurance brokers, claims desk" in out
    assert "held against 120 leads of the campaign" in out
    assert {path.name for path in tmp_path.iterdir()} <= {"people.csv", ".cache"}
    assert not list(tmp_path.glob(".cache/coldsend-tui/uploads/*/*"))


def test_upload_then_export(run: Run, people: str, tmp_path: Path) -> None:
    asked = run("leads", "upload", DRAFT, people, typed="no\n")
    assert asked[0] == ExitCode.FAILED and "nothing was sent" in asked[2]
    assert not list(tmp_path.glob(".cache/coldsend-tui/uploads/*/*"))
    status, out, err = run("leads", "upload", DRAFT, people, "--mapping", "city=Ort", typed="yes\n")
    assert status == 0, out + err
    assert out.splitlines()[-1] == "4 rows: 3 new leads, 1 left out here"
    assert "people.rejected.csv" in err
    target = tmp_path / "out.csv"
    status, out, err = run("leads", "export", DRAFT, "-o", str(target))
    assert (status, out) == (0, "") and "123 leads" in err and "1 cell kept from running as formulas" in err
    rows = {row["email"]: row for row in csv.DictReader(target.open(encoding="utf-8"))}
    assert rows["new1@x.example"]["custom_city"] == "'=1+1"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    status, _, err = run("leads", "export", DRAFT, "-o", str(target))
    assert status == ExitCode.USAGE and "exists already" in err
    again = run("leads", "upload", DRAFT, people, "--yes")
    assert again[0] == ExitCode.FAILED and "no row of the list can be sent" in again[1]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--mapping", "company=Firma"], "no column is called so. Columns: Mail, Vorname, Ort"),
        (["--mapping", "company"], "it is FIELD=HEADER"),
        (["--mapping", "email="], "one column must be email"),
        (["--batch-leads", "20000"], "--batch-leads is 1 to 10,000"),
    ],
)
def test_what_cannot_be_used_is_said_before_anything_is_sent(
    run: Run, people: str, words: list[str], part: str
) -> None:
    status, out, err = run("leads", "upload", DRAFT, people, "--yes", *words)
    assert (status, out) == (ExitCode.USAGE, "") and part in err


def test_without_a_terminal_and_without_yes_nothing_begins(run: Run, people: str) -> None:
    status, out, err = run("leads", "upload", DRAFT, people)
    assert (status, out) == (ExitCode.USAGE, "") and "--dry-run" in err
    closed = run("leads", "upload", "Beta waitlist, first invitation", people, "--yes")
    assert closed[0] == ExitCode.FAILED and "COMPLETED takes no leads" in closed[1]
    absent = run("leads", "upload", DRAFT, people + ".absent", "--yes")
    assert absent[0] == ExitCode.USAGE and "cannot be read" in absent[2]
