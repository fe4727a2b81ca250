"""Secrets on their way to the API: the key and the passwords of mailboxes."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from coldsend_tui.errors import ConfigError
from coldsend_tui.secret import Secret


@runtime_checkable
class SecretValue(Protocol):
    """A secret that does not print itself: this project's `Secret` or pydantic's `SecretStr`."""

    def get_secret_value(self) -> str:
        """The secret itself."""
        ...


def usable_key(api_key: str | SecretValue) -> Secret:
    """The key, fit for a header. ConfigError, which does not repeat it, if it is empty or has other than visible ASCII."""
    secret = Secret((api_key if isinstance(api_key, str) else api_key.get_secret_value()).strip())
    if not secret:
        raise ConfigError("The API key is empty.", "Keys are made in the ColdSend dashboard.")
    if not all("!" <= character <= "~" for character in secret.get_secret_value()):
        raise ConfigError("The API key has characters that no key has.", "Copy it again from the ColdSend dashboard.")
    return secret
