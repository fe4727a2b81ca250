"""What an export says can be read back, cell by cell, and drives neither a terminal nor a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.errors import UsageError
from coldsend_tui.export import FORMATS, KINDS, ExportFile, Head, Read, fields_of, writer
from coldsend_tui.workspace import Campaign

NOW = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)
HEAD = Head("campaigns", "acme-prod", NOW, "status:active")


def campaign(name: str, **more: Any) -> Campaign:
    known: dict[str, Any] = {
        "id": "c1", "status": "ACTIVE", "total_leads": 100, "sent": 40, "opened": 10, "replied": 2, "bounced": 0,
        "unsubscribed": None, "created_at": NOW, "launched_at": None, "seen_at": NOW,
    }  # fmt: skip
    return Campaign(name=name, **(known | more))


def document(form: str, rows: list[Campaign]) -> str:
    made = writer(form, HEAD, fields_of("campaigns"))
    return made.begin() + "".join(made.rows([Read(row, NOW)]) for row in rows) + made.end()


def parsed(form: str, text: str) -> list[dict[str, Any]]:
    if form == "csv":
        return list(csv.DictReader(io.StringIO(text, newline="")))
    table = json.loads(text) if form == "json" else tomllib.loads(text)
    assert table["export"] == "campaigns" and table["workspace"] == "acme-prod" and table["filter"] == "status:active"
    assert table["exported_at"] == "2026-03-05T14:30:00Z"
    rows: list[dict[str, Any]] = table["rows" if form == "json" else "campaigns"]
    return rows


@pytest.mark.parametrize("form", FORMATS)
@given(names=st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_any_name_is_read_back_and_no_control_character_is_written(form: str, names: list[str]) -> None:
    text = document(form, [campaign(name) for name in names])
    assert not [char for char in text if (ord(char) < 32 and char not in "\t\n\r") or 127 <= ord(char) < 160]
    assert text.encode("utf-8", "replace").count(b"\x1b") == 0
    rows = parsed(form, text)
    assert len(rows) == len(names)
    if form == "json":
        assert [row["name"] for row in rows] == names


@pytest.mark.parametrize("form", FORMATS)
def test_numbers_times_and_what_is_not_known(form: str) -> None:
    (row,) = parsed(form, document(form, [campaign("Q4")]))
    assert float(row["sent"]) == 40 and float(row["bounce_rate"]) == 0 and float(row["reply_rate"]) == 0.05
    assert not row.get("unsubscribed") and not row.get("launched_at")
    at = row["read_at"]
    assert at == (NOW if form == "toml" else "2026-03-05T14:30:00Z")


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    (row,) = parsed("csv", document("csv", [campaign(cell)]))
    assert row["name"][0] not in "=+-@\t\r"


def test_columns_that_are_shown_and_the_id() -> None:
    assert [field.name for field in fields_of("campaigns", ["name", "bounced"])] == [
        "id",
        "name",
        "bounced",
        "bounce_rate",
    ]
    assert all(field.name for fields in KINDS.values() for field in fields)


def test_a_file_is_for_its_owner_and_never_replaces_another(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with ExportFile(path) as file:
        file.write("a\r\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == b"a\r\n"
    with pytest.raises(UsageError, match="there already"):
        ExportFile(path)
    assert path.read_bytes() == b"a\r\n"


def test_what_was_broken_off_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with pytest.raises(KeyboardInterrupt), ExportFile(path) as file:
        file.write("a")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="cannot be written"):
        ExportFile(tmp_path / "no" / "such" / "place.csv")


def test_a_file_made_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with pytest.raises(UsageError, match="meanwhile"), ExportFile(path) as file:
        file.write("ours")
        path.write_text("theirs")
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]
