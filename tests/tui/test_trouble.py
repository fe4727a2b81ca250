"""What the operator sees when the API misbehaves: a clear line, the last good content, and a console that works."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coldsend_tui.errors import ConfigError
from coldsend_tui.launch import Mode, Target
from coldsend_tui.live import feeds
from coldsend_tui.secret import Secret
from coldsend_tui.store import Store
from coldsend_tui.store.gauges import add_gauges
from coldsend_tui.store.refresh import CampaignRows, Refresh
from coldsend_tui.store.watched import note_reading
from coldsend_tui.text import width
from coldsend_tui.tui.lines import plain
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.workspace import Campaign
from tests.live.bench_seat import world_time
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened

HOSTILE = (
    "[bold]not markup[/bold]",
    "[/]",
    "[@click=app.quit]press me[/]",
    "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x1b[31mred",
    "abc\u202edcba\u2066x\u2069",
    "zero\u200bwidth\u200djoin\ufeff",
    "nul\x00 bell\x07 del\x7f c1\x9b31m",
    "line\nbreak\r\nand\ttab",
    "右から左 עברית العربية",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 family",
    "n" * 100_000,
    "",
)


async def works(console: Driver) -> None:
    """Every screen still answers its key."""
    for key, name in (("2", "campaigns"), ("3", "senders"), ("4", "domains"), ("6", "analytics"), ("1", "now")):
        await console.press(key)
        assert name == console.place.NAME


async def failed(console: Driver, faults: str) -> None:
    """Read once, break the API, read again."""
    await console.ready()
    console.sandbox.faults(faults)
    await console.press("r")
    await console.until(lambda: console.state.flash.level == "error", f"told about {faults}")


def known(console: Driver) -> list[tuple[str, str, str, int]]:
    """What a broken answer must not change."""
    return sorted((c.id, c.name, c.status, c.sent) for c in console.state.workspace.campaigns)


TOLD = {"500": "500", "503": "503", "html": "web page", "timeout": "answer", "cut": "", "truncate": ""}


async def test_a_broken_answer_keeps_the_last_good_content(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        before = known(console)
        for faults, told in TOLD.items():
            console.state.say("")
            await failed(console, faults)
            assert told in console.flash
            assert "<html" not in console.flash.lower()
            assert known(console) == before
            sandbox.faults("off")
            await console.press("r")
            await console.until(lambda: not console.state.offline, "online again")
        await works(console)


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)])
async def test_offline_says_since_when_and_refuses_writes(sandbox: LocalSandbox, size: tuple[int, int]) -> None:
    async with opened(sandbox, size=size) as console:
        await console.ready()
        active = console.campaign("ACTIVE")
        await failed(console, "503")
        await console.until(lambda: console.state.offline, "offline")
        lost = console.state.lost
        assert lost is not None
        header = console.paper("#header")
        assert f"OFFLINE  since {lost[0]}" in header
        assert size[0] < 100 or f"next try {lost[1]}" in header
        assert "503" in console.flash
        await console.press("2")
        await console.select(active.id)
        await console.press("P")
        assert "never queued" in console.flash
        assert console.place.NAME == "campaigns"
        sandbox.faults("off")
        await console.press("r")
        await console.until(lambda: not console.state.offline, "online again")
        assert "OFFLINE" not in console.paper("#header")
        assert console.status(active.id) == "ACTIVE"


async def test_a_storm_of_429_says_until_when_it_waits(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await failed(console, "429")
        assert "The request limit of this API key is reached" in console.flash
        assert "api waits until" in console.paper("#header")
        assert not console.state.offline
        await works(console)


async def test_rows_that_cannot_be_read_are_told_and_keep_their_values(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        before = known(console)
        sandbox.faults("wrong-types")
        await console.press("r")
        await console.until(lambda: "could not be read" in console.flash, "told")
        assert known(console) == before
        await works(console)


async def test_a_disk_that_fills_up_is_told_and_nothing_is_lost(sandbox: LocalSandbox, tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    async with opened(sandbox, store=Store.open(path)) as console:
        await console.ready()
        before = known(console)
        database = console.state.store._database
        (pages,) = database.read("PRAGMA page_count")[0]
        database._writer.execute(f"PRAGMA max_page_count={pages}")
        console.state.store.store(refresh(*(campaign(f"more-{at}", status="PAUSED") for at in range(500))))
        await console.press("r")
        await console.until(lambda: "kept in memory only" in console.flash, "told")
        assert "From now on kept in memory only" in console.paper("#flash")
        assert not console.state.store.durable
        await console.until(lambda: known(console) == before, "read again, into memory")
        await works(console)


async def test_a_damaged_cache_is_told_at_the_start(sandbox: LocalSandbox, tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_text("not a database at all " * 400)
    async with opened(sandbox, store=Store.open(path)) as console:
        assert "The cache is damaged: kept as cache.sqlite.damaged-" in console.paper("#flash")
        await console.ready()
        await works(console)


async def test_what_nobody_watched_is_marked_beside_the_plot(sandbox: LocalSandbox) -> None:
    store, now = Store.open(None), world_time(sandbox)
    for ago in (40, *range(25, 0, -3)):
        at = now - timedelta(minutes=ago)
        store._database.write(lambda connection, at=at: note_reading(connection, at, at))
    async with opened(sandbox, store=store) as console:
        await console.ready()
        gap = f"not seen {now - timedelta(minutes=40):%H:%M}–{now - timedelta(minutes=25):%H:%M}"
        assert gap in console.text
        console.app.open_object("campaign", console.campaign("ACTIVE").id)
        await console.until(lambda: "seen since 14:30 UTC" in console.text, "beside the campaign's plot")
        await console.press("escape", "3")
        await console.until(lambda: bool(console.rows.rows), "senders")
        usage = [("sender", console.rows.current.id, "sent_today", 3.0)]
        store._database.write(lambda connection: add_gauges(connection, now, usage))
        await console.press("enter")
        await console.until(lambda: gap in console.paper("#side"), "beside the inbox's usage")


def said(console: Driver) -> str:
    """All sheets of the screen as one text, however it is broken into lines."""
    sheets = console.app.screen.query(Paper)
    return " ".join(" ".join(plain(line) for sheet in sheets for line in sheet.lines).split())


def above_the_body(console: Driver) -> str:
    """What stands between the tabs and the body, as one text."""
    return " ".join(line.strip() for line in console.paper("#hindrance").splitlines())


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_a_refused_key_is_told_in_full_on_every_screen(sandbox: LocalSandbox, size: tuple[int, int]) -> None:
    async with opened(sandbox, size=size, api_key="cs_live_" + "0" * 40, mode=Mode.LIVE) as console:
        await console.until(lambda: console.state.offline, "told")
        assert console.state.lost is not None
        for key in ("2", "3", "4", "5", "6", "7", "8", "1"):
            await console.press(key)
            await console.until(lambda: "reading" not in console.text, f"nothing is being read on {key}")
            assert f" KEY REFUSED  since {console.state.lost[0]}" in console.text.splitlines()[0]
            assert "OFFLINE" not in console.text
            told = above_the_body(console)
            assert "did not accept the API key: Invalid or revoked API key. Check the key;" in told
            assert "dashboard. Until then nothing is read or written" in told
            assert console.text.count("Invalid or revoked") == 1
        assert "cs_live_" not in console.text
        assert "the key is refused: the workspace could not be read" in console.text
        assert "refused the key" in console.state.write_refusal


async def test_what_needed_somebody_is_gone_when_it_is_mended(sandbox: LocalSandbox) -> None:
    missing = True

    async def connect() -> Target:
        if missing:
            raise ConfigError("No key is configured for this profile.", "Set COLDSEND_API_KEY.")
        return Target(sandbox.base_url, Secret(sandbox.api_key))

    async with opened(sandbox, connect=connect) as console:
        await console.until(lambda: console.state.offline, "offline")
        assert "Set COLDSEND_API_KEY." in above_the_body(console)
        missing = False
        await console.press("r")
        await console.ready()
        await console.until(lambda: console.flash == "connected", "told")
        assert above_the_body(console) == ""
        assert console.app.screen.query_one("#body").region.y == 2


async def test_what_could_not_be_read_says_since_when_and_names_no_path(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        active = console.campaign("ACTIVE")
        await failed(console, "503")
        await console.until(lambda: console.state.offline, "offline")
        assert console.state.lost is not None
        told = f"offline since {console.state.lost[0]} UTC: {{}} could not be read (r tries again)"
        for key, what in (("5", "conversations"), ("8", "contacts")):
            await console.press(key)
            await console.until(lambda what=what: told.format(what) in said(console), what)  # type: ignore[misc]
        await console.press("2")
        await console.select(active.id)
        await console.press("enter", "c")
        await console.until(lambda: told.format("leads") in said(console), "leads")
        await console.press("l")
        await console.until(lambda: "Leads ·" in console.text, "the list of leads")
        await console.until(lambda: told.format("leads") in said(console), "leads")
        assert "was not sent" not in console.text


async def test_a_server_without_the_api_is_told_and_nothing_is_gone(sandbox: LocalSandbox) -> None:
    elsewhere = sandbox.base_url.replace("/v1", "/v0")

    async def wrong() -> Target:
        return Target(elsewhere, Secret(sandbox.api_key))

    store = Store.open(None)
    store.store(refresh(campaign(name="Kept in the cache")))
    async with opened(sandbox, store=store, connect=wrong) as console:
        await console.until(lambda: console.state.offline, "offline")
        assert f"{elsewhere} is not the ColdSend API: it has no /" in above_the_body(console)
        assert "deleted" not in console.text
        await console.press("2")
        assert "Kept in the cache" in console.text


async def test_an_answer_that_comes_while_the_console_closes_does_no_harm(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await works(console)
    assert not console.app.screen_stack
    console.state.say("the last word")
    console.state.on_change(frozenset())
    console.state.on_connection()


async def test_no_network_from_the_start_opens_the_cache(sandbox: LocalSandbox) -> None:
    store = Store.open(None)
    store.store(refresh(campaign(name="Kept in the cache")))

    async def no_key() -> None:
        raise ConfigError("No key is configured for this profile.", "Set COLDSEND_API_KEY.")

    async with opened(sandbox, store=store, connect=no_key) as console:
        await console.until(lambda: console.state.offline, "offline")
        assert "COLDSEND_API_KEY" in console.flash
        await console.press("2")
        assert "Kept in the cache" in console.text
        assert "OFFLINE" in console.paper("#header")
        await works(console)


async def test_an_unknown_status_is_drawn_and_offers_nothing(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        console.state.store.store(refresh(campaign(status="HIBERNATING")))
        console.state.reload()
        console.app._workspace_changed(frozenset())
        await console.press("2")
        await console.select("c1")
        assert "? HIBERNAT" in console.text
        for key in "PALZD":
            await console.press(key)
            assert "does not know the state" in console.flash
            assert console.place.NAME == "campaigns"


@pytest.mark.slow
async def test_a_strangers_text_is_drawn_as_text(sandbox: LocalSandbox) -> None:
    store = Store.open(None)
    store.store(refresh(*(campaign(f"c{at}", name=name, status="FAILED") for at, name in enumerate(HOSTILE))))

    async def offline() -> None:
        raise ConfigError(HOSTILE[3], HOSTILE[4])

    async with opened(sandbox, store=store, connect=offline) as console:
        await console.until(lambda: console.state.offline, "offline")
        harmless(console)
        await console.press("2")
        for at in range(len(HOSTILE)):
            await console.select(f"c{at}")
            await console.press("enter")
            harmless(console)
            await console.press("escape")
        for key in ("o", "1", "down", "down", "7"):
            await console.press(key)
            harmless(console)


def harmless(console: Driver) -> None:
    """No control, bidirectional or zero-width character among what is sent, and the console lives."""
    text = console.text
    assert not any((ord(char) < 32 and char != "\n") or 127 <= ord(char) < 160 for char in text)
    assert not any(char in text for char in "\u202e\u2066\u200b\u200d\ufeff")
    assert {width(line) for line in text.split("\n")} == {console.app.size.width}
    assert console.app.is_running


def campaign(id: str = "c1", *, name: str = "A campaign", status: str = "ACTIVE") -> Campaign:
    """A row as it came from the API."""
    now = datetime(2026, 10, 14, 14, 30, tzinfo=UTC)
    return Campaign(id, name, status, 100, 50, 20, 2, 1, None, now, now, now)


def refresh(*rows: Campaign) -> Refresh:
    """A reading of all campaigns."""
    at = datetime.now(UTC)
    return Refresh(feeds.ANALYTICS, at, at, at, (CampaignRows(rows, "analytics"),))
