"""Lists of leads: any file is read or refused with a reason, every row is sent or left out with one, and nothing is lost."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops.checks.check import CheckLevel
from coldsend_tui.ops.lead_list import addresses, columns, table
from coldsend_tui.ops.lead_list.batches import batches
from coldsend_tui.ops.lead_list.qualify import Against, Fault, qualify, rejected_rows
from coldsend_tui.ops.lead_list.scorecard import Context, scorecard, worst
from coldsend_tui.ops.lead_list.table import ListFault
from coldsend_tui.ops.lead_list.tags import fields_used
from coldsend_tui.sandbox.changes.upload_job import is_email
from coldsend_tui.sandbox.rules.csv_table import read as read_as_the_server

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffd", exclude_categories=("Cs",)), max_size=20)
HEADERS = ["email", "first name", "notes"]
LOCALS = ["jane", "info", "noreply", "a..b", "", "x" * 70, "joe+tag", "Ünal", "two words", "a@b"]
DOMAINS = [
    "acme.example",
    "gmail.com",
    "gmil.com",
    "mailinator.com",
    "acme.con",
    "",
    "x",
    "1.2",
    "-a.example",
    "büro.example",
]
ADDRESS = st.one_of(
    st.builds(lambda local, domain: f"{local}@{domain}", st.sampled_from(LOCALS), st.sampled_from(DOMAINS)),
    st.builds(lambda n: f"p{n}@acme.example", st.integers(0, 9)),
    CELL,
)


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_any_table_is_read_as_it_was_written(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    rows = [row if any(map(str.strip, row)) else ["x", *row[1:]] for row in rows]
    found = table.read(written([HEADERS, *rows], delimiter).encode(encoding))
    assert found.delimiter == delimiter
    assert found.header == tuple(HEADERS)
    assert [list(record.cells) for record in found.records] == rows
    assert [record.row for record in found.records] == list(range(2, len(rows) + 2))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_no_list(data: bytes) -> None:
    try:
        found = table.read(data)
    except ListFault as error:
        assert error.hint
        return
    fields = columns.guess(found)
    assert len(fields) == len(found.header)
    if columns.problem(fields) is None:
        judged = qualify(found, fields)
        assert len(judged.leads) + len(judged.rejects) == len(found.records)


@pytest.mark.parametrize(
    ("data", "encoding", "first"),
    [
        ("E-Mail;Ort\njane@a.example;Köln".encode("cp1252"), "cp1252", "Köln"),
        ("E-mail;Miasto\njane@a.example;Łódź nad Ścieżką, gęś".encode("cp1250"), "cp1250", "Łódź nad Ścieżką, gęś"),
        ("Почта;Город\njane@a.example;Санкт-Петербург".encode("cp1251"), "cp1251", "Санкт-Петербург"),
        ("Email,City\r\njane@a.example,Oslo".encode("utf-16-le"), "utf-16-le", "Oslo"),
        ("Email,City\r\njane@a.example,Oslo".encode("utf-16-be"), "utf-16-be", "Oslo"),
        (b"sep=;\r\nEmail;City\r\njane@a.example;Oslo", "utf-8", "Oslo"),
        (b'Email,City\njane@a.example,"two\nlines"\n', "utf-8", "two\nlines"),
        (b"Email,City\njane@a.example,O\0slo\n", "utf-8", "Oslo"),
        (b'Email,City\njane@a.example,the "old" town\n', "utf-8", 'the "old" town'),
    ],
)
def test_files_as_people_have_them(data: bytes, encoding: str, first: str) -> None:
    found = table.read(data)
    assert (found.encoding, found.records[0].cells) == (encoding, ("jane@a.example", first))
    assert columns.guess(found)[0] == "email"


def test_a_quote_that_is_not_closed_is_named_with_its_line() -> None:
    with pytest.raises(ListFault, match="line 3"):
        table.read(b'email,name\na@b.example,"Jane\nc@d.example,Joe\n')
    with pytest.raises(ListFault, match="near line 3 is longer than 131,072 characters"):
        table.read(b"email,name\na@b.example,Jane\nc@d.example," + b"x" * 200_000)


def test_a_file_without_header_gets_names_and_keeps_its_first_row() -> None:
    found = table.read(b"jane@a.example,Jane\njoe@b.example,Joe\n")
    assert found.header == ("column 1", "column 2")
    assert [record.row for record in found.records] == [1, 2]
    assert columns.guess(found) == ("email", "column_2")


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("E-Mail-Adresse,Vorname,Nachname,Firma,Position", ("email", "first_name", "last_name", "company", "title")),
        ("Courriel,Prénom,Nom,Société,Poste", ("email", "first_name", "last_name", "company", "title")),
        ("Correo electrónico,Nombre,Apellidos,Empresa,Cargo", ("email", "first_name", "last_name", "company", "title")),
        (
            "WORK EMAIL,First_Name,Surname,Organisation,JobTitle",
            ("email", "first_name", "last_name", "company", "title"),
        ),
        ("メール,名,姓,会社名,役職", ("email", "first_name", "last_name", "company", "title")),
        ("email,status,custom_city,City,city", ("email", "", "city", "city_2", "city_3")),
        ("kontaktdaten,Vorname", ("email", "first_name")),
    ],
)
def test_guesses_in_many_spellings(headers: str, fields: tuple[str, ...]) -> None:
    row = ",".join(["jane@a.example", *["x"] * headers.count(",")])
    found = table.read(f"{headers}\n{row}\n".encode())
    assert columns.guess(found) == fields
    assert columns.problem(fields) is None


@given(st.lists(CELL, min_size=1, max_size=8))
def test_a_guess_names_no_field_twice(headers: list[str]) -> None:
    found = table.Table(tuple(headers), (table.Record(2, ("x",) * len(headers)),), "utf-8", ",")
    named = [field for field in columns.guess(found) if field]
    assert len(named) == len(set(named))


def test_a_mapping_by_hand_moves_a_field() -> None:
    found = table.read(b"Email,Firma,Parent\nj@a.example,Acme,Holding\n")
    fields = columns.chosen(found, columns.guess(found), {"company": "parent"})
    assert fields == ("email", "", "company")
    with pytest.raises(ValueError, match="nowhere"):
        columns.chosen(found, fields, {"company": "nowhere"})
    assert columns.problem(("email", "email")) == (1, "email is taken by another column")
    assert columns.problem(("name",)) == (0, "one column must be email")


@given(ADDRESS)
def test_what_is_sent_the_server_takes(text: str) -> None:
    address = addresses.cleaned(text)
    if not addresses.fault(address):
        assert is_email(address)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        (" Jane Doe <jane@a.example> ", "jane@a.example"),
        ("mailto:jane@a.example", "jane@a.example"),
        ("\u200bjane@a.example\u00a0", "jane@a.example"),
        ("jane@a.example.;", "jane@a.example"),
    ],
)
def test_what_people_paste_around_an_address(typed: str, clean: str) -> None:
    assert addresses.cleaned(typed).rstrip(".") == clean
    assert addresses.fault(clean) == ""


@pytest.mark.parametrize(
    ("domain", "right"),
    [("gmil.com", "gmail.com"), ("gmial.com", "gmail.com"), ("gmaill.com", "gmail.com"), ("acme.con", "acme.com"),
     ("gmail.com", ""), ("email.com", ""), ("ymail.com", ""), ("acme.example", ""), ("mail.com", "")],
)  # fmt: skip
def test_mistyped_domains(domain: str, right: str) -> None:
    assert addresses.meant(domain) == right


def test_disposable_domains_and_those_below_them() -> None:
    assert addresses.disposable("mailinator.com")
    assert addresses.disposable("mx1.mailinator.com")
    assert not addresses.disposable("gmail.com")


ROWS = st.lists(st.tuples(ADDRESS, CELL, CELL), min_size=1, max_size=15)


@given(ROWS, st.sets(st.sampled_from([f"p{n}@acme.example" for n in range(10)])), st.booleans(), st.booleans())
def test_every_row_is_sent_or_left_out(
    rows: list[tuple[str, str, str]], known: set[str], updates: bool, leave_roles: bool
) -> None:
    records = tuple(table.Record(number, row) for number, row in enumerate(rows, 2))
    against = Against(known, set(), updates, leave_roles)
    judged = qualify(table.Table(tuple(HEADERS), records, "utf-8", ","), ("email", "first_name", "notes"), against)
    sent, left = [lead.row for lead in judged.leads], [reject.record.row for reject in judged.rejects]
    assert sorted(sent + left) == [record.row for record in records]
    emails = [email.lower() for email in judged.values("email")]
    assert len(emails) == len(set(emails))
    assert updates or not known & set(emails)
    findings = scorecard(judged, Context(tags=()))
    told = {finding.name: finding.hits for finding in findings}
    assert sum(told.get(fault.name.lower(), 0) for fault in Fault) == len(judged.rejects)
    assert all(finding.whole is None or 0 <= finding.hits <= finding.whole for finding in findings)
    assert len(list(rejected_rows(judged.rejects, HEADERS))) == len(judged.rejects) + 1

    files = list(batches(judged.fields, judged.leads, most_rows=3, most_bytes=200))
    assert [row for file in files for row in file.rows] == sent
    for file in files:
        assert len(file.rows) <= 3
        assert len(file.content) <= 200 or len(file.rows) == 1
        # What is sent is read by the server without a complaint, and all of it again by us.
        fields = [fields for _, fields in read_as_the_server(file.content, {})]
        assert [one["email"] for one in fields] == [lead.values[0] for lead in judged.leads if lead.row in file.rows]
        again = table.read(file.content)
        assert not qualify(again, columns.guess(again)).rejects


def test_fields_of_mails() -> None:
    used = fields_used(
        [
            "Hi {{first_name|there}}, {{dn_day_name}} at {{company}}",
            "{% if city and city != 'Rome' %}{{ city }}{% endif %}{{hello|hi|hey}} {{job_title}} {{first_name}}",
        ]
    )
    assert [(tag.name, tag.covered, tag.shown) for tag in used] == [
        ("city", False, "{{city}}"),
        ("company", False, "{{company}}"),
        ("first_name", False, "{{first_name}}"),
        ("title", False, "{{job_title}}"),
    ]


def test_the_scorecard_says_what_is_wrong_and_with_whom() -> None:
    rows = [f"p{n}@acme.example,Jane,Acme,x" for n in range(6)]
    rows += ["info@other.example,,,=1+1", "joe@gmail.com,Joe,,", "bad,x,y,z", "P0@ACME.example,a,b,c", "j@x.ca,J,C,d"]
    found = table.read("\n".join(["email,first name,company,note", *rows]).encode())
    judged = qualify(found, columns.guess(found), Against(campaign=set(), suppressed={"p1@acme.example"}))
    context = Context(fields_used(["{{first_name}} {{company|you}} {{city}} {{role|x}}"]))
    told = {finding.name: finding for finding in scorecard(judged, context)}
    assert told["valid"].figures == "10/11 90.9 %"
    assert told["twice"].examples == ("row 11: P0@ACME.example",)
    assert told["suppressed"].level is CheckLevel.WARN and told["suppressed"].hits == 1
    assert (told["merge city"].level, told["merge role"].level) == (CheckLevel.BLOCKER, CheckLevel.WARN)
    assert told["merge first_name"].figures == "1/8 12.5 %"
    assert told["merge company"].advice == "its fallback is sent"
    assert told["companies"].hits == 0
    assert told["roles"].examples == ("info@other.example",)
    assert told["formulas"].examples == ("row 8: =1+1",)
    assert told["countries"].examples == (".ca 1 (CASL)",)
    assert worst(told.values()) is CheckLevel.BLOCKER


def test_what_could_not_be_compared_says_so() -> None:
    found = table.read(b"email\nj@a.example\n")
    unknown = [f for f in scorecard(qualify(found, ("email",))) if f.level is CheckLevel.UNKNOWN]
    assert [finding.name for finding in unknown] == ["campaign", "suppressed", "merge"]
    assert all(finding.figures == "" for finding in unknown)
