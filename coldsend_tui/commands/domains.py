"""`coldsend-tui domains`: list, add, activate, delete and redirect domains."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coldsend_tui.commands.planned import all_domains, all_senders, at_desk, carry_out, one_of
from coldsend_tui.commands.writing import Desk
from coldsend_tui.details import DomainRedirect
from coldsend_tui.errors import ExitCode, UsageError
from coldsend_tui.ops import health
from coldsend_tui.ops.addresses import ascii_host
from coldsend_tui.ops.query import parse
from coldsend_tui.ops.query_fields import DOMAIN_FIELDS
from coldsend_tui.text import safe
from coldsend_tui.workspace import Domain

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.plan import Plan
    from coldsend_tui.api import ColdSend


def run(options: Namespace) -> int:
    """Carry out one of the sub-commands; the exit status."""
    return {
        "list": _list,
        "add": _add,
        "activate": _activate,
        "delete": _delete,
        "redirect": _redirect,
    }[options.what](options)


def _list(options: Namespace) -> int:
    query = parse(options.where or "", DOMAIN_FIELDS)

    async def work(desk: Desk) -> int:
        rows = query.keep(await all_domains(desk))
        if options.json:
            fields = ("id", "name", "status", "current_inboxes", "max_inboxes", "dns_verified", "mail_server_ready")
            print(
                json.dumps(
                    [{name: getattr(row, name) for name in fields} for row in rows], ensure_ascii=False, indent=2
                )
            )
            return ExitCode.OK
        for row in sorted(rows, key=lambda row: row.name):
            room = "?" if row.current_inboxes is None else f"{row.current_inboxes}/{row.max_inboxes or '?'}"
            text = health.domain_health(row, desk.clock.now()).text
            print(f"{safe(row.name):<32}  {room:>5} inboxes  {safe(text)}")
        return ExitCode.OK

    return at_desk(options, work)


def _add(options: Namespace) -> int:
    async def plan(desk: Desk) -> Plan:
        from coldsend_tui.actions.domains import plan_add

        known = await all_domains(desk)
        return plan_add(options.domain, known, read_only=desk.read_only, budget_left=desk.budget_left)

    return carry_out(options, plan)


def _activate(options: Namespace) -> int:
    async def plan(desk: Desk) -> Plan:
        from coldsend_tui.actions.domains import plan_activate

        known = await all_domains(desk)
        wanted = list(dict.fromkeys(_named(known, name) for name in options.domains))
        return plan_activate(wanted, read_only=desk.read_only, budget_left=desk.budget_left)

    status = carry_out(options, plan)
    if status == ExitCode.OK and options.follow and not options.dry_run:
        return at_desk(options, lambda desk: _follow(desk, options.domains))
    return status


async def _follow(desk: Desk, names: Sequence[str]) -> int:
    """Tell how far each set-up is until it has ended; one request each time, less and less often."""
    known, failed = await all_domains(desk), False
    for domain in dict.fromkeys(_named(known, name) for name in names):
        async for progress in desk.client.domains.follow(domain.id):
            percent = "?" if progress.progress_percentage is None else f"{progress.progress_percentage}"
            told = f"{domain.name}: {progress.status} {percent} % {progress.status_message or ''}"
            print(f"coldsend-tui: {safe(told).rstrip()}", file=sys.stderr, flush=True)
            failed = failed or bool(progress.is_failed)
    return ExitCode.FAILED if failed else ExitCode.OK


def _delete(options: Namespace) -> int:
    async def plan(desk: Desk) -> Plan:
        from coldsend_tui.actions.domains import plan_delete

        domain = _named(await all_domains(desk), options.domain)
        return plan_delete(domain, await all_senders(desk), read_only=desk.read_only, budget_left=desk.budget_left)

    return carry_out(options, plan)


def _redirect(options: Namespace) -> int:
    if options.to and options.remove:
        raise UsageError("--to and --remove exclude each other.")
    if not options.to and not options.remove:
        return at_desk(options, lambda desk: _tell(desk, options))

    async def plan(desk: Desk) -> Plan:
        from coldsend_tui.actions.domains import plan_redirect, redirect_target

        domain = _named(await all_domains(desk), options.domain)
        now = await _present(desk.client, domain)
        wanted = None
        if options.to:
            target = ascii_host(redirect_target(options.to))
            wanted = DomainRedirect(target, options.status, not options.drop_path, not options.drop_query)
        return plan_redirect(domain, now, wanted, read_only=desk.read_only, budget_left=desk.budget_left)

    return carry_out(options, plan)


async def _tell(desk: Desk, options: Namespace) -> int:
    from coldsend_tui.actions.domain_operations import redirect_text

    redirect = await _present(desk.client, _named(await all_domains(desk), options.domain))
    print(json.dumps(redirect._asdict(), ensure_ascii=False) if options.json else safe(redirect_text(redirect)))
    return ExitCode.OK


async def _present(client: ColdSend, domain: Domain) -> DomainRedirect:
    from coldsend_tui.api.errors import NotFound
    from coldsend_tui.live.projection.domains import redirect

    try:
        return redirect((await client.domains.redirect(domain.id)).payload())
    except NotFound:
        return DomainRedirect()


def _named(domains: Sequence[Domain], text: str) -> Domain:
    return one_of(domains, ascii_host(text), "domain", lambda row: (row.id, row.name))
