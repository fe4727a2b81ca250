"""Domains by keys: every write from the first key to the journal, the set-up followed live, hostile text."""

from __future__ import annotations

import pytest

from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.modals.form import Form
from coldsend_tui.tui.modals.pick import Pick
from coldsend_tui.workspace import Domain
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened
from tests.tui.test_senders import HOSTILE, agree, fill


async def domains(console: Driver) -> None:
    await console.ready()
    await console.until(lambda: console.state.write_refusal == "", "connected")
    await console.press("4")
    await console.until(lambda: bool(console.rows.rows), "domains drawn")


def named(console: Driver, name: str) -> Domain | None:
    return next((d for d in console.state.workspace.domains if d.name == name), None)


def active(console: Driver) -> Domain:
    return next(d for d in console.state.workspace.domains if d.status == "ACTIVE")


async def test_a_domain_is_added_selected_and_its_nameservers_copied(
    sandbox: LocalSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sandbox) as console:
        await domains(console)
        await console.press("n")
        await fill(console, domain="http://bad.example")
        await console.press("enter")
        assert "without http://" in console.paper("#form-error")
        await fill(console, domain="Bücher.example")
        assert "xn--bcher-kva.example" in console.paper("#preview")
        await console.press("enter")
        assert "xn--bcher-kva.example: not there → DNS_CONFIGURING" in console.text
        await agree(console)
        await console.until(lambda: named(console, "xn--bcher-kva.example") is not None, "listed")
        await console.until(lambda: "set its nameservers" in console.flash, "what to do next")
        await console.until(lambda: console.rows.current == named(console, "xn--bcher-kva.example"), "selected")
        copied: list[str] = []
        monkeypatch.setattr(console.app, "copy_to_clipboard", copied.append)
        await console.until(lambda: "ada.ns" in console.paper("#side"), "nameservers read")
        await console.press("y")
        assert isinstance(console.app.screen, Pick)
        await console.press("enter")
        assert copied == ["ada.ns.coldsend-dns.example\nbob.ns.coldsend-dns.example"]
        await console.press("y")
        await console.write("#only", "MX")
        await console.press("enter")
        assert copied[-1] == "@ MX 10 mx.coldsend.io"


async def test_a_known_name_is_refused_at_its_field(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await domains(console)
        await console.press("n")
        await fill(console, domain=active(console).name.upper())
        await console.press("enter")
        assert "in this workspace already" in console.paper("#form-error")
        await console.press("escape")
        assert console.state.store.journal.entries() == []


async def test_activation_is_followed_to_its_end_and_a_failure_offers_the_retry(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await domains(console)
        waiting = next(d for d in console.state.workspace.domains if d.status in ("DNS_PENDING", "FAILED"))
        sandbox.world.db.execute(
            "UPDATE domain SET dns_live_at = 0, will_fail = 1 WHERE domain_name = ?", (waiting.name,)
        )
        await console.select(waiting.id)
        await console.press("A")
        await agree(console)
        await console.until(
            lambda: (named(console, waiting.name) or waiting).status == "SERVICES_CONFIGURING", "under way"
        )
        await console.until(lambda: "mail services set up" in console.paper("#side"), "steps drawn")
        sandbox.advance(0.5)
        await console.press("r")
        await console.until(lambda: (named(console, waiting.name) or waiting).status == "FAILED", "failed")
        await console.until(lambda: "FAILED: A retries the activation" in console.flash, "told")
        assert "A retry activation" in console.paper("#side")
        await console.press("A")
        await agree(console)
        await console.until(lambda: (named(console, waiting.name) or waiting).status == "SERVICES_CONFIGURING", "again")
        sandbox.advance(0.5)
        await console.press("r")
        await console.until(lambda: (named(console, waiting.name) or waiting).status == "ACTIVE", "active")
        await console.until(lambda: "is ACTIVE: inboxes can be added" in console.flash, "told")


async def test_a_redirect_is_set_changed_and_removed(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await domains(console)
        domain = active(console)
        await console.select(domain.id)
        await console.press("e")
        await console.until(lambda: isinstance(console.app.screen, Form), "the form")
        await fill(console, target="https://www.acme.example/deep")
        await console.press("ctrl+s")
        assert "leave out the path" in console.paper("#form-error")
        await fill(console, target="https://www.acme.example/")
        await console.press("tab", "right", "tab", "space")
        await console.press("ctrl+s")
        assert isinstance(console.app.screen, Confirm)
        assert "no redirect → 302 to www.acme.example, query kept" in " ".join(console.app.screen.plan.lines())
        await agree(console)
        await console.until(lambda: console.flash.startswith("Set the redirect of"), "set")
        await console.until(lambda: "302 to www.acme.example" in console.paper("#side"), "drawn")
        await console.press("e")
        await console.until(lambda: isinstance(console.app.screen, Form), "the form again")
        form = console.app.screen
        assert isinstance(form, Form)
        assert form.values() == {"target": "www.acme.example", "code": "302", "path": "no", "query": "yes"}
        await console.press("ctrl+s")
        assert "it is like that already" in console.paper("#form-error")
        await fill(console, target="")
        await console.press("ctrl+s")
        await agree(console)
        await console.until(lambda: console.flash.startswith("Removed the redirect of"), "removed")
        assert (await sandbox.call("GET", f"/domains/{domain.id}/redirect")).status_code == 404
        assert [e.action for e in console.state.store.journal.entries()] == ["remove redirect", "set redirect"]


async def test_deleting_names_the_inboxes_or_asks_for_the_name(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await domains(console)
        full = next(d for d in console.state.workspace.domains if d.current_inboxes)
        await console.select(full.id)
        await console.press("D")
        assert console.place.NAME == "domains"
        one = next(s.email for s in console.state.workspace.senders if s.domain_id == full.id)
        assert one in console.flash and "delete those first" in console.flash
        empty = next(d for d in console.state.workspace.domains if d.current_inboxes == 0)
        await console.select(empty.id)
        await console.press("D")
        dialog = console.app.screen
        assert isinstance(dialog, Confirm)
        assert dialog.word == empty.name
        await console.write("#word", empty.name)
        await console.press("enter")
        await console.until(lambda: named(console, empty.name) is None, "gone")
        assert (await sandbox.call("GET", f"/domains/{empty.id}")).status_code == 404


@pytest.mark.parametrize(
    "size", [(80, 24), *(pytest.param(size, marks=pytest.mark.slow) for size in ((120, 40), (200, 60)))]
)
async def test_the_pane_tells_capacity_and_what_one_more_inbox_would_do(
    sandbox: LocalSandbox, size: tuple[int, int]
) -> None:
    async with opened(sandbox, size=size) as console:
        await domains(console)
        await console.select(active(console).id)
        await console.press("enter")
        await console.until(lambda: "ada.ns" in console.paper("#side"), "read in full")
        for words in ("inboxes ", "mails/h", "one more", "at 30 a day", "redirect", "nameservers"):
            assert words in console.paper("#side")
        await console.press("escape")
        assert console.rows.has_focus
        if size[0] >= 100:
            assert "mails/h" in console.paper("#titles")


@pytest.mark.slow
async def test_hostile_names_and_messages_are_drawn_harmlessly(sandbox: LocalSandbox) -> None:
    sandbox.world.db.execute("UPDATE domain SET domain_name = ? || id", (HOSTILE,))
    sandbox.world.db.execute("UPDATE domain SET nameservers = ?", ('["\\u001b]52;c;aGk=\\u0007[/]"]',))
    async with opened(sandbox) as console:
        await domains(console)
        for size in ((80, 24), (120, 40)):
            await console.pilot.resize_terminal(*size)
            for keys in (("enter",), ("escape",), ("j", "y"), ("escape",), ("D",), ("escape",), ("A",), ("escape",)):
                await console.press(*keys)
                assert not set("\x1b\x07\x00\u202e\u200b") & set(console.text)
        await console.press("n")
        await fill(console, domain=HOSTILE)
        await console.press("enter")
        assert console.paper("#form-error").startswith("✗")
        assert not set("\x1b\x07\x00\u202e") & set(console.text)


async def test_read_only_refuses_every_write_and_still_tells_the_redirect(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, read_only=True) as console:
        await console.ready()
        await console.press("4")
        await console.select(active(console).id)
        for key in "nAD":
            console.state.say("")
            await console.press(key)
            assert console.place.NAME == "domains"
            assert "read-only" in console.flash
        await console.press("e")
        await console.until(lambda: "redirect: this console is read-only" in console.flash, "refused")
