"""Multipart uploads: read within bounds, refused in the contract's words."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from typing import Any, Final, NoReturn

from fastapi.exceptions import RequestValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from coldsend_tui.sandbox.problems import Refused

MAX_BYTES: Final = 50 * 1024 * 1024
"""Largest CSV file `[docs]`; beyond it 400 `[inferred]`."""

_TRUE: Final = frozenset({"true", "t", "yes", "y", "on", "1"})
_FALSE: Final = frozenset({"false", "f", "no", "n", "off", "0"})
_ENVELOPE: Final = 64 * 1024
"""Room for the other fields and the multipart frame."""


class Form:
    """The fields of one upload."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields

    async def file(self) -> tuple[str | None, bytes]:
        """Name and content of the field `file`. 422 when it is missing or no file, 400 when too large."""
        upload = self._fields.get("file")
        if not isinstance(upload, UploadFile):
            invalid("missing", "file")
        content = await upload.read()
        if len(content) > MAX_BYTES:
            raise Refused("File too large: at most 50 MB are allowed")
        return upload.filename or None, content

    def text(self, name: str, default: str) -> str:
        """A text field; an empty one counts as left out. 422 when a file was sent in its place."""
        value = self._fields.get(name, default)
        return value or default if isinstance(value, str) else invalid("string_type", name)

    def flag(self, name: str) -> bool:
        """A text field that is true or false in any of the words query parameters know, false by default. 422 for others."""
        word = self.text(name, "false").lower()
        if word not in _TRUE | _FALSE:
            invalid("bool_parsing", name)
        return word in _TRUE

    def choice(self, name: str, *permitted: str) -> str:
        """A text field out of a closed set, the first by default. 422 for any other."""
        value = self.text(name, permitted[0])
        if value not in permitted:
            invalid("literal_error", name, expected=", ".join(f"'{word}'" for word in permitted))
        return value

    def mapping(self) -> dict[str, str]:
        """The field `mapping`: JSON text of field → column header. 422 unless it is such an object; {} when absent."""
        text = self.text("mapping", "")
        if not text.strip():
            return {}
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            invalid("json_invalid", "mapping", error="mapping")
        if not isinstance(value, dict) or not all(isinstance(header, str) for header in value.values()):
            invalid("dict_type", "mapping")
        return value


async def read_form(request: Request) -> Form:
    """The multipart form of a request. 422 when it is none, 400 when it is broken or too large."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        async for _chunk in request.stream():
            pass
        invalid("missing", "file")
    try:
        form = await MultiPartParser(request.headers, _bounded(request), max_files=1, max_fields=10).parse()
    except (MultiPartException, KeyError, UnicodeError, ValueError):
        raise Refused("There was an error parsing the body") from None
    return Form(dict(form))


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    """The body, read to its end even when too large: a caller that is still sending would not see the answer."""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MAX_BYTES + _ENVELOPE:
            yield chunk
    if size > MAX_BYTES + _ENVELOPE:
        raise Refused("File too large: at most 50 MB are allowed")


def invalid(kind: str, field: str, **context: object) -> NoReturn:
    """Refuse a form field with 422; `kind` is a type of rules/wording.py."""
    raise RequestValidationError([{"type": kind, "loc": ("body", field), "msg": "", "ctx": context}])
