"""From an answer of the server to the exception that tells a person about it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from coldsend_tui.api import errors
from coldsend_tui.api.headers import rate_limit_wait, retry_after
from coldsend_tui.api.wire import Call, Reply

# A message is a sentence, not a page: more of the server's words are in `detail`.
LONGEST_DETAIL = 300
# What the contract has in every workspace, empty or not: no id in the path, no object asked for.
COLLECTIONS = frozenset(
    {
        "/analytics/campaigns",
        "/analytics/campaigns/timeline",
        "/campaigns",
        "/contacts",
        "/contacts/lists",
        "/domains",
        "/replies",
        "/sender-accounts",
        "/sender-accounts/daily-usage",
    }
)


def failure_of(call: Call, reply: Reply, real: datetime, base_url: str) -> errors.ApiError:
    """The typed error of an answer of the server at `base_url` that is not a success. `real` is the operator's wall clock."""
    request = call.info
    body = _object(reply.body)
    items = _items(body.get("detail"))
    detail = _detail(body, items)
    said = _shorten(detail) if detail else _silence(reply)
    common: dict[str, Any] = {
        "request": request,
        "status": reply.status,
        "detail": detail,
        "request_id": reply.request_id,
    }
    match reply.status:
        case 400:
            refused = errors.Refused(f"ColdSend refused {request}: {said}", _missing_hint(body), **common)
            refused.missing_requirements = _words(body.get("missing_requirements"))
            refused.items = items
            return refused
        case 401:
            return errors.Unauthorized(
                f"ColdSend did not accept the API key: {said}",
                "Check the key; keys are made and revoked in the ColdSend dashboard.",
                **common,
            )
        case 402:
            poor = errors.OutOfCredits(
                f"Not enough credits for {request}: {said}", "Add credits in the dashboard.", **common
            )
            poor.required, poor.available = _number(body, "required"), _number(body, "available")
            return poor
        case 403:
            barred = errors.MissingScope(
                f"The API key may not do {request}: {said}", "Make a key with this scope in the dashboard.", **common
            )
            barred.required, barred.granted = _words(body.get("required")), _words(body.get("granted"))
            return barred
        case 404 if _is_collection(call):
            return errors.NotTheApi(
                f"{base_url} is not the ColdSend API: it has no {request.path} ({said.rstrip('.')}).",
                "Check base_url of the profile, or COLDSEND_BASE_URL.",
                **common,
            )
        case 404:
            return errors.NotFound(
                f"{request}: {said}", "It may have been deleted, or belong to another workspace.", **common
            )
        case 409:
            conflict = errors.Conflict(f"ColdSend refused {request}: {said}", **common)
            reason = body.get("suppression_reason")
            conflict.suppression_reason = reason if isinstance(reason, str) else None
            return conflict
        case 422:
            invalid = errors.Invalid(f"ColdSend does not take the fields of {request}: {said}", **common)
            invalid.items = items
            return invalid
        case 429:
            limited = errors.RateLimited(
                "The request limit of this API key is reached.", "Other programs may use the same key.", **common
            )
            limited.retry_after = rate_limit_wait(reply.headers, detail, real)
            return limited
        case status if status >= 500:
            kind = errors.Unavailable if status in (502, 503, 504) else errors.ServerError
            failed = kind(f"ColdSend failed on {request} with status {status}: {said}", "Try again later.", **common)
            failed.retry_after = retry_after(reply.headers, detail, real)
            return failed
        case status if 300 <= status < 400:
            return errors.UnexpectedStatus(
                f"{request} was redirected to another address, which is not followed with an API key.",
                "Check the base URL; a proxy or captive portal may answer instead of ColdSend.",
                **common,
            )
        case status:
            return errors.UnexpectedStatus(f"{request} got the unexpected status {status}: {said}", **common)


def _is_collection(call: Call) -> bool:
    """Whether every workspace has what was asked for; a list of what belongs to an object has not."""
    return call.method == "GET" and call.path in COLLECTIONS and not any(key.endswith("_id") for key, _ in call.params)


def looks_like_html(reply: Reply) -> bool:
    """Whether a web page came instead of data: an error page of a proxy, a captive portal."""
    return "html" in reply.headers.get("content-type", "") or reply.body[:64].lstrip()[:1] == b"<"


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _items(detail: Any) -> tuple[errors.FieldProblem, ...]:
    if not isinstance(detail, list):
        return ()
    items = [item for item in detail if isinstance(item, dict)]
    return tuple(
        errors.FieldProblem(
            tuple(part for part in _sequence(item.get("loc")) if isinstance(part, (str, int))),
            str(item.get("msg", "not valid")),
            str(item.get("type", "")),
        )
        for item in items
    )


def _detail(body: Mapping[str, Any], items: Sequence[errors.FieldProblem]) -> str:
    detail = body.get("detail")
    if isinstance(detail, str):
        return detail
    if items:
        return "; ".join(map(str, items))
    if detail is not None:
        return json.dumps(detail, ensure_ascii=False)
    message = body.get("message") or body.get("error")
    return message if isinstance(message, str) else ""


def _silence(reply: Reply) -> str:
    if looks_like_html(reply):
        return "the answer is a web page instead of data."
    return "the answer does not say why."


def _missing_hint(body: Mapping[str, Any]) -> str:
    missing = _words(body.get("missing_requirements"))
    return f"Missing: {', '.join(missing)}." if missing else ""


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"


def _sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _words(value: Any) -> tuple[str, ...]:
    return tuple(str(word) for word in _sequence(value))


def _number(body: Mapping[str, Any], key: str) -> int | None:
    nested = body.get("detail")
    for source in (body, nested if isinstance(nested, dict) else {}):
        value = source.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None
