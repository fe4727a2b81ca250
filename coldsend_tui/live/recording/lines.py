"""The lines of a recording as values, and as JSON. Whoever reads takes nothing on trust: a line may come from anybody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ...store.rows import Difference, Table

FORMAT = "coldsend-tui recording"
VERSION = 1
_PLAIN = (str, int, float, type(None))


class Api(NamedTuple):
    """Requests left and allowed."""

    minute_left: int
    minute_limit: int
    hour_left: int
    hour_limit: int


class Head(NamedTuple):
    """The first line. `workspace` tells workspaces apart without naming them; `program` is the version that began the file."""

    workspace: str
    profile: str
    mode: str
    program: str
    masked: bool = False


class Begin(NamedTuple):
    """A session begins: everything before it is forgotten, the next moment holds all that is known.

    `real` is the operator's clock; `tables` are those whose rows follow, `schema` is the version of the cache that they
    were taken from.
    """

    real: datetime
    schema: int
    tables: Mapping[str, Table]


class Line(NamedTuple):
    """The connection as the header knows it. `state` and `title` are the program's words, `message` may hold a stranger's."""

    state: str
    since: datetime
    title: str = ""
    message: str = ""


class Moment(NamedTuple):
    """What was new at one time.

    `real` is the operator's clock, `now` the workspace's, which runs `speed` times as fast. `feeds` are those that were
    refreshed since the last moment: "new", "same" or "failed".
    """

    real: datetime
    now: datetime
    feeds: Mapping[str, str]
    rows: Difference
    speed: float = 1.0
    line: Line | None = None
    api: Api | None = None


def write(line: Head | Begin | Moment) -> bytes:
    """One line of the file, its line break included."""
    match line:
        case Head():
            body: dict[str, Any] = {FORMAT: VERSION} | line._asdict()
        case Begin():
            body = {"begin": _time(line.real), "schema": line.schema, "tables": line.tables}
        case Moment():
            body = {"real": _time(line.real), "now": _time(line.now), "speed": line.speed}
            parts = {
                "feeds": line.feeds,
                "rows": line.rows.rows,
                "gone": line.rows.gone,
                "line": line.line and (line.line.state, _time(line.line.since), line.line.title, line.line.message),
                "api": line.api,
            }
            body |= {name: part for name, part in parts.items() if part}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def read(text: bytes) -> Head | Begin | Moment:
    """The value of one line. Raises ValueError for anything that `write` would not have written."""
    try:
        body = json.loads(text)
        if FORMAT in body:
            workspace, profile, mode, program = (_of(body[name], str) for name in Head._fields[:4])
            return Head(workspace, profile, mode, program, _of(body["masked"], bool))
        if "begin" in body:
            tables = {
                _of(name, str): Table(_names(columns), _names(key)) for name, (columns, key) in body["tables"].items()
            }
            return Begin(_moment(body["begin"]), _of(body["schema"], int), tables)
        line, api = body.get("line"), body.get("api")
        return Moment(
            _moment(body["real"]),
            _moment(body["now"]),
            {_of(name, str): _of(how, str) for name, how in body.get("feeds", {}).items()},
            Difference(_rows(body.get("rows", {})), _rows(body.get("gone", {}))),
            float(body["speed"]),
            line and Line(_of(line[0], str), _moment(line[1]), _of(line[2], str), _of(line[3], str)),
            api and Api(*(_of(number, int) for number in api)),
        )
    except (KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"not a line of a recording: {error}") from error


def version_of(text: bytes) -> int | None:
    """The format's version, if this is the first line of a recording of any version."""
    try:
        version = json.loads(text)[FORMAT]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return version if isinstance(version, int) else None


def _names(names: Any) -> tuple[str, ...]:
    return tuple(_of(name, str) for name in _of(names, list))


def _rows(tables: Mapping[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    return {_of(name, str): [_row(row) for row in rows] for name, rows in tables.items()}


def _row(row: Any) -> tuple[Any, ...]:
    if not isinstance(row, list) or not all(isinstance(value, _PLAIN) for value in row):
        raise TypeError("a row is a list of plain values")
    return tuple(row)


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _of(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} expected")
    return value
