"""A domain's feed takes two requests: the detail, and what its state makes interesting."""

from __future__ import annotations

from coldsend_tui.details import DomainRedirect, DomainSetup
from coldsend_tui.live import feeds
from coldsend_tui.store.settings import setup_from, setup_text
from tests.actions.desk import desk_over
from tests.ops.rows import NOW
from tests.sandbox.local import LocalSandbox


async def test_an_active_domain_tells_its_redirect_and_another_its_progress(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        await desk.session.reread(feeds.DOMAINS)
        for domain in desk.store.domains():
            desk.tap.requests.clear()
            await desk.session.reread(feeds.domain(domain.id))
            second = "redirect" if domain.status == "ACTIVE" else "progress"
            assert [path for _, path in desk.tap.requests] == [
                f"/domains/{domain.id}",
                f"/domains/{domain.id}/{second}",
            ]
            assert len(desk.tap.requests) == feeds.cost(feeds.domain(domain.id))
            setup = desk.store.domain_setup(domain.id)
            assert setup is not None
            assert (setup.redirect, setup.progress is None) == (
                (DomainRedirect(), True) if domain.status == "ACTIVE" else (None, False)
            )


async def test_a_redirect_is_read_with_all_it_says(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        await desk.session.reread(feeds.DOMAINS)
        domain = next(row for row in desk.store.domains() if row.status == "ACTIVE")
        await sandbox.call("POST", f"/domains/{domain.id}/redirect", json={"target_domain": "www.acme.example"})
        await desk.session.reread(feeds.domain(domain.id))
        setup = desk.store.domain_setup(domain.id)
        assert setup is not None and setup.redirect is not None
        assert setup.redirect == DomainRedirect("www.acme.example", 301, True, True, False)


def test_setups_written_before_redirects_were_read_stay_readable() -> None:
    setup = DomainSetup("d1", ("ns1.example",), (), 30, "IN_PROGRESS", "waiting", NOW)
    assert setup_from("d1", setup_text(setup), int(NOW.timestamp() * 1_000_000)) == setup
    old = '[["ns1.example"],[],30,"IN_PROGRESS","waiting"]'
    assert setup_text(setup) == old
    full = DomainSetup("d1", redirect=DomainRedirect("x.example", 302, False, None, True), seen_at=NOW)
    assert setup_from("d1", setup_text(full), int(NOW.timestamp() * 1_000_000)) == full
