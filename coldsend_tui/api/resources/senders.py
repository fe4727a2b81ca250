"""Sender accounts: list, limits and usage, creation and deletion one by one and in bulk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Literal, Unpack

from coldsend_tui.api.jobs import Job
from coldsend_tui.api.limits import PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX
from coldsend_tui.api.models.sender_jobs import (
    BulkAccepted,
    BulkProgress,
    InboxCreated,
    InboxDeleted,
    NativeInbox,
    SmtpInbox,
    TestEmailSent,
)
from coldsend_tui.api.models.senders import DailyUsage, InboxQuotas, Sender, SenderPage, SenderRow
from coldsend_tui.api.resources.encode import given, path
from coldsend_tui.api.resources.resource import Resource, many, one
from coldsend_tui.api.resources.walk import each, walk

SenderSort = Literal["email_address", "inbox_type", "created_at", "health_score"]
SortOrder = Literal["asc", "desc"]
BulkJob = Job[BulkAccepted, BulkProgress]


class SenderAccounts(Resource):
    """`cs.sender_accounts`."""

    async def list(
        self,
        *,
        page: int = 1,
        limit: int = PAGE_LIMIT_DEFAULT,
        inbox_type: str | None = None,
        status: str | None = None,
        search: str | None = None,
        sort_by: SenderSort | None = None,
        sort_order: SortOrder | None = None,
    ) -> SenderPage:
        """One page of sender accounts."""
        answer = await self._get(
            "/sender-accounts",
            page=page,
            limit=limit,
            inbox_type=inbox_type,
            status=status,
            search=search,
            sort_by=sort_by,
            sort_order=sort_order,
        )
        return many(SenderPage, answer)

    def iter(
        self,
        *,
        limit: int = PAGE_LIMIT_MAX,
        inbox_type: str | None = None,
        status: str | None = None,
        search: str | None = None,
    ) -> AsyncIterator[SenderRow]:
        """All sender accounts, page by page as they are taken."""
        return each(
            walk(
                lambda number: self.list(page=number, limit=limit, inbox_type=inbox_type, status=status, search=search)
            ),
            "inbox_id",
        )

    async def get(self, inbox_id: str) -> Sender:
        """One sender account in full."""
        return one(Sender, await self._get(path("sender-accounts", inbox_id)), "inbox", inbox_id=inbox_id)

    async def daily_usage(self) -> DailyUsage:
        """What every sender account sent in the present UTC day, in one request."""
        return many(DailyUsage, await self._get("/sender-accounts/daily-usage"))

    async def quotas(self, campaign_id: str) -> InboxQuotas:
        """What each inbox assigned to a campaign may still send for it today."""
        return many(InboxQuotas, await self._get("/sender-accounts/quotas", campaign_id=campaign_id))

    async def create_native(self, domain_id: str, email_prefix: str, display_name: str | None = None) -> InboxCreated:
        """A new managed mailbox on an ACTIVE domain with free capacity."""
        body = given(domain_id=domain_id, email_prefix=email_prefix, display_name=display_name)
        return one(InboxCreated, await self._write("POST", "/sender-accounts/coldsend-native", body), "inbox")

    async def create_smtp(self, **inbox: Unpack[SmtpInbox]) -> InboxCreated:
        """A mailbox with its own servers; the server tests both connections first, which takes a while."""
        return one(InboxCreated, await self._write("POST", "/sender-accounts/smtp", {**inbox}), "inbox")

    async def add_legacy(self, **inbox: Unpack[SmtpInbox]) -> InboxCreated:
        """The same as `create_smtp`, at its older address."""
        return one(InboxCreated, await self._write("POST", "/sender-accounts", {**inbox}), "inbox")

    async def bulk_create_native(self, domain_id: str, inboxes: Sequence[NativeInbox]) -> BulkJob:
        """1-100 managed mailboxes on one domain, as a job."""
        body = {"domain_id": domain_id, "inboxes": inboxes}
        return await self._bulk("/sender-accounts/coldsend-native/bulk", body, self.native_bulk_progress)

    async def native_bulk_progress(self, job_id: str) -> BulkProgress:
        """How far a bulk creation of managed mailboxes is."""
        return await self._progress(path("sender-accounts", "coldsend-native", "bulk", job_id, "progress"), job_id)

    async def bulk_create_smtp(self, inboxes: Sequence[SmtpInbox]) -> BulkJob:
        """1-100 mailboxes with their own servers, as a job."""
        return await self._bulk("/sender-accounts/smtp/bulk", {"inboxes": inboxes}, self.smtp_bulk_progress)

    async def smtp_bulk_progress(self, job_id: str) -> BulkProgress:
        """How far a bulk creation of mailboxes with their own servers is."""
        return await self._progress(path("sender-accounts", "smtp", "bulk", job_id, "progress"), job_id)

    async def bulk_delete(self, inbox_ids: Sequence[str]) -> BulkJob:
        """Delete 1-100 sender accounts, as a job; those in use are skipped. This call is the confirmation the API asks for."""
        body = {"inbox_ids": inbox_ids, "confirm_deletion": True}
        return await self._bulk("/sender-accounts/bulk/delete", body, self.bulk_delete_progress)

    async def bulk_delete_progress(self, job_id: str) -> BulkProgress:
        """How far a bulk deletion is."""
        return await self._progress(path("sender-accounts", "bulk", "delete", job_id, "progress"), job_id)

    async def delete(self, inbox_id: str) -> InboxDeleted:
        """Delete a sender account that no active campaign uses; its history stays."""
        return one(InboxDeleted, await self._write("DELETE", path("sender-accounts", inbox_id)), inbox_id=inbox_id)

    async def send_test_email(self, inbox_id: str, recipient_email: str) -> TestEmailSent:
        """Send a test mail now."""
        answer = await self._write(
            "POST", path("sender-accounts", inbox_id, "test-email"), {"recipient_email": recipient_email}
        )
        return one(TestEmailSent, answer, inbox_id=inbox_id)

    async def _bulk(self, where: str, body: object, look: Callable[[str], Awaitable[BulkProgress]]) -> BulkJob:
        accepted = one(BulkAccepted, await self._write("POST", where, body), "job")
        return Job(accepted, accepted.job_id, look, self._caller.sleep)

    async def _progress(self, where: str, job_id: str) -> BulkProgress:
        return one(BulkProgress, await self._get(where), "job", job_id=job_id)
