"""Single values out of a payload that may be anything. What is missing or of a wrong type is None, never an error."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

T = TypeVar("T")
Payload = Mapping[str, Any]


def project(payload: object, row: Callable[[Payload], T | None]) -> tuple[list[T], int]:
    """Every row that `row` can make something of, and how many were left out. A repeated row is not a fault."""
    made: list[T] = []
    skipped = 0
    for item in payload if isinstance(payload, list) else ():
        one = row(item) if isinstance(item, Mapping) else None
        if one is None:
            skipped += 1
        else:
            made.append(one)
    return made, skipped


def identity(payload: Payload, *names: str) -> str | None:
    """The first of the names that holds a text: an object's id. All ids are texts [docs]; a number in the place of one is a
    fault, and taking it for an id would make up an object with somebody else's figures."""
    for name in names:
        value = payload.get(name)
        if isinstance(value, str) and value:
            return value
    return None


def text(payload: Payload, *names: str) -> str | None:
    """The first of the names that holds a text."""
    for name in names:
        value = payload.get(name)
        if isinstance(value, str):
            return value
    return None


def whole(payload: Payload, *names: str) -> int | None:
    """The first of the names that holds a whole number; 12.0 is one, "12" and true are not."""
    for name in names:
        value = payload.get(name)
        if isinstance(value, bool):
            continue
        if isinstance(value, int):
            return value if abs(value) < 2**63 else None
        if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
            return int(value)
    return None


def count(payload: Payload, *names: str) -> int | None:
    """As `whole`, for what cannot be negative."""
    value = whole(payload, *names)
    return None if value is None or value < 0 else value


def number(payload: Payload, *names: str) -> float | None:
    """The first of the names that holds a finite number."""
    for name in names:
        value = payload.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    return None


def truth(payload: Payload, *names: str) -> bool | None:
    """The first of the names that holds true or false."""
    for name in names:
        value = payload.get(name)
        if isinstance(value, bool):
            return value
    return None


def moment(payload: Payload, *names: str) -> datetime | None:
    """The first of the names that holds an ISO time; one without a zone is UTC, as all times of the API are."""
    for name in names:
        value = payload.get(name)
        if not isinstance(value, str):
            continue
        try:
            read = datetime.fromisoformat(value)
            return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def texts(payload: Payload, name: str) -> tuple[str, ...]:
    """The texts of a list; whatever else is in it is left out."""
    value = payload.get(name)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def objects(payload: Payload, name: str) -> Iterable[Payload] | None:
    """The objects of a list, None where there is no such list."""
    value = payload.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else None


def unwrapped(payload: Payload, name: str) -> Payload:
    """The object itself, whether it came flat or inside `name` [behaviour §19.5]."""
    inner = payload.get(name)
    return inner if isinstance(inner, Mapping) else payload
