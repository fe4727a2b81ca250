"""Files of every released schema are taken forward with all they hold. `released/` has the schemas as they were released."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from coldsend_tui.store import Store
from coldsend_tui.store.schema import SCHEMA_VERSION, migrate
from coldsend_tui.store.times import micros, seconds
from tests.store.rows import T0, campaign, figures, later

RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))
FILLED = f"""
INSERT INTO campaign VALUES ('campaign-1', 'Campaign 1', 'ACTIVE', 500, 100, 40, 5, 2, NULL, NULL, NULL, {micros(T0)}, 1, 0);
INSERT INTO series VALUES (0, NULL, 100, 40, 5, 2, 0, 0, 0, 0, {seconds(T0)}), (1, 'campaign-1', 100, 40, 5, 2, 0, 0, 0, 0, {seconds(T0)});
INSERT INTO sample VALUES (0, {seconds(T0)}, 100, 40, 5, 2), (1, {seconds(T0)}, 100, 40, 5, 2);
INSERT INTO feed_state VALUES ('analytics', {micros(T0)}, {micros(T0) - 1}, 'long over'), ('usage', {micros(T0)}, {micros(T0) + 1}, 'not over');
INSERT INTO fact VALUES ('analytics_observed_at', {seconds(T0)}), ('unread_replies', 3);
INSERT INTO finding VALUES ('campaign.bounce', 'campaign-1', 'campaign', 'CRIT', 'bounce', {micros(T0)}, NULL);
INSERT INTO config_change VALUES (1, {micros(T0)}, 'campaign', 'campaign-1', 'Campaign 1', 'daily_limit_per_inbox', '20', '30');
"""


def released(path: Path, schema: Path) -> None:
    """A file as the program of that time left it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(schema.read_text("utf-8"))
    connection.executescript(FILLED)
    connection.execute(f"PRAGMA user_version={schema.stem.partition('-')[0]}")
    connection.close()


def tables(path: Path) -> set[tuple[str, str]]:
    """What the schema of a file consists of."""
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'lease'")
    schema = {(name, " ".join(sql.split())) for name, sql in found}
    connection.close()
    return schema


@pytest.mark.parametrize("schema", RELEASED, ids=lambda schema: schema.stem)
def test_a_released_file_goes_forward(tmp_path: Path, schema: Path) -> None:
    path, fresh = tmp_path / "cache.sqlite", tmp_path / "fresh.sqlite"
    released(path, schema)
    store = Store.open(path)
    assert store.warnings == []
    assert [row.name for row in store.campaigns()] == ["Campaign 1"]
    assert [sample.sent for sample in store.samples("campaign-1")] == [100]
    assert store.unread_replies() == 3
    assert [finding.rule for finding in store.alerts()] == ["campaign.bounce"]
    assert [(change.what, change.before, change.after) for change in store.changes()] == [
        ("daily_limit_per_inbox", "20", "30")
    ]
    states = store.feed_states()
    assert (states["analytics"].failed_at, states["usage"].error) == (None, "not over")
    assert states["usage"].failed_at is not None
    store.store(figures(campaign(sent=107), seconds=600))
    assert [sample.sent for sample in store.samples(None)] == [100, 107]
    assert store.spent(later(600)) == []
    store.close()
    Store.open(fresh).close()
    assert tables(path) == tables(fresh)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    connection.close()


@pytest.mark.parametrize("schema", [schema for schema in RELEASED if "-" not in schema.stem], ids=lambda one: one.stem)
def test_released_migrations_are_not_edited(tmp_path: Path, schema: Path) -> None:
    then, now = tmp_path / "then.sqlite", tmp_path / "now.sqlite"
    released(then, schema)
    connection = sqlite3.connect(now, isolation_level=None)
    migrate(connection, upto=int(schema.stem))
    connection.close()
    assert tables(now) == tables(then)


def test_half_a_migration_is_none(tmp_path: Path) -> None:
    """Out of disk in the middle: the file is whole, of a version on the way, and the next start goes on."""
    path, like = tmp_path / "cache.sqlite", tmp_path / "like.sqlite"
    released(path, RELEASED[0])
    connection = sqlite3.connect(path, isolation_level=None)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        migrate(connection)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    assert version < SCHEMA_VERSION
    connection = sqlite3.connect(like, isolation_level=None)
    migrate(connection, upto=version)
    connection.close()
    assert tables(path) == tables(like)
    store = Store.open(path)
    assert store.warnings == []
    assert len(store.campaigns()) == 1
    store.close()
