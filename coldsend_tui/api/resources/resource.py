"""What all resources share: building calls and reading answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import ValidationError

from coldsend_tui.api.caller import Caller
from coldsend_tui.api.errors import ApiError, BadBody, unknown_outcome
from coldsend_tui.api.models.listing import Listing, Page
from coldsend_tui.api.models.payload import Payload, explain, read, single_object
from coldsend_tui.api.wire import Answer, ByteProgress, Call, Options, Repeat, Upload
from coldsend_tui.errors import UsageError

P = TypeVar("P", bound=Payload)
L = TypeVar("L", bound=Listing[Any])
M = TypeVar("M", bound=Payload)


class Resource:
    """Operations on one kind of thing. Made by `ColdSend`."""

    def __init__(self, caller: Caller, options: Options) -> None:
        self._caller = caller
        self._options = options

    async def _get(self, path: str, **params: Any) -> Answer:
        return await self._caller.call(Call("GET", path, Repeat.READ, wire_params(params)), self._options)

    async def _write(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        repeat: Repeat = Repeat.ONCE,
        upload: Upload | None = None,
        on_sent: ByteProgress | None = None,
    ) -> Answer:
        call = Call(method, path, repeat, json=wire_json(json), upload=upload)
        return await self._caller.call(call, self._options, on_sent=on_sent)


def one(model: type[P], answer: Answer, wrapper: str | None = None, **known: str) -> P:
    """The object of an answer. BadBody if it has wrong types, as an unknown outcome after a write."""
    try:
        return read(model, single_object(answer.data, wrapper, known))
    except ValidationError as error:
        reason = explain(error)
    raise _unreadable(answer, f"The answer to {answer.call.info} has unexpected fields: {reason}.")


def many(listing: type[L], answer: Answer) -> L:
    """The listing of an answer. BadBody if there is no array in it, as an unknown outcome after a write."""
    try:
        return listing(answer)
    except BadBody as error:
        if answer.call.repeat is Repeat.READ:
            raise
        raise unknown_outcome(error) from None


async def walk(page_at: Callable[[int], Awaitable[Page[M]]]) -> AsyncIterator[Page[M]]:
    """Page after page until the server says there is no more, or repeats itself."""
    number = 1
    seen: Any = None
    while True:
        page = await page_at(number)
        if not page.rows or page.rows == seen:
            return
        yield page
        seen = page.rows
        if page.has_next is False or (page.has_next is None and page.limit is not None and len(page) < page.limit):
            return
        number += 1


async def each(pages: AsyncIterator[Page[M]], own_id: str) -> AsyncIterator[M]:
    """The objects of all pages; one that moved to a later page while reading comes once."""
    seen: set[str] = set()
    async for page in pages:
        for item in page:
            identity = getattr(item, own_id)
            if identity not in seen:
                seen.add(identity)
                yield item


def path(*parts: str) -> str:
    """A path of fixed and foreign parts. UsageError for an empty id, which would address the whole collection."""
    if not all(part.strip() for part in parts):
        raise UsageError("An id is empty.", "Give the id of the object.")
    return "/" + "/".join(quote(part, safe="") for part in parts)


def wire_params(params: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Query parameters as texts; None is left out, booleans are `true` and `false`, times ISO 8601."""
    return tuple((name, _text(value)) for name, value in params.items() if value is not None)


def wire_json(value: Any) -> Any:
    """A JSON body: times as ISO 8601 UTC with `Z`, words of the vocabulary as texts. None stays null."""
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return _text(value)
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


def _unreadable(answer: Answer, message: str) -> ApiError:
    error = BadBody(message, request=answer.call.info, status=answer.status, request_id=answer.request_id)
    return error if answer.call.repeat is Repeat.READ else unknown_outcome(error)
