"""Arguments as they go over the wire: paths, query parameters, JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from urllib.parse import quote

from coldsend_tui.api.keys import SecretValue
from coldsend_tui.errors import UsageError


def path(*parts: str) -> str:
    """A path of fixed and foreign parts. UsageError for an empty id, which would address the whole collection."""
    if not all(part.strip() for part in parts):
        raise UsageError("An id is empty.", "Give the id of the object.")
    return "/" + "/".join(quote(part, safe="") for part in parts)


def given(**fields: Any) -> dict[str, Any]:
    """The fields that were given: an argument left at None is not sent."""
    return {name: value for name, value in fields.items() if value is not None}


def wire_params(params: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Query parameters as texts; None is left out, booleans are `true` and `false`, times ISO 8601."""
    return tuple((name, _text(value)) for name, value in given(**params).items())


def wire_json(value: Any) -> Any:
    """A JSON body: times as ISO 8601 UTC with `Z`, words of the vocabulary as texts, secrets opened. None stays null."""
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return _text(value)
        case SecretValue():
            return value.get_secret_value()
        case Mapping():
            return {key: wire_json(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [wire_json(item) for item in value]
        case _:
            return value


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Enum():
            return str(value.value)
        case datetime():
            moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
            return moment.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case _:
            return str(value)
