"""The API key in memory: a string that does not print itself."""

from __future__ import annotations

from typing import final


@final
class Secret:
    """A key that stays out of logs, reprs, tracebacks, pickles and comparisons by accident.

    The text comes back only through `get_secret_value`, the name pydantic's own secret type uses, so that whoever takes
    one takes the other.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def get_secret_value(self) -> str:
        """The key itself: for the request header and for nothing else."""
        return self.__value

    @property
    def fingerprint(self) -> str:
        """A digest by which the key is recognised and from which it cannot be recovered (it has some 200 random bits)."""
        from hashlib import sha256

        return sha256(f"coldsend-tui key\n{self.__value}".encode()).hexdigest()[:16]

    def __repr__(self) -> str:
        return "Secret('**********')"

    def __str__(self) -> str:
        return "**********"

    def __format__(self, spec: str) -> str:
        return str(self)

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.__value == other.__value

    def __hash__(self) -> int:
        return hash(self.__value)

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written anywhere")
