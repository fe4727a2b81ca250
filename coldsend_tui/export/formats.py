"""CSV, JSON and TOML, written row by row. Numbers stay numbers, times are ISO 8601 in UTC, no text drives a terminal or a
spreadsheet, and each row tells when it was read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple, Protocol

from coldsend_tui.export.fields import Field, Read, Value
from coldsend_tui.text import csv_cell, harmless

READ_AT: Final = "read_at"
"""The last column: when the row was read, so that every figure has its age."""


class Head(NamedTuple):
    """What was exported, from which workspace, when, and by which filter ("" without one)."""

    kind: str
    profile: str
    at: datetime
    narrowed: str = ""

    @property
    def table(self) -> dict[str, str]:
        """As names and texts."""
        told = {"export": self.kind, "workspace": self.profile, "exported_at": _time(self.at)}
        return told | ({"filter": self.narrowed} if self.narrowed else {})


class Writer(Protocol):
    """Pieces of text that make one document when they are put behind each other."""

    def begin(self) -> str:
        """What stands above the rows."""
        ...

    def rows(self, rows: Iterable[Read]) -> str:
        """Some rows; called any number of times."""
        ...

    def end(self) -> str:
        """What stands below."""
        ...


class _Csv:
    def __init__(self, head: Head, fields: Sequence[Field]) -> None:
        self._fields = fields

    def begin(self) -> str:
        return self._line([*(field.name for field in self._fields), READ_AT])

    def rows(self, rows: Iterable[Read]) -> str:
        return "".join(
            self._line([*(csv_cell(_flat(field.get(read.row))) for field in self._fields), _time(read.at)])
            for read in rows
        )

    def end(self) -> str:
        return ""

    @staticmethod
    def _line(cells: Sequence[str]) -> str:
        out = io.StringIO()
        csv.writer(out).writerow(cells)
        return out.getvalue()


class _Json:
    """One object: the head, then `rows`. Texts are as they came: JSON escapes what could drive a terminal."""

    def __init__(self, head: Head, fields: Sequence[Field]) -> None:
        self._head, self._fields, self._first = head, fields, True

    def begin(self) -> str:
        return json.dumps(self._head.table, indent=2)[:-2] + ',\n  "rows": ['

    def rows(self, rows: Iterable[Read]) -> str:
        out = []
        for read in rows:
            row: dict[str, Any] = {field.name: _json(field.get(read.row)) for field in self._fields}
            out.append(("\n    " if self._first else ",\n    ") + json.dumps(row | {READ_AT: _time(read.at) or None}))
            self._first = False
        return "".join(out)

    def end(self) -> str:
        return "\n  ]\n}\n" if not self._first else "]\n}\n"


class _Toml:
    """The head as keys, then one table a row; what is not known is left out, TOML has no null."""

    def __init__(self, head: Head, fields: Sequence[Field]) -> None:
        self._head, self._fields = head, fields

    def begin(self) -> str:
        import tomli_w

        return tomli_w.dumps({name: harmless(text) for name, text in self._head.table.items()})

    def rows(self, rows: Iterable[Read]) -> str:
        import tomli_w

        out = []
        for read in rows:
            row = {field.name: _toml(field.get(read.row)) for field in self._fields}
            known = {name: value for name, value in (row | {READ_AT: read.at}).items() if value is not None}
            out.append("\n" + tomli_w.dumps({self._head.kind: [known]}))
        return "".join(out)

    def end(self) -> str:
        return ""


FORMATS: Final[Mapping[str, Callable[[Head, Sequence[Field]], Writer]]] = {"csv": _Csv, "json": _Json, "toml": _Toml}
"""By the word for each, which is also the ending of its files."""


def writer(form: str, head: Head, fields: Sequence[Field]) -> Writer:
    """What writes these fields in a format of `FORMATS`."""
    return FORMATS[form](head, fields)


def _time(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _flat(value: Value) -> str | int | float | None:
    """A value as one cell: nothing for what is not known, a mapping as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _time(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)) or value is None:
        return value
    return harmless(value) if isinstance(value, str) else json.dumps(value) if value else None


def cell(value: Value) -> str:
    """A value as a person reads it in one cell, "" for what is not known; numbers without separators."""
    flat = _flat(value)
    return "" if flat is None else str(flat)


def _json(value: Value) -> Any:
    if isinstance(value, datetime):
        return _time(value)
    return value.isoformat() if isinstance(value, date) else value


def _toml(value: Value) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0)
    if isinstance(value, dict):
        return {harmless(name): harmless(text) for name, text in value.items()} or None
    return value
