"""Response schemas for `/docs`: read from the handlers' return types when somebody asks, never at start-up."""

from __future__ import annotations

from typing import Any, get_type_hints

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from coldsend_tui.sandbox.rules.operations import EVERYWHERE, OPERATIONS, PUBLIC
from coldsend_tui.sandbox.rules.routing import HANDLERS

_REF = "#/components/schemas/{model}"
_REASONS = {
    400: "Bad request, or the state forbids the call",
    401: "No valid key",
    402: "No credits",
    403: "The key lacks a scope",
    404: "Unknown or deleted",
    409: "Collides with something that exists",
    422: "Validation failed",
    429: "Rate limit exceeded",
    500: "Platform fault",
    503: "Temporarily unavailable",
}
_ERROR = {
    "type": "object",
    "required": ["detail"],
    "properties": {
        "detail": {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["loc", "msg", "type"],
                        "properties": {"loc": {"type": "array"}, "msg": {"type": "string"}, "type": {"type": "string"}},
                    },
                },
            ]
        }
    },
}


def openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the public API, with the operation ids of the contract."""
    if not app.openapi_schema:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        components = document.setdefault("components", {})
        components["securitySchemes"] = {"ApiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}
        document["security"] = [{"ApiKey": []}]
        schemas = components.setdefault("schemas", {})
        schemas["Error"] = _ERROR
        for operation in OPERATIONS.values():
            described = document["paths"][PUBLIC + operation.path][operation.method.lower()]
            described["responses"] = _responses(operation.id, schemas)
        app.openapi_schema = document
    return app.openapi_schema


def _responses(name: str, schemas: dict[str, Any]) -> dict[str, Any]:
    operation = OPERATIONS[name]
    responses: dict[str, Any] = {str(operation.success): _success(name, schemas)}
    error = {"application/json": {"schema": {"$ref": _REF.format(model="Error")}}}
    for status in sorted({*operation.refusals, *EVERYWHERE}):
        responses[str(status)] = {"description": _REASONS[status], "content": error}
    return responses


def _success(name: str, schemas: dict[str, Any]) -> dict[str, Any]:
    answer = get_type_hints(HANDLERS[name])["return"]
    if not hasattr(answer, "__annotations__") or not issubclass(answer, dict):
        if name == "exportLeads":
            return {"description": "CSV of all leads", "content": {"text/csv": {"schema": {"type": "string"}}}}
        return {"description": "Success", "content": {"application/json": {"schema": {"type": "object"}}}}
    schema = TypeAdapter(answer).json_schema(ref_template=_REF)
    schemas.update(schema.pop("$defs", {}))
    schemas[answer.__name__] = schema
    return {
        "description": "Success",
        "content": {"application/json": {"schema": {"$ref": _REF.format(model=answer.__name__)}}},
    }
