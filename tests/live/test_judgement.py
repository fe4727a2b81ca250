"""What the last verdict left behind is enough for the first frame of the next console."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from coldsend_tui.clock import ManualClock, SystemClock
from coldsend_tui.glance import cache, picture
from coldsend_tui.live import judgement
from coldsend_tui.store import Store
from coldsend_tui.store.schema import SCHEMA_VERSION
from tests.glance.cached import fill


def test_a_remembered_verdict_is_the_one_that_was_judged(tmp_path: Path) -> None:
    fill(tmp_path / "cache.sqlite", 60, age=timedelta(seconds=5))
    store = Store.open(tmp_path / "cache.sqlite")
    fetched = store.feed_states()["analytics"].fetched_at
    assert fetched is not None
    clock = ManualClock(fetched + timedelta(seconds=5))
    judged = judgement.look(store, clock)
    recalled = judgement.recalled(store, clock)
    assert recalled is not None
    assert judged.verdict.crit > 0
    assert recalled.verdict.findings == judged.verdict.findings
    assert recalled.verdict._replace(blind=()) == judged.verdict._replace(blind=())
    assert not recalled.workspace.campaigns
    store.close()


def test_an_old_remembered_verdict_vouches_for_nothing(tmp_path: Path) -> None:
    fill(tmp_path / "cache.sqlite", 60, age=timedelta(hours=3))
    store = Store.open(tmp_path / "cache.sqlite")
    fetched = store.feed_states()["analytics"].fetched_at
    assert fetched is not None
    recalled = judgement.recalled(store, ManualClock(fetched + timedelta(hours=3)))
    assert recalled is not None
    assert recalled.verdict.level.name == "UNKNOWN"
    assert recalled.verdict.findings
    store.close()


def test_findings_that_an_older_version_remembered_are_judged_again(tmp_path: Path) -> None:
    fill(tmp_path / "cache.sqlite", 60)
    store = Store.open(tmp_path / "cache.sqlite")
    store._database.write(lambda connection: connection.execute("UPDATE finding SET body = ''"))
    assert judgement.recalled(store, SystemClock()) is None
    store.close()


def test_what_is_quiet_is_so_for_the_console_its_memory_and_the_first_glance(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    fill(path, 60)
    store, clock = Store.open(path), SystemClock()
    before = judgement.look(store, clock).verdict
    worst = before.findings[0]
    store.findings.snooze(*worst.key, until=clock.now() + timedelta(hours=1), reason="known")
    store.findings.acknowledge(*before.findings[1].key, reason="")
    after, recalled = judgement.look(store, clock).verdict, judgement.recalled(store, clock)
    assert recalled is not None
    glance = cache.read(str(path), str(SCHEMA_VERSION), 10)
    assert glance is not None
    assert after.headline == recalled.verdict.headline == picture.verdict(glance)[1]
    assert (after.crit, after.snoozed) == (before.crit - 2, 2)
    assert {finding.key for finding in after.findings[-2:]} == {worst.key, before.findings[1].key}
    assert [found[4] for found in glance.findings[-3:]] == [False, True, True]
    assert judgement.judged(*judgement.look(store, clock)[:2], store, clock).headline == after.headline
    store.close()
