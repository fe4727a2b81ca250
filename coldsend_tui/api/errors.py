"""One exception per documented failure of the ColdSend API.

Each tells what happened to which request (`message`), what to do next (`hint`), the server's own words (`detail`,
verbatim, written by strangers) and the HTTP `status` if there was an answer. None of them holds the key or a body.
"""

from __future__ import annotations

from typing import NamedTuple

from coldsend_tui.api.record import RequestInfo
from coldsend_tui.errors import ColdSendError, ExitCode
from coldsend_tui.text import safe


class FieldProblem(NamedTuple):
    """One item of a validation answer: where (`("body", "name")`), what, and the server's type of it."""

    loc: tuple[str | int, ...]
    msg: str
    type: str

    def __str__(self) -> str:
        where = ".".join(str(part) for part in self.loc if part not in ("body", "query", "path"))
        return f"{where}: {self.msg}" if where else self.msg


class ApiError(ColdSendError):
    """Base of everything that can go wrong with one call of the API.

    `status` is None when no usable answer came; `request_id` is the server's name for the request, if it gave one.
    """

    title = "ColdSend API"

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        request: RequestInfo,
        status: int | None = None,
        detail: str = "",
        request_id: str | None = None,
    ) -> None:
        super().__init__(safe(message), safe(hint))
        self.request = request
        self.status = status
        self.detail = detail
        self.request_id = request_id


class Refused(ApiError):
    """400: the server understood and refuses, usually because of a state. A refused launch names `missing_requirements`."""

    title = "Refused"
    missing_requirements: tuple[str, ...] = ()
    items: tuple[FieldProblem, ...] = ()


class Unauthorized(ApiError):
    """401: no key, a wrong key or a revoked one."""

    title = "API key not accepted"
    exit_code = ExitCode.AUTH
    lasting = True


class OutOfCredits(ApiError):
    """402: a direct email costs a credit the workspace does not have."""

    title = "Out of credits"
    required: int | None = None
    available: int | None = None


class MissingScope(ApiError):
    """403: the key lacks `required` scopes; it has `granted`."""

    title = "Scope missing"
    exit_code = ExitCode.AUTH
    required: tuple[str, ...] = ()
    granted: tuple[str, ...] = ()


class NotFound(ApiError):
    """404: no such object in this workspace, or it was deleted."""

    title = "Not found"


class Conflict(ApiError):
    """409: it exists already, is in use, or the recipient is suppressed (`suppression_reason`)."""

    title = "Conflict"
    suppression_reason: str | None = None


class Invalid(ApiError):
    """422: fields the server does not take, one `FieldProblem` each."""

    title = "Not valid"
    items: tuple[FieldProblem, ...] = ()


class RateLimited(ApiError):
    """429: the key's requests are used up. `retry_after` is in seconds."""

    title = "Rate limit"
    exit_code = ExitCode.UNREACHABLE
    retry_after: float = 60.0


class ServerError(ApiError):
    """5xx: the platform failed; a 500 on a write may still have done it (see `UnknownOutcome`)."""

    title = "ColdSend failed"
    exit_code = ExitCode.UNREACHABLE
    retry_after: float | None = None


class Unavailable(ServerError):
    """502, 503, 504: the platform is temporarily not there."""

    title = "ColdSend unavailable"


class UnexpectedStatus(ApiError):
    """An answer the contract does not know, such as a redirect to another host."""

    title = "Unexpected answer"
    exit_code = ExitCode.UNREACHABLE


class NotTheApi(ApiError):
    """404 for what every workspace has: the base URL leads to something that is not the ColdSend API."""

    title = "Not the ColdSend API"
    exit_code = ExitCode.UNREACHABLE
    lasting = True


class BadBody(ApiError):
    """The answer cannot be read: HTML, cut or invalid JSON, or wrong types."""

    title = "Unreadable answer"
    exit_code = ExitCode.UNREACHABLE


class Unreachable(ApiError):
    """No answer: the host was not found or not reached, or the connection broke. `sent` says whether the request left."""

    title = "ColdSend not reached"
    exit_code = ExitCode.UNREACHABLE
    sent: bool = False


class TimedOut(Unreachable):
    """No answer in time."""

    title = "No answer in time"


class BudgetExhausted(ApiError):
    """Not sent: it would exceed the request budget. `wait` is in seconds."""

    title = "Request budget"
    exit_code = ExitCode.UNREACHABLE
    held_back = True
    wait: float = 60.0


class CircuitOpen(ApiError):
    """Not sent: the last requests failed one after another and the next try is not due yet. `wait` is in seconds."""

    title = "ColdSend not reached"
    exit_code = ExitCode.UNREACHABLE
    held_back = True
    wait: float = 0.0


class UnknownOutcome(ApiError):
    """A write may or may not have happened: never send it again blindly, verify it by reading. `cause` is the failure."""

    title = "Outcome unknown"
    exit_code = ExitCode.PARTIAL
    cause: ApiError


def unknown_outcome(cause: ApiError) -> UnknownOutcome:
    """The failure of a write after which nobody knows whether it was done."""
    error = UnknownOutcome(
        f"{cause.request} may or may not have happened: {cause.message}",
        "Read it again before you repeat it.",
        request=cause.request,
        status=cause.status,
        detail=cause.detail,
        request_id=cause.request_id,
    )
    error.cause = cause
    return error
