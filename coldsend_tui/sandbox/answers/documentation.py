"""The served OpenAPI document: read from the handlers when somebody asks, never at start-up."""

from __future__ import annotations

from typing import Any, Final, get_type_hints

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from coldsend_tui.sandbox.rules.operations import EVERYWHERE, OPERATIONS, PUBLIC, Operation
from coldsend_tui.sandbox.rules.routing import HANDLERS, TWINS

DESCRIPTION: Final = """A local ColdSend with a seeded workspace and a sending engine on a virtual clock. Every call needs a key in
`X-API-Key`; 100 calls a minute and 1,000 an hour; errors carry `detail`, a sentence or a list of failed checks."""

_REF = "#/components/schemas/{model}"
_REASONS = {
    400: "Bad request, or the state forbids the call",
    401: "No valid key",
    402: "No credits",
    403: "The key lacks the scope {scope}",
    404: "Unknown or deleted",
    409: "Collides with something that exists",
    422: "Validation failed",
    429: "Rate limit exceeded",
    500: "Platform fault",
    503: "Temporarily unavailable",
}
_IN_PATH = {
    "campaign_id": "Campaign",
    "lead_id": "Lead of this campaign",
    "subsequence_id": "Branch: the id of its entry edge",
    "contact_id": "Contact",
    "list_id": "Saved list",
    "inbox_id": "Sender account",
    "domain_id": "Domain",
    "thread_id": "Conversation",
    "job_id": "Job id from the answer that started it",
}
_PLAIN_IDS = ("job_id", "message_id", "reply_id", "thread_id")
"""Ids the contract types as plain texts (behaviour.md §1)."""

_HEADERS = {
    "Limit": "Calls a minute",
    "Remaining": "Calls left in this minute",
    "Reset": "Unix seconds at which the window ends",
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
        document = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
        document["servers"] = [{"url": "/", "description": "This sandbox"}]
        document["security"] = [{"ApiKey": []}]
        document["tags"] = [{"name": tag} for tag in dict.fromkeys(row.tag for row in OPERATIONS.values())]
        components = document.setdefault("components", {})
        components["securitySchemes"] = {"ApiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}
        components["headers"] = {
            f"RateLimit{name}": {"schema": {"type": "integer"}, "description": text} for name, text in _HEADERS.items()
        }
        schemas = components.setdefault("schemas", {})
        schemas["Error"] = _ERROR
        for row in OPERATIONS.values():
            described = document["paths"][PUBLIC + row.path][row.method.lower()]
            described["x-scopes"] = [row.scope] if row.scope else []
            described["responses"] = _responses(row, schemas)
            for parameter in described.get("parameters", ()):
                if parameter["in"] == "path":
                    parameter["description"] = _IN_PATH[parameter["name"]]
        app.openapi_schema = document
    return app.openapi_schema


def _responses(row: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {str(row.success): _success(row.id, schemas)}
    error = {"application/json": {"schema": {"$ref": _REF.format(model="Error")}}}
    for status in sorted({*row.refusals, *EVERYWHERE}):
        responses[str(status)] = {"description": _REASONS[status].format(scope=row.scope or ""), "content": error}
    headers = {f"X-RateLimit-{name}": {"$ref": f"#/components/headers/RateLimit{name}"} for name in _HEADERS}
    return {status: {**response, "headers": headers} for status, response in responses.items()}


def _name_formats(model: dict[str, Any]) -> None:
    """Moments and ids are texts of a known form; the handlers' types only say text."""
    for name, described in model.get("properties", {}).items():
        form = (
            "date-time"
            if name.endswith("_at") or name == "start_date"
            else "uuid"
            if name.endswith("_id") and name not in _PLAIN_IDS
            else None
        )
        for option in (described, *described.get("anyOf", ())):
            if form and option.get("type") == "string":
                option["format"] = form


def _success(name: str, schemas: dict[str, Any]) -> dict[str, Any]:
    answer = get_type_hints(HANDLERS[name])["return"]
    if not hasattr(answer, "__annotations__") or not issubclass(answer, dict):
        if name == "exportLeads":
            return {"description": "CSV of all leads", "content": {"text/csv": {"schema": {"type": "string"}}}}
        return {"description": "Success", "content": {"application/json": {"schema": {"type": "object"}}}}
    schema = TypeAdapter(answer).json_schema(ref_template=_REF)
    found_schemas = {**schema.pop("$defs", {}), answer.__name__: schema}
    for model in found_schemas.values():
        _name_formats(model)
    schemas.update(found_schemas)
    found: dict[str, Any] = {"$ref": _REF.format(model=answer.__name__)}
    if twin := TWINS.get(name):
        inner = {"type": "object", "description": "The same once more, with `id`"}
        found = {"allOf": [found, {"type": "object", "required": [twin], "properties": {twin: inner}}]}
    return {"description": "Success", "content": {"application/json": {"schema": found}}}
