"""The redirect of a domain: read fresh, edited in a form, set or removed by plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from coldsend_tui.details import DomainRedirect
from coldsend_tui.errors import ColdSendError
from coldsend_tui.live import feeds
from coldsend_tui.ops.addresses import ascii_host
from coldsend_tui.tui.modals.form import Field, Form
from coldsend_tui.tui.writes import budget_left, offer
from coldsend_tui.workspace import Domain

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.tui.app import ConsoleApp

_WORDS: Final = ("yes", "no")


def edit(app: ConsoleApp, domain: Domain) -> None:
    """Read the redirect, then open the form on it. Where nothing may be written, say what is set."""

    async def work() -> None:
        session = app.state.session
        if session is None:
            app.state.say("redirect: not connected yet", "warn")
            return
        try:
            await session.reread(feeds.domain(domain.id))
        except ColdSendError as error:
            app.state.say(f"redirect: it could not be read: {error.message}", "error")
            return
        setup = app.state.store.domain_setup(domain.id)
        now = setup.redirect if setup else None
        if now is None:
            app.state.say("redirect: the server does not tell it", "warn")
        elif refusal := app.state.write_refusal:
            app.state.say(f"redirect: {refusal}", "warn")
        else:
            _form(app, domain, now, _values(now), {})

    app.run_worker(work(), name="redirect", group="reads", exclusive=True, exit_on_error=False)


def _values(now: DomainRedirect) -> dict[str, str]:
    return {
        "target": now.target,
        "code": str(now.code or 301),
        "path": _WORDS[now.keep_path is False],
        "query": _WORDS[now.keep_query is False],
    }


def _form(
    app: ConsoleApp, domain: Domain, now: DomainRedirect, values: Mapping[str, str], wrong: Mapping[str, str]
) -> None:
    from coldsend_tui.actions.domain_operations import redirect_text
    from coldsend_tui.actions.domains import REDIRECT_CODES, plan_redirect, redirect_faults, redirect_target

    def wanted(typed: Mapping[str, str]) -> DomainRedirect | None:
        target = ascii_host(redirect_target(typed["target"]))
        if not target:
            return None
        return DomainRedirect(target, int(typed["code"]), typed["path"] == "yes", typed["query"] == "yes")

    def check(typed: Mapping[str, str]) -> Mapping[str, str]:
        to = wanted(typed)
        if to is None:
            return {} if now.target else {"target": "the domain that visitors are sent to is needed"}
        if fault := redirect_faults(typed["target"], domain.name):
            return {"target": fault}
        return {"target": "it is like that already"} if redirect_text(to) == redirect_text(now) else {}

    def answered(typed: dict[str, str] | None) -> None:
        if typed is None:
            app.state.say("redirect: cancelled, nothing was sent")
            return
        plan = plan_redirect(
            domain, now, wanted(typed), read_only=app.state.write_refusal, budget_left=budget_left(app)
        )

        def ended(outcome: Outcome | None) -> None:
            if outcome is None or not outcome.ok:
                detail = outcome.items[0].detail if outcome else plan.refusals[0].reason if plan.refusals else ""
                _form(app, domain, now, typed, {"target": detail} if detail else {})

        offer(app, plan, ended)

    fields = [
        Field("target", "visitors go to", values["target"], "yourcompany.com" + ("; empty removes the redirect" if now.target else "")),
        Field("code", "status", values["code"], choices=tuple(map(str, REDIRECT_CODES))),
        Field("path", "keep the path", values["path"], choices=_WORDS),
        Field("query", "keep the query", values["query"], choices=_WORDS),
    ]  # fmt: skip
    app.push_screen(Form(f"Redirect of {domain.name}", fields, check, wrong=wrong), answered)
