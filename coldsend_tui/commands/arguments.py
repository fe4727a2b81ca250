"""The words of the command line: commands, options, help."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NamedTuple, NoReturn

from coldsend_tui import __version__
from coldsend_tui.text import safe

DESCRIPTION = """\
k9s for cold email: a console over the ColdSend Public API.
Without a command it opens the console on the default profile."""

EPILOG = """\
examples:
  coldsend-tui demo                       look around: a living workspace on this machine, no account needed
  COLDSEND_API_KEY=cs_live_... coldsend-tui --read-only
  coldsend-tui --profile acme             open another workspace
  coldsend-tui status --json | jq .verdict
  coldsend-tui --record incident.rec      record all that is read; coldsend-tui replay incident.rec plays it
  coldsend-tui export campaign "Q4 CFO outreach" -o q4.toml && coldsend-tui apply q4.toml --dry-run
  coldsend-tui stop --domain acme.example --dry-run
  coldsend-tui campaign pause --where 'status:active bounce>3%' --yes 12
  coldsend-tui leads upload "Q4 CFO outreach" list.csv --dry-run      what a list is worth, before it is uploaded
  coldsend-tui senders import new.csv --dry-run
  coldsend-tui sandbox serve --port 8080  a local ColdSend API for other programs

files and environment:
  COLDSEND_API_KEY    the API key; stands above the configuration file
  COLDSEND_BASE_URL   another address of the API; plain http only to this machine
  COLDSEND_CONFIG     another configuration file; `coldsend-tui doctor` says where it is looked for

exit status: 0 done, 1 failed, 2 wrong usage, configuration or campaign file, 3 something to change (apply --dry-run
--detailed-exitcode), 4 key refused, 5 partly done, 6 API not reachable, 130 interrupted"""


class Size(NamedTuple):
    """Columns and rows of a screen printed as text."""

    columns: int
    rows: int


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line, with the nearest word where one is wrong, and the way to the help."""

    plugin = False
    """Of a monitoring plugin: its complaints go where its answers go, with the status that says so."""

    def error(self, message: str) -> NoReturn:
        problem = _nearest(message)
        said = f"{self.prog}: {problem}{'' if problem.endswith('?') else '.'} Try `{self.prog} --help`."
        if self.plugin:
            from coldsend_tui.commands.check import unknown

            print(unknown(said))
            self.exit(3)
        self.exit(2, f"{said}\n")


def _nearest(message: str) -> str:
    """argparse lists all choices there are; of many, the one that was meant is enough."""
    found = re.fullmatch(r"argument (.+?): invalid choice: '(.*)' \(choose from (.*)\)", message, re.DOTALL)
    if found is None:
        return message
    from difflib import get_close_matches

    what, word, listed = found.groups()
    choices = re.findall(r"[\w.-]+", listed)
    near = get_close_matches(word, choices, n=1, cutoff=0.6)
    known = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(choices)}" if len(choices) <= 9 else ""
    name = "" if what == "WHAT" else f"{what.lower()} "
    said = f"{what} takes no {safe(word)}" if what.startswith("-") else f"there is no {name}{safe(word)}"
    return f"{said}. {known}" if known else said


def parse(words: list[str]) -> argparse.Namespace:
    """The command line as a namespace with `command` (None opens the console) and the options of that command."""
    if not {"-h", "--help"} & {*words}:
        # The console opens with few words: it does not wait for the parsers of thirty commands to be made.
        options, more = _console_parser().parse_known_args(words)
        if not more:
            options.command = None
            return options
    parser, commands = _parser()
    options, more = parser.parse_known_args(words)
    if more:
        # By the parser of the command: it knows what its options are, and what a mistake costs.
        commands.choices.get(options.command, parser).error(f"unrecognized arguments: {safe(' '.join(more))}")
    return options


def _console_parser() -> Parser:
    parser = Parser(
        prog="coldsend-tui",
        usage="coldsend-tui [OPTIONS] [COMMAND ...]",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        parents=[_profile_options(), _look_options()],
    )
    parser.set_defaults(profile=None, read_only=False, theme=None, no_mouse=False, no_glance=False, ascii=False)
    parser.add_argument("--version", action="version", version=f"coldsend-tui {__version__}")
    _add_record(parser)
    parser.add_argument("--no-glance", action="store_true", help="do not show the last known screen while opening")
    return parser


def _parser() -> tuple[Parser, argparse._SubParsersAction[Parser]]:
    from coldsend_tui.commands import account_arguments, monitor_arguments, people_arguments, write_arguments

    parser = _console_parser()
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", prog="coldsend-tui", parser_class=Parser
    )

    demo = _command(commands, "demo", "open the console on a simulated workspace", _look_options())
    demo.add_argument("--once", action="store_true", help="print the Now screen as text and end")
    demo.add_argument("--seed", type=_whole, default=7, metavar="N", help="another workspace, another history (7)")
    demo.add_argument("--speed", type=_speed, default=60.0, metavar="N", help="times as fast as real time (60)")
    demo.add_argument("--scenario", metavar="NAME", help="begin in the middle of an incident (see: sandbox scenarios)")
    _add_record(demo)
    demo.add_argument("--size", type=_size, default=Size(100, 32), metavar="WxH", help="size for --once (100x32)")

    status = _command(commands, "status", "print the state of the workspace", _profile_options())
    status.add_argument("--json", action="store_true", help="as JSON")
    status.add_argument("--all", action="store_true", help="one line a workspace, worst first; sends nothing")
    status.add_argument("--ascii", action="store_true", help="with ASCII alone")
    status.add_argument("--cached", action="store_true", help="only what is known already; sends nothing")
    status.add_argument("--size", type=_size, default=Size(100, 32), metavar="WxH", help="size of the text (100x32)")

    apply = _command(
        commands, "apply", "bring campaigns to the state that files describe", _profile_options(), "FILE ..."
    )
    apply.add_argument("files", nargs="+", metavar="FILE", help="a campaign file; - reads standard input")
    apply.add_argument("--read-only", action="store_true", default=argparse.SUPPRESS, help="refuse every write")
    apply.add_argument("--dry-run", action="store_true", help="print the plans and send nothing")
    apply.add_argument(
        "--detailed-exitcode", action="store_true", help="with --dry-run: 3 where something would change"
    )
    apply.add_argument("--yes", action="store_true", help="do not ask")

    export = _command(
        commands,
        "export",
        "print lists as CSV, JSON or TOML, or a campaign as a file for apply",
        _profile_options(),
        "WHAT | campaign ID|NAME | leads ID|NAME",
    )
    lists = ("campaigns", "senders", "domains", "replies", "contacts", "lists", "findings", "timeline")
    kinds = ("campaign", "leads", *lists)
    export.add_argument(
        "kind", choices=kinds, metavar="WHAT", help=", ".join(lists) + "; or campaign ID|NAME, leads ID|NAME"
    )
    export.add_argument("which", nargs="?", metavar="ID|NAME", help="of one campaign: its id, or its exact name")
    export.add_argument("--where", metavar="FILTER", help="only rows that pass: 'status:active bounce>3%%'")
    export.add_argument("--format", choices=["csv", "json", "toml"], default="csv", help="of a list (csv)")
    export.add_argument("--days", type=int, choices=[7, 30, 90], default=30, help="of the timeline (30)")
    export.add_argument("--cached", action="store_true", help="only what is known already; sends nothing")
    export.add_argument("-o", "--output", metavar="FILE", help="write to this file, which must not be there yet")

    new = _command(
        commands, "new", "print the file of a new campaign, to fill in and apply", Parser(add_help=False), "campaign"
    )
    new.add_argument("kind", choices=["campaign"], help="what to begin")

    _add_leads(commands)
    login = _command(
        commands, "login", "add a profile, or give one another key; asks for it and tries it", _profile_options()
    )
    login.add_argument("--base-url", metavar="URL", help="another address of the API")
    login.add_argument("--replace", action="store_true", help="replace the key of a profile without asking")
    login.add_argument("--no-check", action="store_true", help="store the key without trying it on the API")

    replay = _command(commands, "replay", "play a recording in the console", _look_options())
    replay.add_argument("file", type=Path, metavar="FILE", help="a recording, made with --record")
    replay.add_argument(
        "--at", metavar="TIME", help="begin there: 14:30, 2026-03-05T14:30 (the workspace's UTC) or 40%%"
    )
    replay.add_argument("--speed", type=_speed_of_play, default=1.0, metavar="N", help="times as fast as it was (1)")
    what = replay.add_mutually_exclusive_group()
    what.add_argument("--once", action="store_true", help="print the Now screen as text and end")
    what.add_argument("--info", action="store_true", help="print what is in the recording and end")
    what.add_argument(
        "--masked", type=Path, metavar="OUT", help="write a copy without keys, addresses, names and texts"
    )
    replay.add_argument("--size", type=_size, default=Size(100, 32), metavar="WxH", help="size for --once (100x32)")
    account_arguments.add_commands(commands, Parser)
    _command(commands, "doctor", "check configuration, key, terminal and API", _profile_options())
    write_arguments.add_commands(commands, Parser)
    people_arguments.add_commands(commands, Parser)
    monitor_arguments.add_commands(commands, Parser)
    commands.add_parser("sandbox", help="serve a local ColdSend API (sandbox serve --help)", add_help=False)
    return parser, commands


def _add_leads(commands: argparse._SubParsersAction[Parser]) -> None:
    from coldsend_tui.commands import write_arguments

    leads = write_arguments.group(commands, "leads", "upload a list of leads, or export a campaign's", Parser)
    actions = leads.add_subparsers(
        title="actions", metavar="ACTION", dest="action", required=True, parser_class=Parser, prog="coldsend-tui leads"
    )
    upload = _command(actions, "upload", "check a list, upload it, tell what became of each row", _profile_options())
    upload.usage = "coldsend-tui leads upload [OPTIONS] CAMPAIGN FILE"
    upload.add_argument("campaign", metavar="CAMPAIGN", help="its id, or its exact name")
    upload.add_argument("file", type=Path, metavar="FILE", help="a CSV file of any encoding, with or without header")
    upload.add_argument(
        "--mapping", nargs="+", action="extend", default=[], metavar="FIELD=HEADER",
        help="fields and their columns, where the guesses are wrong; FIELD= alone drops one",
    )  # fmt: skip
    upload.add_argument(
        "--duplicates", choices=["skip", "update", "replace"], default="skip", help="leads that the campaign has (skip)"
    )
    upload.add_argument("--leave-out-roles", action="store_true", help="leave out info@, sales@ and their like")
    upload.add_argument("--batch-leads", type=_whole, default=10_000, metavar="N", help="leads of one request (10000)")
    upload.add_argument("--read-only", action="store_true", help="refuse every write", default=argparse.SUPPRESS)
    upload.add_argument("--dry-run", action="store_true", help="print scorecard and plan and send nothing")
    upload.add_argument("--new", action="store_true", help="begin anew what was interrupted; looks for nothing")
    upload.add_argument(
        "--yes", nargs="?", const="", metavar="WORD", help="do not ask; WORD where guard rules want one"
    )
    export = _command(actions, "export", "write all leads of a campaign to a CSV file", _profile_options())
    export.usage = "coldsend-tui leads export [OPTIONS] CAMPAIGN -o FILE"
    export.add_argument("campaign", metavar="CAMPAIGN", help="its id, or its exact name")
    export.add_argument("-o", "--output", required=True, metavar="FILE", help="a new file; nothing is overwritten")


def _profile_options() -> Parser:
    # Made anew for each parser, with suppressed defaults: an option before the command must survive the command's parser.
    parser = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    parser.add_argument("--profile", metavar="NAME", help="the workspace of this profile")
    return parser


def _look_options() -> Parser:
    parser = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = parser.add_argument_group("console")
    group.add_argument("--read-only", action="store_true", help="refuse every write")
    group.add_argument("--theme", metavar="NAME", help="coldsend-dark, coldsend-light, ansi or a Textual theme")
    group.add_argument(
        "--ascii", action="store_true", help="draw with ASCII alone (where the locale is not UTF-8: always)"
    )
    group.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal, for selecting text")
    return parser


def _command(
    commands: argparse._SubParsersAction[Parser], name: str, summary: str, options: Parser, arguments: str = ""
) -> Parser:
    return commands.add_parser(
        name,
        help=summary,
        usage=f"coldsend-tui {name} [OPTIONS] {arguments}".rstrip(),
        description=f"{summary[0].upper()}{summary[1:]}.",
        parents=[options],
        allow_abbrev=False,
    )


def _add_record(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--record", metavar="FILE", help="record all that is read, to be played with replay")


def _speed_of_play(value: str) -> float:
    speed = _speed(value)
    if not 0.1 <= speed <= 600:
        raise argparse.ArgumentTypeError("must be a number from 0.1 to 600")
    return speed


def _whole(value: str) -> int:
    if not value.isdecimal() or len(value) > 9:
        raise argparse.ArgumentTypeError("must be a whole number from 0 to 999999999")
    return int(value)


def _speed(value: str) -> float:
    try:
        speed = float(value)
    except ValueError:
        speed = -1.0
    if not 0 <= speed <= 100_000:
        raise argparse.ArgumentTypeError("must be a number from 0 (time stands still) to 100000")
    return speed


def _size(value: str) -> Size:
    match = re.fullmatch(r"(\d{1,4})[xX](\d{1,4})", value)
    size = Size(int(match[1]), int(match[2])) if match else Size(0, 0)
    if not (40 <= size.columns <= 500 and 10 <= size.rows <= 500):
        raise argparse.ArgumentTypeError("must be WIDTHxHEIGHT, from 40x10 to 500x500, like 100x32")
    return size
