"""`export campaigns` and its like, against a real server on loopback."""

from __future__ import annotations

import csv
import io
import json
import os
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from coldsend_tui.commands.sandbox_process import SandboxProcess
from coldsend_tui.launch import Target
from tests.command_line import Done, run


@pytest.fixture(scope="module")
def server() -> Iterator[Target]:
    process = SandboxProcess(("--scale", "small", "--speed", "0"))
    yield process.wait_for_greeting().target
    process.stop()


@pytest.fixture
def environment(server: Target, tmp_path: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("COLDSEND_", "XDG_"))}
    key = server.api_key.get_secret_value()
    return {**inherited, "HOME": str(tmp_path), "COLDSEND_BASE_URL": server.base_url, "COLDSEND_API_KEY": key}


def export(environment: dict[str, str], *words: str) -> Done:
    return run(environment, "export", *words, cwd=environment["HOME"])


@pytest.mark.slow
def test_lists_in_all_formats(environment: dict[str, str]) -> None:
    done = export(environment, "campaigns", "--where", "status:active")
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows and {row["status"] for row in rows} == {"ACTIVE"}
    document = json.loads(export(environment, "senders", "--format", "json").stdout)
    assert len(document["rows"]) == 8 and document["rows"][0]["read_at"]
    assert len(tomllib.loads(export(environment, "domains", "--format", "toml").stdout)["domains"]) == 4
    days = list(csv.DictReader(io.StringIO(export(environment, "timeline", "--days", "90").stdout)))
    assert len(days) > 7 and days[0]["read_at"]
    # Now that it is known, nothing has to be sent for it.
    again = export({**environment, "COLDSEND_BASE_URL": environment["COLDSEND_BASE_URL"]}, "campaigns", "--cached")
    assert len(list(csv.DictReader(io.StringIO(again.stdout)))) == 4
    assert export(environment, "findings", "--format", "json").returncode == 0


def test_people_are_read_page_by_page_into_a_file_of_their_own(environment: dict[str, str]) -> None:
    done = export(environment, "contacts", "-o", "people.csv")
    assert (done.returncode, done.stdout) == (0, "")
    assert "600 contacts are in people.csv" in done.stderr
    path = Path(environment["HOME"]) / "people.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(list(csv.DictReader(path.open(newline="")))) == 600
    again = export(environment, "contacts", "-o", "people.csv")
    assert again.returncode == 2 and "there already" in again.stderr
    some = json.loads(export(environment, "contacts", "--where", "replied:yes", "--format", "json").stdout)
    assert len(some["rows"]) < 600 and all(row["replied"] for row in some["rows"])
    replies = json.loads(export(environment, "replies", "--where", "read:no", "--format", "json").stdout)
    assert all(row["read"] is False for row in replies["rows"])


def test_days_are_those_of_the_workspace_however_far_its_clock_is_behind(environment: dict[str, str]) -> None:
    days = json.loads(export(environment, "timeline", "--days", "7", "--format", "json").stdout)["rows"]
    assert len(days) == 7 and sum(row["sent"] for row in days) > 0
    # The last of them is the workspace's today, months before this machine's.
    assert date.fromisoformat(days[-1]["day"]) < datetime.now(UTC).date() - timedelta(days=30)
    again = json.loads(export(environment, "timeline", "--days", "7", "--cached", "--format", "json").stdout)["rows"]
    assert again == days


def test_leads_of_a_campaign_are_read_page_by_page_and_by_state(environment: dict[str, str]) -> None:
    campaigns = json.loads(export(environment, "campaigns", "--format", "json").stdout)["rows"]
    most = max(campaigns, key=lambda row: row["leads"])
    nobody = export(environment, "leads", "Nobody knows it", "-o", "leads.csv")
    assert nobody.returncode == 1 and "No campaign is called" in nobody.stderr
    done = export(environment, "leads", most["name"], "-o", "leads.csv")
    assert (done.returncode, done.stdout) == (0, "")
    path = Path(environment["HOME"]) / "leads.csv"
    rows = list(csv.DictReader(path.open(newline="")))
    assert len(rows) == most["leads"] > 100
    assert path.stat().st_mode & 0o777 == 0o600
    one_state = json.loads(
        export(environment, "leads", most["id"], "--where", "status:sent", "--format", "json").stdout
    )
    assert {row["status"] for row in one_state["rows"]} == {"SENT"}
    assert len(one_state["rows"]) == sum(row["status"] == "SENT" for row in rows)
    assert one_state["filter"] == f"{most['id']} status:sent"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("campaigns", "--where", "statis:active"), "status"),
        (("campaigns", "--where", "status:actve"), "status:active"),
        (("replies", "--where", "category:interestd"), "category:interested"),
        (("campaigns", "Q4"), "takes no name"),
        (("campaign",), "Which campaign"),
        (("leads",), "of which campaign"),
        (("leads", "x", "--where", "statis:sent"), "status"),
        (("leads", "x", "--cached"), "not kept"),
        (("contacts", "--cached"), "not kept"),
        (("contacts", "--where", "sygnal:hot"), "signal"),
    ],
)
def test_mistakes_are_named_and_print_nothing(environment: dict[str, str], words: tuple[str, ...], reason: str) -> None:
    done = export(environment, *words)
    assert (done.returncode, done.stdout) == (2, "") and reason in done.stderr
    assert "Traceback" not in done.stderr
