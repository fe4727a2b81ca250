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
