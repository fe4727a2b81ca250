"""What is read of the cache for the heat map, and what an export writes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.ops import domain_usage, usage_map
from coldsend_tui.ops.reports import UsageRow
from coldsend_tui.ops.usage_map import Grain, Strand
from coldsend_tui.workspace import Workspace

if TYPE_CHECKING:
    from coldsend_tui.store import Store
    from coldsend_tui.workspace import Sender


class Map(NamedTuple):
    """Rows, and where their cells begin; `workspace` and `of` are what it was made for."""

    workspace: Workspace
    of: object
    rows: tuple[Strand, ...]
    places: tuple[datetime, ...]

    def same_as(self, other: Map) -> bool:
        """Whether the other one was made for the same rows of inboxes, which are new ones whenever one of them changed."""
        return self.workspace.senders is other.workspace.senders and (self.of, self.places) == (other.of, other.places)

    @property
    def highest(self) -> int:
        """The largest cell."""
        return usage_map.highest(self.rows)

    @property
    def known(self) -> tuple[int, int]:
        """Places of which something is known, of how many."""
        return sum(row.known for row in self.rows), sum(len(row.cells) for row in self.rows)


NOTHING: Final = Map(Workspace(senders=[]), None, (), ())


def read(
    store: Store, senders: Sequence[Sender], places: Sequence[datetime], grain: Grain, now: datetime, *, domains: bool
) -> tuple[Strand, ...]:
    """One row an inbox or a domain. For a thread: thousands of inboxes have a long history."""
    seen = store.gauge_spans("sender", [sender.id for sender in senders], "sent_today", places[0], grain.span)
    gaps, began = store.gaps(places[0]), store.watched_since()
    rows = usage_map.strands(senders, seen, places, grain, now, began=began, gaps=gaps)
    return tuple(domain_usage.by_domain(rows, {one.id: one for one in senders}, grain) if domains else rows)


def usage_rows(found: Map, kind: str, grain: Grain) -> list[UsageRow]:
    """Every place of every row; what was not seen has no number."""
    return [
        UsageRow(
            kind=kind,
            id=row.id,
            name=row.name,
            start=start,
            grain=str(grain),
            mails=cell.mails if cell else None,
            seen="not seen" if cell is None else "whole" if cell.whole else "at least",
            measured_by=row.limit,
        )
        for row in found.rows
        for start, cell in zip(found.places, row.cells, strict=True)
    ]
