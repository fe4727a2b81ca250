"""Sender files: what is read, what is refused and why; and that no file at all can break the reading."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops.addresses import address_fault, ascii_host, host_fault, prefix_fault
from coldsend_tui.ops.sender_accounts import NativeAccount, SmtpAccount, preset_of, smtp_faults, truth
from coldsend_tui.ops.sender_csv import COLUMNS, NoSenderFile, decoded, read
from coldsend_tui.sandbox.rules.fields import is_email, is_host, is_local_part

OWN = {"mail.acme.example"}
TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
HOSTILE = [
    "\x1b]52;c;aGk=\x07",
    "[@click=app.quit]x[/]",
    "[/]",
    "\u202egnp",
    "a\x00b",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "=cmd|' /C calc'!A0",
]


def rows(*lines: str, head: str = "email,display_name,type,smtp_host,smtp_password,daily_limit"):  # type: ignore[no-untyped-def]
    return read("\n".join([head, *lines]), OWN).rows


def test_a_row_is_native_where_its_domain_is_ours_and_it_has_no_servers() -> None:
    own, other = rows("Sam@Mail.Acme.example,Sam,,,,", "kim@gmail.example,Kim,google,,secret-1,")
    assert own.account == NativeAccount("", "mail.acme.example", "sam", "Sam")
    assert isinstance(other.account, SmtpAccount)
    assert (other.account.smtp_host, other.account.imap_port, other.account.daily_limit) == ("smtp.gmail.com", 993, 20)
    assert "secret-1" not in repr(other)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("kim@x.example,Kim,google,,,", "smtp_password: a password is needed"),
        ("kim@x.example,Kim,smtp,,pw,", "smtp_host: the name of the server is needed"),
        ("kim@x.example,,google,,pw,", "display_name: a display name is needed"),
        ("kim@x.example,Kim,google,,pw,2001", "daily_limit: a whole number from 1 to 2,000"),
        ("kim@x.example,Kim,google,,pw,0", "daily_limit: a whole number"),
        ("kim@x.example,Kim,yahoo,,pw,", "type: yahoo is none"),
        ("kim,Kim,google,,pw,", "email: an address is needed"),
        ("k m@x.example,Kim,google,,pw,", "email: before the @"),
        ("sam..a@mail.acme.example,Sam,native,,,", "prefix: letters, digits"),
        ("@mail.acme.example,Sam,native,,,", "prefix: the part before the @ is needed"),
        ("sam@mail.acme.example,,native,,,", "display_name: a display name is needed"),
        ("kim@x.example,Kim,smtp,smtp://x,pw,", "smtp_host: only the name is needed"),
        ("kim@x.example,Kim,google,,pw,5,7", "it has 7 cells, the header 6"),
    ],
)
def test_every_kind_of_fault_is_named_with_its_field(line: str, fault: str) -> None:
    [row] = rows(line)
    assert row.account is None
    assert any(one.startswith(fault) for one in row.faults), row.faults


def test_twins_are_refused_with_the_row_they_repeat() -> None:
    _, second = rows("sam@mail.acme.example,Sam,,,,", "SAM@mail.acme.example,Sam,,,,")
    assert (second.account, second.faults) == (None, ("the same address as row 2",))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_other_names_of_columns_are_recognised(delimiter: str) -> None:
    head = delimiter.join(["E-Mail", "From Name", "Provider", "App Password", "Team"])
    file = read(f"\ufeff{head}\r\n" + delimiter.join(["kim@x.example", "Kim", "google", "pw", "red"]), ())
    assert file.ignored == ("Team",)
    [row] = file.rows
    assert isinstance(row.account, SmtpAccount)
    assert row.account.display_name == "Kim"


def test_files_that_are_none_say_what_they_need() -> None:
    for text, words in (
        ("", "first row"), ("name,phone\nx,y", "first row"), ("email\n", "no row"), ("email,email\nx,y", "twice"),
    ):  # fmt: skip
        with pytest.raises(NoSenderFile, match=words):
            read(text, OWN)
    with pytest.raises(NoSenderFile, match="Line 2"):
        decoded(b"email\n\xff\n")
    assert decoded("email\nä@x.example".encode("utf-16")) == "email\nä@x.example"


def test_blank_lines_and_quoted_line_breaks_keep_the_numbers() -> None:
    file = read('email,display_name\n\n"sam@mail.acme.example","Sam\nof Acme"\nbad,\n', OWN)
    assert [row.number for row in file.rows] == [3, 4]
    assert file.rows[0].account is not None


@given(st.lists(st.lists(TEXT | st.sampled_from(HOSTILE), max_size=8), max_size=6), st.sampled_from(",;\t|"))
def test_any_table_is_read_or_refused_and_every_row_has_an_account_or_a_fault(table: list[list[str]], sep: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sep)
    writer.writerow(["email", "display_name", "type", "smtp_password"])
    writer.writerows(table)
    try:
        file = read(out.getvalue(), OWN)
    except NoSenderFile:
        return
    for row in file.rows:
        assert (row.account is None) == bool(row.faults)
    emails = [row.account.email for row in file.rows if row.account]
    assert len(emails) == len(set(emails))
    assert all(is_email(email) for email in emails)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        read(text, OWN)
    except NoSenderFile as error:
        assert error.hint


@given(st.text(max_size=40) | st.from_regex(r"[a-z0-9.\-@]{1,30}", fullmatch=True))
def test_what_is_found_sound_the_server_takes(text: str) -> None:
    if not prefix_fault(text):
        assert is_local_part(text)
    if not host_fault(text):
        assert is_host(ascii_host(text))
    if not address_fault(text):
        assert is_email(text)


@given(st.from_regex(r"[a-z0-9\-]{0,10}(\.[a-z0-9\-]{0,10}){0,3}", fullmatch=True))
def test_a_host_the_server_takes_is_sound(text: str) -> None:
    assert (host_fault(text) == "") == is_host(ascii_host(text))


@given(st.dictionaries(st.sampled_from(COLUMNS), TEXT))
def test_faults_name_fields_there_are(values: dict[str, str]) -> None:
    assert set(smtp_faults(values)) <= set(COLUMNS)


def test_words() -> None:
    assert preset_of("Custom") is preset_of("CUSTOM_SMTP") is preset_of("smtp")
    assert preset_of("yahoo") is None
    assert (truth("Yes"), truth("0"), truth("perhaps")) == (True, False, None)
