"""A campaign from its first word to the archive, by keys alone."""

from pathlib import Path

import pytest

from tests.lifecycle import NAME, PEOPLE, live, stage


async def test_a_whole_life_by_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage(tmp_path, monkeypatch, (110, 34)) as (console, editor):
        frames = await live(console, editor, tmp_path)
        sandbox = console.sandbox
        states = [frame.status for frame in frames if frame.status]
        assert list(dict.fromkeys(states)) == ["DRAFT", "ACTIVE", "PAUSED", "ARCHIVED"]
        [made] = (await sandbox.get("/campaigns", search=NAME))["campaigns"]
        detail = await sandbox.get(f"/campaigns/{made['campaign_id']}")
        assert detail["daily_limit_per_inbox"] == 30
        leads = (await sandbox.get(f"/campaigns/{made['campaign_id']}/leads"))["leads"]
        assert sorted(lead["first_name"] for lead in leads) == sorted(name for name, _ in PEOPLE)
        entries = list(reversed(console.state.store.journal.entries()))
        made_of = "create", "edit", "upload", "launch", "pause", "edit", "activate", "pause", "archive"
        assert [(entry.action, entry.result) for entry in entries] == [(action, "done") for action in made_of]
        assert console.state.store.journal.verify() == 2 * len(entries)
