"""How a handler becomes a route: named in the table, scope first, world brought up to now, answer as compact JSON.

Order of checks: key and rate limit (gate.py), scope, path and query, existence of the objects named in the path,
body, state. The scope comes before any lookup (behaviour.md §2 `[inferred]`).
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, TypeVar

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from coldsend_tui.sandbox.answers.twin import with_twin
from coldsend_tui.sandbox.gate import visit
from coldsend_tui.sandbox.rules import refusals
from coldsend_tui.sandbox.rules.json_body import json_response
from coldsend_tui.sandbox.rules.operations import BY_PRECEDENCE, OPERATIONS, PUBLIC
from coldsend_tui.sandbox.rules.scopes import allows

Handler = Callable[..., Awaitable[Any]]
AnyHandler = TypeVar("AnyHandler", bound=Handler)
HANDLERS: Final[dict[str, Handler]] = {}
"""Operation id → the coroutine function that answers it, filled by `operation`."""

TWINS: Final[dict[str, str]] = {}
"""Operation id → the key under which its answer stands once more (answers/twin.py)."""

FORMS: Final[dict[str, dict[str, Any]]] = {}
"""Operation id → its multipart request body, as OpenAPI."""


def operation(
    name: str, *, form: dict[str, Any] | None = None, twin: str | None = None
) -> Callable[[AnyHandler], AnyHandler]:
    """Decorator: this coroutine answers the operation `name`. It returns the body as a dict, or a whole Response.

    `form` is the schema of a multipart body, for the documentation: such handlers read the request themselves. `twin`
    is the key under which the vendor's client looks for the object of the answer.
    """

    def register(handler: AnyHandler) -> AnyHandler:
        HANDLERS[name] = handler
        if twin:
            TWINS[name] = twin
        if form:
            FORMS[name] = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}}}
        return handler

    return register


class OperationRoute(APIRoute):
    """A route that looks at the caller's scopes before it reads anything of the request."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's hook: wraps the generated handler."""
        handle = super().get_route_handler()
        needed = OPERATIONS[self.operation_id or ""].scope

        async def checked(request: Request) -> Response:
            world, _, granted = visit(request)
            if needed and not allows(granted, needed):
                return refusals.scope_missing(needed, granted)
            world.catch_up()
            return await handle(request)

        return checked


def add_operations(app: FastAPI) -> None:
    """Register every operation of the table on `app`."""
    app.router.route_class = OperationRoute
    for row in BY_PRECEDENCE:
        handler = HANDLERS[row.id]
        app.add_api_route(
            PUBLIC + row.path,
            _answering(row.id, row.success),
            methods=[row.method],
            operation_id=row.id,
            tags=[row.tag],
            status_code=row.success,
            summary=(handler.__doc__ or "").partition("\n")[0].rstrip("."),
            response_model=None,
            openapi_extra=FORMS.get(row.id),
        )


def _answering(name: str, success: int) -> Handler:
    handler, twin = HANDLERS[name], TWINS.get(name)

    @functools.wraps(handler)
    async def answer(*args: Any, **kwargs: Any) -> Response:
        content = await handler(*args, **kwargs)
        if isinstance(content, Response):
            return content
        return json_response(with_twin(content, twin) if twin else content, success)

    return answer
