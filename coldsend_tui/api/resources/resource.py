"""What all resources share: building calls and reading answers."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from coldsend_tui.api.caller import Caller
from coldsend_tui.api.errors import ApiError, BadBody, unknown_outcome
from coldsend_tui.api.models.listing import Listing
from coldsend_tui.api.models.payload import Payload, explain, read, single_object
from coldsend_tui.api.resources.encode import wire_json, wire_params
from coldsend_tui.api.wire import Answer, ByteProgress, Call, Options, Repeat, Upload

P = TypeVar("P", bound=Payload)
L = TypeVar("L", bound=Listing[Any])


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


def _unreadable(answer: Answer, message: str) -> ApiError:
    error = BadBody(message, request=answer.call.info, status=answer.status, request_id=answer.request_id)
    return error if answer.call.repeat is Repeat.READ else unknown_outcome(error)
