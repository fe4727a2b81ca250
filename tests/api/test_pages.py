"""Walking through pages: all rows, each once, an end whatever the server does."""

from __future__ import annotations

import httpx
import pytest

from coldsend_tui.api import errors
from coldsend_tui.errors import UsageError
from tests.api.server import Server, ok


def paged(total: int, *, numbered: bool = True, more: bool = True) -> Server:
    """A server with `total` campaigns that numbers its pages, says whether there are more, or neither."""

    def answer(request: httpx.Request) -> httpx.Response:
        page, limit = int(request.url.params["page"]), int(request.url.params["limit"])
        ids = [f"c{number}" for number in range(total)][(page - 1) * limit : page * limit]
        pagination: dict[str, object] = {"page": page, "limit": limit} if numbered else {}
        if more:
            pagination["has_next"] = page * limit < total
        return ok({"campaigns": [{"campaign_id": own} for own in ids], "pagination": pagination})

    return Server(answer)


@pytest.mark.parametrize(("numbered", "more", "requests"), [(True, True, 3), (True, False, 3), (False, False, 4)])
async def test_all_rows_come_in_order(numbered: bool, more: bool, requests: int) -> None:
    server = paged(25, numbered=numbered, more=more)
    async with server.client() as cs:
        assert [campaign.campaign_id async for campaign in cs.campaigns.iter(limit=10)] == [f"c{i}" for i in range(25)]
    assert len(server.requests) == requests


async def test_pages_are_asked_for_only_as_they_are_taken() -> None:
    server = paged(1000)
    async with server.client() as cs:
        async for campaign in cs.campaigns.iter(limit=10):
            if campaign.campaign_id == "c14":
                break
    assert len(server.requests) == 2


async def test_a_row_that_moves_to_the_next_page_comes_once() -> None:
    first = {"campaigns": [{"campaign_id": "a"}, {"campaign_id": "b"}], "pagination": {"has_next": True}}
    second = {"campaigns": [{"campaign_id": "b"}, {"campaign_id": "c"}], "pagination": {"has_next": False}}
    server = Server(ok(first), ok(second))
    async with server.client() as cs:
        assert [campaign.campaign_id async for campaign in cs.campaigns.iter()] == ["a", "b", "c"]


async def test_a_server_that_repeats_itself_ends() -> None:
    server = Server(ok({"campaigns": [{"campaign_id": "a"}], "pagination": {"has_next": True}}))
    async with server.client() as cs:
        assert [campaign.campaign_id async for campaign in cs.campaigns.iter()] == ["a"]
    assert len(server.requests) == 2


async def test_rows_that_cannot_be_read_are_logged_without_their_content(caplog: pytest.LogCaptureFixture) -> None:
    rows = [{"campaign_id": "a"}, {"campaign_id": "b", "sent_count": "somebody's words"}]
    server = Server(ok({"campaigns": rows, "pagination": {"has_next": False}}))
    async with server.client() as cs:
        assert [campaign.campaign_id async for campaign in cs.campaigns.iter()] == ["a"]
    assert "row 1 of a page of campaigns left out: sent_count" in caplog.text
    assert "somebody" not in caplog.text


async def test_a_failure_in_the_middle_is_told() -> None:
    server = Server(ok({"campaigns": [{"campaign_id": "a"}], "pagination": {"has_next": True}}), httpx.Response(403))
    async with server.client() as cs:
        with pytest.raises(errors.MissingScope):
            _ = [campaign async for campaign in cs.campaigns.iter()]


@pytest.mark.parametrize("own", ["", "  "])
async def test_an_empty_id_reaches_no_server(own: str) -> None:
    server = Server()
    async with server.client() as cs:
        with pytest.raises(UsageError):
            await cs.campaigns.delete(own)
    assert server.requests == []


async def test_an_id_cannot_leave_its_place_in_the_path() -> None:
    server = Server(ok({"message": ""}))
    async with server.client() as cs:
        await cs.campaigns.delete("../domains/1?x=#y")
    assert server.requests[0].url.raw_path == b"/api/public/v1/campaigns/..%2Fdomains%2F1%3Fx%3D%23y"
