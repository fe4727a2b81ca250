"""What changed just before a finding: writes and differences on one axis, each told once and with who did it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from coldsend_tui.actions.record import operator
from coldsend_tui.store import ConfigChange, JournalEntry
from coldsend_tui.tui.lines import plain
from coldsend_tui.tui.screens.now.before import happenings, objects, told
from tests.ops.rows import NOW, campaign, sender, settings, workspace
from tests.ops.test_alerts import only
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import opened


def ago(minutes: float) -> Any:
    return NOW - timedelta(minutes=minutes)


def change(minutes: float, what: str, before: str, after: str, name: str = "C") -> ConfigChange:
    return ConfigChange(ago(minutes), "campaign", "c1", name, what, before, after)


def write(minutes: float, action: str, before: str, after: str, **changes: Any) -> JournalEntry:
    entry = JournalEntry(
        7, ago(minutes), "acme", operator(), action, "campaign", "c1", "C", before, after, "", "", "done", ago(minutes), "", None, None
    )  # fmt: skip
    return entry._replace(**changes)


def test_a_difference_that_a_write_made_is_told_once_with_who_did_it() -> None:
    edit = write(25, "edit", "PAUSED #12ab", "PAUSED #98fe")
    found = happenings([edit], [(change(23, "daily_limit_per_inbox", "20", "50"), "")])
    assert [(one.what, one.by) for one in found] == [("daily limit per inbox 20 → 50", "you")]


def test_what_nobody_here_did_happened_elsewhere() -> None:
    old = write(90, "pause", "ACTIVE", "PAUSED", actor="sam")
    found = happenings(
        [old, write(5, "snooze", "speaks", "quiet", object_kind="finding", id=8), write(4, "pause", "ACTIVE", "PAUSED", result="failed", id=9)],
        [(change(10, "status", "ACTIVE", "PAUSED", "sam@acme.example"), "sam@acme.example")],
    )  # fmt: skip
    assert [(one.what, one.by) for one in found] == [
        ("sam@acme.example: status ACTIVE → PAUSED", "elsewhere"),
        ("pause ACTIVE → PAUSED", "sam"),
    ]


def test_lines_say_how_long_before() -> None:
    found = happenings(
        [], [(change(23, "daily_limit", "20", "50"), ""), (change(200, "inboxes", '["a"]', '["a", "b"]'), "")]
    )
    lines = [plain(one) for one in told(found, NOW, 60)]
    assert lines == ["before    23m  daily limit 20 → 50 (elsewhere)", "        3h20m  inboxes a → a, b (elsewhere)"]
    week = NOW - timedelta(days=8)
    assert plain(told([], NOW, 60, week)[0]) == "before nothing seen to change in the week before"
    assert "since 04 Mar 15:04, when watching began" in plain(told([], NOW, 60, ago(60))[0])
    wide = told(happenings([], [(change(1, "variant A body", "x" * 900, "y" * 900), "")]), NOW, 40)
    assert all(len(plain(one)) <= 40 for one in wide)


def test_a_stalled_campaign_looks_at_its_inboxes_and_their_domains_too() -> None:
    world = workspace(
        campaign(), settings={"c1": settings("c1", "s1", "s2")},
        senders=(sender("s1", status="PAUSED"), sender("s2", status="PAUSED", domain_id="d2")),
    )  # fmt: skip
    assert objects(only(world, "campaign.stalled"), world) == [
        ("campaign", "c1"), ("sender", "s1"), ("sender", "s2"), ("domain", "d1"), ("domain", "d2"),
    ]  # fmt: skip


async def test_now_names_what_changed_before_the_selected_finding(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        failing = console.campaign("PAUSED")
        sandbox.world.db.execute("UPDATE campaign SET status = 'FAILED' WHERE status = 'PAUSED'")
        await console.press("r")
        await console.until(lambda: console.status(failing.id) == "FAILED", "failure read")
        await console.until(lambda: bool(console.rows.rows), "findings drawn")
        await console.select("\0".join(("campaign.failed", failing.id)))
        await console.until(lambda: "status PAUSED → FAILED (elsewhere)" in console.paper("#detail"), "told")
