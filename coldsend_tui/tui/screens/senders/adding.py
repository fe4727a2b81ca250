"""Adding one sender account by form: a managed inbox, or a mailbox with its own servers. What was typed is kept on an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from coldsend_tui.ops import addresses, wording
from coldsend_tui.ops.domain_room import domain_room, roomiest
from coldsend_tui.ops.sender_accounts import (
    CAUTIOUS_LIMIT,
    PRESETS,
    NativeAccount,
    Preset,
    native_faults,
    smtp_account,
    smtp_faults,
)
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import Line, line
from coldsend_tui.tui.modals.form import Field, Form
from coldsend_tui.tui.modals.pick import Choice, Pick
from coldsend_tui.tui.writes import budget_left, offer
from coldsend_tui.workspace import Domain

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.screens.senders.screen import SendersScreen

_SERVER_WORDS: Final = (
    ("SMTP connection", "smtp_host"),
    ("IMAP connection", "imap_host"),
    ("exists already", "email"),
    ("display_name", "display_name"),
    ("free inbox", "prefix"),
)
"""What the server's words are about."""


def add_native(app: ConsoleApp, screen: SendersScreen) -> None:
    """Ask for domains, then for prefix and name; one inbox on each domain that was chosen."""
    state = app.state
    world, now = state.workspace, state.clock.now()
    domains = roomiest(world.domains, world.senders)
    choices = []
    for domain in domains:
        room = domain_room(domain, world, now)
        free = "room not known" if room.free is None else f"{room.free}/{domain.max_inboxes} free"
        choices.append(Choice(domain.id, domain.name, f"{free} · {room.planned} an hour"))
    if not choices:
        waiting = [domain for domain in world.domains if domain.status != "ACTIVE"]
        way = "activate one (4, A)" if waiting else "add a domain (4, n)"
        full = "no ACTIVE domain has room for an inbox" if world.domains else "there is no domain yet"
        state.say(f"add inbox: {full}; {way}", "warn")
        return

    def picked(ids: tuple[str, ...] | None) -> None:
        if ids:
            _native_form(app, screen, [domain for domain in domains if domain.id in ids], {}, {})

    app.push_screen(Pick("Add an inbox: on which domains?", choices), picked)


def _native_form(
    app: ConsoleApp,
    screen: SendersScreen,
    domains: Sequence[Domain],
    values: Mapping[str, str],
    wrong: Mapping[str, str],
) -> None:
    from coldsend_tui.actions.senders import plan_add_native, taken

    world = app.state.workspace

    def accounts(typed: Mapping[str, str]) -> list[NativeAccount]:
        prefix, name = typed["prefix"].strip().lower(), typed["display_name"].strip()
        return [NativeAccount(domain.id, domain.name, prefix, name) for domain in domains]

    def check(typed: Mapping[str, str]) -> Mapping[str, str]:
        if found := native_faults(typed["prefix"], typed["display_name"]):
            return found
        known = [account.email for account in accounts(typed) if taken(account.email, world)]
        return {"prefix": f"{known[0]} exists already; choose another prefix"} if known else {}

    def preview(typed: Mapping[str, str]) -> list[Line]:
        if addresses.prefix_fault(typed["prefix"].strip()):
            return [line(("will be  ", "muted"), ("…", "faint"))]
        rows = []
        for account in accounts(typed)[:4]:
            is_taken = taken(account.email, world)
            rows.append(
                line(
                    ("will be  ", "muted"),
                    (safe(account.email), "warn" if is_taken else "bold"),
                    (" is taken", "warn") if is_taken else "",
                )
            )
        return rows + [line((f"         and {len(domains) - 4} more", "muted"))] * (len(domains) > 4)

    def answered(typed: dict[str, str] | None) -> None:
        if typed is None:
            app.state.say("add inbox: cancelled, nothing was sent")
            return
        plan = plan_add_native(
            accounts(typed), app.state.workspace, read_only=app.state.write_refusal, budget_left=budget_left(app)
        )
        email = plan.items[0].name if plan.items else ""

        def ended(outcome: Outcome | None) -> None:
            if outcome is not None and outcome.ok:
                screen.awaited = email
                return
            failed = (
                _wrong(outcome, "prefix") if outcome else {"prefix": plan.refusals[0].reason} if plan.refusals else {}
            )
            made = {item.name for item in outcome.items if item.fate == "done"} if outcome else set()
            left = [domain for domain, one in zip(domains, accounts(typed), strict=True) if one.email not in made]
            _native_form(app, screen, left, typed, failed)

        offer(app, plan, ended)

    where = domains[0].name if len(domains) == 1 else wording.plural(len(domains), "domain")
    fields = [
        Field("prefix", "before the @", values.get("prefix", ""), f"the address will end in @{safe(domains[0].name)}" if len(domains) == 1 else "on each of the domains"),
        Field("display_name", "name people see", values.get("display_name", ""), "Sam Miller from Acme"),
    ]  # fmt: skip
    app.push_screen(Form(f"Add an inbox on {where}", fields, check, wrong=wrong, preview=preview), answered)


def add_smtp(app: ConsoleApp, screen: SendersScreen) -> None:
    """Ask for the provider, then for the rest."""
    choices = [
        Choice(
            word, preset.label, f"{preset.smtp_host}:{preset.smtp_port}" if preset.smtp_host else "you name its servers"
        )
        for word, preset in PRESETS.items()
    ]

    def picked(words: tuple[str, ...] | None) -> None:
        if words:
            _smtp_form(app, screen, words[0], {}, {})

    app.push_screen(Pick("Connect a mailbox: whose?", choices, one=True), picked)


def _smtp_form(
    app: ConsoleApp, screen: SendersScreen, word: str, values: Mapping[str, str], wrong: Mapping[str, str]
) -> None:
    from coldsend_tui.actions.senders import plan_add_smtp, taken

    preset = PRESETS[word]

    def check(typed: Mapping[str, str]) -> Mapping[str, str]:
        found = dict(smtp_faults({**typed, "type": word}))
        if not found and taken(typed["email"].strip(), app.state.workspace):
            found["email"] = f"{typed['email'].strip()} exists already; use another address"
        return found

    def answered(typed: dict[str, str] | None) -> None:
        if typed is None:
            app.state.say("add SMTP: cancelled, nothing was sent")
            return
        account = smtp_account({**typed, "type": word})
        plan = plan_add_smtp(
            account, app.state.workspace, read_only=app.state.write_refusal, budget_left=budget_left(app)
        )

        def ended(outcome: Outcome | None) -> None:
            if outcome is not None and outcome.ok:
                screen.awaited = account.email
                app.state.say(f"{outcome.summary}; once it is ACTIVE, t sends a test mail", "done")
                return
            failed = (
                _wrong(outcome, "email") if outcome else {"email": plan.refusals[0].reason} if plan.refusals else {}
            )
            _smtp_form(app, screen, word, typed, failed)

        offer(app, plan, ended)

    app.push_screen(
        Form(f"Connect a mailbox: {preset.label}", _smtp_fields(preset, values), check, wrong=wrong), answered
    )


def _smtp_fields(preset: Preset, values: Mapping[str, str]) -> list[Field]:
    def given(name: str, implied: str = "") -> str:
        return values.get(name, implied)

    return [
        Field("email", "address", given("email")),
        Field("display_name", "name people see", given("display_name"), "Sam Miller from Acme"),
        Field("smtp_password", "password", given("smtp_password"), preset.advice, secret=True),
        Field("daily_limit", "mails a day", given("daily_limit", str(CAUTIOUS_LIMIT)), f"1-{preset.most_a_day:,}; 20-30 are advised"),
        Field("smtp_host", "SMTP server", given("smtp_host", preset.smtp_host)),
        Field("smtp_port", "SMTP port", given("smtp_port", str(preset.smtp_port)), "587 or 465"),
        Field("smtp_use_tls", "TLS", given("smtp_use_tls", "yes"), choices=("yes", "no")),
        Field("smtp_username", "user name", given("smtp_username"), "empty: the address"),
        Field("imap_host", "IMAP server", given("imap_host", preset.imap_host), _imap_hint(preset)),
        Field("imap_port", "IMAP port", given("imap_port", str(preset.imap_port)), "993 or 143"),
        Field("imap_use_ssl", "SSL", given("imap_use_ssl", "yes"), choices=("yes", "no")),
        Field("imap_username", "IMAP user name", given("imap_username"), "empty: the same"),
        Field("imap_password", "IMAP password", given("imap_password"), "empty: the same", secret=True),
    ]  # fmt: skip


def _imap_hint(preset: Preset) -> str:
    return "" if preset.imap_host else "empty: replies are not seen"


def _wrong(outcome: Outcome, otherwise: str) -> dict[str, str]:
    """The first failure of an outcome, at the field that its words are about."""
    detail = next((item.detail for item in outcome.items if item.detail and item.fate != "done"), "it was not done")
    named = detail.partition(":")[0].strip()
    if named in ("prefix", "email_prefix", "email", "email_address", "display_name", "daily_limit") or named.startswith(
        ("smtp_", "imap_")
    ):
        return {{"email_prefix": "prefix", "email_address": "email"}.get(named, named): detail}
    return {next((field for words, field in _SERVER_WORDS if words in detail), otherwise): detail}
