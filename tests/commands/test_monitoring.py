"""`check` and `metrics` against what reads them: strict parsers of both formats, made from their documents."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.commands.check import one_line
from coldsend_tui.commands.metrics_text import Family, written
from coldsend_tui.commands.sandbox_process import SandboxProcess
from coldsend_tui.config import Settings, cache_path, select
from coldsend_tui.errors import ExitCode
from coldsend_tui.launch import Target
from coldsend_tui.ops import alerts
from coldsend_tui.store import Store
from tests.commands.test_apply import Shell


@pytest.fixture(scope="module")
def server() -> Iterator[Target]:
    """A workspace with findings whose time stands still."""
    process = SandboxProcess(("--scale", "medium", "--speed", "0", "--no-rate-limit"))
    yield process.wait_for_greeting().target
    process.stop()


@pytest.fixture
def shell(server: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell."""
    return Shell(server, tmp_path, monkeypatch, capsys)


def complaint(shell: Shell, *words: str) -> tuple[object, str]:
    """Status and line of a command that the parser refuses."""
    with pytest.raises(SystemExit) as ended:
        shell.run(*words)
    return ended.value.code, shell.capsys.readouterr().out


# -- Monitoring Plugins Development Guidelines, "Plugin Output for Nagios" and "Performance data" ------------------------

_NUMBER = r"-?\d+(?:\.\d+)?"
_RANGE = rf"(?:@?(?:(?:~|{_NUMBER}):)?(?:{_NUMBER})?)"
_DATUM = re.compile(
    rf"(?P<label>[^\s'=]+|'(?:[^'=]|'')+')=(?P<value>U|{_NUMBER})(?P<unit>s|us|ms|%|[KMGT]?B|c)?"
    rf"(?:;(?P<warn>{_RANGE})(?:;(?P<crit>{_RANGE})(?:;(?P<min>{_NUMBER})?(?:;(?P<max>{_NUMBER})?)?)?)?)?"
)


class Line(NamedTuple):
    """One answer of a plugin."""

    word: str
    text: str
    data: dict[str, tuple[str, str]]


def read(out: str) -> Line:
    """Raises AssertionError for anything that the guidelines do not allow."""
    assert out.endswith("\n") and out.count("\n") == 1 and out.count("|") <= 1
    said, _, data = out.rstrip("\n").partition(" | ")
    found = re.fullmatch(r"COLDSEND (OK|WARNING|CRITICAL|UNKNOWN): (\S.*)", said)
    assert found is not None, said
    values: dict[str, tuple[str, str]] = {}
    for word in data.split():
        datum = _DATUM.fullmatch(word)
        assert datum is not None, word
        assert datum["label"] not in values
        values[datum["label"]] = (datum["value"], datum["unit"] or "")
    return Line(found[1], found[2], values)


def test_the_whole_workspace_in_one_line(shell: Shell) -> None:
    done = shell.run("check")
    line = read(done.out)
    assert (done.status, done.err, line.word) == (2, "", "CRITICAL")
    assert set(alerts.RULES) <= set(line.data)
    assert sum(int(line.data[rule][0]) for rule in alerts.RULES) == int(line.data["critical"][0]) + int(
        line.data["warning"][0]
    )
    assert line.data["sent"][1] == line.data["bounced"][1] == "c" and line.data["age"][1] == "s"
    again = read(shell.run("check", "--cached").out)
    assert again.text == line.text


def test_one_campaign_and_one_domain(shell: Shell) -> None:
    shell.run("status")
    bad = shell.run("check", "--cached", "--campaign", "Trade show")
    line = read(bad.out)
    assert (bad.status, line.word) == (2, "CRITICAL") and "bounce" in line.text and "domain.failed" not in line.data
    good = shell.run("check", "--cached", "--campaign", "UK logistics")
    assert (good.status, read(good.out).word) == (0, "OK")
    domain = shell.run("check", "--cached", "--domain", "harbor-notes.example")
    assert domain.status == 2 and "FAILED" in read(domain.out).text


def test_what_was_acknowledged_calls_nobody(shell: Shell) -> None:
    shell.run("status")
    environment = {name: os.environ[name] for name in shell.environment}
    store = Store.open(cache_path(select(Settings(), None, environment)))
    for one in store.alerts():
        if one.severity == "CRIT":
            store.findings.acknowledge(one.rule, one.object_id, "known")
    store.close()
    done = shell.run("check", "--cached")
    line = read(done.out)
    assert (done.status, line.word, line.data["critical"][0]) == (1, "WARNING", "0") and " quiet" in line.text
    series = parse(shell.run("metrics", "--cached", "--totals").out)
    assert series["coldsend_findings_quiet", frozenset({("profile", "default")})] >= 3
    assert not any(
        value
        for (name, labels), value in series.items()
        if name == "coldsend_findings" and ("severity", "CRIT") in labels
    )


def test_what_cannot_be_judged_is_unknown_and_never_critical(shell: Shell) -> None:
    assert (shell.run("check", "--cached").status, read(shell.run("check", "--cached").out).word) == (3, "UNKNOWN")
    assert shell.run("check").status == 2
    for words in (("--campaign", "nosuch"), ("--domain", "harbor-nites.exampel")):
        done = shell.run("check", "--cached", *words)
        assert (done.status, read(done.out).word, done.err) == (3, "UNKNOWN", "")
    shell.patch.setenv("COLDSEND_API_KEY", "cs_live_wrong")
    done = shell.run("check")
    assert done.status == 3 and "key" in read(done.out).text
    for words in (("--timeout", "soon"), ("--frequency", "1"), ("--campaign", "a", "--domain", "b")):
        status, out = complaint(shell, "check", *words)
        assert status == 3 and read(out).word == "UNKNOWN"
    shell.patch.setenv("COLDSEND_CONFIG", shell.file("broken.toml", "theme ="))
    broken = shell.run("check")
    assert broken.status == 3 and "not valid TOML" in read(broken.out).text


def test_a_server_that_is_gone_is_told_beside_what_is_still_known(shell: Shell) -> None:
    assert shell.run("check").status == 2
    shell.patch.setattr("coldsend_tui.commands.reading._is_fresh", lambda *_: False)
    done = shell.run("check", "--timeout", "0.000001")
    assert done.status == 2 and "from the cache" in read(done.out).text and "--timeout" in done.out
    shell.patch.setenv("COLDSEND_BASE_URL", "http://127.0.0.1:9/api/public/v1")
    assert read(shell.run("check").out).word == "UNKNOWN"


@given(st.text(max_size=80))
def test_no_name_breaks_the_line(name: str) -> None:
    assert not {"|", "\n", "\r", "\x1b"} & set(one_line(name))


def test_every_rule_has_its_figure() -> None:
    sources = (Path(alerts.__file__).parent / "rules").glob("*.py")
    named = {rule for path in sources for rule in re.findall(r'rule="([a-z.]+)"', path.read_text(encoding="utf-8"))}
    assert sorted(named) == sorted(alerts.RULES)


# -- Prometheus text format 0.0.4 ---------------------------------------------------------------------------------------

_SAMPLE = re.compile(r"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?P<labels>.*)\})? (?P<value>\S+)")
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)')
_ESCAPES = {"\\\\": "\\", '\\"': '"', "\\n": "\n"}

Series = tuple[str, frozenset[tuple[str, str]]]


def parse(text: str) -> dict[Series, float]:
    """Every sample by name and labels. AssertionError where a scraper would refuse the text, or a linter complain."""
    assert text == "" or text.endswith("\n")
    series: dict[Series, float] = {}
    kinds: dict[str, str] = {}
    helped: set[str] = set()
    last = ""
    for line in text.split("\n")[:-1]:
        if line.startswith("# HELP "):
            name, _, said = line.removeprefix("# HELP ").partition(" ")
            assert said and name not in helped
            helped.add(name)
        elif line.startswith("# TYPE "):
            name, kind = line.removeprefix("# TYPE ").split(" ")
            assert kind in ("counter", "gauge") and name not in kinds and name in helped
            assert name.endswith("_total") == (kind == "counter")
            kinds[name], last = kind, name
        else:
            found = _SAMPLE.fullmatch(line)
            assert found is not None, line
            # All lines of a metric are one group, below its type.
            assert found["name"] == last and found["name"].startswith("coldsend_")
            labels = dict(_labels(found["labels"] or ""))
            key = (found["name"], frozenset(labels.items()))
            assert key not in series, key
            series[key] = float(found["value"])
            assert kinds[last] == "gauge" or series[key] >= 0
    assert helped == set(kinds) == {name for name, _ in series}
    return series


def _labels(text: str) -> Iterator[tuple[str, str]]:
    at, seen = 0, set()
    while at < len(text):
        found = _LABEL.match(text, at)
        assert found is not None and found[1] not in seen, text
        seen.add(found[1])
        yield found[1], re.sub(r'\\[\\"n]', lambda escape: _ESCAPES[escape[0]], found[2])
        at = found.end()


def test_the_workspace_as_figures(shell: Shell) -> None:
    done = shell.run("metrics")
    assert (done.status, done.err) == (0, "")
    series = parse(done.out)

    def of(name: str, **labels: str) -> float:
        return series["coldsend_" + name, frozenset({"profile": "default", **labels}.items())]

    assert of("read_success") == 1 and of("data_age_seconds") < 60 and of("verdict", level="CRIT") == 1
    rows = shell.get("/campaigns?limit=100")["campaigns"]
    sent = {
        dict(labels)["campaign_id"]: value
        for (name, labels), value in series.items()
        if name.endswith("campaign_sent_total")
    }
    assert set(sent) == {row["campaign_id"] for row in rows}
    assert sum(sent.values()) == of("workspace_sent_total")
    totals = parse(shell.run("metrics", "--cached", "--totals").out)
    assert {name for name, _ in totals} == {name for name, _ in series if not name.startswith(
        ("coldsend_campaign_", "coldsend_sender_", "coldsend_domain_"))}  # fmt: skip


def test_a_file_for_a_collector_is_replaced_in_one_piece_also_when_nothing_could_be_read(shell: Shell) -> None:
    file = shell.home / "coldsend.prom"
    assert shell.run("metrics", "-o", str(file)).out == ""
    before = parse(file.read_text(encoding="utf-8"))
    shell.patch.setenv("COLDSEND_API_KEY", "cs_live_wrong")
    done = shell.run("metrics", "--output", str(file))
    after = parse(file.read_text(encoding="utf-8"))
    key = ("coldsend_read_success", frozenset({("profile", "default")}))
    assert (done.status, before[key], after[key]) == (ExitCode.AUTH, 1, 0) and done.err
    assert [path.name for path in shell.home.glob("*prom*")] == ["coldsend.prom"]
    assert "cannot be written" in shell.run("metrics", "-o", str(shell.home / "no" / "file")).err


@given(st.text(max_size=40), st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15))
def test_any_name_and_number_comes_through(name: str, value: float) -> None:
    text = written(
        [Family("sent_today", "gauge", "a\\b\nc", [({"campaign": name}, value), ({}, None)])], {"profile": "x"}
    )
    (((_, labels), read_back),) = parse(text).items()
    assert read_back == value and dict(labels)["profile"] == "x" and len(dict(labels)["campaign"]) <= len(name) + 2
