"""The commands about people: `replies`, `contacts`, `lists`: their words and options."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.commands.write_arguments import command, group, profile, write

if TYPE_CHECKING:
    from coldsend_tui.commands.arguments import Parser


def add_commands(commands: argparse._SubParsersAction[Parser], options: type[Parser]) -> None:
    """Add the three groups; `options` is the class of parsers to inherit options from."""
    _replies(_group(commands, "replies", "what people answered: list, show, answer, mark read, star", options), options)
    _contacts(
        _group(commands, "contacts", "everybody the team knows: search, import, tag, enrol, mail", options), options
    )
    _lists(_group(commands, "lists", "saved lists of contacts: list, create, edit, delete", options), options)


def _group(
    commands: argparse._SubParsersAction[Parser], name: str, summary: str, options: type[Parser]
) -> argparse._SubParsersAction[Parser]:
    return group(commands, name, summary, options).add_subparsers(
        title="commands", metavar="WHAT", dest="what", required=True, parser_class=options, prog=f"coldsend-tui {name}"
    )


def _replies(words: argparse._SubParsersAction[Parser], options: type[Parser]) -> None:
    of = "replies "
    listed = command(words, "list", "print conversations, unread ones first", options, _read(options), of=of)
    listed.add_argument(
        "query", nargs="?", default="", help='campaign:"Q4 CFO" category:interested unread starred word'
    )
    listed.add_argument("--limit", type=int, default=50, metavar="N", help="conversations at most (50)")
    show = command(words, "show", "print a conversation with its messages", options, _read(options), of=of)
    show.add_argument("id", metavar="THREAD", help="id of the conversation")
    reply = command(words, "reply", "answer in a conversation", options, write(options), of=of)
    reply.add_argument("id", metavar="THREAD", help="id of the conversation")
    _mail(reply)
    read = command(words, "read", "mark conversations read", options, write(options), of=of)
    read.add_argument("ids", nargs="+", metavar="THREAD", help="ids of conversations")
    star = command(words, "star", "set the star of a conversation, or take it off", options, write(options), of=of)
    star.add_argument("id", metavar="THREAD", help="id of the conversation")


def _contacts(words: argparse._SubParsersAction[Parser], options: type[Parser]) -> None:
    of = "contacts "
    search = command(words, "search", "print contacts that a search finds", options, _read(options), of=of)
    search.add_argument(
        "query", nargs="?", default="", help='signal:hot replied:yes campaign:"Q4 CFO" list:Partners word'
    )
    search.add_argument("--limit", type=int, default=100, metavar="N", help="contacts at most (100)")
    show = command(words, "show", "print a contact with its campaigns", options, _read(options), of=of)
    show.add_argument("who", metavar="ID|ADDRESS", help="its id or address")
    imported = command(words, "import", "import people from a CSV file", options, write(options), of=of)
    imported.add_argument("file", type=Path, metavar="FILE", help="a CSV file; its first line names the columns")
    imported.add_argument("--list", metavar="NAME", help="put them into this STATIC list too")
    imported.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=HEADER",
        help="which column a field comes from, where the guess is wrong; FIELD= leaves its column out",
    )
    for name, target, summary in (
        ("tag", "TAG", "tag people; TAG is the id or the name of a tag that contacts have"),
        ("untag", "TAG", "take a tag from people"),
        ("put", "LIST", "put people into a STATIC list"),
        ("enrol", "CAMPAIGN", "make people leads of a campaign"),
        ("signal", "SIGNAL", "pin a signal of people; none leaves it to the platform"),
    ):
        parser = command(words, name, summary, options, write(options), of=of)
        parser.add_argument("target", metavar=target, help=f"{target.lower()} by id or name")
        _who(parser)
    _who(command(words, "delete", "delete people", options, write(options), of=of))
    edit = command(words, "edit", "change fields of a contact", options, write(options), of=of)
    edit.add_argument("who", metavar="ID|ADDRESS", help="its id or address")
    edit.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", required=True,
        help="first_name, last_name, company or a field of your own; an empty value empties it",
    )  # fmt: skip
    mail = command(words, "mail", "send one mail to a contact; costs a credit", options, write(options), of=of)
    mail.add_argument("who", metavar="ID|ADDRESS", help="its id or address")
    mail.add_argument("--from", dest="inbox", required=True, metavar="INBOX", help="address or id of the inbox")
    mail.add_argument("--subject", required=True, help="its subject")
    for name in ("cc", "bcc"):
        mail.add_argument(f"--{name}", action="append", default=[], metavar="ADDRESS", help="also to; may be repeated")
    _mail(mail)


def _lists(words: argparse._SubParsersAction[Parser], options: type[Parser]) -> None:
    of = "lists "
    command(words, "list", "print the saved lists", options, _read(options), of=of)
    show = command(words, "show", "print a list and the newest of its people", options, _read(options), of=of)
    show.add_argument("name", metavar="LIST", help="its id or name")
    preview = command(words, "preview", "count whom a filter finds", options, _read(options), of=of)
    preview.add_argument("filter", metavar="FILTER", help="signal:hot,engaged replied:yes")
    create = command(words, "create", "make a list", options, write(options), of=of)
    create.add_argument("name", metavar="NAME", help="its name; no other list may have it")
    create.add_argument("--filter", metavar="FILTER", help="make it DYNAMIC: who passes is in it")
    create.add_argument("--description", default="", help="what it is for")
    _who(create)
    edit = command(words, "edit", "rename, describe or filter a list anew", options, write(options), of=of)
    edit.add_argument("name", metavar="LIST", help="its id or name")
    edit.add_argument("--rename", metavar="NAME", help="another name")
    edit.add_argument("--description", help="another description")
    edit.add_argument("--filter", metavar="FILTER", help="another filter")
    delete = command(words, "delete", "delete a list; its people stay", options, write(options), of=of)
    delete.add_argument("name", metavar="LIST", help="its id or name")


def _read(options: type[Parser]) -> Parser:
    parser = profile(options)
    parser.add_argument("--json", action="store_true", default=False, help="as JSON")
    return parser


def _who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("who", nargs="*", metavar="ID|ADDRESS", help="ids or addresses of contacts")
    parser.add_argument("--where", metavar="QUERY", help="everybody whom a search finds: signal:hot replied:yes")


def _mail(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--text", required=True, metavar="FILE", help="a file with the text; - reads standard input")
    parser.add_argument(
        "--attach", action="append", default=[], type=Path, metavar="FILE", help="at most 5, 10 MB together"
    )
