"""`senders` and `domains` on the command line, against a real server on loopback whose time moves fast."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from coldsend_tui.commands.sandbox_process import SandboxProcess
from coldsend_tui.errors import ExitCode
from coldsend_tui.launch import Target
from tests.commands.test_apply import Shell

PASSWORD = "app-pass-9d8f7a6b5c"


@pytest.fixture(scope="module")
def server() -> Iterator[Target]:
    """A small workspace, ten minutes a second."""
    process = SandboxProcess(("--scale", "small", "--speed", "600", "--no-rate-limit"))
    yield process.wait_for_greeting().target
    process.stop()


@pytest.fixture
def shell(server: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell."""
    return Shell(server, tmp_path, monkeypatch, capsys)


def senders(shell: Shell) -> list[dict[str, Any]]:
    return list(shell.get("/sender-accounts?limit=100")["sender_accounts"])


def domains(shell: Shell, status: str) -> list[dict[str, Any]]:
    return list(shell.get(f"/domains?status={status}&limit=100")["domains"])


def roomy(shell: Shell) -> dict[str, Any]:
    return next(d for d in domains(shell, "ACTIVE") if d["current_inboxes"] < d["max_inboxes"])


def test_lists_as_text_and_json_with_a_filter(shell: Shell) -> None:
    text = shell.run("senders", "list")
    assert (text.status, text.err, len(text.out.splitlines())) == (0, "", len(senders(shell)))
    rows = json.loads(shell.run("senders", "list", "--json", "--where", "type:coldsend").out)
    assert {row["kind"] for row in rows} == {"COLDSEND"}
    assert shell.run("senders", "list", "--where", "helth>3").status != 0
    known = json.loads(shell.run("domains", "list", "--json").out)
    assert {"ACTIVE"} <= {row["status"] for row in known}
    assert shell.run("domains", "list", "--where", "status:active").out.count("ACTIVE") == len(domains(shell, "ACTIVE"))


def test_a_managed_inbox_is_added_tested_and_deleted(shell: Shell) -> None:
    domain = roomy(shell)
    words = ("senders", "add-native", domain["domain_name"], "cli.sam", "--name", "Sam of CLI")
    email = f"cli.sam@{domain['domain_name']}"
    assert shell.run(*words, "--dry-run").out.startswith(f"Add {email}\n")
    unconfirmed = shell.run(*words)
    assert (unconfirmed.status, "Add --yes" in unconfirmed.err) == (ExitCode.USAGE, True)
    assert email not in {row["email_address"] for row in senders(shell)}
    assert shell.run(*words, "--yes").status == 0
    twice = shell.run(*words, "--yes")
    assert (twice.status, "exists already" in twice.out) == (ExitCode.FAILED, True)
    assert (
        shell.run("senders", "add-native", domain["domain_name"], "a@b", "--name", "X", "--yes").status
        == ExitCode.USAGE
    )

    sent = shell.run("senders", "test", email, "--to", "me@example.com", "--yes", "--json")
    assert json.loads(sent.out)["results"][0]["result"] == "done"
    assert shell.run("senders", "test", email, "--to", "me", "--yes").status == ExitCode.FAILED

    wrong = shell.run("senders", "delete", email, "--yes", "other")
    assert (wrong.status, f"--yes {email}" in wrong.err) == (ExitCode.USAGE, True)
    assert shell.run("senders", "delete", email, "--yes", email).status == 0
    assert email not in {row["email_address"] for row in senders(shell)}
    assert shell.run("senders", "delete", email, "--yes", email).status == ExitCode.FAILED


def smtp(shell: Shell, email: str, *more: str, stdin: str = "") -> Any:
    return shell.run(
        "senders", "add-smtp", email, "--provider", "google", "--name", "Kim", "--yes", *more, stdin=stdin
    )  # fmt: skip


def test_the_password_comes_from_stdin_a_file_or_a_command_and_is_told_nowhere(shell: Shell) -> None:
    secret = shell.home / "password"
    secret.write_text(f"{PASSWORD}\nmore\n", encoding="utf-8")
    reading = f"{sys.executable} -c \"print('{PASSWORD}')\""
    for number, (more, stdin) in enumerate(
        [((), f"{PASSWORD}\n"), (("--password-file", str(secret)), ""), (("--password-command", reading), "")]
    ):
        done = smtp(shell, f"kim{number}@partner.example", *more, stdin=stdin)
        assert (done.status, PASSWORD in done.out + done.err) == (0, False), done
    assert {f"kim{n}@partner.example" for n in range(3)} <= {row["email_address"] for row in senders(shell)}
    for path in shell.home.rglob("*"):
        if path.is_file() and path != secret:
            assert PASSWORD.encode() not in path.read_bytes(), path
    for more in ((), ("--password-file", "/nowhere"), ("--password-command", "false")):
        assert smtp(shell, "kim9@partner.example", *more).status == ExitCode.USAGE
    assert smtp(shell, "kim9@partner.example", "--daily-limit", "2001", stdin=PASSWORD).status == ExitCode.USAGE
    with pytest.raises(SystemExit):
        smtp(shell, "kim9@partner.example", "--password", PASSWORD)
    assert "kim9@partner.example" not in {row["email_address"] for row in senders(shell)}


def test_the_password_is_no_argument_of_any_process(shell: Shell) -> None:
    """Typed on a pipe, it never stands in a process list."""
    words = ["senders", "add-smtp", "ps@partner.example", "--provider", "google", "--name", "Ps", "--yes"]
    process = subprocess.Popen(
        [sys.executable, "-m", "coldsend_tui", *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **shell.environment}, text=True,
    )  # fmt: skip
    assert PASSWORD not in " ".join(words)
    out, err = process.communicate(f"{PASSWORD}\n", timeout=60)
    assert (process.returncode, PASSWORD in out + err) == (0, False)


def test_a_file_is_imported_row_by_row_and_the_rest_is_told(shell: Shell) -> None:
    domain = roomy(shell)
    path = shell.file(
        "senders.csv",
        "email,display_name,type,smtp_host,smtp_password,shoe size\n"
        f"bulk.cli@{domain['domain_name']},Bulk,,,,44\n"
        f"bulk..2@{domain['domain_name']},Bulk,,,,\n"
        f"=1+1@partner.example,P,google,,{PASSWORD},\n"
        f"q1@partner.example,P One,google,,{PASSWORD},\n"
        f"q2@partner.example,P [/] Two,smtp,smtp.unreachable.example,{PASSWORD},\n",
    )
    dry = shell.run("senders", "import", path, "--dry-run")
    assert (dry.status, PASSWORD in dry.out + dry.err) == (0, False)
    assert "columns nobody knows are left out: shoe size" in dry.err
    assert f"row 3 bulk..2@{domain['domain_name']}: prefix:" in dry.out
    done = shell.run("senders", "import", path, "--yes", "--json")
    assert done.status == ExitCode.PARTIAL
    results = {row["name"]: (row["row"], row["result"]) for row in json.loads(done.out)["results"]}
    assert results[f"bulk.cli@{domain['domain_name']}"] == (2, "done")
    assert results["q1@partner.example"] == (5, "done")
    assert results["q2@partner.example"] == (6, "refused")
    assert PASSWORD not in done.out + done.err
    again = shell.run("senders", "import", "-", "--yes", stdin=Path(path).read_text(encoding="utf-8"))
    assert (again.status, "exists already" in again.out) == (ExitCode.FAILED, True)
    assert shell.run("senders", "import", str(shell.home / "none.csv"), "--yes").status == ExitCode.USAGE
    bad = shell.run("senders", "import", shell.file("bad.csv", "name,phone\nx,y\n"), "--yes")
    assert (bad.status, "does not name the columns" in bad.err) == (ExitCode.USAGE, True)


def test_many_are_deleted_by_filter_and_their_number(shell: Shell) -> None:
    for name in ("many1", "many2"):
        assert smtp(shell, f"{name}@gone.example", stdin=PASSWORD).status == 0
    words = ("senders", "delete", "--where", "email:gone.example")
    assert shell.run(*words, "--dry-run").out.startswith("Delete 2 sender accounts")
    assert shell.run(*words, "--yes", "1").status == ExitCode.USAGE
    done = shell.run(*words, "--yes", "2")
    assert (done.status, done.out.count(": done")) == (0, 2)
    assert shell.run("senders", "delete", "--yes", "2").status == ExitCode.USAGE
    assert shell.run(*words, "--yes", "2").status == ExitCode.FAILED


def test_a_used_inbox_is_refused_with_its_campaigns(shell: Shell) -> None:
    campaign = shell.get(f"/campaigns/{shell.campaign('ACTIVE')['campaign_id']}")
    inbox = next(iter(campaign.get("inboxes") or campaign["assigned_inboxes"]))
    refused = shell.run("senders", "delete", inbox["email_address"], "--dry-run")
    assert (refused.status, campaign["name"] in refused.out) == (ExitCode.FAILED, True)


def test_domains_are_added_activated_redirected_and_deleted(shell: Shell) -> None:
    made = shell.run("domains", "add", "CLI-Bücher.example", "--yes")
    assert (made.status, "set its nameservers at the registrar: ada.ns" in made.err) == (0, True)
    assert shell.run("domains", "add", "cli-bücher.example", "--yes").status == ExitCode.FAILED
    assert shell.run("domains", "add", "http://x.example", "--yes").status == ExitCode.FAILED
    waiting = shell.run("domains", "activate", "cli-bücher.example", "--yes")
    assert waiting.status in (ExitCode.OK, ExitCode.FAILED), "how far it is depends on the fast clock"

    name = domains(shell, "ACTIVE")[0]["domain_name"]
    words = ("domains", "redirect", name)
    assert shell.run(*words).out == "no redirect\n"
    assert (
        shell.run(*words, "--to", "https://www.acme.example/", "--status", "302", "--drop-query", "--yes").status == 0
    )
    assert shell.run(*words).out == "302 to www.acme.example, path kept\n"
    assert json.loads(shell.run(*words, "--json").out)["code"] == 302
    assert shell.run(*words, "--to", "x", "--remove").status == ExitCode.USAGE
    assert shell.run(*words, "--to", name, "--yes").status == ExitCode.FAILED
    assert shell.run(*words, "--remove", "--yes").status == 0
    assert shell.run(*words, "--remove", "--yes").status == ExitCode.FAILED

    full = shell.run("domains", "delete", name, "--yes", name)
    assert (full.status, "inbox" in full.out) == (ExitCode.FAILED, True)
    gone = "cli-bücher.example"
    assert shell.run("domains", "delete", gone, "--yes").status == ExitCode.USAGE
    assert shell.run("domains", "delete", gone, "--yes", "cli-xn--bcher-kva.example").status == ExitCode.USAGE
    right = next(
        d["domain_name"]
        for s in ("DNS_CONFIGURING", "DNS_PENDING", "SERVICES_CONFIGURING", "ACTIVE", "FAILED")
        for d in domains(shell, s)
        if d["domain_name"].startswith("xn--cli")
    )
    assert shell.run("domains", "delete", gone, "--yes", right).status == 0
    missing = shell.run("domains", "delete", gone, "--yes", right)
    assert (missing.status, "No domain is called" in missing.err) == (ExitCode.FAILED, True)


@pytest.mark.slow
def test_an_activation_is_followed_to_its_end(shell: Shell) -> None:
    assert shell.run("domains", "add", "follow.example", "--yes").status == 0
    request = Request(
        shell.server.base_url.replace("/api/public/v1", "/_sandbox") + "/advance",
        data=b'{"hours": 1}', headers={"Content-Type": "application/json"}, method="POST",
    )  # fmt: skip
    with urlopen(request, timeout=30):
        pass  # the nameservers have spread
    done = shell.run("domains", "activate", "follow.example", "--yes", "--follow")
    assert (done.status, "follow.example: COMPLETED 100 % Domain is ready" in done.err) == (0, True)


def test_read_only_refuses_and_sends_nothing(shell: Shell) -> None:
    before = senders(shell)
    domain = roomy(shell)["domain_name"]
    for words in (
        ("senders", "add-native", domain, "never", "--name", "N"),
        ("senders", "test", before[0]["email_address"], "--to", "me@example.com"),
        ("domains", "add", "never.example"),
        ("domains", "redirect", domain, "--to", "www.acme.example"),
    ):
        done = shell.run(*words, "--yes", "--read-only")
        assert (done.status, "read-only" in done.out) == (ExitCode.FAILED, True)
    assert {row["inbox_id"] for row in senders(shell)} == {row["inbox_id"] for row in before}
