"""The cleaned list as files that the API takes: UTF-8, commas, field names for headers, at most so many rows and bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coldsend_tui.ops.lead_list.qualify import ListLead


class Batch(NamedTuple):
    """One file. `rows` are the numbers of its leads in the original, in order."""

    content: bytes
    rows: tuple[int, ...]


def batches(fields: Sequence[str], leads: Sequence[ListLead], *, most_rows: int, most_bytes: int) -> Iterator[Batch]:
    """The leads in as few files as the limits allow, in order; every lead stands in exactly one."""
    head = _line(fields)
    held: list[bytes] = []
    rows: list[int] = []
    size = len(head)
    for lead in leads:
        line = _line(lead.values)
        if rows and (len(rows) >= most_rows or size + len(line) > most_bytes):
            yield Batch(head + b"".join(held), tuple(rows))
            held, rows, size = [], [], len(head)
        held.append(line)
        rows.append(lead.row)
        size += len(line)
    if rows:
        yield Batch(head + b"".join(held), tuple(rows))


def _line(values: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(values)
    return text.getvalue().encode("utf-8", errors="replace")
