"""Answers that hold an array: raw rows at once, typed objects when they are asked for, pages with their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from coldsend_tui.api.errors import BadBody
from coldsend_tui.api.models.payload import Payload, Rejected, read_rows
from coldsend_tui.api.wire import Answer

M = TypeVar("M", bound=Payload)


class Listing(Generic[M]):
    """The array `key` of an answer, as `row` objects.

    `data` is the whole answer and `rows` the plain rows, both as they came (a bad row may be no dict) and not to be
    changed. `items` and `rejected` cost a validation, once.
    """

    row: type[M]
    key: str

    def __init__(self, answer: Answer) -> None:
        data = answer.data
        rows = data.get(self.key) if isinstance(data, Mapping) else data
        if rows is None and isinstance(data, Mapping):
            # Some names of arrays are not confirmed [inferred]: the only array there is, is meant.
            arrays = [value for value in data.values() if isinstance(value, list)]
            rows = arrays[0] if len(arrays) == 1 else None
        if not isinstance(rows, list):
            raise BadBody(
                f"The answer to {answer.call.info} has no list of {self.key}.",
                request=answer.call.info,
                status=answer.status,
            )
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.rows: list[dict[str, Any]] = rows

    @cached_property
    def _read(self) -> tuple[list[M], list[Rejected]]:
        return read_rows(self.row, self.rows)

    @property
    def items(self) -> list[M]:
        """The rows that could be read."""
        return self._read[0]

    @property
    def rejected(self) -> list[Rejected]:
        """The rows that could not be read, and why."""
        return self._read[1]

    def __iter__(self) -> Iterator[M]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.rows)


class Page(Listing[M]):
    """One page of a longer list. The contract numbers pages in two styles; both are understood."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        numbers = self.data.get("pagination")
        source: Mapping[str, Any] = numbers if isinstance(numbers, Mapping) else self.data
        self.number = _whole(source, "page")
        self.limit = _whole(source, "limit")
        self.total = _whole(source, "total", "total_count")
        self.pages = _whole(source, "pages", "total_pages")
        more = source.get("has_next")
        self.has_next: bool | None = more if isinstance(more, bool) else None


def _whole(source: Mapping[str, Any], *names: str) -> int | None:
    for name in names:
        value = source.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None
