"""The last requests of a client: bounded, in order, and nothing in them that is nobody's business."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.api import ColdSend, RequestRecord, errors
from coldsend_tui.api.request_log import RequestLog, told
from tests.sandbox.local import LocalSandbox


async def test_it_tells_what_was_asked_and_what_came_newest_first(sandbox: LocalSandbox) -> None:
    async with ColdSend(sandbox.api_key, base_url=sandbox.base_url, wire=sandbox.transport) as cs:
        await cs.campaigns.list(page=1, limit=20)
        await cs.contacts.list(search="ada.lovelace")
        with pytest.raises(errors.NotFound):
            await cs.campaigns.get("00000000-0000-0000-0000-000000000000")
        missing, searched, listed = cs.requests.newest_first
        assert (listed.number, listed.path, listed.query, listed.status) == (1, "/campaigns", "page=1&limit=20", 200)
        assert searched.query.count("search=…") == 1 and "lovelace" not in repr(searched)
        assert (missing.status, missing.error) == (404, "NotFound")
        assert missing.remaining_hour < searched.remaining_hour < listed.remaining_hour
        assert sandbox.api_key not in repr(cs.requests.newest_first)


@given(st.text(max_size=60))
def test_what_somebody_typed_is_never_shown(text: str) -> None:
    assert told([("search", text), ("page", "2")]) == "search=…&page=2"


@given(st.emails())
def test_no_address_is_shown_whatever_it_is_asked_as(address: str) -> None:
    assert address not in told([("anything", address)])


RECORD = RequestRecord(
    "GET", "/campaigns", 200, 12.5, 1, datetime(2026, 11, 26, tzinfo=UTC), 90, 99, 999, None, None, None
)


@given(st.integers(0, 50), st.integers(1, 20))
def test_it_keeps_the_newest_and_counts_all(requests: int, kept: int) -> None:
    log, calls = RequestLog(kept), []
    log.on_more = lambda: calls.append(log.number)
    for _ in range(requests):
        log.add(RECORD)
    numbers = [record.number for record in log.newest_first]
    assert numbers == list(range(requests, max(0, requests - kept), -1))
    assert calls == list(range(1, requests + 1))
