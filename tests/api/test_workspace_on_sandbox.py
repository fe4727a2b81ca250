"""The client on a real server: campaigns, senders, domains and figures of the seeded workspace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from coldsend_tui.api import Budget, Circuit, ColdSend, UnknownOutcome, errors
from coldsend_tui.clock import ManualClock
from tests.sandbox.local import LocalSandbox


class SharedClock(ManualClock):
    """One clock for the client and for the rate limit of its server; the client's waits move it."""

    def __init__(self, sandbox: LocalSandbox) -> None:
        super().__init__(datetime.fromtimestamp(sandbox.real.unix, UTC))
        self._sandbox = sandbox

    async def sleep(self, seconds: float) -> None:
        self.advance(seconds)
        self._sandbox.real.unix += seconds


def client_of(
    sandbox: LocalSandbox, *, key: str | None = None, retries: int = 4, clock: SharedClock | None = None
) -> ColdSend:
    clock = clock or SharedClock(sandbox)
    return ColdSend(
        key or sandbox.api_key,
        base_url=sandbox.base_url,
        wire=sandbox.transport,
        retries=retries,
        clock=clock,
        budget=Budget(reserve_minute=0, reserve_hour=0),
        sleep=clock.sleep,
        chance=lambda: 0.5,
    )


async def test_a_campaign_from_draft_to_archive(cs: ColdSend) -> None:
    created = await cs.campaigns.create("Spring outreach", timezone="Europe/Berlin", sending_days=[1, 2, 3])
    own = created.campaign_id
    assert created.status == "DRAFT"
    with pytest.raises(errors.Refused) as caught:
        await cs.campaigns.launch(own)
    assert set(caught.value.missing_requirements) >= {"leads", "inboxes"}
    inbox = next(iter((await cs.sender_accounts.list(status="ACTIVE")).items))
    await cs.leads.add(own, "ada@example.com", first_name="Ada")
    updated = await cs.campaigns.update(
        own,
        inbox_ids=[inbox.inbox_id],
        variants=[{"subject_template": "A question", "email_content": "Would a short call make sense?"}],
    )
    assert (updated.is_launch_ready, updated.missing_requirements) == (True, [])
    assert (await cs.campaigns.launch(own)).status == "ACTIVE"
    assert (await cs.campaigns.pause(own)).status == "PAUSED"
    assert (await cs.campaigns.pause(own)).status == "PAUSED"
    assert (await cs.campaigns.activate(own)).status == "ACTIVE"
    with pytest.raises(errors.Refused):
        await cs.campaigns.delete(own)
    await cs.campaigns.pause(own)
    assert (await cs.campaigns.archive(own)).status == "ARCHIVED"
    detail = await cs.campaigns.get(own)
    assert (detail.timezone, detail.sending_days, detail.status) == ("Europe/Berlin", [1, 2, 3], "ARCHIVED")
    assert detail.variants is not None
    assert detail.variants[0].subject_template == "A question"
    assert detail.rejected == ()
    await cs.campaigns.delete(own)
    with pytest.raises(errors.NotFound):
        await cs.campaigns.get(own)


async def test_lists_filters_and_pages(cs: ColdSend, sandbox: LocalSandbox) -> None:
    everything = [campaign async for campaign in cs.campaigns.iter(limit=3)]
    page = await cs.campaigns.list(limit=100)
    assert [campaign.campaign_id for campaign in everything] == [campaign.campaign_id for campaign in page]
    assert page.total == len(everything)
    assert page.rejected == []
    active = await cs.campaigns.list(status="ACTIVE", sort_by="name", sort_order="asc")
    assert {campaign.status for campaign in active} == {"ACTIVE"}
    assert page.rows == (await sandbox.get("/campaigns", limit=100))["campaigns"]


async def test_payloads_are_the_wire(cs: ColdSend, sandbox: LocalSandbox) -> None:
    [campaign, *_] = await cs.campaigns.list()
    assert campaign.payload() == (await sandbox.get("/campaigns", limit=1))["campaigns"][0]
    detail = await cs.campaigns.get(campaign.campaign_id)
    answer = await sandbox.get(f"/campaigns/{campaign.campaign_id}")
    assert detail.payload() == answer["campaign"], "the twin inside the answer, which holds all of the flat object"


async def test_senders_usage_and_quotas(cs: ColdSend) -> None:
    senders = [sender async for sender in cs.sender_accounts.iter(limit=3)]
    assert len(senders) == 8
    detail = await cs.sender_accounts.get(senders[0].inbox_id)
    assert (detail.inbox_id, detail.health_score) == (senders[0].inbox_id, senders[0].health_score)
    usage = await cs.sender_accounts.daily_usage()
    assert {row.inbox_id for row in usage} <= {sender.inbox_id for sender in senders}
    assert usage.head.date is not None
    assert usage.head.reset_at_utc is not None
    assert usage.head.reset_at_utc.date() == usage.head.date + timedelta(days=1)
    [active, *_] = await cs.campaigns.list(status="ACTIVE")
    quotas = await cs.sender_accounts.quotas(active.campaign_id)
    assert all(row.effective_remaining is not None for row in quotas)
    assert len(quotas) > 0


async def test_domains_and_their_setup(cs: ColdSend, sandbox: LocalSandbox) -> None:
    [pending] = await cs.domains.list(status="DNS_PENDING")
    detail = await cs.domains.get(pending.domain_id)
    assert detail.domain_name == pending.domain_name
    assert detail.nameservers
    progress = await cs.domains.progress(pending.domain_id)
    assert (progress.is_complete, progress.is_failed) == (False, False)
    sandbox.advance(2)
    activated = await cs.domains.activate(pending.domain_id)
    assert activated.dns_verified is not None
    assert len([domain async for domain in cs.domains.iter(limit=2)]) == 4


async def test_figures(cs: ColdSend) -> None:
    figures = await cs.analytics.campaigns()
    assert figures.kpis.total_campaigns == len(figures) == 4
    assert figures.kpis.total_sends == sum(row.total_sent or 0 for row in figures)
    timeline = await cs.analytics.timeline()
    days = [point.date for point in timeline]
    assert len(days) in (90, 91)
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]


async def test_the_servers_clock_is_told(cs: ColdSend, sandbox: LocalSandbox) -> None:
    await cs.campaigns.list()
    before = cs.server_time
    sandbox.advance(5)
    await cs.campaigns.list()
    assert before is not None
    assert cs.server_time == before + timedelta(hours=5)


async def test_keys_and_scopes(sandbox: LocalSandbox) -> None:
    async with client_of(sandbox, key="cs_live_" + "w" * 40) as cs:
        with pytest.raises(errors.Unauthorized, match="Invalid or revoked"):
            await cs.campaigns.list()
    async with client_of(sandbox, key=sandbox.key("domains:read")) as cs:
        with pytest.raises(errors.MissingScope) as caught:
            await cs.campaigns.list()
        assert (caught.value.required, caught.value.granted) == (("campaigns:read",), ("domains:read",))
        await cs.domains.list()
        with pytest.raises(errors.NotFound):
            await cs.me()


async def test_field_problems_are_told_one_by_one(cs: ColdSend) -> None:
    with pytest.raises(errors.Invalid) as caught:
        await cs.campaigns.create("short", sending_window_start=99)
    assert {item.loc[-1] for item in caught.value.items} == {"name", "sending_window_start"}
    with pytest.raises(errors.Invalid):
        await cs.campaigns.get("not-an-id")


async def test_no_429_while_somebody_else_uses_the_key(make_sandbox: Callable[..., LocalSandbox]) -> None:
    sandbox = make_sandbox(rate_limit=True)
    clock = SharedClock(sandbox)
    async with client_of(sandbox, retries=0, clock=clock) as cs:
        for number in range(230):
            await cs.domains.list(limit=1 + number % 50)
            if number % 40 == 0:
                assert (await sandbox.call("GET", "/domains")).status_code == 200
    assert 120 <= clock.monotonic() <= 240


async def test_a_429_from_others_is_waited_out(make_sandbox: Callable[..., LocalSandbox]) -> None:
    sandbox = make_sandbox(rate_limit=True)
    for _ in range(100):
        await sandbox.call("GET", "/domains", params={"limit": 1})
    async with client_of(sandbox) as cs:
        assert len(await cs.domains.list()) == 4
    async with client_of(sandbox, retries=0) as cs:
        await cs.domains.list()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("429", errors.RateLimited),
        ("500", errors.ServerError),
        ("503", errors.Unavailable),
        ("timeout", errors.TimedOut),
        ("cut", errors.Unreachable),
        ("truncate", errors.BadBody),
        ("html", errors.ApiError),
    ],
)
async def test_faults_have_their_errors_and_pass(
    sandbox: LocalSandbox, fault: str, kind: type[errors.ApiError]
) -> None:
    sandbox.faults(fault)
    clock = SharedClock(sandbox)
    async with client_of(sandbox, retries=0, clock=clock) as cs:
        with pytest.raises(kind) as caught:
            await cs.campaigns.list()
        assert "<" not in str(caught.value)
        sandbox.faults("off")
        await clock.sleep(61)
        assert len(await cs.campaigns.list()) == 4
        assert cs.circuit.state is Circuit.CLOSED


async def test_odd_answers_are_survived(sandbox: LocalSandbox) -> None:
    sandbox.faults("unknown-enum")
    async with client_of(sandbox, retries=0) as cs:
        assert len((await cs.campaigns.list()).items) == 4
        sandbox.faults("wrong-types")
        page = await cs.campaigns.list()
        assert len(page.items) + len(page.rejected) == 4


async def test_a_pause_through_a_bad_line_happens_once(sandbox: LocalSandbox) -> None:
    async with client_of(sandbox) as cs:
        [active, *_] = await cs.campaigns.list(status="ACTIVE")
        sandbox.faults("cut")
        with pytest.raises(UnknownOutcome):
            await cs.with_options(retries=1).campaigns.pause(active.campaign_id)
        sandbox.faults("off")
        assert (await cs.campaigns.get(active.campaign_id)).status in ("ACTIVE", "PAUSED")
        assert (await cs.campaigns.pause(active.campaign_id)).status == "PAUSED"
