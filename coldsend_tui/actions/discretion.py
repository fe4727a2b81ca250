"""A server may repeat in its answer what it was sent: a password must not come back with it, to a screen or a journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from coldsend_tui.api.errors import ApiError, UnknownOutcome
from coldsend_tui.secret import Secret

HIDDEN: Final = "•••"
_SHORTEST: Final = 4
"""A shorter text would be found in every sentence, and is no password that a provider accepts."""

Error = TypeVar("Error", bound=ApiError)


def without(text: str, secrets: Sequence[Secret]) -> str:
    """`text` with every one of `secrets` blotted out."""
    for secret in secrets:
        value = secret.get_secret_value()
        if len(value) >= _SHORTEST:
            text = text.replace(value, HIDDEN)
    return text


def discreet(error: Error, secrets: Sequence[Secret]) -> Error:
    """The same failure, whose words hold none of `secrets`."""
    error.detail, error.message, error.hint = (
        without(text, secrets) for text in (error.detail, error.message, error.hint)
    )
    error.args = (error.message,)
    if isinstance(error, UnknownOutcome):
        discreet(error.cause, secrets)
    return error
