"""The account path that clients probe."""

from __future__ import annotations

from starlette.responses import Response

from coldsend_tui.sandbox.rules import refusals
from coldsend_tui.sandbox.rules.routing import operation


@operation("getMe")
async def get_me() -> Response:
    """Key check: does not exist.

    Probed by the vendor's client, which doubts that it is there; assumed to be 404 for every valid key (behaviour.md §19.25).
    """
    return refusals.refusal(404, "Not Found")
