"""Mails that a person writes: the answer in a conversation, and the direct mail to a contact (behaviour.md §14, §15)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, Row
from coldsend_tui.api.limits import ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX
from coldsend_tui.live.browsing.replies import Thread
from coldsend_tui.ops import wording
from coldsend_tui.people import Contact, Conversation, ConversationMessage
from coldsend_tui.workspace import Sender

ANSWERED: Final = "answer"
"""The object of a reply; its id is `thread id/id of the newest incoming message`, which it answers (`-` without)."""
REPLY: Final = "reply"
DIRECT: Final = "direct mail"
"""Kind and action of a mail to a contact; its id is the contact's."""
NOT_SENT: Final = "not sent"
SUBJECT_MAX: Final = 500
"""Characters [client]."""
_SHOWN_LINES: Final = 10
_ADDRESS: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_CONTROLS: Final = {code: None for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if chr(code) not in "\n\t"}


class Letter(NamedTuple):
    """What is to be sent. A reply has only `text` and `files`: the platform sets the rest."""

    text: str
    files: tuple[Path, ...] = ()
    subject: str = ""
    inbox_id: str = ""
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()


def clean(text: str) -> str:
    """`text` as it is sent: without control characters (line breaks and tabs stay), without blank lines around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip("\n ")


def digest(text: str, files: Sequence[str]) -> str:
    """By which a mail is found again: its words and the names of its files, whatever happens to its white space."""
    return hashlib.sha256("\0".join([" ".join(text.split()), *sorted(files)]).encode(errors="replace")).hexdigest()[:10]


def sent_state(letter: Letter) -> str:
    """`sent #3f2a9c1e07`, in the journal's words."""
    return f"sent #{digest(letter.text, [file.name for file in letter.files])}"


def answered_message(messages: Sequence[ConversationMessage]) -> str:
    """The id of the newest incoming message; `-` where there is none."""
    return next((message.id for message in reversed(messages) if not message.outgoing), "-")


def reply_refusal(row: Conversation, thread: Thread | None) -> str:
    """Why a conversation cannot be answered; "" when it can."""
    if thread is None or thread.detail is None:
        return "the conversation has not been read in full yet"
    if thread.detail.archived:
        return "it is archived: its domain or inbox is gone, so it can be read but not answered"
    if not thread.detail.inbox:
        return "it has no inbox here to be answered from"
    return ""


def plan_reply(
    row: Conversation, thread: Thread | None, letter: Letter, *, read_only: str = "", budget_left: int | None = None
) -> Plan:
    """Plan to answer in a conversation, from its own inbox."""
    letter = letter._replace(text=clean(letter.text))
    reason = read_only or reply_refusal(row, thread) or _content_problem(letter)
    detail = thread.detail if thread else None
    sender = (detail.inbox if detail else None) or row.inbox or ""
    subject = row.subject if row.subject.lower().startswith("re:") else f"Re: {row.subject}"
    answered = answered_message(thread.messages) if thread else "-"
    shown = _shown(letter, sender, (row.email,), subject)
    item = PlanItem(
        ANSWERED, f"{row.id}/{answered}", row.name.strip() or row.email, REPLY, NOT_SENT, sent_state(letter),
        ("POST the reply, once", "read the conversation back"),
        sends=letter, shown=shown, detail=f"{subject}: {wording.plural(len(letter.text.split()), 'word')}",
    )  # fmt: skip
    return _plan(f"Reply to {item.name}", REPLY, item, reason, [], requests=3, budget_left=budget_left)


def plan_direct(
    contact: Contact, inbox: Sender | None, letter: Letter, *, read_only: str = "", budget_left: int | None = None
) -> Plan:
    """Plan one mail to a person outside of campaigns. It costs a credit; how many there are the API tells only afterwards."""
    letter = letter._replace(text=clean(letter.text), subject=" ".join(clean(letter.subject).split()))
    reason = read_only or direct_refusal(contact) or _direct_problem(inbox, letter) or _content_problem(letter)
    shown = _shown(letter, inbox.email if inbox else "", (contact.email,), letter.subject)
    words = wording.plural(len(letter.text.split()), "word")
    item = PlanItem(
        DIRECT, contact.id, contact.email, DIRECT, NOT_SENT, sent_state(letter),
        ("POST the mail, once", "read it back among the conversations"),
        sends=letter, shown=shown, detail=f"{letter.subject}: {words}",
    )  # fmt: skip
    notes = [
        "it costs 1 credit; how many are left the API tells with its answer.",
        "not suppressed, as far as the platform tells." if contact.suppressed is False else "suppression is not told.",
    ]
    return _plan(f"Direct mail to {contact.email}", DIRECT, item, reason, notes, requests=4, budget_left=budget_left)


def direct_refusal(contact: Contact) -> str:
    """Why a person gets no direct mail; "" when it may."""
    if contact.suppressed or contact.unsubscribed or contact.bounced:
        why = contact.suppression or ("unsubscribed" if contact.unsubscribed else "bounced")
        return f"suppressed ({why}): no mail reaches this person"
    return ""


def addresses(text: str) -> tuple[str, ...]:
    """Addresses between commas, semicolons or spaces."""
    return tuple(part for part in re.split(r"[,;\s]+", text) if part)


def files_problem(files: Sequence[Path]) -> str:
    """Why these files cannot be attached; "" when they can. Reads their sizes only."""
    if len(files) > ATTACHMENTS_MAX:
        return f"at most {ATTACHMENTS_MAX} files are attached, these are {len(files)}"
    total = 0
    for file in files:
        try:
            size = file.stat().st_size
            if not file.is_file():
                return f"{file} is no file"
        except (OSError, ValueError) as error:
            return f"{file} cannot be read ({getattr(error, 'strerror', None) or error})"
        total += size
    if total > ATTACHMENT_BYTES_MAX:
        return f"the files have {total / 1_000_000:.1f} MB together, a mail carries 10 MB"
    return ""


def _content_problem(letter: Letter) -> str:
    return files_problem(letter.files) or ("" if letter.text.strip() else "there is no text yet")


def _direct_problem(inbox: Sender | None, letter: Letter) -> str:
    if inbox is None:
        return "choose an inbox"
    if inbox.status != "ACTIVE":
        return f"{inbox.email} is {inbox.status} and cannot send"
    if not letter.subject:
        return "a mail needs a subject"
    if len(letter.subject) > SUBJECT_MAX:
        return f"a subject has at most {SUBJECT_MAX} characters, this one has {len(letter.subject)}"
    wrong = [one for one in (*letter.cc, *letter.bcc) if not _ADDRESS.fullmatch(one)]
    return f"{wrong[0]} is no address" if wrong else ""


def _shown(letter: Letter, sender: str, to: Sequence[str], subject: str) -> tuple[Row, ...]:
    def rows() -> Iterator[Row]:
        for label, value in (
            ("from", sender), ("to", ", ".join(to)), ("cc", ", ".join(letter.cc)), ("bcc", ", ".join(letter.bcc)),
            ("subject", subject),
        ):  # fmt: skip
            if value:
                yield Row(f"{label:<9}{value}")
        for file in letter.files:
            try:
                yield Row(f"{'attached':<9}{file.name} ({file.stat().st_size / 1000:,.0f} kB)")
            except (OSError, ValueError):
                yield Row(f"{'attached':<9}{file.name}")
        yield Row("")
        lines = letter.text.split("\n")
        yield from (Row(f"│ {line}", "added") for line in lines[:_SHOWN_LINES])
        if len(lines) > _SHOWN_LINES:
            yield Row(f"│ and {wording.plural(len(lines) - _SHOWN_LINES, 'more line')}")

    return tuple(rows())


def _plan(
    title: str, verb: str, item: PlanItem, reason: str, notes: list[str], *, requests: int, budget_left: int | None
) -> Plan:
    return Plan(
        title=title,
        verb=verb,
        items=() if reason else (item,),
        refusals=(Refusal(item.name, reason, ""),) if reason else (),
        warnings=() if reason else tuple(notes),
        irreversible=() if reason else ("a mail that went out cannot be called back.",),
        confirmation=for_write(ConfirmationLevel.BUTTON, 1, item.name, item.id),
        requests=0 if reason else requests,
        budget_left=budget_left,
    )
