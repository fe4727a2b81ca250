"""A CSV file of people before it is imported: its columns, what they are taken for, how many rows can be used."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from coldsend_tui.ops import wording

UPLOAD_MAX: Final = 50 * 1024 * 1024
"""Bytes the API takes [docs]."""
GUESSES: Final[Mapping[str, tuple[str, ...]]] = {
    "email": ("email", "emailaddress", "mail", "address", "emailwork", "workemail"),
    "first_name": ("firstname", "first", "givenname", "vorname", "forename"),
    "last_name": ("lastname", "last", "surname", "familyname", "nachname"),
    "company": ("company", "companyname", "organization", "organisation", "account", "firma"),
}
"""Field of a contact, and headers taken for it (letters only, lower case)."""


class ContactFile(NamedTuple):
    """What a file holds. `mapping` is field to header; `unmapped` headers become custom fields. `problem` says why it cannot
    be sent ("" when it can). `usable` rows have an address that no row before has."""

    path: Path
    size: int
    rows: int
    usable: int
    mapping: Mapping[str, str]
    unmapped: tuple[str, ...]
    last_address: str
    problem: str = ""

    @property
    def summary(self) -> str:
        """`12 rows, 10 with an address of their own, 2 without an address or repeated`."""
        left = self.rows - self.usable
        rest = f", {left:,} without an address or repeated" if left else ""
        return f"{wording.plural(self.rows, 'row')}, {self.usable:,} with an address of their own{rest}"


def inspect(path: Path, mapping: Mapping[str, str] | None = None) -> ContactFile:
    """Read a file and guess its columns; `mapping` (field to header) stands above the guesses. Heavy: run it in a thread."""
    nothing = ContactFile(path, 0, 0, 0, {}, (), "")
    try:
        size = path.stat().st_size
        if size > UPLOAD_MAX:
            return nothing._replace(size=size, problem=f"it has {size / 1e6:.0f} MB, ColdSend takes 50 MB: split it")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return nothing._replace(problem=f"it cannot be read ({error.strerror or error})")
    except UnicodeDecodeError:
        return nothing._replace(size=size, problem="it is not UTF-8 text: save it as UTF-8")
    try:
        dialect = csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\0", "")), dialect))
    except csv.Error as error:
        return nothing._replace(size=size, problem=f"it is no CSV file ({error})")
    if len(rows) < 2:
        return nothing._replace(size=size, problem="it has no rows below its header")
    if dialect.delimiter != ",":
        return nothing._replace(
            size=size, problem=f"its columns are separated by {dialect.delimiter!r}: save it with commas"
        )
    return _judged(nothing._replace(size=size, rows=len(rows) - 1), rows, mapping or {})


def _judged(file: ContactFile, rows: list[list[str]], wanted: Mapping[str, str]) -> ContactFile:
    header = [name.strip() for name in rows[0]]
    unknown = [name for name in wanted.values() if name not in header]
    if unknown:
        return file._replace(problem=f"it has no column {unknown[0]}; its columns are {', '.join(header)}")
    mapping = dict(wanted)
    for field, words in GUESSES.items():
        if field not in mapping:
            fitting = [name for name in header if _letters(name) in words and name not in mapping.values()]
            mapping |= {field: fitting[0]} if fitting else {}
    unmapped = tuple(name for name in header if name and name not in mapping.values())
    file = file._replace(mapping=mapping, unmapped=unmapped)
    if "email" not in mapping:
        return file._replace(problem=f"none of its columns is taken for the address: {', '.join(header)}")
    at = header.index(mapping["email"])
    addresses = [row[at].strip().lower() for row in rows[1:] if len(row) > at and _is_address(row[at])]
    if not addresses:
        return file._replace(problem=f"its column {mapping['email']} holds no address")
    return file._replace(usable=len(set(addresses)), last_address=addresses[-1])


def _letters(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalpha())


def _is_address(text: str) -> bool:
    local, _, domain = text.strip().rpartition("@")
    return bool(local and "." in domain and " " not in text.strip())
