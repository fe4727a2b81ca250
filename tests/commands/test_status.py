"""`status`, `doctor` and `demo --once` against a real server on loopback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from coldsend_tui.commands.sandbox_process import SandboxProcess
from coldsend_tui.errors import ExitCode
from coldsend_tui.launch import Target
from coldsend_tui.text import width
from tests.command_line import run as coldsend


@pytest.fixture(scope="module")
def server() -> Iterator[Target]:
    """A small workspace whose time stands still."""
    process = SandboxProcess(("--scale", "small", "--speed", "0"))
    yield process.wait_for_greeting().target
    process.stop()


@pytest.fixture
def environment(server: Target, tmp_path: Path) -> dict[str, str]:
    """A home of its own, with the server's address and key in the environment."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("COLDSEND_", "XDG_"))}
    key = server.api_key.get_secret_value()
    return {**inherited, "HOME": str(tmp_path), "COLDSEND_BASE_URL": server.base_url, "COLDSEND_API_KEY": key}


def test_as_json_for_programs(environment: dict[str, str]) -> None:
    done = coldsend(environment, "status", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document["verdict"] in ("OK", "WARN", "CRIT")
    assert sum(document["campaigns"].values()) == 4
    assert document["totals"]["leads"] == 600
    assert document["not_seen"] == []
    assert environment["COLDSEND_API_KEY"] not in done.stdout


def test_the_verdict_does_not_change_with_the_cache_where_the_workspace_lives_in_another_month(
    environment: dict[str, str],
) -> None:
    """The second look comes from the cache, the third sends nothing at all: all are judged by the server's clock."""
    read, again, cached = (
        json.loads(coldsend(environment, "status", "--json", *words).stdout) for words in ((), (), ("--cached",))
    )
    for later in (again, cached):
        assert later["now"][:13] == read["now"][:13]
        assert [(one["rule"], one["id"], one["value"]) for one in later["findings"]] == [
            (one["rule"], one["id"], one["value"]) for one in read["findings"]
        ]
    days = coldsend(environment, "export", "timeline", "--cached", "--days", "7")
    assert days.returncode == 0 and read["now"][:10] in days.stdout


def test_as_text_in_the_size_asked_for(environment: dict[str, str]) -> None:
    done = coldsend(environment, "status", "--size", "80x24")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("coldsend  default ▪ LIVE")
    assert len(lines) <= 24
    assert all(width(line) <= 80 for line in lines)


def test_what_is_known_survives_a_dead_server(environment: dict[str, str]) -> None:
    assert "never read" in coldsend(environment, "status", "--cached").stdout
    # The cache belongs to address and key: a dead server means the same address without an answer.
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        dead = {**environment, "COLDSEND_BASE_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/api/public/v1"}
        done = coldsend(dead, "status")
    assert done.returncode == ExitCode.UNREACHABLE
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert coldsend(environment, "status").returncode == 0
    cached = coldsend(environment, "status", "--cached", "--json")
    assert cached.returncode == 0
    assert sum(json.loads(cached.stdout)["campaigns"].values()) == 4


class Portal(BaseHTTPRequestHandler):
    """Answers everything with its own page, or sends everybody there."""

    def do_GET(self) -> None:
        page = b"<html><body>Welcome to our hotel</body></html>"
        self.send_response(302 if "redirecting" in self.path else 200)
        self.send_header("Location", "http://portal.example/login")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.mark.parametrize(("way", "told"), [("page", "web page"), ("redirecting", "redirected")])
def test_behind_a_captive_portal_the_api_is_not_reached(environment: dict[str, str], way: str, told: str) -> None:
    with HTTPServer(("127.0.0.1", 0), Portal) as portal:
        Thread(target=portal.serve_forever, daemon=True).start()
        base_url = f"http://127.0.0.1:{portal.server_port}/{way}/api/public/v1"
        done = coldsend({**environment, "COLDSEND_BASE_URL": base_url}, "status")
        portal.shutdown()
    assert done.returncode == ExitCode.UNREACHABLE
    assert told in done.stderr
    assert "captive portal" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_wrong_key_is_named_as_such_and_not_shown(environment: dict[str, str]) -> None:
    wrong = "cs_live_" + "wr0ng" * 8
    for command in ("status", "doctor"):
        done = coldsend({**environment, "COLDSEND_API_KEY": wrong}, command)
        assert done.returncode == ExitCode.AUTH
        assert wrong not in done.stdout + done.stderr
        assert "key" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_doctor_looks_at_everything(environment: dict[str, str]) -> None:
    done = coldsend(environment, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    topics = [line.split()[1] for line in done.stdout.splitlines() if line[0] in "✓▲✗"]
    assert topics == ["program", "terminal", "sandbox", "configuration", "profile", "cache", "key", "API", "owner"]
    assert environment["COLDSEND_API_KEY"] not in done.stdout
    assert "does not say whose key it is" in done.stdout


class Telling(BaseHTTPRequestHandler):
    """An API that says whose key it is; with a key in the answer, as it should not."""

    def do_GET(self) -> None:
        """GET /me and the first page of the campaigns."""
        key = self.headers["X-API-Key"]
        owner = {
            "user": {"email": "ada@acme.example", "api_key": key},
            "team": {"name": "Ac\x1b[31mme"},
            "hint": key[-8:],
        }
        answer = (
            owner | {"scopes": ["campaigns:read", "leads:read"]} if self.path.endswith("/me") else {"campaigns": []}
        )
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Not on the terminal of the tests."""


def test_doctor_says_whose_key_it_is_and_never_the_key(environment: dict[str, str]) -> None:
    with HTTPServer(("127.0.0.1", 0), Telling) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        base_url = f"http://127.0.0.1:{server.server_port}/api/public/v1"
        done = coldsend({**environment, "COLDSEND_BASE_URL": base_url}, "doctor")
        server.shutdown()
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout[done.stdout.index("owner") :]
    assert "user.email: ada@acme.example" in told
    assert "scopes: campaigns:read, leads:read" in told
    assert "team.name: Ac" in told and "\x1b" not in told
    key = environment["COLDSEND_API_KEY"]
    assert key not in done.stdout and key[-8:] not in done.stdout and "api_key" not in told


def test_doctor_looks_at_the_keys_of_every_profile_and_at_the_theme(
    environment: dict[str, str], tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('theme = "nordx"\n[profiles.a]\n[profiles.b]\napi_key = "cs_live_other"\n', encoding="utf-8")
    config.chmod(0o644)
    asked = {**environment, "COLDSEND_CONFIG": str(config)}
    done = coldsend(asked, "doctor", "--profile", "a")
    assert done.returncode == ExitCode.USAGE and f"chmod 600 {config}" in done.stdout
    assert "nordx is none" in done.stdout and "Did you mean nord?" in done.stdout
    assert "✓ API" in done.stdout
    config.chmod(0o600)
    config.write_text(config.read_text(encoding="utf-8").replace("nordx", "ansi"), encoding="utf-8")
    healthy = coldsend(asked, "doctor", "--profile", "a")
    assert healthy.returncode == 0 and "theme" not in healthy.stdout


def test_doctor_without_anything_configured(environment: dict[str, str]) -> None:
    del environment["COLDSEND_API_KEY"]
    done = coldsend(environment, "doctor")
    assert done.returncode == ExitCode.USAGE
    assert "✗" in done.stdout
    assert "                 Your workspace:  type `coldsend-tui login`" in done.stdout


def test_the_demo_printed_once(environment: dict[str, str]) -> None:
    done = coldsend(environment, "demo", "--once", "--size", "90x30", "--speed", "0", "--scenario", "stuck_dns")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("coldsend  demo ▪ DEMO")
    assert len(lines) <= 30
    assert all(width(line) <= 90 for line in lines)
    assert "\x1b" not in done.stdout
    assert "● CRIT" in done.stdout
    assert "ACTIVE" in done.stdout


def test_the_readmes_example_of_the_client(environment: dict[str, str]) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    example = readme.split("```python\n")[1].split("```")[0]
    key = 'api_key=os.environ["COLDSEND_API_KEY"]'
    assert key in example
    program = example.replace(key, f'{key}, base_url=os.environ["COLDSEND_BASE_URL"]')
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()


def test_all_workspaces_from_their_caches_alone(server: Target, environment: dict[str, str], tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    key = environment["COLDSEND_API_KEY"]
    lines = [f'[profiles.{name}]\napi_key = "{key}"\nbase_url = "{server.base_url}"\n' for name in ("acme", "globex")]
    config.write_text("\n".join(lines))
    config.chmod(0o600)
    bare = {name: value for name, value in environment.items() if not name.startswith("COLDSEND_")}
    bare["COLDSEND_CONFIG"] = str(config)
    assert coldsend(bare, "status", "--profile", "acme", "--json").returncode == 0
    told = json.loads(coldsend(bare, "status", "--all", "--json").stdout)
    by_name = {row["profile"]: row for row in told}
    assert by_name["acme"]["campaigns"] == 4 and by_name["acme"]["age_seconds"] is not None
    assert by_name["globex"]["verdict"] == "UNKNOWN" and "never read" in by_name["globex"]["note"]
    # A key in the environment is no profile's: it changes nothing here.
    assert coldsend({**bare, "COLDSEND_API_KEY": key}, "status", "--all").stdout.count("never") == 2
    table = coldsend(bare, "status", "--all", "--size", "80x24").stdout.splitlines()
    assert len(table) == 3 and all(width(line) <= 80 for line in table)
    assert any("globex" in line for line in table)
    assert coldsend(bare, "status", "--all", "--profile", "acme").returncode == 2
