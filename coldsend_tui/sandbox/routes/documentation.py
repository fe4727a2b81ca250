"""`/docs` for people, `/` that leads there; `/openapi.json` for machines is the framework's own. No key, no rate limit."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from coldsend_tui.sandbox.docs.page import POLICY, page

router = APIRouter(include_in_schema=False)


@router.api_route("/docs", methods=["GET", "HEAD"])
async def docs(request: Request) -> Response:
    """The API as one page that needs no network."""
    html = page(request.app.openapi(), str(request.base_url).rstrip("/"))
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})


@router.api_route("/", methods=["GET", "HEAD"])
async def root() -> Response:
    """Whoever opens the bare address wants to read."""
    return RedirectResponse("/docs")
