"""Since when a finding stands survives restarts and short recoveries."""

from __future__ import annotations

from pathlib import Path

from coldsend_tui.store import FindingNote, QuietFinding, Store
from tests.store.rows import T0, later

BOUNCE = FindingNote("campaign.bounce", "campaign", "campaign-1", "CRIT", "12/200 6.0 %")
LIMIT = FindingNote("sender.limit", "sender", "sender-1", "WARN", "50/50")
KEY = ("campaign.bounce", "campaign-1")


def test_first_seen_survives_a_restart(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "cache.sqlite")
    assert store.findings.note([BOUNCE], T0) == {KEY: T0}
    store.close()
    store = Store.open(tmp_path / "cache.sqlite")
    assert store.findings.note([BOUNCE._replace(text="13/201"), LIMIT], later(600)) == {
        KEY: T0,
        ("sender.limit", "sender-1"): later(600),
    }
    assert [(finding.text, finding.first_seen) for finding in store.alerts()] == [("13/201", T0), ("50/50", later(600))]
    store.close()


def test_one_that_returns_within_an_hour_is_the_same_one() -> None:
    findings = Store.open(None).findings
    findings.note([BOUNCE], T0)
    findings.note([], later(60))
    assert findings.first_seen() == {}
    assert findings.note([BOUNCE], later(60 + 3600)) == {KEY: T0}
    findings.note([], later(4000))
    assert findings.note([BOUNCE], later(4001 + 3600)) == {KEY: later(4001 + 3600)}


def test_nothing_is_written_when_nothing_differs() -> None:
    store = Store.open(None)
    store.findings.note([BOUNCE], T0)
    before = store.generation
    store.findings.note([BOUNCE], later(60))
    assert store.generation == before


def test_a_snooze_ends_by_itself_and_an_acknowledgement_with_the_finding() -> None:
    findings = Store.open(None).findings
    findings.note([BOUNCE, LIMIT], T0)
    findings.snooze(*KEY, until=later(900), reason="list is being cleaned")
    findings.acknowledge("sender.limit", "sender-1", reason="planned")
    assert findings.quiet(later(899)) == {
        KEY: QuietFinding(later(900), "list is being cleaned", "CRIT"),
        ("sender.limit", "sender-1"): QuietFinding(None, "planned", "WARN"),
    }
    assert set(findings.quiet(later(900))) == {("sender.limit", "sender-1")}
    quiet = {finding.rule: (finding.acknowledged, finding.quiet_until) for finding in findings.last()}
    assert quiet == {"campaign.bounce": (False, later(900)), "sender.limit": (True, None)}
    findings.note([BOUNCE], later(1000))
    findings.note([BOUNCE, LIMIT], later(1001))
    assert not findings.quiet(later(1001))
    findings.wake(*KEY)
    assert not findings.quiet(T0)


def test_what_gets_worse_speaks_again(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "cache.sqlite")
    store.findings.note([BOUNCE._replace(severity="WARN")], T0)
    store.findings.snooze(*KEY, until=later(90_000), reason="")
    store.findings.note([BOUNCE._replace(severity="WARN", text="14/210 6.7 %")], later(60))
    store.close()
    store = Store.open(tmp_path / "cache.sqlite")
    assert set(store.findings.quiet(later(120))) == {KEY}
    store.findings.note([BOUNCE], later(180))
    assert not store.findings.quiet(later(180))
    store.findings.note([BOUNCE._replace(severity="WARN")], later(240))
    assert not store.findings.quiet(later(240))
    store.close()


def test_a_snoozed_one_that_flickers_stays_quiet_and_one_that_fires_anew_does_not() -> None:
    findings = Store.open(None).findings
    findings.note([BOUNCE], T0)
    findings.snooze(*KEY, until=later(90_000), reason="")
    findings.note([], later(60))
    assert not findings.quiet(later(60))
    findings.note([BOUNCE], later(120))
    assert set(findings.quiet(later(120))) == {KEY}
    findings.note([], later(180))
    findings.note([BOUNCE], later(181 + 3600))
    assert not findings.quiet(later(181 + 3600))
