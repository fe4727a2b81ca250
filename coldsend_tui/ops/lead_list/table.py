"""A CSV file as people have it: bytes to records, whatever its encoding and separator; what had to be guessed is told."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from coldsend_tui.errors import ColdSendError, ExitCode
from coldsend_tui.ops import wording

DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 16_384
"""Characters (bytes for the encoding) that are looked at to guess: enough, and csv.Sniffer gets slow on more."""
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN: Final = ("cp1252", "cp1250", "cp1254", "mac_roman")
_OTHER: Final = ("cp1251", "cp1253", "koi8_r", "shift_jis", "gb18030", "big5", "euc_kr")
"""What spreadsheets save where they do not save UTF-8: Latin letters with some others between, and other scripts."""
_FOREIGN: Final = re.compile(rb"[^\s,;|\"]*[\x80-\xff][^\s,;|\"]*")
_EXCEL: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_MANY_NULS: Final = 0.2
_SOME, _MOST = 0.5, 0.75
"""Shares of high bytes in foreign words: below the first they are Latin, which keeps plain letters between; above the other not."""


class ListFault(ColdSendError):
    """The file is no list that can be used; nothing was sent."""

    title = "Lead list"
    exit_code = ExitCode.USAGE


class Record(NamedTuple):
    """One row. `row` is its number as a spreadsheet shows it: the header of most files is 1."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The file. All records have as many cells as the header, or more where the file is broken there."""

    header: tuple[str, ...]
    records: tuple[Record, ...]
    encoding: str
    delimiter: str
    notes: tuple[str, ...] = ()

    def column(self, index: int) -> tuple[str, ...]:
        """All cells of one column."""
        return tuple(record.cells[index] for record in self.records)


def read(data: bytes) -> Table:
    """The table in `data`. Takes about a second per 100,000 rows: not on an event loop. ListFault when there is none."""
    encoding = encoding_of(data)
    text = data.decode(encoding, errors="replace")
    notes = []
    if nuls := text.count("\0"):
        text = text.replace("\0", "")
        notes.append(f"{wording.plural(nuls, 'NUL byte')} left out")
    if encoding not in ("utf-8", "utf-8-sig"):
        notes.append(f"the file is {encoding.upper().replace('_', '-')}, read as such and sent as UTF-8")
    if lost := text.count("\ufffd"):
        notes.append(f"{wording.plural(lost, 'character')} could not be read")
    first, excel = 1, _EXCEL.match(text)
    if excel:
        text, first = text[excel.end() :], 2
    delimiter = excel[1] if excel else delimiter_of(text)
    records = _rows(text, delimiter, first, notes)
    if not records:
        raise ListFault("The file is empty.", "Its first line names the columns; one of them is email.")
    header, records = _header(records, notes)
    if not records:
        raise ListFault("The file has a header and no rows.", "Nothing could be uploaded.")
    wide = len(header)
    whole = tuple(
        record
        if len(record.cells) >= wide
        else record._replace(cells=record.cells + ("",) * (wide - len(record.cells)))
        for record in records
    )
    return Table(header, whole, encoding, delimiter, tuple(notes))


def encoding_of(data: bytes) -> str:
    """A codec for the bytes: by the mark at their beginning, UTF-8 where it fits, else the likeliest."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    nuls = data[:_SAMPLE].count(0)
    if nuls > _MANY_NULS * min(len(data), _SAMPLE):
        return "utf-16-le" if data[1:_SAMPLE:2].count(0) >= data[0:_SAMPLE:2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _likeliest(data, error.start)
    return "utf-8"


def _likeliest(data: bytes, first: int) -> str:
    """Guess from the words around the first byte that is no UTF-8 which have such bytes: the rest tells nothing."""
    from charset_normalizer import from_bytes

    begin = data.rfind(b"\n", 0, first) + 1
    words = b" ".join(_FOREIGN.findall(data, begin, begin + 16 * _SAMPLE))[:_SAMPLE]
    high = sum(byte >= 0x80 for byte in words)
    share = high / max(1, len(words))
    pages = _LATIN if share < _SOME else _OTHER if share > _MOST else (*_LATIN, *_OTHER)
    found = from_bytes(words, cp_isolation=list(pages))
    best = found.best()
    if best is None:
        return pages[0]
    # Many letters are the same, or as likely, in several pages: where nothing speaks for another, the commonest is meant.
    for one in found:
        if one.encoding == pages[0] and one.chaos <= best.chaos and one.coherence >= best.coherence:
            return pages[0]
    return pages[0] if pages[0] in best.could_be_from_charset else best.encoding


def delimiter_of(text: str) -> str:
    """The separator: csv.Sniffer's where the first line has it, else the commonest candidate of the first line."""
    line = next((line for line in text[:_SAMPLE].splitlines() if line.strip()), "")
    try:
        found = csv.Sniffer().sniff(text[: _SAMPLE // 4], DELIMITERS).delimiter
    except csv.Error:
        found = ""
    bare = re.sub(r'"[^"]*"', "", line)
    commonest = max(DELIMITERS, key=bare.count)
    return found if found and found in bare and bare.count(found) >= bare.count(commonest) else commonest


def _rows(text: str, delimiter: str, first: int, notes: list[str]) -> list[Record]:
    """Records that are not blank, with their numbers: strict where the file allows it, else as spreadsheets read it."""
    for strict in (True, False):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
        rows: list[Record] = []
        try:
            # A loop of our own: one inside the interpreter would not let the event loop of another thread in between.
            for number, cells in enumerate(reader, first):
                if any(map(str.strip, cells)):
                    rows.append(Record(number, tuple(cells)))
        except csv.Error as error:
            if "field limit" in str(error):
                raise ListFault(
                    f"A value near line {reader.line_num:,} is longer than {csv.field_size_limit():,} characters.",
                    "Is a quote before it opened and not closed? Close it, or cut the value.",
                ) from None
            if "unexpected end" in str(error):
                raise ListFault(
                    f"A quote is opened and not closed; reading stopped at line {reader.line_num:,}.",
                    "Close the quote, or save the file anew from a spreadsheet.",
                ) from None
            if not strict:
                raise ListFault(
                    f"Line {reader.line_num:,} is no CSV: {error}.", "Save it anew from a spreadsheet."
                ) from None
            notes.append(f"quotes around line {reader.line_num:,} are not as CSV wants them")
        else:
            return rows
    raise AssertionError  # pragma: no cover - the second pass returns or raises


def _header(records: list[Record], notes: list[str]) -> tuple[tuple[str, ...], list[Record]]:
    head = records[0].cells
    if any(_ADDRESS.fullmatch(cell.strip()) for cell in head):
        notes.append("the first row holds an address: the file has no header")
        return tuple(f"column {number}" for number in range(1, len(head) + 1)), records
    return tuple(" ".join(cell.split()) for cell in head), records[1:]
