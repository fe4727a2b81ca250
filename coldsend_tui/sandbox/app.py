"""The sandbox as an ASGI application: the public API under /api/public/v1, control routes under /_sandbox, /docs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import cache
from typing import NamedTuple

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from coldsend_tui.sandbox.answers import documentation
from coldsend_tui.sandbox.faults.injector import FaultInjector
from coldsend_tui.sandbox.gate import Gate
from coldsend_tui.sandbox.problems import Conflict, NotFound, OutOfCredits, Problem
from coldsend_tui.sandbox.routes import (
    account,
    analytics,
    campaigns,
    contact_lists,
    contacts,
    control,
    domains,
    flow,
    lead_upload,
    leads,
    messages,
    replies,
    sender_jobs,
    senders,
)
from coldsend_tui.sandbox.routes import documentation as documentation_page
from coldsend_tui.sandbox.rules import refusals
from coldsend_tui.sandbox.rules.rate_limit import RateLimiter, Unlimited
from coldsend_tui.sandbox.rules.routing import add_operations
from coldsend_tui.sandbox.world import World

_STATUS: dict[type[Problem], int] = {NotFound: 404, Conflict: 409, OutOfCredits: 402}
RESOURCES = (
    account, analytics, campaigns, contact_lists, contacts, domains, flow, lead_upload, leads, messages, replies, sender_jobs, senders,
)  # fmt: skip
"""Importing these modules registers their operations."""


class Sandbox(NamedTuple):
    """A ready server: `asgi` answers requests (no lifespan needed), `faults` may be set at any time."""

    asgi: ASGIApp
    world: World
    faults: FaultInjector


def create_app(
    world: World,
    *,
    rate_limit: bool = True,
    faults: str = "off",
    seed: int = 0,
    real: Callable[[], float] = time.time,
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> Sandbox:
    """The API over `world`; several may live in one process.

    `real` (Unix seconds) runs the rate limits, `monotonic` and `sleep` the faults: tests inject their own. Raises
    SpecError when `faults` is no fault spec.
    """
    injector = FaultInjector(api(), seed=seed, monotonic=monotonic, sleep=sleep)
    injector.set(faults)
    limiter = RateLimiter(real) if rate_limit else Unlimited(real)
    return Sandbox(Gate(world, injector, limiter), world, injector)


@cache
def api() -> FastAPI:
    """The routes. They hold no state: each request brings its world along from the gate."""
    app = FastAPI(
        title="ColdSend Public API (local sandbox)",
        version="v1",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        strict_content_type=False,  # a body without a Content-Type is read as JSON, as the platform's framework does
        exception_handlers={
            Problem: _on_problem,
            RequestValidationError: refusals.on_invalid,
            HTTPException: refusals.on_http_error,
            Exception: refusals.on_fault,
        },
    )
    app.openapi = lambda: documentation.openapi(app)  # type: ignore[method-assign]
    app.include_router(control.router)
    app.include_router(documentation_page.router)
    add_operations(app)
    return app


async def _on_problem(_request: Request, problem: Exception) -> Response:
    """The world's own refusals: 400 unless the kind has another status."""
    assert isinstance(problem, Problem)
    status = next((status for kind, status in _STATUS.items() if isinstance(problem, kind)), 400)
    return refusals.refusal(status, problem.detail, **problem.extra)
