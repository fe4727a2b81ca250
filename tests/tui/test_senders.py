"""Sender accounts by keys: every write from the first key to the journal, and hostile text everywhere."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from coldsend_tui.actions.sender_operations import smtp_body
from coldsend_tui.launch import Mode
from coldsend_tui.live import feeds
from coldsend_tui.live.recording.recorder import Recorder
from coldsend_tui.ops.sender_accounts import smtp_account
from coldsend_tui.text import safe
from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.modals.form import Form
from coldsend_tui.tui.modals.pick import Pick
from coldsend_tui.tui.modals.row_results import RowResults
from coldsend_tui.tui.runtime import crash
from coldsend_tui.tui.screens.senders.screen import SendersScreen
from coldsend_tui.workspace import Domain
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened
from tests.tui.jobs import Working

PASSWORD = "app-pass-9d8f7a6b5c"
HOSTILE = "\x1b]52;c;aGk=\x07[@click=app.quit]x[/] [/b]\u202e\u200b\x00"


async def senders(console: Driver) -> SendersScreen:
    await console.ready()
    await console.until(lambda: console.state.write_refusal == "", "connected")
    await console.press("3")
    await console.until(lambda: bool(console.rows.rows), "senders drawn")
    screen = console.app.screen
    assert isinstance(screen, SendersScreen)
    return screen


def emails(console: Driver) -> set[str]:
    return {sender.email for sender in console.state.workspace.senders}


def roomy(console: Driver) -> Domain:
    return next(
        d for d in console.state.workspace.domains if d.status == "ACTIVE" and (d.current_inboxes or 0) < (d.max_inboxes or 0)
    )  # fmt: skip


async def fill(console: Driver, **values: str) -> None:
    for name, value in values.items():
        await console.write(f"#field-{name}", value)


def form(console: Driver) -> Form:
    assert isinstance(console.app.screen, Form), console.text
    return console.app.screen


async def reread(console: Driver) -> None:
    assert console.state.session is not None
    await console.state.session.reread(feeds.ANALYTICS)


async def agree(console: Driver) -> None:
    assert isinstance(console.app.screen, Confirm), console.text
    await console.press("tab", "enter")


async def test_a_managed_inbox_is_added_previewed_and_selected(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await senders(console)
        domain = roomy(console)
        await console.press("n")
        assert isinstance(console.app.screen, Pick)
        await console.write("#only", domain.name)
        await console.press("enter")
        await fill(console, prefix="fresh.sam", display_name="Sam Fresh")
        assert f"will be  fresh.sam@{domain.name}" in console.paper("#preview")
        await console.press("ctrl+s")
        assert f"fresh.sam@{domain.name}: not there → ACTIVE" in console.text
        await agree(console)
        email = f"fresh.sam@{domain.name}"
        await console.until(lambda: email in emails(console), "read into the list")
        await console.until(
            lambda: console.rows.current is not None and console.rows.current.email == email, "selected"
        )
        [entry] = console.state.store.journal.entries()
        assert (entry.object_name, entry.action, entry.result) == (email, "add", "done")


async def test_a_taken_prefix_is_refused_at_its_field_before_anything_is_sent(sandbox: LocalSandbox) -> None:
    wire = Working(sandbox)
    async with opened(sandbox) as console:
        await senders(console)
        domain = roomy(console)
        taken = next(s.email for s in console.state.workspace.senders if s.domain_id == domain.id)
        await console.press("n")
        await console.write("#only", domain.name)
        await console.press("enter")
        await fill(console, prefix=taken.partition("@")[0], display_name="Twin")
        assert "is taken" in console.paper("#preview")
        await console.press("ctrl+s")
        assert "exists already" in console.paper("#form-error")
        assert form(console).focused is form(console).query_one("#field-prefix")
        await console.press("escape")
        assert wire.posted == []


async def test_the_servers_refusal_brings_the_form_back_with_everything_typed(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await senders(console)
        await console.press("N")
        await console.press("down", "down", "enter")
        typed = {
            "email": "kim@partner.example", "display_name": "Kim", "smtp_password": PASSWORD,
            "smtp_host": "smtp.unreachable.example", "imap_host": "",
        }  # fmt: skip
        await fill(console, **typed)
        assert PASSWORD not in console.text
        await console.press("ctrl+s")
        assert PASSWORD not in console.text
        await agree(console)
        await console.until(lambda: isinstance(console.app.screen, Form), "the form is back")
        await console.until(lambda: "SMTP connection" in console.paper("#form-error"), "the reason is told")
        assert {name: form(console).values()[name] for name in typed} == typed
        assert form(console).focused is form(console).query_one("#field-smtp_host")
        await fill(console, smtp_host="smtp.partner.example")
        await console.press("ctrl+s")
        await agree(console)
        await console.until(lambda: "kim@partner.example" in emails(console), "added")
        await console.until(lambda: "t sends a test mail" in console.flash, "what to do next")
        store = console.state.store
        assert PASSWORD.encode() not in store.image()
        assert PASSWORD not in repr(store.journal.entries())
        assert [entry.result for entry in store.journal.entries()] == ["done", "refused"]


async def test_presets_fill_the_servers_and_the_password_is_drawn_as_dots(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await senders(console)
        for keys, host in ((["enter"], "smtp.gmail.com"), (["down", "enter"], "smtp.office365.com")):
            await console.press("N", *keys)
            assert form(console).values()["smtp_host"] == host
            await fill(console, smtp_password=PASSWORD)
            assert console.app.screen.query_one("#field-smtp_password", Input).password
            assert PASSWORD not in console.text
            assert PASSWORD not in console.app.export_screenshot()
            await console.press("escape")
        assert "nothing was sent" in console.flash


async def test_one_prefix_on_several_domains_asks_again_only_for_what_is_left(
    make_sandbox: Callable[..., LocalSandbox],
) -> None:
    sandbox = make_sandbox(scale="medium")
    async with opened(sandbox) as console:
        await senders(console)
        await console.press("n", "ctrl+a", "enter")
        await fill(console, prefix="fresh.sam", display_name="Sam Fresh")
        await console.press("ctrl+s")
        dialog = console.app.screen
        assert isinstance(dialog, Confirm)
        first, second, *_ = [item.name for item in dialog.plan.items]
        # Somebody else is quicker on the second domain.
        domain = next(d for d in console.state.workspace.domains if second.endswith(f"@{d.name}"))
        body = {"domain_id": domain.id, "email_prefix": "fresh.sam", "display_name": "Other"}
        assert (await sandbox.call("POST", "/sender-accounts/coldsend-native", json=body)).status_code == 201
        await agree(console)
        await console.until(lambda: isinstance(console.app.screen, Form), "the form is back")
        assert first not in console.paper("#preview")
        assert second in console.paper("#preview")
        await console.press("escape")


async def test_cancelling_the_plan_goes_back_to_the_form(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await senders(console)
        await console.press("n", "enter")
        await fill(console, prefix="keep.me", display_name="Kept")
        await console.press("ctrl+s", "escape")
        assert form(console).values() == {"prefix": "keep.me", "display_name": "Kept"}
        await console.press("escape")
        assert console.place.NAME == "senders"
        assert console.state.store.journal.entries() == []


async def test_a_test_mail_asks_whom_and_remembers(sandbox: LocalSandbox) -> None:
    wire = Working(sandbox)
    async with opened(sandbox) as console:
        await senders(console)
        active = next(s for s in console.state.workspace.senders if s.status == "ACTIVE")
        await console.select(active.id)
        await console.press("t")
        await fill(console, recipient="nobody")
        await console.press("enter")
        assert "an address is needed" in console.paper("#form-error")
        await fill(console, recipient="me@example.com")
        await console.press("enter")
        assert "not sent → sent to me@example.com" in console.text
        await agree(console)
        await console.until(lambda: console.flash.startswith("Sent a test mail from"), "sent")
        assert wire.count("/test-email") == 1
        await console.press("t")
        assert form(console).values() == {"recipient": "me@example.com"}
        await console.press("escape")


async def test_what_cannot_send_says_so_and_opens_nothing(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await senders(console)
        sandbox.world.db.execute("UPDATE inbox SET overall_status = 'DISABLED'")
        await console.press("r")
        await console.until(lambda: all(s.status == "DISABLED" for s in console.state.workspace.senders), "disabled")
        await console.press("t")
        assert console.place.NAME == "senders"
        assert "DISABLED; only an ACTIVE account can send" in console.flash


async def test_deleting_names_the_campaigns_that_use_it_and_else_asks_for_the_name(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        screen = await senders(console)
        active = [c for c in console.state.workspace.campaigns if c.status == "ACTIVE"]
        await console.until(lambda: all(c.id in console.state.workspace.settings for c in active), "settings read")
        screen.draw()
        busy = next(
            s for s in console.state.workspace.senders if any(c.status == "ACTIVE" for c in screen._users.get(s.id, []))
        )
        await console.select(busy.id)
        await console.press("D")
        assert console.place.NAME == "senders"
        assert safe(next(c.name for c in screen._users[busy.id] if c.status == "ACTIVE")) in console.flash
        assert "pause them or take it off them first" in console.flash
        for campaign in active:
            await sandbox.call("POST", f"/campaigns/{campaign.id}/pause")
        await reread(console)
        await console.until(lambda: all(console.status(c.id) == "PAUSED" for c in active), "paused")
        await console.press("D")
        dialog = console.app.screen
        assert isinstance(dialog, Confirm)
        assert "campaigns that are not running lose it" in " ".join(dialog.plan.lines())
        await console.write("#word", busy.email)
        await console.press("enter")
        await console.until(lambda: busy.email not in emails(console), "gone")
        assert (await sandbox.call("GET", f"/sender-accounts/{busy.id}")).status_code == 404


def sender_file(tmp_path: Path, domain: Domain) -> Path:
    path = tmp_path / "senders.csv"
    path.write_text(
        "email,display_name,type,smtp_host,smtp_password\n"
        f"bulk1@{domain.name},Bulk One,,,\n"
        f"bulk..2@{domain.name},Bulk Two,,,\n"
        f"p1@partner.example,P One,google,,{PASSWORD}\n"
        f"p2@partner.example,P [/] Two,smtp,smtp.unreachable.example,{PASSWORD}\n",
        encoding="utf-8",
    )
    return path


async def test_a_file_is_checked_planned_made_by_jobs_and_the_failed_row_tried_again(
    sandbox: LocalSandbox, tmp_path: Path
) -> None:
    wire = Working(sandbox)
    async with opened(sandbox) as console:
        await senders(console)
        path = sender_file(tmp_path, roomy(console))
        await console.press("I")
        await fill(console, path=str(tmp_path / "none.csv"))
        await console.press("enter")
        await console.until(
            lambda: isinstance(console.app.screen, Form) and "cannot be read" in console.paper("#form-error"), "no file"
        )
        assert form(console).values()["path"] == str(tmp_path / "none.csv")
        await fill(console, path=str(path))
        await console.press("enter")
        await console.until(lambda: isinstance(console.app.screen, Confirm), "the plan")
        assert "row 3 bulk..2@" in console.text
        said: list[str] = []
        console.state.on_flash = lambda flash: said.append(flash.message)
        await agree(console)
        await console.until(lambda: isinstance(console.app.screen, RowResults), "results")
        assert any("job ━" in message and "3/3" in message for message in said)
        assert "1 refused" in console.paper("#head") and "2 done" in console.paper("#head")
        assert "1 left alone" in console.paper("#head")
        assert "unreachable" in console.paper("#reason")
        assert {"p1@partner.example"} <= {e.object_name for e in console.state.store.journal.entries()}
        assert (wire.count("/coldsend-native/bulk"), wire.count("/smtp/bulk")) == (1, 1)
        await console.press("f")
        assert isinstance(console.app.screen, Confirm)
        assert [item.name for item in console.app.screen.plan.items] == ["p2@partner.example"]
        await agree(console)
        await console.until(lambda: isinstance(console.app.screen, RowResults), "results of the second try")
        assert wire.count("/smtp/bulk") == 2
        await console.press("escape")
        assert console.place.NAME == "senders"
        assert PASSWORD.encode() not in console.state.store.image()


async def test_marked_ones_are_deleted_by_their_number(sandbox: LocalSandbox, tmp_path: Path) -> None:
    wire = Working(sandbox)
    async with opened(sandbox) as console:
        await senders(console)
        for campaign in [c for c in console.state.workspace.campaigns if c.status == "ACTIVE"]:
            await sandbox.call("POST", f"/campaigns/{campaign.id}/pause")
        await reread(console)
        await console.until(lambda: not any(c.status == "ACTIVE" for c in console.state.workspace.campaigns), "paused")
        doomed = {sender.email for sender in list(console.rows.rows)[:3]}
        await console.press("g", "space", "space", "space")
        assert "3 marked" in console.text
        await console.press("D")
        dialog = console.app.screen
        assert isinstance(dialog, Confirm)
        assert dialog.word == "3"
        await console.write("#word", "3")
        await console.press("enter")
        await console.until(lambda: isinstance(console.app.screen, RowResults), "results")
        assert console.paper("#head") == "3 done"
        await console.press("escape")
        await console.until(lambda: not doomed & emails(console), "gone")
        assert wire.count("/bulk/delete") == 1


async def test_a_filter_narrows_and_a_wrong_field_says_which_there_are(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await senders(console)
        every = len(console.rows.rows)
        await console.press("slash")
        await console.write("#filter", "type:coldsend")
        assert 0 < len(console.rows.rows) < every
        assert "filtered" in console.text
        await console.write("#filter", "helth>3")
        assert "health" in console.flash
        await console.press("escape", "escape")
        assert len(console.rows.rows) == every


@pytest.mark.parametrize(
    "size", [(80, 24), *(pytest.param(size, marks=pytest.mark.slow) for size in ((120, 40), (200, 60)))]
)
@pytest.mark.slow
async def test_the_pane_tells_parts_of_health_use_and_history(sandbox: LocalSandbox, size: tuple[int, int]) -> None:
    async with opened(sandbox, size=size) as console:
        await senders(console)
        native = next(s for s in console.state.workspace.senders if s.domain_id and s.status == "ACTIVE")
        await console.select(native.id)
        await console.press("enter")
        await console.until(lambda: "from 5 of 5 inputs" in console.paper("#side"), "usage read")
        text = console.paper("#side")
        for words in ("health", "domain/h", "by day", "campaigns that use it", "last error"):
            assert words in text
        pane = console.app.screen.query_one("#pane")
        assert pane.has_focus
        assert (pane.region.x == 0) == (size[0] == 80), "it covers the list where both do not fit"
        await console.press("escape")
        assert console.rows.has_focus


@pytest.mark.slow
async def test_hostile_text_in_every_field_is_drawn_harmlessly(sandbox: LocalSandbox) -> None:
    sandbox.world.db.execute("UPDATE inbox SET display_name = ?", (HOSTILE,))
    sandbox.world.db.execute("UPDATE campaign SET name = ?", (HOSTILE + "campaign",))
    async with opened(sandbox) as console:
        await senders(console)
        for size in ((80, 24), (200, 60)):
            await console.pilot.resize_terminal(*size)
            for keys in (("enter",), ("escape",), ("n", "escape"), ("t",), ("escape",), ("D", "escape")):
                await console.press(*keys)
                assert not set("\x1b\x07\x00\u202e\u200b") & set(console.text)
        await console.press("N", "enter")
        await fill(console, email=HOSTILE, display_name=HOSTILE, smtp_password=HOSTILE, smtp_host=HOSTILE)
        await console.press("ctrl+s")
        assert console.paper("#form-error").startswith("✗")
        assert not set("\x1b\x07\x00\u202e") & set(console.text)
        await console.press("escape")
        await console.press("I")
        await fill(console, path=HOSTILE)
        await console.press("enter")
        await console.until(
            lambda: isinstance(console.app.screen, Form) and "cannot be read" in console.paper("#form-error"), "refused"
        )
        assert not set("\x1b\x07\x00\u202e") & set(console.text)


@pytest.mark.slow
async def test_a_hostile_file_is_refused_row_by_row_and_drawn_harmlessly(sandbox: LocalSandbox, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["email", "display_name", HOSTILE])
        writer.writerows([[HOSTILE + "@x.example", HOSTILE], ["=cmd()@x.example", HOSTILE]])
    async with opened(sandbox) as console:
        await senders(console)
        await console.press("I")
        await fill(console, path=str(path))
        await console.press("enter")
        await console.until(lambda: isinstance(console.app.screen, RowResults), "nothing to send")
        assert console.paper("#head") == "2 left alone"
        assert not set("\x1b\x07\x00\u202e\u200b") & set(console.text)
        await console.press("f", "escape")
        assert console.state.store.journal.entries() == []


async def test_read_only_refuses_every_write_with_the_reason(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, read_only=True) as console:
        await console.ready()
        await console.press("3")
        for key in "nNtDI":
            console.state.say("")
            await console.press(key)
            assert console.place.NAME == "senders"
            assert "read-only" in console.flash


async def test_a_recording_of_it_all_holds_no_password(sandbox: LocalSandbox, tmp_path: Path) -> None:
    file = tmp_path / "taped.rec"
    recorder = Recorder.open(file, profile="acme-prod", mode=Mode.DEMO, address="http://127.0.0.1")
    async with opened(sandbox, recorder=recorder) as console:
        await senders(console)
        await console.press("N", "enter")
        await fill(console, email="kim@partner.example", display_name="Kim", smtp_password=PASSWORD)
        await console.press("ctrl+s")
        await agree(console)
        await console.until(lambda: "kim@partner.example" in emails(console), "added")
        console.state.close()
    with gzip.open(file) as lines:
        text = lines.read()
    assert b"kim@partner.example" in text
    assert PASSWORD.encode() not in text


async def test_a_crash_in_the_middle_of_it_prints_no_password(sandbox: LocalSandbox) -> None:
    account = smtp_account(
        {"type": "google", "email": "kim@partner.example", "display_name": "Kim", "smtp_password": PASSWORD}
    )
    try:
        raise RuntimeError(f"broken with {account!r} and {smtp_body(account)!r}")
    except RuntimeError as error:
        assert PASSWORD not in crash.report(error) + str(error)
