"""Plans for sender accounts: add a managed inbox or a mailbox with its own servers, send a test mail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal
from coldsend_tui.actions.sender_operations import ADD, KIND, NEW, TEST, TestMail
from coldsend_tui.actions.transitions import READ_ONLY
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops import wording
from coldsend_tui.ops.addresses import address_fault
from coldsend_tui.ops.sender_accounts import NativeAccount, SmtpAccount
from coldsend_tui.workspace import Domain, Sender, Workspace

if TYPE_CHECKING:
    pass

INBOXES_ADVISED: Final = 3
"""Inboxes of a domain: two or three, five at most. field.md §2."""
SEND_TEST: Final = "send test mail"


def plan_add_native(
    accounts: Sequence[NativeAccount],
    workspace: Workspace,
    *,
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> Plan:
    """Plan managed inboxes, one request each: refused where the domain has no room or the address is known to be taken."""
    domains = {domain.id: domain for domain in workspace.domains}
    items, refusals, rooms = [], [], {id: room(domain) for id, domain in domains.items()}
    for account in accounts:
        domain = domains.get(account.domain_id)
        reason, instead = read_only_refusal(read_only) or native_refusal(account, domain, rooms, workspace)
        if reason:
            refusals.append(Refusal(account.email, reason, instead))
            continue
        if domain is not None and (left := rooms[domain.id]) is not None:
            rooms[domain.id] = left - 1
        steps = (f'POST a managed inbox "{account.display_name}"', "read it back")
        items.append(PlanItem(KIND, "", account.email, ADD, NEW, "ACTIVE", steps, sends=account))
    return _plan(
        f"Add {accounts[0].email}" if len(accounts) == 1 else f"Add {wording.plural(len(items), 'inbox', 'inboxes')}",
        ADD, items, refusals, warnings=_crowded(accounts if items else (), domains), requests=3 * len(items),
        budget_left=budget_left,
    )  # fmt: skip


def native_refusal(
    account: NativeAccount, domain: Domain | None, rooms: Mapping[str, int | None], workspace: Workspace
) -> tuple[str, str]:
    """Why an inbox cannot be made, and what to do instead; two empty texts when it can. `rooms`: free inboxes by domain id."""
    if domain is None:
        return "its domain is not in this workspace", "add the domain first"
    if domain.status != "ACTIVE":
        return f"{domain.name} is {domain.status}; inboxes need an ACTIVE domain", "activate it (4, A)"
    if rooms.get(domain.id) is not None and (rooms[domain.id] or 0) <= 0:
        return (
            f"{domain.name} has no free inbox ({domain.current_inboxes} of {domain.max_inboxes})",
            "choose another domain",
        )
    if taken(account.email, workspace):
        return "an account of that address exists already", "choose another prefix"
    return "", ""


def taken(email: str, workspace: Workspace) -> bool:
    """Whether an account of that address is known."""
    return any(sender.email.lower() == email.lower() for sender in workspace.senders)


def room(domain: Domain) -> int | None:
    """Inboxes that a domain still has room for; None where that is not known."""
    if domain.max_inboxes is None or domain.current_inboxes is None:
        return None
    return domain.max_inboxes - domain.current_inboxes


def plan_add_smtp(
    account: SmtpAccount, workspace: Workspace, *, read_only: str | bool = False, budget_left: int | None = None
) -> Plan:
    """Plan one mailbox with its own servers. The passwords are in what is sent and in nothing that is shown or journalled."""
    reason, instead = read_only_refusal(read_only) or ("", "")
    if not reason and taken(account.email, workspace):
        reason, instead = "an account of that address exists already", "use another address, or delete that one first"
    imap = f"IMAP {account.imap_host}:{account.imap_port}" if account.imap_host else "no IMAP"
    steps = (
        f"POST SMTP {account.smtp_host}:{account.smtp_port} as {account.smtp_username}, {imap}, "
        f"{account.daily_limit} a day; the platform tests the connections",
        "read it back",
    )
    item = PlanItem(KIND, "", account.email, ADD, NEW, "PENDING", steps, sends=account)
    return _plan(
        f"Add {account.email}", ADD, [] if reason else [item], [Refusal(account.email, reason, instead)] if reason else [],
        warnings=() if reason else tuple(smtp_notes([account])), requests=3, budget_left=budget_left,
    )  # fmt: skip


def smtp_notes(accounts: Sequence[SmtpAccount]) -> Iterator[str]:
    """What a person should know before mailboxes with their own servers are connected."""
    if any(not account.imap_host for account in accounts):
        yield "without IMAP its replies are not seen."
    if any(account.daily_limit > limits.MAILS_PER_INBOX_HIGH for account in accounts):
        yield f"more than {limits.MAILS_PER_INBOX_HIGH} mails a day per inbox hurt its reputation; {limits.MAILS_PER_INBOX_ADVISED} are advised."
    yield "the password goes to ColdSend and is kept nowhere here."


def plan_test(sender: Sender, recipient: str, *, read_only: str | bool = False, budget_left: int | None = None) -> Plan:
    """Plan one test mail. Only an ACTIVE account can send."""
    reason, instead = read_only_refusal(read_only) or ("", "")
    if not reason and (fault := address_fault(recipient)):
        reason = fault
    elif not reason and sender.status != "ACTIVE":
        reason = f"it is {sender.status} and cannot send"
        instead = "wait until it is ACTIVE" if sender.status == "PENDING" else "enable it in the ColdSend dashboard"
    steps = (f"POST a test mail to {recipient}", "a mail cannot be read back: its message id is kept")
    item = PlanItem(
        KIND, sender.id, sender.email, TEST, "not sent", f"sent to {recipient}", steps, sends=TestMail(recipient)
    )
    return _plan(
        f"Test mail from {sender.email}", SEND_TEST, [] if reason else [item],
        [Refusal(sender.email, reason, instead)] if reason else [], requests=1, budget_left=budget_left,
        irreversible=() if reason else (f"one mail is sent to {recipient}.",),
    )  # fmt: skip


def read_only_refusal(read_only: str | bool) -> tuple[str, str] | None:
    """The refusal of everything where nothing may be written; None where it may."""
    return ((read_only if isinstance(read_only, str) else READ_ONLY), "") if read_only else None


def _crowded(accounts: Sequence[NativeAccount], domains: Mapping[str, Domain]) -> tuple[str, ...]:
    crowded = {
        domain.name
        for account in accounts
        if (domain := domains.get(account.domain_id)) and (domain.current_inboxes or 0) >= INBOXES_ADVISED
    }
    if not crowded:
        return ()
    return (
        f"{wording.named(sorted(crowded))}: more than {INBOXES_ADVISED} inboxes share one domain's reputation and its 100 mails an hour.",
    )


def _plan(
    title: str,
    verb: str,
    items: Sequence[PlanItem],
    refusals: Sequence[Refusal],
    *,
    warnings: Sequence[str] = (),
    irreversible: Sequence[str] = (),
    requests: int,
    budget_left: int | None,
) -> Plan:
    return Plan(
        title=title,
        verb=verb,
        items=tuple(items),
        refusals=tuple(refusals),
        warnings=tuple(warnings),
        irreversible=tuple(irreversible),
        confirmation=for_write(ConfirmationLevel.BUTTON, len(items), items[0].name if items else "", ""),
        requests=requests if items else 0,
        budget_left=budget_left,
    )
