"""The jobs that people do with the console, from the first key to the last."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.scenarios.operator import on_call


async def test_an_incident_is_seen_stopped_verified_noted_and_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with on_call("bad_list") as operator:
        await operator.waits(3)
        await operator.sees("CRIT", "The selected finding")
        await operator.finds(
            lambda: any(f.topic == "bounce" for f in operator.console.state.verdict.findings), "bounces judged"
        )
        worst = next(
            f for f in operator.console.state.verdict.findings if f.topic == "bounce" and f.severity.name == "CRIT"
        )
        await operator.picks(worst.name[:20])
        await operator.presses("P")
        await operator.sees("▪ acme-prod", "pause")
        await operator.confirms()
        await operator.finds(lambda: operator.console.status(worst.object_id) == "PAUSED", "paused and read back")
        await operator.goes_to("Journal")
        await operator.picks("pause")
        await operator.sees("chain of", "whole")
        await operator.presses("x")
        await operator.is_told("events in")
        assert list(tmp_path.glob("*.md"))  # noqa: ASYNC240
        await operator.goes_to("Campaigns")
        await operator.picks(worst.name[:20])
        await operator.presses("A")
        await operator.confirms()
        await operator.finds(lambda: operator.console.status(worst.object_id) == "ACTIVE", "active again")


async def test_everything_is_stopped_and_exactly_that_is_restored() -> None:
    async with on_call() as operator:
        state = operator.console.state
        active = {c.id for c in state.workspace.campaigns if c.status == "ACTIVE"}
        await operator.says("stop all")
        await operator.confirms()
        await operator.finds(lambda: not any(c.status == "ACTIVE" for c in state.workspace.campaigns), "all stopped")
        await operator.presses("escape")
        await operator.sees("R")
        await operator.says("restore")
        await operator.confirms()
        await operator.finds(
            lambda: {c.id for c in state.workspace.campaigns if c.status == "ACTIVE"} == active,
            "exactly those restored",
        )


async def test_a_campaign_is_audited() -> None:
    async with on_call() as operator:
        await operator.goes_to("Campaigns")
        await operator.opens("Law firms")
        await operator.sees("opened", "replied", "bounced", "P50", "P90")
        for tab, told in (
            ("d", "inboxes ACTIVE"),
            ("c", "subject"),
            ("f", "day 3"),
            ("i", "today"),
            ("h", "Changes"),
        ):
            await operator.presses(tab)
            await operator.sees(told)
        await operator.presses("y")
        await operator.has_copied(operator.console.place.campaign_id)  # type: ignore[attr-defined]


async def test_a_draft_is_checked_before_its_launch_and_launched() -> None:
    async with on_call() as operator:
        await operator.goes_to("Campaigns")
        await operator.opens("Wholesale food")
        await operator.presses("d")
        await operator.sees("no leads")
        await operator.presses("escape")
        draft = next(
            c for c in operator.console.state.workspace.campaigns if c.status == "DRAFT" and "Insurance" in c.name
        )
        await operator.opens(draft.name[:16])
        await operator.presses("d")
        await operator.sees("Readiness", "leads")
        await operator.presses("L")
        await operator.sees("▪ acme-prod")
        await operator.presses("escape")
        await operator.is_told("nothing was sent")
        assert operator.console.status(draft.id) == "DRAFT"


async def test_the_reputation_of_senders_and_domains() -> None:
    async with on_call() as operator:
        await operator.goes_to("Senders")
        await operator.sees("health", "sent today")
        await operator.picks("info@fieldnote-post")
        await operator.sees("DISABLED", "from ")
        await operator.goes_to("Domains")
        await operator.sees("in state", "harbor-notes")


async def test_an_ab_test_and_who_asked_to_be_removed() -> None:
    async with on_call("remove_me") as operator:
        await operator.goes_to("Campaigns")
        newest = max(operator.console.state.workspace.campaigns, key=lambda c: c.unsubscribed or 0)
        await operator.opens(newest.name[:16])
        await operator.sees("unsubscribed")
        await operator.presses("c")
        await operator.sees("variant")


async def test_how_long_it_takes_and_what_more_inboxes_would_change() -> None:
    async with on_call() as operator:
        await operator.goes_to("Campaigns")
        await operator.opens("Law firms")
        await operator.sees("what if", "finish")
        campaign_id = operator.console.place.campaign_id  # type: ignore[attr-defined]
        settings = operator.console.state.store.campaign_settings(campaign_id)
        assert settings is not None and settings.inboxes
        inboxes = len(settings.inboxes)

        def dates() -> list[str]:
            """P50 and P90 of the finish before, P50 and P90 after."""
            told = re.search(r"finish P50 (.+?) → (.+?) · P90 (.+?) → (.+)", operator.console.paper("#progress"))
            return [date.strip() for date in told.groups()] if told else []

        finish = re.search(r"finish +P50 (.+?) +P90 (.+)", operator.console.paper("#progress"))
        assert finish is not None
        await operator.presses("plus")
        await operator.sees(f"inboxes {inboxes} → {inboxes + 1}", "a preview, nothing is changed")
        before50, after50, before90, after90 = dates()
        assert (before50, before90) == (finish[1].strip(), finish[2].strip())
        for before, after in ((before50, after50), (before90, after90)):
            assert day(after) < day(before), "one inbox more, and it is done earlier"
        await operator.presses("backspace")
        await operator.sees_no("a preview, nothing is changed")
        assert operator.console.state.store.campaign_settings(campaign_id) == settings


def day(text: str) -> datetime:
    """`7 Dec` of the year that the sandbox is in."""
    return datetime.strptime(f"{text} 2026", "%d %b %Y").replace(tzinfo=UTC)


async def test_a_domain_is_stuck_and_its_nameservers_are_copied() -> None:
    async with on_call("stuck_dns") as operator:
        await operator.goes_to("Now")
        finding = next(f for f in operator.console.state.verdict.findings if f.kind == "domain")
        await operator.opens(finding.name[:16])
        await operator.finds(lambda: operator.console.place.NAME == "domains", "on Domains")
        await operator.picks("DNS_PENDING")
        await operator.sees("nameservers", "ns.coldsend-dns")
        await operator.copies("ns.coldsend-dns")
        await operator.presses("A")
        await operator.sees("▪ acme-prod", "Activate")
        await operator.presses("escape")
        await operator.is_told("nothing was sent")


async def test_replies_are_read_unread_first() -> None:
    async with on_call() as operator:
        await operator.goes_to("Replies")
        await operator.sees("unread")
        await operator.finds(lambda: operator.console.rows.current is not None, "answers read")
        assert operator.console.rows.current.read is False
        await operator.presses("n", "enter")
        await operator.sees("judged by machine")
        await operator.presses("escape")
        await operator.copies(operator.console.rows.current.email)
        await operator.presses("u")
        await operator.sees("unread only")
