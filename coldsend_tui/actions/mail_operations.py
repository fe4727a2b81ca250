"""Sending the mails that `mails` plans, once each; whether one went out is read in its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from coldsend_tui.actions.mails import ANSWERED, DIRECT, REPLY, Letter, answered_message, digest
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.actions.readings import Answer, Readings, Seen, Verdict
from coldsend_tui.live.projection import replies as projection
from coldsend_tui.live.projection.fields import project
from coldsend_tui.ops import html_text
from coldsend_tui.people import ConversationMessage

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend

_PAGE: Final = 100
_TWICE: Final = "the very same text was sent already and has not been answered"
_QUEUED: Final = "not to be seen in the conversation yet; look before it is sent again"


async def _send_reply(client: ColdSend, item: PlanItem) -> Answer:
    from coldsend_tui.api.files import attachment

    letter = cast("Letter", item.sends)
    files = [await attachment(file) for file in letter.files]
    await client.replies.send(item.id.partition("/")[0], body=letter.text, attachments=files)
    return Answer()


async def _send_direct(client: ColdSend, item: PlanItem) -> Answer:
    from coldsend_tui.api.files import attachment

    letter = cast("Letter", item.sends)
    answer = await client.contacts.send_direct_email(
        item.id, inbox_id=letter.inbox_id, subject=letter.subject, body_text=letter.text, cc=letter.cc, bcc=letter.bcc,
        attachments=[await attachment(file) for file in letter.files],
    )  # fmt: skip
    left = answer.credits_remaining
    return Answer(note="" if left is None else f"{left:,} credits left")


async def newest(client: ColdSend, thread_id: str) -> Sequence[ConversationMessage]:
    """The newest messages of a thread, oldest first; of a long one its last two pages."""
    page = await client.replies.list_messages(thread_id, limit=_PAGE)
    rows, pages = list(page.rows), page.pages or 1
    for number in range(max(2, pages - 1), pages + 1):
        rows += (await client.replies.list_messages(thread_id, page=number, limit=_PAGE)).rows
    return project(rows, projection.message)[0]


def _ours_after(messages: Sequence[ConversationMessage], answered: str) -> list[str]:
    """Digests of our messages behind the one that is answered; of all of ours where that one is not there."""
    at = next((at for at, message in enumerate(messages) if message.id == answered), -1)
    return [_digest(message) for message in messages[at + 1 :] if message.outgoing]


def _digest(message: ConversationMessage) -> str:
    text = message.text if message.text.strip() else html_text.readable(message.html)
    return digest(text, [file.name for file in message.files])


def _wanted(item: PlanItem) -> str:
    return (item.after or "").rpartition("#")[2]


async def _check_reply(readings: Readings, item: PlanItem) -> str:
    """Nothing came in since the text was written, and the same text was not sent already."""
    thread_id, _, answered = item.id.partition("/")
    messages = await newest(readings.client, thread_id)
    if answered_message(messages) != answered:
        return "they wrote again meanwhile: read it first, then send"
    return _TWICE if _wanted(item) in _ours_after(messages, answered) else ""


async def _look_reply(readings: Readings, item: PlanItem) -> Seen:
    thread_id, _, answered = item.id.partition("/")
    found = _wanted(item) in _ours_after(await newest(readings.client, thread_id), answered)
    return Seen(item.after, Verdict.DONE) if found else Seen(item.before, Verdict.QUEUED, _QUEUED)


async def _direct_digests(readings: Readings, item: PlanItem) -> list[str]:
    """Digests of our unanswered direct mails to a person, by the list of conversations."""
    page = await readings.client.replies.list(search=item.name, limit=_PAGE)
    found: list[str] = []
    rows, _ = project(page.rows, projection.conversation)
    for row in rows:
        if row.email.lower() == item.name.lower() and row.campaign_id is None:
            messages = await newest(readings.client, row.id)
            found += _ours_after(messages, answered_message(messages))
    return found


async def _check_direct(readings: Readings, item: PlanItem) -> str:
    return _TWICE if _wanted(item) in await _direct_digests(readings, item) else ""


async def _look_direct(readings: Readings, item: PlanItem) -> Seen:
    found = _wanted(item) in await _direct_digests(readings, item)
    return Seen(item.after, Verdict.DONE) if found else Seen(item.before, Verdict.QUEUED, _QUEUED)


WRITES: Final = {
    (ANSWERED, REPLY): (_send_reply, _look_reply, _check_reply),
    (DIRECT, DIRECT): (_send_direct, _look_direct, _check_direct),
}
"""What is sent, how its fate is read, what must hold before."""
