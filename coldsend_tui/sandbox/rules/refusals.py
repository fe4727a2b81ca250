"""How a refusal looks on the wire: every error body has `detail`, a string or a list of failed checks (behaviour.md §4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from coldsend_tui.sandbox.rules import wording
from coldsend_tui.sandbox.rules.json_body import json_response
from coldsend_tui.sandbox.rules.operations import PUBLIC, methods_at

KEY_REQUIRED = "API key required. Include your API key in X-API-Key header."
KEY_INVALID = "Invalid or revoked API key"
FAULT = "Internal server error"


def refusal(status: int, detail: object, **extra: object) -> Response:
    """An error answer: `detail` and what else the contract puts beside it."""
    return json_response({"detail": detail, **extra}, status)


def scope_missing(required: str, granted: Iterable[str]) -> Response:
    """The documented 403 of a key without the scope an operation needs."""
    return refusal(
        403,
        f"Missing required scopes: {required}",
        error="insufficient_scopes",
        required=[required],
        granted=sorted(granted),
    )


def too_many(wait: int) -> Response:
    """The documented 429; the wait in seconds stands only in the text."""
    return refusal(429, f"Rate limit exceeded. Retry after {wait} seconds.")


async def on_invalid(_request: Request, error: Exception) -> Response:
    """Failed validation of path, query or body."""
    assert isinstance(error, RequestValidationError)
    return refusal(422, wording.items(error.errors()))


async def on_http_error(request: Request, error: Exception) -> Response:
    """Errors of the framework: unknown path, wrong method, a body that is no JSON at all."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, UnicodeDecodeError | RecursionError):
        items: list[dict[str, Any]] = [
            {"type": "json_invalid", "loc": ("body", 0), "ctx": {"error": "not readable"}, "msg": ""}
        ]
        return refusal(422, wording.items(items))
    response = refusal(error.status_code, error.detail)
    response.headers.update(error.headers or {})
    if error.status_code == 405 and (methods := methods_at(request.url.path.removeprefix(PUBLIC))):
        response.headers["Allow"] = ", ".join(methods)  # the framework names only those of the first route it meets
    return response


async def on_fault(_request: Request, _error: Exception) -> Response:
    """A bug of the sandbox: the documented 500, details in the server's log only."""
    return refusal(500, FAULT)
