"""CSV as people send it: what cannot be read is refused with a sentence that says why (behaviour.md §10)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

from coldsend_tui.sandbox.problems import Refused

MAX_ROWS: Final = 10_000
STANDARD: Final = ("email", "first_name", "last_name", "company", "title")
CUSTOM_PREFIX: Final = "custom_"

Row = tuple[int, dict[str, Any]]
"""Number of the record in the file (the header is 1), and its fields with `custom_fields` inside."""


def read(content: bytes, mapping: Mapping[str, str]) -> list[Row]:
    """The rows of a CSV file. `mapping` gives lead field → column header; without it headers must equal field names.

    Raises Refused when the file is no UTF-8 CSV with a header row and an email column, or has more than 10,000 rows.
    """
    records = _records(_text(content))
    if not records:
        raise Refused("CSV file is empty")
    headers = [header.strip() for header in records[0]]
    columns = _columns(headers, mapping)
    rows = [
        (number, _row(record, columns)) for number, record in enumerate(records[1:], 2) if any(map(str.strip, record))
    ]
    if not rows:
        raise Refused("CSV file has no data rows")
    if len(rows) > MAX_ROWS:
        raise Refused(f"CSV file has {len(rows):,} rows: at most {MAX_ROWS:,} are allowed")
    return rows


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("CSV file must be UTF-8 encoded; this one is UTF-16")
    if b"\0" in content:
        raise Refused("CSV file contains NUL bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"CSV file must be UTF-8 encoded; byte {error.start} is not") from None


def _records(text: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise Refused(f"CSV file is malformed near line {reader.line_num}: {error}") from None


def _columns(headers: list[str], mapping: Mapping[str, str]) -> dict[int, str]:
    """Column number → field name."""
    repeated = sorted({header for header in headers if header and headers.count(header) > 1})
    if repeated:
        raise Refused(f"CSV file has duplicate columns: {', '.join(repeated)}")
    if not mapping:
        columns = {index: header for index, header in enumerate(headers) if header}
    else:
        unknown = sorted(set(map(str.strip, mapping.values())) - set(headers))
        if unknown:
            raise Refused(f"Mapped columns are not in the CSV file: {', '.join(unknown)}")
        columns = {headers.index(header.strip()): field for field, header in mapping.items()}
    if "email" not in columns.values():
        hint = "; columns must be separated by commas" if len(headers) == 1 and ";" in headers[0] else ""
        raise Refused(f"CSV file has no email column{hint}")
    return columns


def _row(record: list[str], columns: Mapping[int, str]) -> dict[str, Any]:
    """The fields of one record; cells that are missing at its end are null."""
    fields: dict[str, Any] = {"custom_fields": {}}
    for index, name in columns.items():
        value = record[index].strip() if index < len(record) else ""
        if name in STANDARD:
            fields[name] = value or None
        elif value:
            fields["custom_fields"][name.removeprefix(CUSTOM_PREFIX)] = value
    return fields
