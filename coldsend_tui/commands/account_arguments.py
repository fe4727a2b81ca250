"""The words of `senders` and `domains` on the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coldsend_tui.commands.write_arguments import group
from coldsend_tui.ops.sender_accounts import PRESETS

if TYPE_CHECKING:
    from coldsend_tui.commands.arguments import Parser

Actions = argparse._SubParsersAction


def add_commands(commands: Actions[Parser], parsers: type[Parser]) -> None:
    """Add `senders` and `domains`; `parsers` is the class of their parsers."""
    senders = _group(commands, "senders", "sender accounts: list, add, test, delete, import", parsers)
    listed = _one(senders, "senders", "list", "print the sender accounts", parsers, writes=False)
    listed.add_argument("--where", metavar="FILTER", help="only those that pass: status:active health<80")

    native = _one(senders, "senders", "add-native", "add a managed inbox on one of your domains", parsers)
    native.add_argument("domain", metavar="DOMAIN", help="an ACTIVE domain with room, by name or id")
    native.add_argument("prefix", metavar="PREFIX", help="the part before the @")
    native.add_argument("--name", required=True, metavar="NAME", help="the name people see")

    smtp = _one(senders, "senders", "add-smtp", "connect a mailbox with its own servers", parsers)
    smtp.add_argument("email", metavar="ADDRESS")
    smtp.add_argument("--provider", choices=tuple(PRESETS), default="smtp", help="whose servers (smtp: name them)")
    smtp.add_argument("--name", required=True, dest="display_name", metavar="NAME", help="the name people see")
    smtp.add_argument("--daily-limit", metavar="N", help="mails a day (20)")
    for protocol in ("smtp", "imap"):
        smtp.add_argument(f"--{protocol}-host", metavar="HOST")
        smtp.add_argument(f"--{protocol}-port", metavar="PORT")
        smtp.add_argument(f"--{protocol}-username", metavar="USER", help="the address, unless given")
    smtp.add_argument("--no-tls", action="store_true", help="SMTP without TLS")
    secret = smtp.add_mutually_exclusive_group()
    secret.add_argument("--password-file", metavar="FILE", help="its first line is the password")
    secret.add_argument("--password-command", metavar="CMD", help="what it prints is the password")
    smtp.epilog = (
        "Without either the password is asked for, or is the first line of standard input. It is kept nowhere."
    )

    test = _one(senders, "senders", "test", "send a test mail", parsers)
    test.add_argument("sender", metavar="ADDRESS|ID")
    test.add_argument("--to", required=True, metavar="ADDRESS", help="who gets it")

    delete = _one(senders, "senders", "delete", "delete sender accounts", parsers)
    delete.add_argument("senders", nargs="*", metavar="ADDRESS|ID")
    delete.add_argument("--where", metavar="FILTER", help="every one that passes: status:disabled domain:old.example")

    imported = _one(senders, "senders", "import", "add the sender accounts of a CSV file", parsers)
    imported.add_argument("file", metavar="FILE", help="a CSV file with a header; - reads standard input")

    domains = _group(commands, "domains", "domains: list, add, activate, redirect, delete", parsers)
    known = _one(domains, "domains", "list", "print the domains", parsers, writes=False)
    known.add_argument("--where", metavar="FILTER", help="only those that pass: status:active free>0")
    added = _one(domains, "domains", "add", "add a domain", parsers)
    added.add_argument("domain", metavar="DOMAIN", help="the name alone, in any script")
    active = _one(domains, "domains", "activate", "activate domains whose nameservers are set, or retry", parsers)
    active.add_argument("domains", nargs="+", metavar="DOMAIN|ID")
    active.add_argument(
        "--follow", action="store_true", help="stay until the set-up has ended; status 1 where it failed"
    )
    gone = _one(domains, "domains", "delete", "delete a domain without inboxes", parsers)
    gone.add_argument("domain", metavar="DOMAIN|ID")
    redirect = _one(domains, "domains", "redirect", "print, set or remove where visitors are sent", parsers)
    redirect.add_argument("domain", metavar="DOMAIN|ID")
    redirect.add_argument("--to", metavar="DOMAIN", help="send them there")
    redirect.add_argument("--remove", action="store_true", help="send them nowhere")
    redirect.add_argument(
        "--status", type=int, choices=(301, 302, 303, 307, 308), default=301, help="HTTP status (301)"
    )
    redirect.add_argument("--drop-path", action="store_true", help="do not keep the path")
    redirect.add_argument("--drop-query", action="store_true", help="do not keep the query")


def _group(commands: Actions[Parser], name: str, summary: str, parsers: type[Parser]) -> Actions[Parser]:
    return group(commands, name, summary, parsers).add_subparsers(
        title="commands", metavar="WHAT", dest="what", required=True, parser_class=parsers, prog=f"coldsend-tui {name}"
    )


def _one(
    commands: Actions[Parser], of: str, name: str, summary: str, parsers: type[Parser], *, writes: bool = True
) -> Parser:
    shared = parsers(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--profile", metavar="NAME", help="the workspace of this profile")
    if writes:
        shared.add_argument("--read-only", action="store_true", help="refuse every write")
        shared.add_argument("--dry-run", action="store_true", default=False, help="print the plan and send nothing")
        shared.add_argument(
            "--yes", nargs="?", const="", default=None, metavar="WORD",
            help="confirm without asking; WORD is the name or the count that the plan asks for",
        )  # fmt: skip
    shared.add_argument("--json", action="store_true", default=False, help="as JSON")
    return commands.add_parser(
        name,
        help=summary,
        prog=f"coldsend-tui {of} {name}",
        description=f"{summary[0].upper()}{summary[1:]}.",
        parents=[shared],
        allow_abbrev=False,
    )
