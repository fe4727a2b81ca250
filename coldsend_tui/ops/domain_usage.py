"""The heat map by domain: the rows of its inboxes summed up, by hours measured by what a domain may send in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coldsend_tui.ops.thresholds import DOMAIN_HOUR_LIMIT, NATIVE_KIND
from coldsend_tui.ops.usage_map import Cell, Grain, Strand
from coldsend_tui.workspace import Sender


def by_domain(rows: Sequence[Strand], senders: Mapping[str, Sender], grain: Grain) -> list[Strand]:
    """The rows of inboxes summed up by domain; a place is known where any inbox is, and whole where all are.

    By hours a domain with managed inboxes is measured by the 100 mails an hour that it may send, others by the map's highest.
    """
    groups: dict[str, list[Strand]] = {}
    for row in rows:
        sender = senders[row.id]
        groups.setdefault(sender.domain or sender.email.rpartition("@")[2].lower(), []).append(row)
    made = []
    for name, own in groups.items():
        cells = tuple(_sum(parts) for parts in zip(*(row.cells for row in own), strict=True))
        limits = [row.day_limit for row in own if row.day_limit is not None]
        used = [row.used for row in own if row.used is not None]
        native = any(senders[row.id].kind == NATIVE_KIND for row in own)
        limit: float | None = (sum(limits) or None) if grain is Grain.DAY else DOMAIN_HOUR_LIMIT if native else None
        made.append(
            Strand(
                senders[own[0].id].domain_id or name,
                name,
                "",
                len(own),
                limit,
                sum(used) if used else None,
                sum(limits) if limits else None,
                cells,
            )
        )
    return made


def _sum(parts: Sequence[Cell | None]) -> Cell | None:
    known = [part for part in parts if part is not None]
    if not known:
        return None
    return Cell(sum(part.mails for part in known), len(known) == len(parts) and all(part.whole for part in known))
