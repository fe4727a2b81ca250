"""Reading the body of an answer as JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic_core import from_json

from coldsend_tui.api.errors import BadBody
from coldsend_tui.api.failures import looks_like_html
from coldsend_tui.api.record import RequestInfo
from coldsend_tui.api.wire import Reply


def json_of(request: RequestInfo, reply: Reply) -> Any:
    """The JSON of a success, None for an empty body [docs: 204 is announced]. BadBody if it is anything else."""
    if not reply.body.strip():
        return None
    try:
        return _parsed(reply.body)
    except ValueError:
        pass
    if looks_like_html(reply):
        what, hint = "is a web page instead of data", "A proxy or captive portal may answer instead of ColdSend."
    else:
        what, hint = "is not valid JSON, it may have been cut off", "Try again."
    raise BadBody(
        f"The answer to {request} {what}.", hint, request=request, status=reply.status, request_id=reply.request_id
    )


_HALVES = re.compile(rb"\\u[dD][89a-fA-F]")
_LONE = re.compile("[\ud800-\udfff]")


def _parsed(body: bytes) -> Any:
    """As JSON. One half of a pair in some name, which the strict parser refuses, must not hide everybody else's."""
    try:
        return from_json(body)
    except ValueError:
        if not _HALVES.search(body):
            raise
    # Read by the standard library, which pairs halves that belong together; what is left alone becomes U+FFFD.
    try:
        return _whole(json.loads(body))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(inner) for name, inner in value.items()}
    return value
