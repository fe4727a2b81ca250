"""The mapping form: one line per column of the file, its guess to be changed, and what else is to be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from coldsend_tui.ops.lead_list import columns
from coldsend_tui.ops.lead_list.table import Table
from coldsend_tui.text import cut, safe
from coldsend_tui.tui.modals.form import Field

DUPLICATES: Final = ("skip", "update", "replace")
ROLES: Final = ("keep", "leave out")
_SAMPLE: Final = 34
_HEADER: Final = 24


class Choices(NamedTuple):
    """What was chosen."""

    fields: columns.Fields
    duplicates: str
    leave_roles: bool


def fields_of(table: Table) -> list[Field]:
    """The form: a field per column, then duplicates and role addresses."""
    lines = columns_of(table, columns.guess(table))
    lines.append(Field("duplicates", "leads that the campaign has", DUPLICATES[0], choices=DUPLICATES))
    lines.append(Field("roles", "role addresses (info@, sales@ …)", ROLES[0], choices=ROLES))
    return lines


def columns_of(table: Table, guesses: columns.Fields) -> list[Field]:
    """A field per column of the file: its guess, and the first value that stands in it."""
    lines = []
    for index, (header, guess) in enumerate(zip(table.header, guesses, strict=True)):
        sample = next((record.cells[index].strip() for record in table.records if record.cells[index].strip()), "empty")
        name = cut(safe(header) or f"column {index + 1}", _HEADER)
        lines.append(Field(f"c{index}", name, guess, f"“{cut(safe(sample), _SAMPLE)}”" + _hint(index)))
    return lines


def _hint(index: int) -> str:
    if index:
        return ""
    return "  · an empty field leaves its column out"


def chosen(values: Mapping[str, str], width: int) -> Choices:
    """The answers of the form over `width` columns."""
    return Choices(fields_in(values, width), values["duplicates"], values["roles"] == ROLES[1])


def fields_in(values: Mapping[str, str], width: int) -> columns.Fields:
    """The field of each of `width` columns, as it was typed."""
    return tuple(values[f"c{index}"].strip() for index in range(width))


def check(values: Mapping[str, str], width: int) -> dict[str, str]:
    """What is wrong, by field of the form."""
    found = columns.problem(fields_in(values, width))
    return {f"c{found[0]}": found[1]} if found else {}
