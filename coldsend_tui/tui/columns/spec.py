"""What a column is, and which columns fit a width."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from coldsend_tui.tui.lines import Line, cells, pad

Row = TypeVar("Row")
GAP = 2
# Columns of this rank and above are a luxury: a readable name is worth more.
LUXURY = 3


class Column(NamedTuple, Generic[Row]):
    """One column: `cell` draws it, `sort` orders by it (None: not sortable).

    `width` is its least width in cells; with `grow` it takes what is left over, up to `most`. Columns of a high `rank`
    leave first when the list is narrow; rank 0 always stays. From rank 3 on they leave as soon as a column that grows
    has less than its `comfort`.
    """

    key: str
    title: str
    cell: Callable[[Row], Line]
    width: int
    sort: Callable[[Row], Any] | None = None
    right: bool = False
    grow: bool = False
    comfort: int = 0
    most: int = 60
    rank: int = 0
    descending: bool = False


class Layout(NamedTuple, Generic[Row]):
    """The columns that are shown, each with its width in cells."""

    columns: tuple[tuple[Column[Row], int], ...]

    def header(self, sorted_by: str | None = None, descending: bool = False) -> Line:
        """The titles; the sorted one carries an arrow."""
        spans: list[tuple[str, str]] = []
        for at, (column, width) in enumerate(self.columns):
            arrow = (" ▼" if descending else " ▲") if column.key == sorted_by else ""
            title = column.title[: width - len(arrow)] + arrow
            role = "accent" if arrow else "muted"
            spans.extend(pad(((title, role),), width, right=column.right))
            if at + 1 < len(self.columns):
                spans.append((" " * GAP, ""))
        return tuple(spans)

    @property
    def identity(self) -> int:
        """How many columns tell which row it is: all up to the first that grows. The cursor lights these alone, so that
        moving it sends few bytes."""
        return next((at for at, (column, _) in enumerate(self.columns, 1) if column.grow), len(self.columns))

    def halves(self, row: Row) -> tuple[Line, Line]:
        """One row, every cell cut or padded to its column: what identifies it, and the rest."""
        identity = self.identity
        return self._line(row, 0, identity), self._line(row, identity, len(self.columns))

    def line(self, row: Row) -> Line:
        """One row as a whole."""
        return self._line(row, 0, len(self.columns))

    def _line(self, row: Row, start: int, stop: int) -> Line:
        spans: list[tuple[str, str]] = []
        for at, (column, width) in enumerate(self.columns[start:stop], start):
            if at:
                spans.append((" " * GAP, ""))
            spans.extend(pad(column.cell(row), width, right=column.right))
        return tuple(spans)


def fit(columns: Sequence[Column[Row]], width: int, wanted: Mapping[str, int] = MappingProxyType({})) -> Layout[Row]:
    """The columns that fit into `width` cells: the dearest ranks leave first, those that grow take the rest.

    `wanted` says by key how wide the widest cell of a growing column is: that is given before anything is shared evenly.
    """
    shown = list(columns)
    while len(shown) > 1:
        worst = max(column.rank for column in shown)
        if worst == 0 or _needs(shown, comfortably=worst >= LUXURY) <= width:
            break
        at = max(i for i, column in enumerate(shown) if column.rank == worst)
        del shown[at]
    widths = [column.width for column in shown]
    spare = max(0, width - sum(widths) - GAP * (len(shown) - 1))
    spare = _grow(shown, widths, [min(c.most, wanted.get(c.key, 0)) for c in shown], spare)
    _grow(shown, widths, [column.most for column in shown], spare)
    return Layout(tuple(zip(shown, widths, strict=True)))


def widest(columns: Iterable[Column[Row]], rows: Iterable[Row]) -> dict[str, int]:
    """The cells of the widest cell of each column that grows, in these rows, by the column's key."""
    growing = [column for column in columns if column.grow]
    found = dict.fromkeys((column.key for column in growing), 0)
    for row in rows:
        for column in growing:
            found[column.key] = max(found[column.key], cells(column.cell(row)))
    return found


def _grow(columns: Sequence[Column[Row]], widths: list[int], most: Sequence[int], spare: int) -> int:
    """Widen in place those columns that grow, evenly and none beyond its `most`; what is left of `spare` cells."""
    hungry = [at for at, column in enumerate(columns) if column.grow and most[at] > widths[at]]
    while spare and hungry:
        share = max(1, spare // len(hungry))
        for at in list(hungry):
            extra = min(share, most[at] - widths[at], spare)
            widths[at] += extra
            spare -= extra
            if widths[at] >= most[at]:
                hungry.remove(at)
    return spare


def _needs(columns: Sequence[Column[Row]], *, comfortably: bool = False) -> int:
    widths = (max(column.width, column.comfort) if comfortably else column.width for column in columns)
    return sum(widths) + GAP * (len(columns) - 1)
