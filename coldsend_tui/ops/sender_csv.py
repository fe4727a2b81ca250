"""A CSV file of sender accounts, read on this machine: one row each, with everything that is wrong with it.

Columns (in any order, also under common other names): `type` (native, google, microsoft, smtp), `email` or `prefix` and
`domain`, `display_name`, and for accounts with their own servers `smtp_host`, `smtp_port`, `smtp_username`,
`smtp_password`, `imap_host`, `imap_port`, `imap_username`, `imap_password`, `daily_limit`, `smtp_use_tls`, `imap_use_ssl`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from coldsend_tui.errors import ColdSendError, ExitCode
from coldsend_tui.ops.addresses import address, ascii_host
from coldsend_tui.ops.sender_accounts import (
    NATIVE,
    NativeAccount,
    SmtpAccount,
    native_faults,
    preset_of,
    smtp_account,
    smtp_faults,
)

COLUMNS: Final = (
    "type", "email", "prefix", "domain", "display_name", "smtp_host", "smtp_port", "smtp_username", "smtp_password",
    "imap_host", "imap_port", "imap_username", "imap_password", "daily_limit", "smtp_use_tls", "imap_use_ssl",
)  # fmt: skip
_ALIASES: Final = {
    "email_address": "email", "address": "email", "e_mail": "email", "mailbox": "email", "email_prefix": "prefix",
    "local_part": "prefix", "domain_name": "domain", "name": "display_name", "from_name": "display_name",
    "sender_name": "display_name", "inbox_type": "type", "provider": "type", "host": "smtp_host", "port": "smtp_port",
    "username": "smtp_username", "user": "smtp_username", "password": "smtp_password", "app_password": "smtp_password",
    "limit": "daily_limit", "tls": "smtp_use_tls", "ssl": "imap_use_ssl",
}  # fmt: skip
_DELIMITERS: Final = ",;\t|"
_NATIVE_WORDS: Final = (NATIVE, "coldsend", "managed")
MOST_ROWS: Final = 10_000
"""Rows of one file: as many as a lead upload may have [docs]; at 2 s an account that is a working day of jobs."""


class ImportRow(NamedTuple):
    """One row. `number` counts as editors count (the header is row 1). Without `faults` it has an `account`, whose domain is
    known by name only. `name` is the address, or what stands in its place: a stranger's text."""

    number: int
    name: str
    account: NativeAccount | SmtpAccount | None
    faults: tuple[str, ...] = ()


class SenderFile(NamedTuple):
    """What was read. `ignored` are columns nobody knows."""

    rows: tuple[ImportRow, ...]
    ignored: tuple[str, ...]


class NoSenderFile(ColdSendError):
    """The file cannot be read as sender accounts at all."""

    title = "Sender file"
    exit_code = ExitCode.USAGE


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 where it says so. Raises NoSenderFile."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        where = data[: error.start].count(b"\n") + 1
        raise NoSenderFile(f"Line {where} is not UTF-8 text.", "Save the file as CSV UTF-8.") from None


def read(text: str, own_domains: Collection[str]) -> SenderFile:
    """The rows of a file. A row without a type is native when its domain is one of `own_domains` and it has no servers.

    Raises NoSenderFile where there is no header with the columns, no row, or more than `MOST_ROWS`.
    """
    lines = io.StringIO(text.replace("\0", "\ufffd").removeprefix("\ufeff"), newline="")
    head = lines.readline()
    delimiter = max(_DELIMITERS, key=lambda one: _known(_cells(head, one)))
    titles = _cells(head, delimiter)
    names = [_column(title) for title in titles]
    if not {"email", "prefix"} & set(names):
        raise NoSenderFile(
            "The first row does not name the columns: there is no email and no prefix.",
            f"Begin the file with a header, like {','.join(COLUMNS[:5])}.",
        )
    if twice := sorted({name for name in names if name in COLUMNS and names.count(name) > 1}):
        raise NoSenderFile(f"The column {twice[0]} stands there twice.", "Keep one of them.")
    lines.seek(0)
    rows = list(_rows(csv.reader(lines, delimiter=delimiter, strict=False), names, {d.lower() for d in own_domains}))
    if not rows:
        raise NoSenderFile("There is no row under the header.", "Add one row for each account.")
    ignored = dict.fromkeys(title.strip() for title in titles if title.strip() and _column(title) not in COLUMNS)
    return SenderFile(tuple(_without_twins(rows)), tuple(ignored))


def _rows(reader: Iterator[list[str]], names: Sequence[str], own_domains: Collection[str]) -> Iterator[ImportRow]:
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number == 1 or not any(cell.strip() for cell in cells):
                continue
            if number > MOST_ROWS + 1:
                raise NoSenderFile(f"The file has more than {MOST_ROWS:,} rows.", "Split it.")
            yield _row(number, cells, names, own_domains)
    except csv.Error as error:
        raise NoSenderFile(f"Row {number + 1} cannot be read as CSV ({error}).", "Check its quotes.") from None


def _row(number: int, cells: Sequence[str], names: Sequence[str], own_domains: Collection[str]) -> ImportRow:
    values = {name: cell for name, cell in zip(names, cells, strict=False) if name in COLUMNS and cell.strip()}
    if len(cells) > len(names):
        return ImportRow(
            number, values.get("email", "?"), None, (f"it has {len(cells)} cells, the header {len(names)}",)
        )
    prefix, _, host = values.get("email", "").strip().rpartition("@")
    prefix = values.get("prefix", prefix).strip()
    host = ascii_host(values.get("domain", host))
    word = values.get("type", "").strip().lower()
    servers = any(name.startswith(("smtp_", "imap_")) for name in values)
    if word in _NATIVE_WORDS or (not word and not servers and ("prefix" in values or host in own_domains)):
        account = NativeAccount("", host, prefix.lower(), values.get("display_name", "").strip())
        faults = native_faults(prefix, account.display_name)
        if not host:
            faults["domain"] = "a domain is needed"
        name = account.email if host else prefix or values.get("email", "?")
        return ImportRow(number, name, None if faults else account, _words(faults))
    if word and preset_of(word) is None:
        fault = f"type: {word} is none; native, google, microsoft and smtp are"
        return ImportRow(number, values.get("email", "?"), None, (fault,))
    texts = {"type": "smtp", "email": f"{prefix}@{host}" if prefix and host else "", **values}
    wrong = smtp_faults(texts)
    return ImportRow(number, address(texts["email"]) or "?", None if wrong else smtp_account(texts), _words(wrong))


def _without_twins(rows: Sequence[ImportRow]) -> Iterator[ImportRow]:
    seen: dict[str, int] = {}
    for row in rows:
        email = row.account.email if row.account else ""
        if email and email in seen:
            yield row._replace(account=None, faults=(f"the same address as row {seen[email]}",))
            continue
        if email:
            seen[email] = row.number
        yield row


def _words(faults: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{field}: {fault}" for field, fault in faults.items())


def _known(cells: Sequence[str]) -> int:
    return sum(_column(cell) in COLUMNS for cell in cells)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _column(cell: str) -> str:
    name = "_".join(cell.strip().lower().replace("-", " ").replace("_", " ").split())
    return _ALIASES.get(name, name)
