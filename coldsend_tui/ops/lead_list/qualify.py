"""Row by row: who is sent, and who is not and why. Nothing that is left out is ever sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from coldsend_tui.ops.lead_list import addresses
from coldsend_tui.ops.lead_list.columns import EMAIL, Fields
from coldsend_tui.ops.lead_list.table import Record, Table

LONGEST_CELL: Final = 10_000
"""Characters of a field; more is a broken row, not a value [inferred]."""


class Fault(StrEnum):
    """Why a row is left out."""

    SYNTAX = "no valid address"
    SHAPE = "more cells than columns"
    TWICE = "twice in the file"
    KNOWN = "already in the campaign"
    SUPPRESSED = "unsubscribed or bounced before"
    NEVER = "must not be mailed"
    DISPOSABLE = "disposable address"
    TYPO = "mistyped domain"
    ROLE = "role address"


class ListLead(NamedTuple):
    """A row that is sent: its number in the file, and its values in the order of `Qualified.fields`."""

    row: int
    values: tuple[str, ...]


class Reject(NamedTuple):
    """A row that is not sent, as it stands in the file."""

    record: Record
    fault: Fault
    reason: str


class Against(NamedTuple):
    """What the list is held against: addresses (lower case) of the campaign and suppressed ones; None: not known.

    `updates` says that leads the campaign has are sent all the same, to be changed. `leave_roles` takes info@ and its like out.
    """

    campaign: Collection[str] | None = None
    suppressed: Collection[str] | None = None
    updates: bool = False
    leave_roles: bool = False


_NOTHING: Final = Against()


@dataclass(frozen=True, slots=True)
class Qualified:
    """The list, judged. `fields` names the columns of the leads, email first; every record is a lead or a reject."""

    table: Table
    mapping: Fields
    fields: tuple[str, ...]
    leads: tuple[ListLead, ...]
    rejects: tuple[Reject, ...]
    against: Against

    def values(self, field: str) -> tuple[str, ...]:
        """The values of one field, of all leads that are sent."""
        at = self.fields.index(field)
        return tuple(lead.values[at] for lead in self.leads)


def qualify(table: Table, mapping: Fields, against: Against = _NOTHING) -> Qualified:
    """Judge every record of `table`. The first of several rows with one address counts; order is kept."""
    at = mapping.index(EMAIL)
    columns = [(index, field) for index, field in enumerate(mapping) if field and field != EMAIL]
    leads: list[ListLead] = []
    rejects: list[Reject] = []
    seen: dict[str, int] = {}
    for record in table.records:
        email = addresses.cleaned(record.cells[at])
        found = _fault(record, email, len(table.header), seen, against)
        if found is not None:
            rejects.append(Reject(record, *found))
        else:
            seen[email.lower()] = record.row
            leads.append(ListLead(record.row, (email, *(_value(record.cells[index]) for index, _ in columns))))
    fields = (EMAIL, *(field for _, field in columns))
    return Qualified(table, mapping, fields, tuple(leads), tuple(rejects), against)


def _fault(record: Record, email: str, width: int, seen: dict[str, int], against: Against) -> tuple[Fault, str] | None:
    if any(cell.strip() for cell in record.cells[width:]):
        return Fault.SHAPE, f"{len(record.cells)} cells, the header has {width}: a separator inside a value?"
    if any(len(cell) > LONGEST_CELL for cell in record.cells):
        return Fault.SHAPE, f"a cell of more than {LONGEST_CELL:,} characters: a quote that is not closed?"
    if wrong := addresses.fault(email):
        return Fault.SYNTAX, wrong
    return next(_judgements(email, seen, against), None)


def _judgements(email: str, seen: dict[str, int], against: Against) -> Iterator[tuple[Fault, str]]:
    key, domain, box = email.lower(), addresses.domain_of(email), addresses.box_of(email)
    if key in seen:
        yield Fault.TWICE, f"the same address as row {seen[key]}"
    if right := addresses.meant(domain):
        yield Fault.TYPO, f"{domain}: was {right} meant?"
    if addresses.disposable(domain):
        yield Fault.DISPOSABLE, f"{domain} gives out addresses for a short time"
    if box in addresses.NEVER:
        yield Fault.NEVER, f"{box}@ is read by nobody or by those who complain"
    if against.suppressed is not None and key in against.suppressed:
        yield Fault.SUPPRESSED, "this person unsubscribed or bounced before"
    if against.campaign is not None and key in against.campaign and not against.updates:
        yield Fault.KNOWN, "a lead of this campaign already; it stays as it is"
    if against.leave_roles and box in addresses.ROLES:
        yield Fault.ROLE, f"{box}@ belongs to a function, not to a person"


def _value(cell: str) -> str:
    return cell.strip()


def rejected_rows(rejects: Sequence[Reject], header: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The rows of a rejects file: number in the original, reason, the cells as they stood; the header first."""
    yield ("row", "reason", *header)
    for reject in rejects:
        yield (str(reject.record.row), f"{reject.fault.value}: {reject.reason}", *reject.record.cells)
