"""The words of `coldsend-tui sandbox …`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

COMMANDS: Final = ("serve", "scenarios")
SCALES: Final = ("empty", "small", "medium", "large", "huge")
DEFAULT_SPEED: Final = 60.0
"""One virtual minute a real second: numbers visibly move."""


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The parsed options; options without a command mean `serve`. Exits with status 2 and a usage line on a mistake, or with the
    help where nothing was asked for."""
    if not words:
        _parser().print_help(sys.stderr)
        raise SystemExit(2)
    if words[0].startswith("-") and words[0] not in ("-h", "--help"):
        words = ["serve", *words]
    return _parser().parse_args(words)


class _Parser(argparse.ArgumentParser):
    """Tells a mistake in one line; the options are a `--help` away."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="coldsend-tui sandbox", description="A local ColdSend API on a virtual clock.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="{serve,scenarios}")
    commands.add_parser("scenarios", help="list the incidents that can be rehearsed")
    serve = commands.add_parser(
        "serve",
        help="serve the API over HTTP",
        description="Serve the whole ColdSend Public API over HTTP, with a seeded workspace and a sending engine.",
    )
    add = serve.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    add("--port", type=_port, default=0, help="port, 0 for a free one (default: %(default)s)")
    add("--seed", type=_seed, default=7, help="same seed and same calls give the same history (default: %(default)s)")
    add("--speed", type=_speed, default=DEFAULT_SPEED, help="virtual seconds in a real one (default: %(default)g)")
    add("--scale", choices=SCALES, default="medium", help="size of the workspace (default: %(default)s)")
    add("--db", type=Path, metavar="FILE", help="keep the state in FILE; an existing one is continued")
    add("--scenario", metavar="NAME", help="start in the middle of an incident (see: sandbox scenarios)")
    add("--faults", default="", metavar="SPEC", help="break answers, e.g. '503 20%% on listCampaigns; latency 800ms'")
    add("--no-rate-limit", dest="rate_limit", action="store_false", help="lift 100 calls a minute and 1,000 an hour")
    add("--json", action="store_true", help="print one line of JSON once it listens, then nothing")
    add("--parent-pipe", action="store_true", help="end when standard input closes")
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError("a port is between 0 and 65535")
    return port


def _seed(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a seed is a whole number") from None


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = -1.0
    if not 0 <= speed <= 1_000_000:
        raise argparse.ArgumentTypeError("a speed is between 0 and 1000000")
    return speed
