"""Odd, newer and broken answers: what is kept, what is left out, and who is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coldsend_tui.api import errors
from coldsend_tui.api.models.campaigns import Campaign, CampaignRow
from coldsend_tui.api.models.payload import read, read_rows
from coldsend_tui.api.models.progress import Progress
from coldsend_tui.api.models.vocabulary import CampaignStatus
from tests.api.server import Server, ok

ID = "0b0e5a3c-0000-4000-8000-000000000001"
ROW = {"campaign_id": ID, "name": "Spring", "status": "ACTIVE", "sent_count": 3}


async def test_unknown_fields_and_states_survive_and_come_back() -> None:
    wire = {**ROW, "status": "HIBERNATING", "mood": {"score": [1, None]}, "created_at": "2027-03-01T09:00:00Z"}
    server = Server(ok(wire))
    async with server.client() as cs:
        campaign = await cs.campaigns.get(ID)
    assert campaign.status == "HIBERNATING"
    assert campaign.payload() == wire
    assert campaign.bounce_count is None


@pytest.mark.parametrize(
    "data",
    [
        ROW,
        {"success": True, "campaign": ROW},
        {"id": ID, "name": "Spring", "status": "ACTIVE"},
        {"campaign": {"id": ID, "name": "Spring", "status": "ACTIVE"}},
        {"name": "Spring", "status": "ACTIVE"},
    ],
)
async def test_flat_or_wrapped_with_any_id(data: dict[str, Any]) -> None:
    server = Server(ok(data))
    async with server.client() as cs:
        campaign = await cs.campaigns.get(ID)
    assert (campaign.campaign_id, campaign.name) == (ID, "Spring")
    assert campaign.payload()["campaign_id"] == ID


async def test_a_bad_row_does_not_lose_the_page() -> None:
    rows = [ROW, {**ROW, "sent_count": {"of": 3}}, "nonsense", None, {"name": "no id"}, {**ROW, "name": 7}]
    server = Server(ok({"campaigns": rows, "pagination": {"page": 1, "limit": 20, "total": 6}}))
    async with server.client() as cs:
        page = await cs.campaigns.list()
    assert page.rows == rows
    assert [campaign.name for campaign in page] == ["Spring", "7"]
    assert [(rejected.position, rejected.row) for rejected in page.rejected] == [(i, rows[i]) for i in (1, 2, 3, 4)]
    assert "sent_count" in page.rejected[0].reason
    assert "campaign_id" in page.rejected[3].reason


async def test_a_bad_row_inside_an_object_does_not_lose_the_object() -> None:
    wire = {
        **ROW,
        "inboxes": [{"inbox_id": "i", "email_address": "a@b.example"}, {"email_address": []}],
        "variants": None,
    }
    server = Server(ok(wire))
    async with server.client() as cs:
        campaign = await cs.campaigns.get(ID)
    assert campaign.inboxes is not None
    assert [inbox.inbox_id for inbox in campaign.inboxes] == ["i"]
    assert [rejected.position for rejected in campaign.rejected] == [1]
    assert campaign.variants is None


@pytest.mark.parametrize(
    ("data", "rows"),
    [([ROW], 1), ({"items": [ROW], "total": 1}, 1), ({"campaigns": []}, 0), ({"campaigns": [ROW], "tags": []}, 1)],
)
async def test_the_array_is_found(data: Any, rows: int) -> None:
    server = Server(ok(data))
    async with server.client() as cs:
        assert len(await cs.campaigns.list()) == rows


@pytest.mark.parametrize("data", [{}, {"campaigns": {}}, {"a": [], "b": []}, 3, {"campaigns": "none"}])
async def test_no_array_is_an_unreadable_answer(data: Any) -> None:
    server = Server(ok(data))
    async with server.client() as cs:
        with pytest.raises(errors.BadBody, match="no list of campaigns"):
            await cs.campaigns.list()


async def test_a_bad_head_is_an_empty_one() -> None:
    server = Server(
        ok({"campaigns": [], "workspace_kpis": {"total_campaigns": "many"}}),
        ok({"campaigns": [], "workspace_kpis": {"total_campaigns": 4, "mood": 1}}),
        ok({"inboxes": [], "date": "someday", "reset_at_utc": {}}),
    )
    async with server.client() as cs:
        assert (await cs.analytics.campaigns()).kpis.total_campaigns is None
        assert (await cs.analytics.campaigns()).kpis.payload() == {"total_campaigns": 4, "mood": 1}
        assert (await cs.sender_accounts.daily_usage()).head.date is None


async def test_both_ways_of_numbering_pages() -> None:
    numbers = {"page": 2, "limit": 20, "total": 41, "pages": 3, "has_next": True, "has_prev": True}
    flat = {"total_count": 41, "page": 2, "limit": 20, "total_pages": 3, "has_next": True, "unread_count": 5}
    server = Server(ok({"campaigns": [], "pagination": numbers}), ok({"conversations": [], **flat}))
    async with server.client() as cs:
        page = await cs.campaigns.list()
        conversations = await cs.replies.list()
    assert (page.number, page.limit, page.total, page.pages, page.has_next) == (2, 20, 41, 3, True)
    assert (conversations.number, conversations.total, conversations.pages) == (2, 41, 3)
    assert conversations.unread_count == 5


async def test_an_empty_body_is_taken_where_nothing_must_be_told() -> None:
    server = Server(httpx.Response(204))
    async with server.client() as cs:
        with pytest.raises(errors.UnknownOutcome):
            await cs.campaigns.create("Spring outreach")
        assert (await cs.campaigns.delete(ID)).campaign_id == ID


@pytest.mark.parametrize(
    ("wire", "moment"),
    [
        ("2027-03-01T09:00:00Z", datetime(2027, 3, 1, 9, tzinfo=UTC)),
        ("2027-03-01T09:00:00", datetime(2027, 3, 1, 9, tzinfo=UTC)),
        ("2027-03-01T09:00:00+02:00", datetime(2027, 3, 1, 7, tzinfo=UTC)),
    ],
)
def test_times_become_aware_utc(wire: str, moment: datetime) -> None:
    row = read(CampaignRow, {**ROW, "created_at": wire})
    assert row.created_at == moment
    assert row.created_at is not None
    assert row.created_at.utcoffset() == timedelta()
    assert row.created_at.tzinfo != timezone(timedelta(hours=2))


def test_words_of_the_contract_compare_with_the_texts_of_answers() -> None:
    assert read(CampaignRow, ROW).status == CampaignStatus.ACTIVE
    assert read(CampaignRow, ROW).status in {CampaignStatus.ACTIVE, CampaignStatus.PAUSED}


@pytest.mark.parametrize(
    ("status", "percent", "ended"),
    [
        ("COMPLETED", 100, True),
        ("FAILED", 10, True),
        ("IN_PROGRESS", 100, False),
        ("NEW WORD", 1, False),
        ("", 100, True),
    ],
)
def test_ends_of_jobs(status: str, percent: int, ended: bool) -> None:
    assert Progress(status=status, progress_percentage=percent).ended is ended


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(sorted(Campaign.model_fields))
CAMPAIGNS = st.dictionaries(FIELDS, JSON, max_size=5).map(lambda fields: {"campaign_id": ID, **fields})


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(CAMPAIGNS | JSON, max_size=4))
def test_every_row_is_read_or_told(rows: list[Any]) -> None:
    items, rejected = read_rows(Campaign, rows)
    assert len(items) + len(rejected) == len(rows)
    assert all(bad.row is rows[bad.position] and bad.reason for bad in rejected)
    for item in items:
        json.dumps(item.payload())
