"""Sending, checking and reading back what is planned for sender accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from coldsend_tui.actions.batch import InBatch
from coldsend_tui.actions.discretion import discreet
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.actions.readings import Answer, Readings, Seen, Verdict
from coldsend_tui.api.errors import ApiError, NotFound
from coldsend_tui.ops.sender_accounts import NativeAccount, SmtpAccount

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.api.models.sender_jobs import SmtpInbox
    from coldsend_tui.api.models.senders import SenderRow

KIND: Final = "sender"
ADD: Final = "add"
TEST: Final = "test"
DELETE: Final = "delete"
NEW: Final = "not there"


@dataclass
class TestMail:
    """A test mail to `recipient`; `message_id` is the server's, once it was sent."""

    recipient: str
    message_id: str | None = None


async def send_account(client: ColdSend, item: PlanItem) -> Answer:
    """Create the account, alone or with its batch."""
    match item.sends:
        case InBatch(batch, at):
            return await batch.answer(client, at)
        case NativeAccount() as native:
            made = await client.sender_accounts.create_native(native.domain_id, native.prefix, native.display_name)
        case SmtpAccount() as account:
            try:
                made = await client.sender_accounts.create_smtp(**smtp_body(account))
            except ApiError as error:
                raise discreet(error, account.secrets) from None
        case other:
            raise TypeError(f"{type(other).__name__} is no sender account")
    return Answer(made=made.inbox_id)


def smtp_body(account: SmtpAccount) -> SmtpInbox:
    """The body of the request; the passwords stay closed until it is written. IMAP comes whole or not at all."""
    body: Any = {
        "email_address": account.email,
        "display_name": account.display_name,
        "inbox_type": account.kind,
        "daily_limit": account.daily_limit,
        "smtp_host": account.smtp_host,
        "smtp_port": account.smtp_port,
        "smtp_username": account.smtp_username,
        "smtp_password": account.smtp_password,
        "smtp_use_tls": account.use_tls,
    }
    if account.imap_host:
        body |= {
            "imap_host": account.imap_host,
            "imap_port": account.imap_port,
            "imap_username": account.imap_username,
            "imap_password": account.imap_password,
            "imap_use_ssl": account.use_ssl,
        }
    made: SmtpInbox = body
    return made


async def address_is_taken(readings: Readings, item: PlanItem) -> str:
    """An account of that address could not be told from one whose answer got lost. Nothing is asked for one of a batch."""
    if isinstance(item.sends, InBatch):
        return ""
    return "an account of that address exists already" if await find(readings.client, item.name) else ""


async def look_at_account(readings: Readings, item: PlanItem) -> Seen:
    """Whether the address is among the accounts now."""
    batch = item.sends.batch if isinstance(item.sends, InBatch) else None
    row = (
        await find(readings.client, item.name)
        if batch is None
        else (await batch.accounts(readings)).get(item.name.lower())
    )
    if row is not None:
        return Seen(row.overall_status or "", Verdict.DONE, id=row.inbox_id)
    if batch is not None and not batch.ended:
        return Seen(item.before, Verdict.OTHER, "its job had not ended when it was read")
    return Seen(item.before, Verdict.UNCHANGED)


async def find(client: ColdSend, email: str) -> SenderRow | None:
    """The account of exactly this address."""
    async for row in client.sender_accounts.iter(search=email):
        if row.email_address.lower() == email.lower():
            return row
    return None


async def send_test(client: ColdSend, item: PlanItem) -> Answer:
    """Send the test mail."""
    if not isinstance(item.sends, TestMail):
        raise TypeError("no test mail is planned")
    sent = await client.sender_accounts.send_test_email(item.id, item.sends.recipient)
    item.sends.message_id = sent.message_id or ""
    return Answer()


async def look_at_test(readings: Readings, item: PlanItem) -> Seen:
    """A mail cannot be read back: the answer with its message id is all the evidence there is."""
    if isinstance(item.sends, TestMail) and item.sends.message_id is not None:
        return Seen(item.after, Verdict.DONE, f"message id {item.sends.message_id}" if item.sends.message_id else "")
    return Seen(item.before, Verdict.OTHER, "whether it was sent cannot be read; look into the recipient's mailbox")


async def send_deletion(client: ColdSend, item: PlanItem) -> Answer:
    """Delete the account, alone or with its batch."""
    if isinstance(item.sends, InBatch):
        answer = await item.sends.batch.answer(client, item.sends.at)
        return answer._replace(made="")
    await client.sender_accounts.delete(item.id)
    return Answer()


async def look_at_deletion(readings: Readings, item: PlanItem) -> Seen:
    """Whether the account is gone."""
    if isinstance(item.sends, InBatch):
        row = (await item.sends.batch.accounts(readings)).get(item.id.lower())
        if row is not None and not item.sends.batch.ended:
            return Seen(row.overall_status or "", Verdict.OTHER, "its job had not ended when it was read")
    else:
        try:
            row = await readings.client.sender_accounts.get(item.id)
        except NotFound:
            row = None
    return (
        Seen(None, Verdict.DONE)
        if row is None
        else Seen(row.overall_status or "", Verdict.UNCHANGED, "it is still there")
    )
