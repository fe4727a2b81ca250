"""`coldsend-tui senders`: list, add, test, delete and import sender accounts."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.commands.planned import accounts, all_senders, at_desk, carry_out, one_of
from coldsend_tui.commands.writing import Desk
from coldsend_tui.errors import ColdSendError, ExitCode, UsageError
from coldsend_tui.ops import health, inbox_users
from coldsend_tui.ops.query import parse
from coldsend_tui.ops.query_fields import SENDER_FIELDS
from coldsend_tui.ops.sender_accounts import NativeAccount, native_faults, smtp_account, smtp_faults
from coldsend_tui.ops.sender_csv import decoded, read
from coldsend_tui.text import cut, safe, width
from coldsend_tui.workspace import Sender

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.plan import Plan

_SMTP_OPTIONS = (
    "email", "display_name", "daily_limit", "smtp_host", "smtp_port", "smtp_username", "imap_host", "imap_port", "imap_username",
)  # fmt: skip
_COMMAND_SECONDS = 60


def run(options: Namespace) -> int:
    """Carry out one of the sub-commands; the exit status."""
    return {
        "list": _list,
        "add-native": _add_native,
        "add-smtp": _add_smtp,
        "test": _test,
        "delete": _delete,
        "import": _import,
    }[options.what](options)


def _list(options: Namespace) -> int:
    query = parse(options.where or "", SENDER_FIELDS)

    async def work(desk: Desk) -> tuple[Sender, ...]:
        return await all_senders(desk)

    rows = query.keep(at_desk(options, work))
    if options.json:
        fields = ("id", "email", "display_name", "kind", "status", "health", "daily_limit", "sent_today", "domain")
        print(json.dumps([{name: getattr(row, name) for name in fields} for row in rows], ensure_ascii=False, indent=2))
        return ExitCode.OK
    widest = max((width(safe(row.email)) for row in rows), default=0)
    for row in sorted(rows, key=lambda row: row.email):
        score = "–" if row.health is None else f"{row.health:.0f}"
        used = health.use_text(health.sender_health(row).used)
        email = safe(row.email)
        gap = " " * (widest - width(email))
        print(
            f"{email}{gap}  {safe(row.status):<9} {safe(row.kind):<17} {score:>3}  {used}  {cut(safe(row.display_name), 40)}".rstrip()
        )
    return ExitCode.OK


def _add_native(options: Namespace) -> int:
    faults = native_faults(options.prefix, options.name)
    if faults:
        raise UsageError("; ".join(f"{field}: {fault}" for field, fault in faults.items()) + ".")

    async def plan(desk: Desk) -> Plan:
        from coldsend_tui.actions.senders import plan_add_native

        world = await accounts(desk)
        domain = one_of(world.domains, options.domain, "domain", lambda row: (row.id, row.name))
        account = NativeAccount(domain.id, domain.name, options.prefix.strip().lower(), options.name.strip())
        return plan_add_native([account], world, read_only=desk.read_only, budget_left=desk.budget_left)

    return carry_out(options, plan)


def _add_smtp(options: Namespace) -> int:
    values = {name: getattr(options, name) or "" for name in _SMTP_OPTIONS}
    values |= {"type": options.provider, "smtp_use_tls": "no" if options.no_tls else "yes"}
    faults = smtp_faults(values | {"smtp_password": "unknown yet"})
    if faults:
        raise UsageError("; ".join(f"{field}: {fault}" for field, fault in faults.items()) + ".")
    account = smtp_account(values | {"smtp_password": _password(options)})

    async def plan(desk: Desk) -> Plan:
        from coldsend_tui.actions.senders import plan_add_smtp

        world = await accounts(desk)
        return plan_add_smtp(account, world, read_only=desk.read_only, budget_left=desk.budget_left)

    return carry_out(options, plan)


def _password(options: Namespace) -> str:
    """The password from a command, a file, standard input, or the terminal, where it is not shown. Raises UsageError."""
    try:
        if options.password_command:
            words = shlex.split(options.password_command)
            done = subprocess.run(words, capture_output=True, text=True, timeout=_COMMAND_SECONDS, check=False)
            if done.returncode:
                raise UsageError(f"The password command ended with status {done.returncode}.", "Run it by hand.")
            password = done.stdout
        elif options.password_file:
            password = Path(options.password_file).read_text(encoding="utf-8")
        elif not sys.stdin.isatty():
            password = sys.stdin.readline()
        else:
            from getpass import getpass

            password = getpass(f"Password of {safe(options.email)} (it is not shown): ")
    except subprocess.TimeoutExpired:
        raise UsageError(f"The password command gave nothing within {_COMMAND_SECONDS} s.", "Run it by hand.") from None
    except (OSError, ValueError) as error:
        what = "command" if options.password_command else "file"
        reason = getattr(error, "strerror", None) or "it is not text"
        raise UsageError(f"The password {what} cannot be used ({reason}).", "Check its path.") from None
    password = password.split("\n")[0].rstrip("\r")
    if not password:
        raise UsageError("The password is empty.", "Nothing was sent.")
    return password


def _test(options: Namespace) -> int:
    async def plan(desk: Desk) -> Plan:
        from coldsend_tui.actions.senders import plan_test

        sender = _named(await all_senders(desk), options.sender)
        return plan_test(sender, options.to, read_only=desk.read_only, budget_left=desk.budget_left)

    return carry_out(options, plan)


def _delete(options: Namespace) -> int:
    if bool(options.senders) == bool(options.where):
        raise UsageError("Which sender accounts?", "Give addresses or ids, or a filter with --where.")
    query = parse(options.where, SENDER_FIELDS) if options.where else None

    async def plan(desk: Desk) -> Plan:
        from coldsend_tui.actions.sender_deletions import plan_delete

        world = await accounts(desk, campaigns=True)
        if query is not None:
            wanted = query.keep(world.senders)
        else:
            wanted = list(dict.fromkeys(_named(world.senders, text) for text in options.senders))
        if not wanted:
            raise ColdSendError("No sender account passes the filter.", "Nothing was sent.")
        return plan_delete(
            wanted,
            inbox_users.users(world.campaigns, world.settings),
            unread=inbox_users.unread(world.campaigns, world.settings),
            read_only=desk.read_only,
            budget_left=desk.budget_left,
        )

    return carry_out(options, plan)


def _import(options: Namespace) -> int:
    try:
        data = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as error:
        raise UsageError(f"{options.file} cannot be read ({error.strerror}).", "Check the path.") from None
    text = decoded(data)

    async def plan(desk: Desk) -> Plan:
        from coldsend_tui.actions.sender_imports import plan_import

        world = await accounts(desk)
        file = read(text, [domain.name for domain in world.domains])
        if file.ignored:
            names = ", ".join(safe(name) for name in file.ignored)
            print(f"coldsend-tui: columns nobody knows are left out: {names}", file=sys.stderr)
        return plan_import(file.rows, world, read_only=desk.read_only, budget_left=desk.budget_left)

    return carry_out(options, plan)


def _named(senders: Sequence[Sender], text: str) -> Sender:
    return one_of(senders, text, "sender", lambda row: (row.id, row.email))
