"""An upload that is killed at half, as a real process over HTTP, and gone on with: its end is that of one nobody disturbed."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from coldsend_tui.commands.sandbox_process import SandboxProcess
from coldsend_tui.launch import Target
from coldsend_tui.store import Store

PATIENCE = 60.0
BAD = (
    "no-at-sign", "a b@x.example", "@x.example", "x@", "üü@x.example", "TWICE", "info..x@x.example", "joe@gmil.com",
    "u@mailinator.com", "noreply@acme.example", "x@acme.con", "", "SHIFTED",
)  # fmt: skip


def people(rows: int, file: Path) -> Path:
    """A list as people have it (semicolons, cp1252), 7 % of it bad in every way there is."""
    chance = random.Random(rows)
    lines = ["E-Mail;Vorname;Nachname;Firma;Stadt"]
    for number in range(rows):
        email, city = f"p{number}@c{number % 97}.example", "Köln" if number % 50 else "=1+1"
        if number > 10 and chance.random() < 0.07:
            kind = BAD[number % len(BAD)]
            email = "P1@C1.example" if kind == "TWICE" else f"s{number}@x.example" if kind == "SHIFTED" else kind
            city = f"{city};too;many" if kind == "SHIFTED" else city
        lines.append(f'{email};Jürgen {number};"Müller; {number}";Firma {number % 97};{city}')
    file.write_text("\r\n".join(lines), encoding="cp1252", newline="")
    return file


class Workspace:
    """A sandbox in a process of its own, and homes for the programs that use it."""

    def __init__(self, target: Target, home: Path) -> None:
        self.target = target
        key = target.api_key.get_secret_value()
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("COLDSEND_", "XDG_"))}
        self.environment = inherited | {
            "HOME": str(home),
            "COLDSEND_BASE_URL": target.base_url,
            "COLDSEND_API_KEY": key,
        }
        self.home = home

    def call(self, method: str, path: str, body: object = None, *, base: str = "") -> Any:
        """What the server answers."""
        headers = {"X-API-Key": self.environment["COLDSEND_API_KEY"], "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        with urlopen(
            Request((base or self.target.base_url) + path, data, headers, method=method), timeout=30
        ) as answer:
            content = answer.read()
            return content.decode() if "csv" in answer.headers["Content-Type"] else json.loads(content)

    def faults(self, spec: str) -> None:
        """Replace the sandbox's faults."""
        self.call("POST", "/_sandbox/faults", {"spec": spec}, base=self.target.base_url.removesuffix("/api/public/v1"))

    def campaign(self, name: str) -> str:
        """A new DRAFT."""
        return str(self.call("POST", "/campaigns", {"name": name})["campaign_id"])

    def start(self, campaign: str, file: Path, batch: int) -> subprocess.Popen[str]:
        """`coldsend-tui leads upload` as a process."""
        words = ["leads", "upload", campaign, str(file), "--yes", "--batch-leads", str(batch)]
        return subprocess.Popen(
            [sys.executable, "-m", "coldsend_tui", *words], env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def upload(self, campaign: str, file: Path, batch: int) -> str:
        """Run it to its end; what it says."""
        process = self.start(campaign, file, batch)
        out, err = process.communicate(timeout=PATIENCE * 2)
        assert process.returncode == 0, out + err
        return out + err

    def kill_at(self, campaign: str, file: Path, batch: int, number: int, stage: str) -> None:
        """Run it until batch `number` is at `stage`, then kill -9."""
        process = self.start(campaign, file, batch)
        deadline = time.monotonic() + PATIENCE
        while self.stage(number) != stage:
            assert time.monotonic() < deadline and process.poll() is None, self.stage(number)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert self.stage(number) == stage

    def stage(self, number: int) -> str:
        """What the disk says of a batch."""
        for state in self.home.glob(".cache/coldsend-tui/uploads/*/*/state.json"):
            return str(json.loads(state.read_text("utf-8"))["batches"][number - 1]["stage"])
        return ""

    def leads(self, campaign: str) -> Counter[tuple[str, ...]]:
        """Who is in the campaign, with fields."""
        text = self.call("GET", f"/campaigns/{campaign}/leads/export")
        names = ("email", "first_name", "last_name", "company", "status", "custom_stadt")
        return Counter(tuple(row[name] for name in names) for row in csv.DictReader(io.StringIO(text)))


@contextmanager
def workspace(home: Path, *options: str) -> Iterator[Workspace]:
    process = SandboxProcess(("--scale", "empty", "--no-rate-limit", *options))
    try:
        yield Workspace(process.wait_for_greeting().target, home)
    finally:
        process.stop()


def compare(at: Workspace, file: Path, batch: int, stage: str, number: int) -> str:
    """Upload once undisturbed and once killed and gone on with; what the second says."""
    calm, killed = at.campaign("Nobody disturbs it"), at.campaign("Killed at half of it")
    at.upload(calm, file, batch)
    undisturbed = file.with_name("people.rejected.csv").read_bytes()
    file.with_name("people.rejected.csv").unlink()
    at.faults("latency 600ms on uploadLeads" if stage == "sending" else "latency 600ms on getLeadUpload")
    at.kill_at(killed, file, batch, number, stage)
    at.faults("off")
    sent = sum(at.leads(killed).values())
    said = at.upload(killed, file, batch)
    whole = at.leads(calm)
    assert 0 < sent < sum(whole.values())
    assert at.leads(killed) == whole and max(whole.values()) == 1
    assert file.with_name("people.rejected.csv").read_bytes() == undisturbed
    assert not list(at.home.glob(".cache/coldsend-tui/uploads/*/*"))
    [database] = at.home.glob(".cache/coldsend-tui/*.db")
    store = Store.open(database)
    assert store.journal.unfinished() == [] and store.journal.verify() > 0
    store.close()
    return said


@pytest.mark.parametrize("stage", ["sending", pytest.param("taken", marks=pytest.mark.slow)])
def test_killed_at_half_and_gone_on_with(tmp_path: Path, stage: str) -> None:
    with workspace(tmp_path, "--speed", "20000") as at:
        said = compare(at, people(300, tmp_path / "people.csv"), 100, stage, 2)
    assert "it goes on where it was" in said
    assert "300 rows: " in said


@pytest.mark.slow
def test_ten_thousand_rows(tmp_path: Path) -> None:
    with workspace(tmp_path, "--speed", "60") as at:
        said = compare(at, people(10_000, tmp_path / "people.csv"), 2_500, "sending", 3)
    assert "10,000 rows: " in said
