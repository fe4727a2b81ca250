"""`coldsend-tui replies`: the inbox from a shell: list, show, answer, mark read, star."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.actions import conversations, mails
from coldsend_tui.actions.mails import Letter
from coldsend_tui.commands.as_json import dumped
from coldsend_tui.commands.writing import Desk, carry_out, consult
from coldsend_tui.errors import ExitCode, UsageError
from coldsend_tui.live import feeds
from coldsend_tui.live.browsing.replies import Thread, UnreadFirst, Wanted, read_row, read_thread
from coldsend_tui.ops import html_text, reply_query, wording
from coldsend_tui.people import Conversation
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.plan import Plan

PAGE = 100


def run(options: Namespace) -> int:
    """Carry out the command that was asked for; the exit status."""
    return {"list": _list, "show": _show, "reply": _reply, "read": _read, "star": _star}[options.what](options)


def _list(options: Namespace) -> int:
    async def work(desk: Desk) -> tuple[Sequence[Conversation], int]:
        if "campaign:" in options.query.lower():
            await desk.session.reread(feeds.CAMPAIGNS)
        asked = reply_query.parse(options.query, {row.name: row.id for row in desk.workspace.campaigns})
        wanted = Wanted(asked.unread, asked.starred, asked.campaign_id, asked.category, asked.words)
        read, total = UnreadFirst(desk.session, wanted), 0
        rows: list[Conversation] = []
        for number in range(1, -(-options.limit // PAGE) + 1):
            page = await read(number, PAGE)
            rows += page.rows
            total = page.total
            if len(rows) >= total:
                break
        if not rows and (said := reply_query.doubt(asked)):
            raise UsageError(said)
        return rows[: options.limit], total

    (rows, total), now = consult(options, work)
    if options.json:
        print(dumped(rows))
        return ExitCode.OK
    for row in rows:
        mark = ("●" if row.read is False else " ") + ("★" if row.starred else " ")
        age = wording.age(row.at, now) if row.at else "–"
        print(f"{mark} {row.id}  {age:>8}  {safe(row.category or '–'):<16}  {safe(row.email)}  {safe(row.subject)}")
    print(f"coldsend-tui: {len(rows):,} of {wording.plural(total, 'conversation')}", file=sys.stderr)
    return ExitCode.OK


def _show(options: Namespace) -> int:
    thread, _ = consult(options, lambda desk: _thread(desk, options.id))
    if options.json:
        print(dumped(thread))
        return ExitCode.OK
    for message in thread.messages:
        arrow = "→" if message.outgoing else "←"
        when = f"{message.at:%Y-%m-%d %H:%M}" if message.at else "no date"
        print(f"{arrow} {when}  {safe(message.sender)}  {safe(message.subject)}")
        text = message.text if message.text.strip() else html_text.readable(message.html)
        print(safe(text, newlines=True).strip())
        for file in message.files:
            print(f"▤ {safe(file.name)}  {safe(file.kind)}  {safe(file.url or '')}".rstrip())
        print()
    return ExitCode.OK


def _reply(options: Namespace) -> int:
    letter = Letter(written(options.text), tuple(options.attach))

    async def plan(desk: Desk) -> Plan | None:
        row, thread = await _row(desk, options.id), await _thread(desk, options.id)
        refusal = desk.refusal(mails.ANSWERED, mails.REPLY)
        return mails.plan_reply(row, thread, letter, read_only=refusal, budget_left=desk.budget_left)

    return carry_out(options, plan, "nothing to send")


def _read(options: Namespace) -> int:
    async def plan(desk: Desk) -> Plan | None:
        rows = [await _row(desk, id) for id in dict.fromkeys(options.ids)]
        refusal = desk.refusal(conversations.KIND, conversations.READ)
        return conversations.plan_read(rows, read_only=refusal, budget_left=desk.budget_left)

    return carry_out(options, plan, "nothing to mark")


def _star(options: Namespace) -> int:
    async def plan(desk: Desk) -> Plan | None:
        row = await _row(desk, options.id)
        refusal = desk.refusal(conversations.KIND, conversations.STAR)
        return conversations.plan_star(row, read_only=refusal, budget_left=desk.budget_left)

    return carry_out(options, plan, "nothing to do")


@contextmanager
def _named(id: str) -> Iterator[None]:
    """What is no id of a conversation is told as such, whichever way the API says it."""
    from coldsend_tui.api.errors import Invalid, NotFound

    try:
        yield
    except (Invalid, NotFound):
        raise UsageError(f'There is no conversation "{safe(id)}".', "`coldsend-tui replies list` prints ids.") from None


async def _row(desk: Desk, id: str) -> Conversation:
    with _named(id):
        return await read_row(desk.session, id)


async def _thread(desk: Desk, id: str) -> Thread:
    with _named(id):
        return await read_thread(desk.session, id)


def written(source: str) -> str:
    """The text of a mail: a file, or `-` for standard input. UsageError where it cannot be read."""
    try:
        return sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{source} cannot be read: {getattr(error, 'strerror', None) or error}.", "Give a UTF-8 text."
        ) from None
