"""Domains and redirects: every write planned, sent to a real server, read back and journalled."""

from __future__ import annotations

from coldsend_tui.actions.domain_operations import NO_REDIRECT
from coldsend_tui.actions.domains import plan_add, plan_delete, plan_redirect, redirect_faults
from coldsend_tui.actions.outcome import Fate
from coldsend_tui.details import DomainRedirect
from coldsend_tui.live import feeds
from tests.actions.desk import desk_over
from tests.actions.test_sender_writes import lose
from tests.sandbox.local import LocalSandbox


async def test_a_domain_is_added_and_its_nameservers_told(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        plan = plan_add("Mail.Bücher.example.", world.domains)
        assert plan.title == "Add mail.xn--bcher-kva.example"
        assert any("mail.bücher.example is mail.xn--bcher-kva.example" in line for line in plan.lines())
        outcome = await desk.run(plan)
        assert outcome.ok and "set its nameservers at the registrar: ada.ns" in outcome.summary
        assert "mail.xn--bcher-kva.example" in {d.name for d in (await desk.look()).domains}
        again = plan_add("mail.bücher.example", desk.store.domains())
        assert again.refusals[0].reason == "that domain is in this workspace already"
        twice = await desk.run(plan)
        assert (twice.items[0].fate, desk.count("POST", "/domains")) == (Fate.REFUSED, 1)


async def test_a_lost_answer_of_an_addition_is_settled_by_its_name(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        lose(desk, "/domains")
        outcome = await desk.run(plan_add("lost.example", ()))
        assert outcome.items[0].fate is Fate.DONE
        assert outcome.items[0].detail.startswith("no answer came, but it reads DNS_CONFIGURING")


async def test_a_bad_name_is_refused_before_it_is_sent() -> None:
    for name in ("", "example", "http://x.example", "a@x.example", "-a.example", "a..example", "x" * 64 + ".example"):
        plan = plan_add(name, ())
        assert not plan.runnable
        assert plan.refusals[0].reason


async def test_a_domain_with_inboxes_is_not_deleted_and_they_are_named(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        full = next(d for d in world.domains if any(s.domain_id == d.id for s in world.senders))
        plan = plan_delete(full, world.senders)
        one = next(s for s in world.senders if s.domain_id == full.id)
        assert one.email in plan.refusals[0].reason
        assert plan.refusals[0].instead == "delete those first (3, D)"
        outcome = await desk.run(plan_delete(full._replace(current_inboxes=0), ()))
        assert (outcome.items[0].fate, "delete them first" in outcome.items[0].detail) == (Fate.REFUSED, True)
        await desk.run(plan_add("empty.example", world.domains))
        await desk.session.reread(feeds.DOMAINS)
        empty = next(d for d in desk.store.domains() if d.name == "empty.example")
        gone = plan_delete(empty, world.senders)
        assert gone.confirmation.word == "empty.example"
        assert (await desk.run(gone)).ok
        assert "empty.example" not in {d.name for d in desk.store.domains()}


async def test_a_redirect_is_set_changed_read_into_the_cache_and_removed(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        domain = next(d for d in world.domains if d.status == "ACTIVE")
        await desk.session.reread(feeds.domain(domain.id))
        setup = desk.store.domain_setup(domain.id)
        assert setup is not None and setup.redirect is not None
        wanted = DomainRedirect("www.acme.example", 302, True, False)
        plan = plan_redirect(domain, setup.redirect, wanted)
        assert (await desk.run(plan)).ok
        await desk.session.reread(feeds.domain(domain.id))
        now = desk.store.domain_setup(domain.id)
        assert now is not None and now.redirect is not None
        assert now.redirect[:4] == ("www.acme.example", 302, True, False)
        assert any(change.what.startswith("redirect") for change in desk.store.changes("domain", domain.id))
        assert plan_redirect(domain, now.redirect, wanted).refusals[0].reason == "it is like that already"
        assert (await desk.run(plan_redirect(domain, now.redirect, wanted._replace(code=308, keep_query=True)))).ok
        gone = plan_redirect(domain, wanted._replace(code=308, keep_query=True), None)
        assert (gone.items[0].before, gone.items[0].after) == (
            "308 to www.acme.example, path and query kept",
            NO_REDIRECT,
        )
        assert (await desk.run(gone)).ok
        assert (await sandbox.call("GET", f"/domains/{domain.id}/redirect")).status_code == 404
        assert [e.action for e in desk.store.journal.entries()] == ["remove redirect", "set redirect", "set redirect"]


async def test_redirects_that_cannot_be(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        world = await desk.look()
        waiting = next(d for d in world.domains if d.status != "ACTIVE")
        plan = plan_redirect(waiting, None, DomainRedirect("www.acme.example", 301, True, True))
        assert "redirects need an ACTIVE domain" in plan.refusals[0].reason
    assert redirect_faults("https://www.acme.example/", "acme.example") == ""
    assert redirect_faults("https://www.acme.example/path", "acme.example")
    assert redirect_faults("ACME.example", "acme.example") == "it would redirect to itself"
