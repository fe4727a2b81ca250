"""CSV as people send it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.sandbox.problems import Refused
from coldsend_tui.sandbox.rules.csv_table import MAX_ROWS, read


def test_headers_equal_field_names_and_other_columns_become_custom_fields() -> None:
    content = "email,first_name,industry,custom_source\r\nann@example.com,Ann,Shoes,\r\n\r\nbob@example.com\r\n"
    assert read(content.encode(), {}) == [
        (2, {"email": "ann@example.com", "first_name": "Ann", "custom_fields": {"industry": "Shoes"}}),
        (4, {"email": "bob@example.com", "first_name": None, "custom_fields": {}}),
    ]


def test_mapping_names_the_columns_and_drops_the_rest() -> None:
    content = b"Mail,Vorname,Rest\nann@example.com,Ann,x\n"
    rows = read(content, {"email": "Mail", "first_name": "Vorname", "custom_team": "Rest"})
    assert rows == [(2, {"email": "ann@example.com", "first_name": "Ann", "custom_fields": {"team": "x"}})]


def test_byte_order_mark_quotes_over_lines_and_formula_cells_are_data() -> None:
    content = '\ufeffemail,company\n"ann@example.com","Two\nlines, one ""cell"""\nbob@example.com,=1+1\n'.encode()
    rows = [fields["company"] for _, fields in read(content, {})]
    assert rows == ['Two\nlines, one "cell"', "=1+1"]


@pytest.mark.parametrize(
    ("content", "mapping", "reason"),
    [
        (b"", {}, "empty"),
        (b"email\n", {}, "no data rows"),
        (b"name\nAnn\n", {}, "no email column"),
        (b"email;name\nann@example.com;Ann\n", {}, "separated by commas"),
        ("email\nann@example.com\n".encode("utf-16"), {}, "UTF-16"),
        (b"email\nann@exa\xffmple.com\n", {}, "UTF-8"),
        (b"email\nann\0@example.com\n", {}, "NUL"),
        (b"email,x,x\nann@example.com,1,2\n", {}, "duplicate columns: x"),
        (b"email,x\nann@example.com,1\n", {"email": "Mail"}, "not in the CSV file: Mail"),
        (b'email\n"ann@example.com\n', {}, "malformed"),
        (b"email\n" + b"a" * 200_000, {}, "malformed"),
        (b"email\n" + b"ann@example.com\n" * (MAX_ROWS + 1), {}, "10,001 rows"),
    ],
)
def test_files_that_are_refused_say_why(content: bytes, mapping: dict[str, str], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read(content, mapping)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        rows = read(content, {})
    except Refused as refused:
        assert refused.detail
    else:
        assert rows
        assert all("email" in fields for _, fields in rows)
