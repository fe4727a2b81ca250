"""Each named incident as somebody sees it who has nothing but the public API."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from coldsend_tui.sandbox.scenarios import SCENARIOS
from tests.sandbox.engine import worlds
from tests.sandbox.local import LocalSandbox


def struck(name: str) -> LocalSandbox:
    """The demo workspace with an incident and its faults."""
    sandbox = LocalSandbox(scale="medium")
    SCENARIOS[name].apply(sandbox.world)
    if SCENARIOS[name].faults:
        sandbox.faults(SCENARIOS[name].faults)
    return sandbox


async def newest(sandbox: LocalSandbox, **query: Any) -> dict[str, Any]:
    """The first campaign of the list."""
    found: dict[str, Any] = (await sandbox.get("/campaigns", limit=1, **query))["campaigns"][0]
    return found


async def test_bad_list() -> None:
    sandbox = struck("bad_list")
    row = await newest(sandbox, search="Purchased list")
    assert row["status"] == "ACTIVE"
    assert row["sent_count"] >= 20
    assert row["bounce_count"] / row["sent_count"] > 0.1
    bounced = (await sandbox.get(f"/campaigns/{row['campaign_id']}/leads", status="BOUNCED", limit=100))["leads"]
    codes = [lead["delivery_status"] for lead in bounced]
    assert codes.count("bounced (5.1.1)") > len(codes) / 2


async def test_dkim_lost() -> None:
    sandbox = struck("dkim_lost")
    worst = (await sandbox.get("/sender-accounts", sort_by="health_score", sort_order="asc", limit=100))[
        "sender_accounts"
    ]
    ill = {row["domain_name"] for row in worst if row["health_score"] <= 40 and row["overall_status"] == "ACTIVE"}
    assert len(ill) == 1, "one domain"
    refused = 0
    for campaign in (await sandbox.get("/campaigns", status="ACTIVE", limit=100))["campaigns"]:
        leads = await sandbox.get(f"/campaigns/{campaign['campaign_id']}/leads", status="BOUNCED", limit=100)
        refused += sum(lead["delivery_status"] == "bounced (5.7.26)" for lead in leads["leads"])
    assert refused >= 3


async def test_domain_hour() -> None:
    sandbox = struck("domain_hour")
    row = await newest(sandbox, search="Everything out")
    failed = await sandbox.get(f"/campaigns/{row['campaign_id']}/leads", status="FAILED", limit=100)
    assert failed["pagination"]["total"] > 10
    assert {lead["delivery_status"] for lead in failed["leads"]} == {"rejected"}


async def test_stalled_campaign() -> None:
    sandbox, usual = struck("stalled_campaign"), LocalSandbox(scale="medium")
    rows = (await sandbox.get("/campaigns", status="ACTIVE", limit=100))["campaigns"]
    sandbox.advance(24)
    usual.advance(25)
    now, well = [
        {row["campaign_id"]: row["sent_count"] for row in (await box.get("/campaigns", limit=100))["campaigns"]}
        for box in (sandbox, usual)
    ]
    [stalled] = [row for row in rows if now[row["campaign_id"]] == row["sent_count"] < well[row["campaign_id"]]]
    assert stalled["sent_count"] < stalled["total_leads"]
    assert (await sandbox.get(f"/campaigns/{stalled['campaign_id']}"))["status"] == "ACTIVE"
    quotas = await sandbox.get("/sender-accounts/quotas", campaign_id=stalled["campaign_id"])
    assert any(inbox["effective_remaining"] > 0 for inbox in quotas["inboxes"])


async def test_resume_burst() -> None:
    sandbox = struck("resume_burst")
    events = sandbox.world.events(0, 10**6)
    resumed = next(event["campaign_id"] for event in reversed(events) if event["kind"] == "campaign_activated")

    async def sent() -> tuple[int, int]:
        inboxes = (await sandbox.get("/sender-accounts/quotas", campaign_id=resumed))["inboxes"]
        usage = {
            row["inbox_id"]: row["sent_today"] for row in (await sandbox.get("/sender-accounts/daily-usage"))["inboxes"]
        }
        rows = (await sandbox.get("/campaigns", limit=100))["campaigns"]
        first = next(row["sent_count"] for row in rows if row["campaign_id"] == resumed)
        return sum(usage[row["inbox_id"]] for row in inboxes), first

    mails, first_mails = await sent()
    sandbox.advance(2)
    mails_later, first_later = await sent()
    assert mails_later - mails >= 15, "its inboxes are busy"
    assert first_later - first_mails < (mails_later - mails) / 2, "but hardly with new leads"


async def test_remove_me() -> None:
    sandbox = struck("remove_me")
    row = await newest(sandbox, search="Blunt pitch")
    assert row["unsubscribe_count"] >= 5
    query = {"campaign_id": row["campaign_id"], "limit": 100}
    angry = (await sandbox.get("/replies", category="unsubscribe", **query))["conversations"]
    everybody = (await sandbox.get("/replies", **query))["conversations"]
    shares = []
    for subject in ("Quick question", "Supplier terms"):
        answers = [thread["thread_id"] for thread in everybody if thread["subject"].startswith(subject)]
        assert len(answers) >= 8
        shares.append(sum(thread["thread_id"] in answers for thread in angry) / len(answers))
    assert shares[0] > 2 * shares[1], "it is the words of variant B"


async def test_stuck_dns() -> None:
    sandbox = struck("stuck_dns")
    waiting = (await sandbox.get("/domains", status="DNS_PENDING"))["domains"]
    [stuck] = [row for row in waiting if row["domain_name"] == "wren-hello.example"]
    for _ in range(2):
        answer = (await sandbox.call("POST", f"/domains/{stuck['domain_id']}/activate")).json()
        assert answer["dns_verified"] is False
        sandbox.advance(12)


async def test_dashboard_reset() -> None:
    before = (await LocalSandbox(scale="medium").get("/campaigns", limit=100))["campaigns"]
    sandbox = struck("dashboard_reset")
    after = {row["campaign_id"]: row for row in (await sandbox.get("/campaigns", limit=100))["campaigns"]}
    fallen = [row for row in before if after[row["campaign_id"]]["sent_count"] < row["sent_count"]]
    assert len(fallen) == 1
    assert after[fallen[0]["campaign_id"]]["sent_count"] == 0
    assert after[fallen[0]["campaign_id"]]["total_leads"] == fallen[0]["total_leads"]


async def test_dst_night() -> None:
    sandbox = struck("dst_night")
    rows = (await sandbox.get("/campaigns", limit=100))["campaigns"]
    running = [
        row["campaign_id"]
        for row in rows
        if (await sandbox.get(f"/campaigns/{row['campaign_id']}"))["timezone"] == "America/New_York"
    ]

    async def last_mails() -> set[datetime]:
        moments = set()
        for campaign in running:
            leads = (await sandbox.get(f"/campaigns/{campaign}/leads", limit=100))["leads"]
            moments |= {
                datetime.fromisoformat(lead["last_contacted_at"]) for lead in leads if lead["last_contacted_at"]
            }
        return moments

    friday = await last_mails()
    sandbox.advance(2)  # through the hour that comes twice
    assert await last_mails() == friday
    made = worlds.campaign(sandbox.world, [1], leads=5, first=4_000_000)
    running.append(sandbox.world.uid("campaign", made))
    sandbox.advance(48)
    monday = min(await last_mails() - friday)
    assert monday >= datetime.fromisoformat("2026-11-02T14:00:00+00:00"), "9:00 in New York is an hour later now"
    assert monday < datetime.fromisoformat("2026-11-02T14:10:00+00:00")


async def statuses(sandbox: LocalSandbox, moments: list[float]) -> list[int]:
    """Answers of one call at moments of real time after the start of the faults."""
    found = []
    begin = sandbox.real.unix
    for moment in moments:
        sandbox.real.unix = begin + moment
        found.append((await sandbox.call("GET", "/campaigns")).status_code)
    return found


async def test_api_outage() -> None:
    assert await statuses(struck("api_outage"), [0, 59, 61, 200, 359, 361, 1000]) == [200, 200, 503, 503, 503, 200, 200]


async def test_rate_limit_storm() -> None:
    assert await statuses(struck("rate_limit_storm"), [1, 29, 31, 299, 301, 331]) == [429, 429, 200, 200, 429, 200]


async def test_slow_api() -> None:
    sandbox = struck("slow_api")
    cut = 0
    for _ in range(60):
        try:
            await sandbox.call("GET", "/domains")
        except httpx.RemoteProtocolError:
            cut += 1
    assert 1 <= cut <= 20
    assert sandbox.real.slept
    assert set(sandbox.real.slept) == {2.0}


async def test_clock_skew() -> None:
    sandbox = struck("clock_skew")
    answer = await sandbox.call("GET", "/campaigns")
    virtual = datetime.fromisoformat((await sandbox.control("GET", "/clock"))["virtual"])
    assert virtual - parsedate_to_datetime(answer.headers["date"]) == timedelta(seconds=90)


def test_every_incident_is_seen_here() -> None:
    assert {f"test_{name}" for name in SCENARIOS} <= set(globals())
