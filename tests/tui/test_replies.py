"""The inbox by keys: unread first, threads, search, narrow terminals, failures."""

from collections.abc import Iterator

import pytest

from coldsend_tui.ops.reply_query import positive
from coldsend_tui.people import Conversation
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened


@pytest.fixture
def sandbox() -> Iterator[LocalSandbox]:
    made = LocalSandbox()
    yield made
    made.close()


async def inbox(console: Driver) -> Conversation:
    """Open the inbox and wait for its first row."""
    await console.ready()
    await console.press("5")
    await console.until(lambda: console.rows.current is not None, "replies read")
    current: Conversation = console.rows.current
    return current


async def test_the_thread_follows_the_cursor(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        first = await inbox(console)
        assert first.read is False
        await console.until(lambda: "→ " in console.paper("#detail"), "messages read")
        shown = console.paper("#detail")
        assert first.subject in shown.replace("\n", " ") and first.email in shown
        await console.press("j")
        second = console.rows.current
        assert second.id != first.id
        await console.until(lambda: second.email in console.paper("#detail"), "next thread read")


async def test_running_through_the_list_reads_no_thread_on_the_way(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await inbox(console)
        await console.until(lambda: "→ " in console.paper("#detail"), "messages read")
        session = console.state.session
        assert session is not None and session.budget is not None
        for _ in range(10):
            console.rows.action_move(1)
        last = console.rows.current
        await console.until(lambda: last.id in console.app.screen.details, "the last one read")  # type: ignore[attr-defined]
        await console.until(lambda: f"\n{last.name}  {last.email}" in console.paper("#detail"), "the last one read")
        assert len(console.app.screen.details) == 2  # type: ignore[attr-defined]


async def test_the_server_searches(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        first = await inbox(console)
        await console.press("slash")
        await console.write("#filter", first.email)
        await console.press("enter")
        await console.until(lambda: "Replies 1 " in console.text, "found")
        assert console.rows.current.id == first.id
        await console.press("escape")
        await console.until(lambda: "Replies 1 " not in console.text and console.rows.current is not None, "all again")


async def test_unread_only_then_starred_then_all(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await inbox(console)
        everything = len(console.rows.rows)
        await console.press("u")
        await console.until(lambda: "unread only" in console.text and console.rows.current is not None, "unread")
        assert all(row.read is False for row in console.rows.present)
        await console.press("u")
        await console.until(lambda: "starred" in console.text, "starred")
        await console.press("u")
        await console.until(lambda: len(console.rows.rows) == everything, "all")


async def test_the_positive_ones_lead_the_unread_ones(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await inbox(console)
        unread = [row for row in console.rows.present if row.read is False]
        wanted = [positive(row.category) for row in unread]
        assert any(wanted) and not all(wanted) and wanted == sorted(wanted, reverse=True)
        assert f"{sum(wanted)} of them positive" in console.text


async def test_c_goes_through_every_category_and_back_to_all(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await inbox(console)
        every = {row.category for row in console.rows.present if row.category}
        assert len(every) > 2
        whole, met = len(console.rows.rows), []
        for _ in range(len(every)):
            await console.press("c")
            await console.until(lambda: console.rows.current is not None, "one category read")
            kinds = {row.category for row in console.rows.present}
            assert len(kinds) == 1
            met += kinds
        assert set(met) == every and met[0] == "interested"
        await console.press("c")
        await console.until(lambda: len(console.rows.rows) == whole, "all again")


async def test_at_eighty_columns_the_thread_takes_the_place_of_the_list(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        first = await inbox(console)
        assert "Conversation" not in console.text
        await console.press("enter")
        await console.until(lambda: "→ " in console.paper("#detail"), "messages read")
        assert "Conversation" in console.text and first.email in console.text
        await console.press("escape")
        assert "Conversation" not in console.text


async def test_a_failure_is_told_in_the_list(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        sandbox.faults("500 on GET /replies")
        await console.press("5")
        await console.until(lambda: "(r tries" in console.text, "failure told")
        sandbox.faults("off")
        await console.press("r")
        await console.until(lambda: console.rows.current is not None, "read after all")
