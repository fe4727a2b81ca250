"""The commands that write, and those of the journal: their words and options."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coldsend_tui.commands.arguments import Parser

MOVES = ("pause", "activate", "launch", "archive", "delete")


def add_commands(commands: argparse._SubParsersAction[Parser], options: type[Parser]) -> None:
    """Add `stop`, `restore`, `campaign` and `journal`; `options` is the class of parsers to inherit options from."""
    stop = command(commands, "stop", "kill switch: pause everything in a scope, worst first", options, write(options))
    scope = stop.add_mutually_exclusive_group(required=True)
    scope.add_argument("--all", action="store_true", help="every ACTIVE campaign")
    for kind in ("campaign", "inbox", "domain"):
        scope.add_argument(f"--{kind}", metavar="NAME", help=f"by name or id of the {kind}")
    restore = command(commands, "restore", "bring back exactly what the kill switch stopped", options, write(options))
    restore.add_argument("--rung", metavar="N/M", help="only step N of M: the calmest first, the worst last")

    campaign = group(commands, "campaign", "move campaigns through their lifecycle", options)
    moves = campaign.add_subparsers(
        title="moves", metavar="MOVE", dest="move", required=True, parser_class=options, prog="coldsend-tui campaign"
    )
    for move in MOVES:
        parser = command(moves, move, f"{move} campaigns", options, write(options), of="campaign ")
        parser.add_argument("ids", nargs="*", metavar="ID", help="ids or names of campaigns")
        parser.add_argument("--where", metavar="FILTER", help="every campaign that passes: status:active bounce>3%%")

    journal = group(commands, "journal", "what was written: list, verify, export, resume", options)
    words = journal.add_subparsers(
        title="commands", metavar="WHAT", dest="what", required=True, parser_class=options, prog="coldsend-tui journal"
    )
    of = "journal "
    listed = command(words, "list", "print the newest entries", options, profile(options), of=of)
    listed.add_argument("--limit", type=int, default=50, metavar="N", help="entries at most (50)")
    listed.add_argument("--where", metavar="FILTER", help="only those that pass: action:pause result:failed")
    command(words, "verify", "check the hash chain; status 1 where it is broken", options, profile(options), of=of)
    export = command(words, "export", "print a time span as an incident timeline", options, profile(options), of=of)
    export.add_argument("--from", dest="start", default="24h", metavar="TIME", help="2h (ago), 2026-11-26T07:00 (24h)")
    export.add_argument("--to", dest="end", default="now", metavar="TIME", help="likewise (now)")
    export.add_argument("--format", choices=("jsonl", "markdown"), default="jsonl", help="jsonl or markdown (jsonl)")
    command(words, "unfinished", "print the writes without a result", options, profile(options), of=of)
    command(words, "resume", "verify those by reading, then do the rest", options, write(options), of=of)


def group(commands: argparse._SubParsersAction[Parser], name: str, summary: str, options: type[Parser]) -> Parser:
    """A command that has commands; what holds for all of them may stand before or behind theirs."""
    parser = profile(options)
    parser.add_argument("--read-only", action="store_true", help="refuse every write")
    return commands.add_parser(
        name,
        help=summary,
        usage=f"coldsend-tui {name} [OPTIONS] COMMAND ...",
        description=f"{summary[0].upper()}{summary[1:]}.",
        parents=[parser],
        allow_abbrev=False,
    )


def command(
    commands: argparse._SubParsersAction[Parser],
    name: str,
    summary: str,
    options: type[Parser],
    parent: Parser,
    *,
    of: str = "",
) -> Parser:
    """A command with a summary and the options of `parent`; `of` is the group it belongs to, as it is typed."""
    return commands.add_parser(
        name,
        help=summary,
        prog=f"coldsend-tui {of}{name}",
        description=f"{summary[0].upper()}{summary[1:]}.",
        parents=[parent],
        allow_abbrev=False,
    )


def profile(options: type[Parser]) -> Parser:
    """The options of every command that reads a workspace."""
    parser = options(add_help=False, argument_default=argparse.SUPPRESS)
    parser.add_argument("--profile", metavar="NAME", help="the workspace of this profile")
    return parser


def write(options: type[Parser]) -> Parser:
    """The options of every command that writes."""
    parser = profile(options)
    parser.add_argument("--read-only", action="store_true", help="refuse every write")
    parser.add_argument("--dry-run", action="store_true", default=False, help="print the plan and send nothing")
    parser.add_argument(
        "--yes", nargs="?", const="", default=None, metavar="WORD",
        help="confirm without asking; WORD is the name or the count that the plan asks for",
    )  # fmt: skip
    return parser
