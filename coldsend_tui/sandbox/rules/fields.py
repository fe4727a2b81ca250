"""Field types of requests: strict where JSON has a type (no "5" for 5), Pydantic 1 wording where a check is our own."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST: Final = re.compile(rf"(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?")
_LOCAL_PART: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
HOST_MAX: Final = 253
LOCAL_PART_MAX: Final = 64
SEARCH_MAX: Final = 6_000


def is_host(text: str) -> bool:
    """Whether `text` is a bare host name with at least two labels."""
    return len(text) <= HOST_MAX and _HOST.fullmatch(text) is not None


def is_local_part(text: str) -> bool:
    """Whether `text` may stand before the @ of an address."""
    return len(text) <= LOCAL_PART_MAX and _LOCAL_PART.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether `text` is an address of the ordinary form `local@host`; quoted local parts and bare hosts are refused."""
    local, at, host = text.rpartition("@")
    return bool(at) and is_local_part(local) and is_host(host)


def is_uuid(text: str) -> bool:
    """Whether `text` is a UUID in its canonical form."""
    return _UUID.fullmatch(text) is not None


def _uuid(text: str) -> str:
    if not is_uuid(text):
        raise PydanticCustomError("uuid", "value is not a valid uuid")
    return text.lower()


def _email(text: str) -> str:
    if not is_email(text):
        raise PydanticCustomError("email", "value is not a valid email address")
    return text


def _host(text: str) -> str:
    if not is_host(text):
        raise PydanticCustomError("host", "value is not a valid host name")
    return text.lower()


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("timezone", "value is not a valid IANA timezone") from None
    return text


def _storable(value: dict[str, Any]) -> dict[str, Any]:
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError):  # NaN, infinities, lone surrogates, or nested beyond reason
        raise PydanticCustomError("json", "value is not valid JSON data") from None
    return value


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != 10 or not 1970 <= day.year < 2200:
        raise PydanticCustomError("date", "invalid date format")
    return day


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "value must not be blank")
    return text


ABSENT: Final[Any] = None
"""Default of an optional field that may be left out but not be null; only `Body.sent()` tells the two apart."""

Int = Annotated[int, Strict()]
FarNumber = Annotated[int, Field(ge=1), AfterValidator(lambda number: min(number, 2**31))]
"""A number of pages, from 1: anything beyond 2^31 is as far away as 2^31, and still fits SQLite's integers times 200."""
SearchText = Annotated[str, AfterValidator(lambda text: text[:SEARCH_MAX].replace("\0", "\ufffd"))]
"""A part of a text to look for. What lies beyond the bound is not compared: SQLite refuses patterns over 50,000 bytes,
and would end one at a NUL, which nobody writes."""
Bool = Annotated[bool, Strict()]
Id = Annotated[str, AfterValidator(_uuid), WithJsonSchema({"type": "string", "format": "uuid"})]
Email = Annotated[str, AfterValidator(_email), WithJsonSchema({"type": "string", "format": "email"})]
Address = Annotated[
    str,
    Field(min_length=5, max_length=255),
    AfterValidator(_email),
    WithJsonSchema({"type": "string", "format": "email", "minLength": 5, "maxLength": 255}),
]
Host = Annotated[str, AfterValidator(_host), WithJsonSchema({"type": "string", "format": "hostname"})]
Zone = Annotated[str, Field(max_length=100), AfterValidator(_zone)]
Day = Annotated[date, BeforeValidator(_day)]
Json = Annotated[dict[str, Any], AfterValidator(_storable)]
NotBlank = Annotated[str, AfterValidator(_not_blank)]


def _drop_null_defaults(schema: dict[str, Any]) -> None:
    """A field that was not sent has no value at all; a documented default of null would say the opposite."""
    for field in schema.get("properties", {}).values():
        if field.get("default", ...) is None:
            del field["default"]


class Body(BaseModel):
    """A request body. Unknown keys are ignored, as the contract forbids none; `sent()` tells what the caller gave."""

    model_config = ConfigDict(extra="ignore", json_schema_extra=_drop_null_defaults)

    def sent(self) -> dict[str, Any]:
        """The fields present in the request, nested ones as plain dicts and lists."""
        return self.model_dump(exclude_unset=True)
