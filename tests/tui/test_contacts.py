"""Contacts and saved lists by keys."""

from collections.abc import Iterator

import pytest

from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened


@pytest.fixture
def sandbox() -> Iterator[LocalSandbox]:
    made = LocalSandbox()
    yield made
    made.close()


async def contacts(console: Driver) -> None:
    """Open the contacts and wait for the first page."""
    await console.ready()
    await console.press("8")
    await console.until(lambda: console.rows.current is not None, "contacts read")


async def test_a_person_with_the_campaigns_it_is_in(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await contacts(console)
        await console.until(lambda: "in campaigns" in console.text, "read in full")
        assert console.rows.current.email in console.paper("#detail")


async def test_the_server_searches_by_fields(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await contacts(console)
        await console.press("slash")
        await console.write("#filter", "replied:yes signal:hot")
        await console.press("enter")
        await console.until(
            lambda: {row.signal for row in console.rows.present} == {"HOT_LEAD"} and "“replied" in console.text, "found"
        )
        assert all(row.replied for row in console.rows.present)


async def test_a_search_that_cannot_be_asked_says_why(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await contacts(console)
        before = len(console.rows.rows)
        await console.press("slash")
        await console.write("#filter", "signl:hot")
        await console.press("enter")
        await console.until(lambda: "Did you mean signal?" in console.flash, "told")
        assert len(console.rows.rows) == before


async def test_the_people_of_a_list(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await contacts(console)
        some = [row.id for row in list(console.rows.present)[:3]]
        made = await sandbox.call(
            "POST", "/contacts/lists", json={"name": "Partners", "list_type": "STATIC", "contact_ids": some}
        )
        assert made.status_code == 201, made.text
        await console.press("t")
        await console.until(lambda: "Lists 1" in console.text and console.rows.current is not None, "lists read")
        await console.until(lambda: "3 people" in console.text, "members read")
        await console.press("enter")
        await console.until(lambda: "Contacts 3" in console.text, "people of the list")
        assert {row.id for row in console.rows.present} == set(some)
        await console.press("escape")
        await console.until(lambda: "Contacts 3" not in console.text and console.rows.current is not None, "everybody")


async def test_a_list_in_full_when_somebody_stays_on_it(sandbox: LocalSandbox) -> None:
    campaign = (await sandbox.get("/campaigns"))["campaigns"][0]
    filter = {"has_replied": True, "campaign_id": campaign["campaign_id"], "company": "\x1b[31mAcme"}
    made = await sandbox.call(
        "POST",
        "/contacts/lists",
        json={"name": "Hot", "list_type": "DYNAMIC", "description": "For Monday", "filter_definition": filter},
    )
    assert made.status_code == 201, made.text
    list_id = made.json()["list"]["list_id"]
    async with opened(sandbox) as console:
        await contacts(console)
        await console.press("t")
        await console.until(lambda: "For Monday" in console.text and "reading …" not in console.text, "read in full")
        shown = console.paper("#detail")
        assert "dynamic · members are found by its filter" in shown
        assert "replied:yes" in shown and f'campaign:"{campaign["name"]}"' in shown
        assert "created " in shown and "\x1b" not in shown
        # Renamed elsewhere: what is read when somebody stays on it says so, the row of the list not yet.
        assert (await sandbox.call("PATCH", f"/contacts/lists/{list_id}", json={"name": "Warm"})).status_code == 200
        screen = console.app.screen
        screen.details.clear()
        screen.read_selected()
        await console.until(lambda: "Warm" in console.paper("#detail"), "read by get")
        assert console.rows.current.name == "Hot" and "changed " in console.paper("#detail")
        assert f"{screen.details[list_id].members.total}" in console.paper("#detail")


async def test_a_list_in_full_on_a_small_terminal(sandbox: LocalSandbox) -> None:
    made = await sandbox.call(
        "POST",
        "/contacts/lists",
        json={"name": "Hot", "list_type": "DYNAMIC", "filter_definition": {"has_replied": True}},
    )
    assert made.status_code == 201, made.text
    async with opened(sandbox, size=(80, 24)) as console:
        await contacts(console)
        await console.press("t")
        await console.until(lambda: "Hot" in console.text, "lists read")
        assert "replied:yes" not in console.text
        await console.press("o")
        await console.until(lambda: "replied:yes" in console.text and "the newest first" in console.text, "in full")
        await console.press("escape")
        assert "replied:yes" not in console.text and "Hot" in console.text
