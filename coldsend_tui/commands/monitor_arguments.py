"""The commands for other programs' eyes: `check` and `metrics`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coldsend_tui.commands.write_arguments import command, profile

if TYPE_CHECKING:
    from coldsend_tui.commands.arguments import Parser

PLUGIN_SECONDS = 10.0
"""How long a plugin may take [Monitoring Plugins Development Guidelines]."""


def add_commands(commands: argparse._SubParsersAction[Parser], options: type[Parser]) -> None:
    """Add both; `options` is the class of parsers to inherit options from."""
    check = command(commands, "check", "one line and an exit status for Nagios and its like", options, _read(options))
    check.plugin = True
    scope = check.add_mutually_exclusive_group()
    scope.add_argument("--campaign", metavar="NAME", help="judge this campaign alone, by name or id")
    scope.add_argument("--domain", metavar="NAME", help="judge this domain and its inboxes alone")
    check.epilog = (
        "exit status: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN (not read for 15 minutes, key refused, wrong usage)"
    )
    metrics = command(commands, "metrics", "print figures in Prometheus' text format", options, _read(options))
    metrics.add_argument("--totals", action="store_true", help="leave out single campaigns, inboxes and domains")
    metrics.add_argument(
        "-o", "--output", metavar="FILE", help="write to this file in one piece, in place of the old one"
    )


def _read(options: type[Parser]) -> Parser:
    parser = profile(options)
    parser.add_argument(
        "--cached", action="store_true", default=False, help="only what is known already; sends nothing"
    )
    parser.add_argument(
        "--timeout", type=_seconds, default=PLUGIN_SECONDS, metavar="N",
        help="seconds that reading may take (10); then what is known already counts",
    )  # fmt: skip
    return parser


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 600:
        raise argparse.ArgumentTypeError("must be a number of seconds up to 600")
    return seconds
