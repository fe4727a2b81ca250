"""Answers of the bulk jobs on sender accounts: three kinds, three shapes (behaviour.md §11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import TypedDict

from coldsend_tui.sandbox.answers.leads import percentage
from coldsend_tui.sandbox.rules.operations import PUBLIC
from coldsend_tui.sandbox.world import World


class NativeBulkItem(TypedDict):
    """Outcome of one managed inbox."""

    email_prefix: str
    email_address: str | None
    status: str
    inbox_id: str | None
    error: str | None


class NativeBulkAccepted(TypedDict):
    """First answer of native creation: nothing done yet."""

    success: bool
    message: str
    total: int
    job_id: str
    progress_url: str
    success_count: int
    failed_count: int
    results: list[NativeBulkItem]


class NativeBulkProgress(TypedDict):
    """Progress of native creation: flat."""

    success: bool
    message: str
    job_id: str
    status: str
    progress_percentage: int
    total: int
    success_count: int
    failed_count: int
    results: list[NativeBulkItem]


class SmtpBulkItem(TypedDict):
    """Outcome of one SMTP account."""

    row: int
    email_address: str
    status: str
    smtp_valid: bool | None
    imap_valid: bool | None
    inbox_id: str | None
    error: str | None


class SmtpBulkAccepted(TypedDict):
    """First answer of SMTP creation."""

    success: bool
    message: str
    total: int
    success_count: int
    failed_count: int
    job_id: str | None
    results: list[SmtpBulkItem]


class SmtpJob(TypedDict):
    """The nested part of SMTP progress."""

    job_id: str
    status: str
    progress_percentage: int
    total_rows: int
    processed_count: int
    success_count: int
    failed_count: int
    started_at: str | None
    completed_at: str | None
    results: list[SmtpBulkItem]


class SmtpBulkProgress(TypedDict):
    """Progress of SMTP creation: nested under `job`."""

    success: bool
    message: str
    job: SmtpJob


class BulkDeleteItem(TypedDict):
    """Outcome of one deletion."""

    inbox_id: str
    email_address: str | None
    status: str
    error: str | None


class BulkDeleteAccepted(TypedDict):
    """First answer of a bulk deletion."""

    success: bool
    message: str
    total: int
    deleted_count: int
    failed_count: int
    skipped_count: int
    job_id: str | None
    results: list[BulkDeleteItem]


class BulkDeleteProgress(TypedDict):
    """Progress of a bulk deletion: flat."""

    success: bool
    message: str
    job_id: str
    status: str
    progress_percentage: int
    total: int
    deleted_count: int
    failed_count: int
    skipped_count: int
    results: list[BulkDeleteItem]


def native_accepted(world: World, job: int) -> NativeBulkAccepted:
    """First answer of native creation."""
    uid = world.uid("job", job)
    return {
        "success": True,
        "message": "Bulk inbox creation started",
        "total": world.reads.job(job)["total_count"],
        "job_id": uid,
        "progress_url": f"{PUBLIC}/sender-accounts/coldsend-native/bulk/{uid}/progress",
        "success_count": 0,
        "failed_count": 0,
        "results": [],
    }


def native_progress(world: World, job: int) -> NativeBulkProgress:
    """Progress of native creation."""
    row = world.reads.job(job)
    return {
        "success": True,
        "message": "Bulk inbox creation progress",
        "job_id": world.uid("job", job),
        "status": row["status"],
        "progress_percentage": percentage(row),
        "total": row["total_count"],
        "success_count": row["success_count"],
        "failed_count": row["error_count"],
        "results": [_native_item(result) for result in row["results"]],
    }


def smtp_accepted(world: World, job: int) -> SmtpBulkAccepted:
    """First answer of SMTP creation."""
    row = world.reads.job(job)
    return {
        "success": True,
        "message": "Bulk SMTP inbox creation started",
        "total": row["total_count"],
        "success_count": row["success_count"],
        "failed_count": row["error_count"],
        "job_id": world.uid("job", job),
        "results": [_smtp_item(result) for result in row["results"]],
    }


def smtp_progress(world: World, job: int) -> SmtpBulkProgress:
    """Progress of SMTP creation."""
    row = world.reads.job(job)
    return {
        "success": True,
        "message": "Bulk SMTP inbox creation progress",
        "job": {
            "job_id": world.uid("job", job),
            "status": row["status"],
            "progress_percentage": percentage(row),
            "total_rows": row["total_count"],
            "processed_count": row["processed_count"],
            "success_count": row["success_count"],
            "failed_count": row["error_count"],
            "started_at": world.iso(row["started_at"]),
            "completed_at": world.iso(row["completed_at"]),
            "results": [_smtp_item(result) for result in row["results"]],
        },
    }


def delete_accepted(world: World, job: int) -> BulkDeleteAccepted:
    """First answer of a bulk deletion."""
    row = world.reads.job(job)
    return {
        "success": True,
        "message": "Bulk deletion started",
        "total": row["total_count"],
        "deleted_count": row["success_count"],
        "failed_count": row["error_count"],
        "skipped_count": row["skipped_count"],
        "job_id": world.uid("job", job),
        "results": [_delete_item(result) for result in row["results"]],
    }


def delete_progress(world: World, job: int) -> BulkDeleteProgress:
    """Progress of a bulk deletion."""
    row = world.reads.job(job)
    return {
        "success": True,
        "message": "Bulk deletion progress",
        "job_id": world.uid("job", job),
        "status": row["status"],
        "progress_percentage": percentage(row),
        "total": row["total_count"],
        "deleted_count": row["success_count"],
        "failed_count": row["error_count"],
        "skipped_count": row["skipped_count"],
        "results": [_delete_item(result) for result in row["results"]],
    }


def _native_item(result: Mapping[str, Any]) -> NativeBulkItem:
    return {
        "email_prefix": result["email_prefix"],
        "email_address": result.get("email_address"),
        "status": result["status"],
        "inbox_id": result.get("inbox_id"),
        "error": result.get("error"),
    }


def _smtp_item(result: Mapping[str, Any]) -> SmtpBulkItem:
    return {
        "row": result["row"],
        "email_address": result["email_address"],
        "status": result["status"],
        "smtp_valid": result.get("smtp_valid"),
        "imap_valid": result.get("imap_valid"),
        "inbox_id": result.get("inbox_id"),
        "error": result.get("error"),
    }


def _delete_item(result: Mapping[str, Any]) -> BulkDeleteItem:
    return {
        "inbox_id": result["inbox_id"],
        "email_address": result.get("email_address"),
        "status": result["status"],
        "error": result.get("error"),
    }
