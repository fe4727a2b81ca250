"""A list of people before it is imported as contacts: its columns, whom it holds, and the files that are sent of it.

Reading it and guessing its columns is `lead_list`'s; the rules here are those of contacts: a person may stand in it twice
(the newest value counts), and a job title is a field of one's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from coldsend_tui.ops import wording
from coldsend_tui.ops.lead_list import addresses, columns
from coldsend_tui.ops.lead_list.batches import batches
from coldsend_tui.ops.lead_list.qualify import ListLead
from coldsend_tui.ops.lead_list.table import ListFault, Table
from coldsend_tui.text import safe

_TITLE: Final = "title"
_JOB_TITLE: Final = "job_title"
"""A contact has no title: this is the custom field that {{job_title}} is filled from."""


class Part(NamedTuple):
    """One file as it is sent: UTF-8, commas, field names for headers. `last_address` is the one of its last row."""

    content: bytes
    rows: int
    last_address: str


class ContactFile(NamedTuple):
    """What is sent of a list. `mapping` is (field, header) of each column that goes along, the address first.

    `rows` are all of the list, `people` the different addresses among those that are sent, `repeated` rows whose address
    stands above them (sent too), `left_out` rows without a valid address or with more cells than columns.
    """

    mapping: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    rows: int
    people: int
    repeated: int
    left_out: int

    @property
    def summary(self) -> str:
        """`12 rows, 10 people, 1 repeated, 1 without a valid address left out`."""
        told = [wording.plural(self.rows, "row"), wording.plural(self.people, "person", "people")]
        if self.repeated:
            told.append(f"{self.repeated:,} repeated (the newest value counts)")
        if self.left_out:
            told.append(f"{self.left_out:,} without a valid address left out")
        return ", ".join(told)


def guess(table: Table) -> columns.Fields:
    """The field of each column, as for leads; a title is a custom field."""
    fields = columns.guess(table)
    renamed = _JOB_TITLE if _JOB_TITLE not in fields else "job_title_2"
    return tuple(renamed if field == _TITLE else field for field in fields)


def contact_file(table: Table, fields: columns.Fields, *, most_rows: int, most_bytes: int) -> ContactFile:
    """What is sent of `table` when its columns are `fields`. Heavy: in a thread. ListFault when there is nobody in it."""
    if wrong := columns.problem(fields):
        raise ListFault(f"Its columns cannot be used: {wrong[1]}.", f"They are {_names(table.header)}.")
    at = fields.index(columns.EMAIL)
    taken = [at, *(index for index, field in enumerate(fields) if field and index != at)]
    people: list[ListLead] = []
    seen: set[str] = set()
    for record in table.records:
        address = addresses.cleaned(record.cells[at])
        if addresses.fault(address) or any(map(str.strip, record.cells[len(table.header) :])):
            continue
        seen.add(address.lower())
        people.append(ListLead(record.row, (address, *(record.cells[index].strip() for index in taken[1:]))))
    if not people:
        raise ListFault(f"Its column {safe(table.header[at])} holds no valid address.", "Say which column does.")
    parts: list[Part] = []
    sent = 0
    for batch in batches([fields[index] for index in taken], people, most_rows=most_rows, most_bytes=most_bytes):
        sent += len(batch.rows)
        parts.append(Part(batch.content, len(batch.rows), people[sent - 1].values[0]))
    rows = len(table.records)
    return ContactFile(
        tuple((fields[index], table.header[index]) for index in taken), tuple(parts), rows, len(seen),
        len(people) - len(seen), rows - len(people),
    )  # fmt: skip


def _names(header: Sequence[str]) -> str:
    return ", ".join(safe(name) or "(no name)" for name in header)
