"""FIELD=HEADER on the command line: which column of a list is which field, above what is guessed."""

from __future__ import annotations

from collections.abc import Sequence

from coldsend_tui.errors import UsageError
from coldsend_tui.ops.lead_list import columns
from coldsend_tui.ops.lead_list.table import Table
from coldsend_tui.text import safe


def mapped(table: Table, fields: columns.Fields, wanted: Sequence[str], option: str) -> columns.Fields:
    """`fields` as the words of `option` change them; `FIELD=` leaves its column out. UsageError when they cannot be used."""
    for word in wanted:
        field, sign, header = word.partition("=")
        if not sign or not field:
            raise UsageError(f"{option} {word}: it is FIELD=HEADER.", f"For example: {option} company=Firma")
        try:
            if header:
                fields = columns.chosen(table, fields, {field: header})
            else:
                fields = tuple("" if one == field else one for one in fields)
        except ValueError:
            known = ", ".join(safe(name) for name in table.header)
            raise UsageError(f"{option} {word}: no column is called so.", f"Columns: {known}.") from None
    if wrong := columns.problem(fields):
        raise UsageError(f"The mapping cannot be used: {wrong[1]}.", f"Say which with {option} email=HEADER.")
    return fields
