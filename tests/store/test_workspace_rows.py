"""What goes into the cache comes out of it, one figure has one source, and what is gone goes."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from coldsend_tui.details import (
    AssignedInbox,
    CampaignSettings,
    DnsRecord,
    DomainSetup,
    InboxQuota,
    SequenceStep,
    Variant,
)
from coldsend_tui.store import Store
from coldsend_tui.store.refresh import (
    CampaignRows,
    DomainRows,
    Gone,
    Listed,
    QuotaRows,
    SenderRows,
    TimelineRows,
    UnreadReplies,
    Usage,
    UsageRows,
)
from coldsend_tui.workspace import TimelineDay
from tests.store.rows import T0, campaign, domain, figures, later, refresh, sender

SETTINGS = CampaignSettings(
    id="campaign-1",
    timezone="Europe/Berlin",
    sending_days=(1, 2, 5),
    window_start=(9, 30),
    window_end=(24, 0),
    start_date=T0 + timedelta(days=1, microseconds=7),
    daily_limit_per_inbox=30,
    tracking=False,
    inboxes=(AssignedInbox("sender-1", "sender1@mail.acme.example", "COLDSEND", "ACTIVE", 50),),
    variants=(Variant("A", "Hi {{first_name}}", "A body\nof two lines", 60), Variant("B", "Hello", "Another body", 40)),
    steps=(SequenceStep(2, "NOT_REPLIED", 3, (Variant("A", "", "Any thoughts?", 100),)),),
    seen_at=T0,
)


def test_a_clock_set_back_hides_no_news() -> None:
    """What was seen in the future was not seen later: its word does not stand against today's reading."""
    store = Store.open(None)
    store.store(figures(campaign(1), campaign(2), seconds=3600))
    store.store(refresh(SenderRows([sender()]), DomainRows([domain()]), feed="senders", seconds=3600))
    store.note_failure("analytics", later(3600), "no answer")
    store.store(figures(campaign(1, status="PAUSED"), seconds=10, started=5))
    assert store.campaigns()[0].status == "PAUSED"
    listed = refresh(
        CampaignRows([campaign(1, status="PAUSED")], "list"),
        Listed("campaign", frozenset({"campaign-1"})),
        feed="campaigns",
        seconds=20,
    )
    store.store(listed)
    store.store(refresh(SenderRows([sender()]), DomainRows([domain()]), feed="senders", seconds=20))
    assert [(row.id, row.status) for row in store.campaigns()] == [("campaign-1", "PAUSED")]
    state = store.feed_states()["analytics"]
    assert (state.fetched_at, state.failed_at, state.error) == (later(10), None, "")
    store.note_failure("analytics", later(15), "no answer again")
    assert store.feed_states()["analytics"].failed_at == later(15)
    assert {row.seen_at for row in (*store.senders(), *store.domains())} <= {later(20), later(0)}


def test_a_whole_workspace_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    store = Store.open(path)
    quotas = (InboxQuota("sender-1", "sender1@mail.acme.example", 50, 30, 10, 20, False, True, 30),)
    setup = DomainSetup(
        "domain-1",
        ("ns1.example", "ns2.example"),
        (DnsRecord("MX", "@", "mx.example", 10, True),),
        40,
        "PENDING",
        "x",
        T0,
    )
    day = TimelineDay(date(2026, 3, 1), 10, 4, 1, 0)
    store.store(figures(campaign()))
    store.store(refresh(SETTINGS, QuotaRows("campaign-1", quotas), feed="campaign:campaign-1"))
    store.store(refresh(SenderRows([sender()]), feed="senders"))
    store.store(refresh(DomainRows([domain()]), setup, feed="domains"))
    store.store(refresh(TimelineRows([day]), UnreadReplies(3), feed="timeline:7"))
    store.close()

    store = Store.open(path)
    workspace = store.workspace()
    assert workspace.campaigns == [campaign()]
    assert workspace.senders == [sender()]
    assert workspace.domains == [domain(state_since=T0)]
    assert workspace.timeline == [day]
    assert dict(workspace.settings) == {"campaign-1": SETTINGS}
    assert workspace.unread_replies == 3
    assert workspace.feeds["senders"].fetched_at == T0
    assert store.quotas("campaign-1") == quotas
    assert store.domain_setup("domain-1") == setup
    assert store.quotas("unknown") is None
    store.close()


def test_a_refresh_without_news_changes_nothing_but_the_age() -> None:
    store = Store.open(None)
    assert store.store(figures(campaign())).changed
    assert not store.store(figures(campaign(), seconds=30)).changed
    assert store.campaigns() == [campaign(seen_at=later(30))]
    assert store.campaign("campaign-1") == campaign(seen_at=later(30))


def test_analytics_is_the_one_source_of_counters() -> None:
    store = Store.open(None)
    store.store(figures(campaign(sent=0, unsubscribed=4, launched_at=T0), source="list"))
    assert store.campaigns()[0].sent == 0
    store.store(figures(campaign(sent=120), seconds=1))
    store.store(figures(campaign(sent=119, unsubscribed=5), seconds=2, source="list"))
    known = store.campaigns()[0]
    assert (known.sent, known.unsubscribed, known.launched_at) == (120, 5, T0)


def test_a_slow_answer_does_not_take_back_a_newer_state() -> None:
    store = Store.open(None)
    store.store(figures(campaign(status="ACTIVE")))
    store.store(figures(campaign(status="PAUSED"), source="detail", seconds=10, started=9))
    store.store(figures(campaign(status="ACTIVE", sent=101), seconds=12, started=8))
    assert store.campaigns()[0].status == "PAUSED"
    assert store.campaigns()[0].sent == 101
    store.store(figures(campaign(status="ACTIVE", sent=101), seconds=20))
    assert store.campaigns()[0].status == "ACTIVE"


def test_a_complete_walk_removes_what_is_in_no_list() -> None:
    store = Store.open(None)
    store.store(figures(campaign(1), campaign(2)))
    store.store(refresh(CampaignRows([campaign(1), campaign(2)], "list"), feed="campaigns", seconds=1))
    assert store.store(figures(campaign(1), seconds=2)).unlisted == {"campaign"}
    assert len(store.campaigns()) == 2
    store.store(refresh(Listed("campaign", frozenset({"campaign-1"})), feed="campaigns", seconds=3))
    assert [row.id for row in store.campaigns()] == ["campaign-1"]
    assert store.samples("campaign-2") != []


def test_what_analytics_lists_stays_though_its_list_does_not_name_it() -> None:
    store = Store.open(None)
    store.store(figures(campaign(1)))
    store.store(refresh(Listed("campaign", frozenset()), feed="campaigns", seconds=3))
    assert len(store.campaigns()) == 1


def test_a_campaign_read_during_a_walk_is_not_removed_by_it() -> None:
    store = Store.open(None)
    store.store(figures(campaign(1), source="detail", seconds=5))
    store.store(refresh(Listed("campaign", frozenset()), feed="campaigns", seconds=6, started=1))
    assert len(store.campaigns()) == 1


def test_an_object_that_is_gone_takes_its_belongings_along() -> None:
    store = Store.open(None)
    store.store(figures(campaign()))
    store.store(refresh(SETTINGS, feed="campaign:campaign-1"))
    store.store(refresh(Gone("campaign", "campaign-1"), feed="campaign:campaign-1"))
    assert store.campaigns() == []
    assert store.campaign_settings("campaign-1") is None
    store.store(figures(campaign()))
    store.forget("campaign", "campaign-1")
    assert store.campaigns() == []


def test_usage_finds_its_inbox_by_id_or_address() -> None:
    store = Store.open(None)
    store.store(refresh(SenderRows([sender(1), sender(2)]), feed="senders"))
    usage = UsageRows(
        [
            Usage("sender-1", "moved@mail.acme.example", 11, 50, False),
            Usage(None, "SENDER2@mail.acme.example", 50, 50, True),
        ]
    )
    applied = store.store(refresh(usage, feed="usage", seconds=5))
    assert applied.changed
    assert not applied.unlisted
    first, second = store.senders()
    assert (first.sent_today, first.rate_limited, second.sent_today, second.rate_limited) == (11, False, 50, True)
    stranger = UsageRows([Usage("sender-9", "new@mail.acme.example", 1, 20, False)])
    assert store.store(refresh(stranger, feed="usage", seconds=9)).unlisted == {"sender"}
    assert [reading.value for reading in store.gauges("sender", "sender-1", "sent_today")] == [10, 11]


def test_a_failure_keeps_the_last_good_content() -> None:
    store = Store.open(None)
    store.store(figures(campaign()))
    store.note_failure("analytics", later(60), "ColdSend answered 503.")
    state = store.feed_states()["analytics"]
    assert (state.fetched_at, state.failed_at, state.error) == (T0, later(60), "ColdSend answered 503.")
    assert len(store.campaigns()) == 1
    store.store(figures(campaign(), seconds=90))
    assert store.feed_states()["analytics"].error == ""


def test_pages_of_a_walk_do_not_make_the_feed_fresh() -> None:
    store = Store.open(None)
    store.store(refresh(CampaignRows([campaign()], "list"), feed="campaigns", complete=False))
    assert store.feed_states()["campaigns"].fetched_at is None


def test_states_remember_since_when() -> None:
    store = Store.open(None)
    store.store(refresh(DomainRows([domain(status="DNS_PENDING")]), feed="domains"))
    store.store(refresh(DomainRows([domain(status="DNS_PENDING")]), feed="domains", seconds=3600))
    assert store.domains()[0].state_since == T0
    store.store(refresh(DomainRows([domain(status="ACTIVE")]), feed="domains", seconds=7200))
    assert store.state_since("domain", "domain-1") == later(7200)
    assert store.state_since("domain", "domain-2") is None
    change = store.changes("domain", "domain-1")[0]
    assert (change.what, change.before, change.after, change.at) == ("status", "DNS_PENDING", "ACTIVE", later(7200))


def test_configuration_history_names_what_changed() -> None:
    store = Store.open(None)
    store.store(figures(campaign()))
    store.store(refresh(SETTINGS, feed="campaign:campaign-1"))
    assert store.changes() == []
    assert SETTINGS.variants is not None
    edited = SETTINGS._replace(
        daily_limit_per_inbox=80,
        variants=(SETTINGS.variants[0]._replace(subject="New subject"), SETTINGS.variants[1]),
    )
    store.store(refresh(edited, feed="campaign:campaign-1", seconds=60))
    found = {(change.what, change.before, change.after) for change in store.changes("campaign")}
    assert found == {("daily_limit_per_inbox", "30", "80"), ("variant A subject", "Hi {{first_name}}", "New subject")}
    assert {change.name for change in store.changes()} == {"Campaign 1"}


def test_dns_that_changes_is_in_the_history_and_its_order_is_not() -> None:
    store = Store.open(None)
    store.store(refresh(DomainRows([domain()]), feed="domains"))
    mx = [DnsRecord("MX", "acme.example", f"mx{number}.example.com", number, True) for number in (1, 2)]
    spf = DnsRecord("TXT", "acme.example", "v=spf1 include:example.com ~all", None, False)
    first = DomainSetup("domain-1", nameservers=("ns1.example.com", "ns2.example.com"), records=(*mx, spf))
    for number, setup in enumerate(
        (
            first,
            first._replace(nameservers=first.nameservers[::-1], records=(spf, *mx[::-1])),
            first._replace(records=(*mx, spf._replace(value="v=spf1 -all", verified=True))),
            first._replace(records=(mx[0], spf._replace(value="v=spf1 -all", verified=True))),
            first._replace(records=(spf._replace(value="v=spf1 -all", verified=True),)),
        )
    ):
        store.store(refresh(setup, feed="domain:domain-1", seconds=number))
    found = [(change.at, change.what, change.before, change.after) for change in reversed(store.changes("domain"))]
    assert found == [
        (later(2), "TXT acme.example", "v=spf1 include:example.com ~all", "v=spf1 -all"),
        (later(2), "TXT acme.example verified", "false", "true"),
        (later(3), "MX acme.example", '["mx1.example.com", "mx2.example.com"]', "mx1.example.com"),
        (later(4), "records", '["MX acme.example", "TXT acme.example"]', '["TXT acme.example"]'),
    ]


def test_limits_and_names_that_change_are_in_the_history() -> None:
    store = Store.open(None)
    store.store(figures(campaign()))
    store.store(refresh(SenderRows([sender()]), feed="senders"))
    store.store(figures(campaign(name="Renamed"), seconds=10))
    store.store(refresh(SenderRows([sender(daily_limit=30)]), feed="senders", seconds=20))
    usage = Usage("sender-1", "sender1@mail.acme.example", 12, 25, False)
    store.store(refresh(UsageRows([usage]), feed="usage", seconds=30))
    found = [(change.kind, change.what, change.before, change.after) for change in reversed(store.changes())]
    assert found == [
        ("campaign", "name", "Campaign 1", "Renamed"),
        ("sender", "daily limit", "50", "30"),
        ("sender", "daily limit", "30", "25"),
    ]


def test_missing_requirements_stay_beside_the_settings() -> None:
    store = Store.open(None)
    store.note_missing_requirements("campaign-1", ("leads", "inboxes"))
    store.store(refresh(SETTINGS, feed="campaign:campaign-1"))
    settings = store.campaign_settings("campaign-1")
    assert settings is not None
    assert settings.missing_requirements == ("leads", "inboxes")
    store.note_missing_requirements("campaign-1", None)
    assert store.campaign_settings("campaign-1") == SETTINGS


def test_stale_settings_come_oldest_first() -> None:
    store = Store.open(None)
    store.store(figures(campaign(1), campaign(2), campaign(3, status="PAUSED")))
    store.store(refresh(SETTINGS, feed="campaign:campaign-1"))
    assert store.stale_settings(before=later(-1)) == ["campaign-2"]
    assert store.stale_settings(before=later(1)) == ["campaign-2", "campaign-1"]


def test_the_generation_grows_with_every_write(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "cache.sqlite")
    other = Store.open(tmp_path / "cache.sqlite")
    seen = other.generation
    store.store(figures(campaign()))
    assert other.generation > seen
    assert other.generation == other.generation
    assert other.campaigns() == store.campaigns()
    store.close()
    other.close()


def test_times_come_back_exactly() -> None:
    store = Store.open(None)
    odd = datetime.fromisoformat("2026-03-02T15:00:00.123457+00:00")
    store.store(figures(campaign(created_at=odd, launched_at=odd)))
    assert store.campaigns()[0].created_at == odd


def test_spent_requests_are_remembered_for_an_hour() -> None:
    store = Store.open(None)
    store.store(replace(figures(campaign()), requests=2))
    store.note_failure("usage", later(90), "no answer", requests=1)
    assert store.spent(later(100)) == [40.0, 40.0, 0.0]
    assert store.spent(later(3700)) == [3580.0]
    assert store.spent(later(7200)) == []


def test_campaigns_that_did_not_change_are_the_same_rows() -> None:
    store = Store.open(None)
    store.store(figures(campaign(1), campaign(2)))
    before = {row.id: row for row in store.workspace().campaigns}
    store.store(figures(campaign(1), campaign(2, sent=77), seconds=60))
    after = {row.id: row for row in store.workspace().campaigns}
    assert after["campaign-1"] is before["campaign-1"]
    assert after["campaign-2"].sent == 77


def test_a_long_read_waits_for_no_other_reader(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "cache.sqlite")
    store.store(figures(campaign(1)))
    database = store._database

    def other(connection: sqlite3.Connection) -> int:
        # The lock of the short reads is held here; the whole workspace is read all the same.
        with ThreadPoolExecutor(1) as thread:
            return len(thread.submit(store.workspace).result(timeout=10).campaigns)

    assert database.read_with(other) == 1
    store.close()
