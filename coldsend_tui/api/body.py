"""Reading the body of an answer as JSON."""

from __future__ import annotations

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
        return from_json(reply.body)
    except ValueError:
        pass
    if looks_like_html(reply):
        what, hint = "is a web page instead of data", "A proxy or captive portal may answer instead of ColdSend."
    else:
        what, hint = "is not valid JSON, it may have been cut off", "Try again."
    raise BadBody(
        f"The answer to {request} {what}.", hint, request=request, status=reply.status, request_id=reply.request_id
    )
