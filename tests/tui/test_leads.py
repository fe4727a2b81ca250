"""The leads of a campaign by keys."""

from collections.abc import Iterator

import pytest

from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened


@pytest.fixture
def sandbox() -> Iterator[LocalSandbox]:
    made = LocalSandbox()
    yield made
    made.close()


async def leads(console: Driver) -> None:
    """Open the leads of the busiest ACTIVE campaign."""
    await console.ready()
    await console.press("2")
    await console.until(lambda: console.rows.current is not None, "campaigns")
    await console.select(console.campaign("ACTIVE").id)
    await console.press("l")
    await console.until(lambda: console.place.__class__.__name__ == "LeadsScreen", "leads screen")
    await console.until(lambda: console.rows.current is not None, "leads read")


async def test_a_lead_with_everything_that_happened(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await leads(console)
        campaign = console.campaign("ACTIVE")
        assert len(console.rows.rows) == campaign.total_leads
        await console.until(lambda: "what happened" in console.text, "journey read")
        assert "→ step 1: " in console.text
        assert "reading" not in console.text
        await console.press("escape", "escape")
        assert console.place.NAME == "campaigns" and console.place.__class__.__name__ == "CampaignsScreen"


async def test_the_server_filters_by_state(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await leads(console)
        await console.press("f")
        await console.until(lambda: "Leads 0 · " in console.text and "nothing found" in console.text, "none PENDING")
        await console.press("f", "f")
        await console.until(lambda: "· SENT" in console.text and console.rows.current is not None, "mailed ones")
        assert {row.status for row in console.rows.present} == {"SENT"}
        await console.press("escape")
        await console.until(lambda: "· SENT" not in console.text and console.rows.current is not None, "all again")


async def test_only_pages_in_sight_are_read(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await leads(console)
        total = len(console.rows.rows)
        assert total > 200
        await console.press("G")
        await console.until(lambda: console.rows.current is not None, "the last page read")
        pages = console.rows.pages  # type: ignore[attr-defined]
        assert pages[total - 1] is not None and pages[0] is not None
        assert None in pages[100:200]
