"""A recording as it is read: its head and its moments, up to the end or to where it is damaged."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ...errors import RecordingError
from . import lines
from .lines import Begin, Head, Moment
from .tape import GZIP, MAGIC

MOST_BYTES = 1 << 30
"""Text that is read at most: about a month of a workspace with a hundred campaigns, and no trap for the memory."""
_CHUNK = 1 << 16


class Frame(NamedTuple):
    """One moment, and the session that it belongs to; `opens` where it is the first of it."""

    moment: Moment
    session: Begin
    opens: bool


class Recording(NamedTuple):
    """A file that can be played. `damage` says in a few words why it ends where it does, "" where it ended as it should."""

    path: Path
    head: Head
    frames: tuple[Frame, ...]
    damage: str
    size: int
    text_size: int


def read(path: Path) -> Recording:
    """Read a recording. Raises RecordingError where there is nothing in it to play."""
    text = _Text(path)
    first = next(text, None)
    if first is None:
        raise RecordingError(f"{path} is no recording of coldsend-tui: {text.damage or 'it is empty'}.", _MAKE)
    head = read_head(path, first)
    frames: list[Frame] = []
    session: Begin | None = None
    damage, opens = "", False
    for line in text:
        try:
            found = lines.read(line)
        except ValueError:
            damage = f"line {text.number} is damaged"
            break
        if isinstance(found, Begin):
            session, opens = found, True
        elif isinstance(found, Moment) and session is not None:
            frames.append(Frame(found, session, opens))
            opens = False
    if not frames:
        why = damage or text.damage or "it ended before anything was read"
        raise RecordingError(f"There is nothing to play in {path}: {why}.", _MAKE)
    return Recording(path, head, tuple(frames), damage or text.damage, text.size, text.length)


def read_head(path: Path, line: bytes) -> Head:
    """The head in the first line of a file. Raises RecordingError where it is none of ours, or of a newer version."""
    version = lines.version_of(line)
    if version is None:
        raise RecordingError(f"{path} is no recording of coldsend-tui.", _MAKE)
    if version > lines.VERSION:
        raise RecordingError(
            f"{path} was made by a newer version (format {version}, this one knows {lines.VERSION}).",
            "Update coldsend-tui to play it.",
        )
    try:
        head = lines.read(line)
    except ValueError:
        head = None
    if not isinstance(head, Head):
        raise RecordingError(f"The first line of {path} is damaged.", _MAKE)
    return head


def first_line(path: Path) -> bytes | None:
    """The first line of a file, None where it has none. Raises RecordingError where it is no recording at all."""
    text = _Text(path)
    first = next(text, None)
    if first is None and text.size:
        raise RecordingError(f"{path} is no recording of coldsend-tui: {text.damage}.", _MAKE)
    return first


class _Text(Iterator[bytes]):
    """The lines of the file, whole ones only. `damage` is set once they are over."""

    def __init__(self, path: Path) -> None:
        self.damage = ""
        self.number = 0
        self.size = self.length = 0
        self._lines = self._read(path)

    def __next__(self) -> bytes:
        line = next(self._lines)
        self.number += 1
        return line

    def _read(self, path: Path) -> Iterator[bytes]:
        rest: list[bytes] = []
        for text in self._inflate(path):
            self.length += len(text)
            if self.length > MOST_BYTES:
                self.damage = f"it holds more than {MOST_BYTES >> 20} MB of text"
                return
            first, *more = text.split(b"\n")
            rest.append(first)
            if more:
                yield b"".join(rest)
                yield from more[:-1]
                rest = [more[-1]]
        if any(rest):
            self.damage = self.damage or "the last line is cut off"

    def _inflate(self, path: Path) -> Iterator[bytes]:
        member: zlib._Decompress | None = None
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    if not self.size and not chunk.startswith(MAGIC):
                        self.size, self.damage = len(chunk), "it is something else"
                        return
                    self.size += len(chunk)
                    while chunk:
                        member = member or zlib.decompressobj(GZIP)
                        before = member.copy()
                        try:
                            yield from _pieces(member, chunk)
                        except zlib.error:
                            self.damage = f"damaged near byte {self.size - len(chunk):,}"
                            yield from _salvage(before, chunk)
                            return
                        chunk, member = (member.unused_data, None) if member.eof else (b"", member)
        except OSError as error:
            raise RecordingError(f"Cannot read {path}: {error.strerror or error}.") from None
        if member is not None:
            self.damage = "cut off or still recording"


def _pieces(member: zlib._Decompress, chunk: bytes) -> Iterator[bytes]:
    """What a chunk holds, a little at a time: a few bytes can hold gigabytes."""
    while True:
        text = member.decompress(chunk, _CHUNK)
        yield text
        chunk = member.unconsumed_tail
        if not chunk and len(text) < _CHUNK:
            return


def _salvage(member: zlib._Decompress, chunk: bytes) -> Iterator[bytes]:
    """What of a damaged chunk comes before the damage."""
    try:
        for start in range(0, len(chunk), 16):
            yield from _pieces(member, chunk[start : start + 16])
    except zlib.error:
        return


_MAKE = "`coldsend-tui demo --record FILE` makes one."
