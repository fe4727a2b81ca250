"""The file of a recording while it is written: private, append-only, whole after every flush.

One gzip member per session, flushed to a byte boundary after each moment: whatever is cut off behind a flush takes nothing
with it that was before. A session that did not end (kill -9, power cut) is ended by the next one that appends.
"""

from __future__ import annotations

import fcntl
import os
import stat
import struct
import zlib
from pathlib import Path

from ...errors import RecordingError

GZIP = 31
"""zlib's word for a gzip member with a window of 32 KB."""
MAGIC = b"\x1f\x8b"
LEVEL = 6
_BLOCK_END = b"\x00\x00\xff\xff"  # what a flush to a byte boundary ends with (RFC 1951, an empty stored block)
_FINAL = b"\x03\x00"  # an empty last block


class Tape:
    """An open file that lines are appended to. Not for several threads at once."""

    def __init__(self, path: Path, file: int, *, made: bool) -> None:
        self.path = path
        self._file = file
        self._made = made
        self._member: zlib._Compress | None = None

    @classmethod
    def open(cls, path: Path) -> Tape:
        """The file, made where there is none, locked against a second console. Raises RecordingError where that cannot be."""
        made = not path.exists()
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW
        try:
            file = os.open(path, flags, 0o600)
        except OSError as error:
            raise _cannot(path, error.strerror or str(error)) from None
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise _cannot(path, "it is not a plain file")
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.fchmod(file, 0o600)
        except BlockingIOError:
            os.close(file)
            raise _cannot(path, "another console is recording into it") from None
        except OSError as error:
            os.close(file)
            raise _cannot(path, error.strerror or str(error)) from None
        except BaseException:
            os.close(file)
            raise
        return cls(path, file, made=made)

    @property
    def empty(self) -> bool:
        """Whether nothing is in the file."""
        return not os.fstat(self._file).st_size

    def write(self, *lines: bytes) -> None:
        """Append lines and flush them to the operating system. Raises OSError; what did not fit is taken back."""
        member = self._member or zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
        # Lines that do not get into the file are in the member's sum all the same: it cannot be ended any more.
        self._member = None
        self._append(b"".join([*(member.compress(line) for line in lines), member.flush(zlib.Z_SYNC_FLUSH)]))
        self._member = member

    def close(self) -> None:
        """End the session and the file; an empty one that was made for it goes."""
        if self._file < 0:
            return
        if self._made and self.empty:
            self.path.unlink(missing_ok=True)
        file, self._file = self._file, -1
        try:
            if self._member is not None:
                os.write(file, self._member.flush())
        except OSError:
            pass  # it plays without its end too
        finally:
            os.close(file)

    def mend(self) -> None:
        """End a session that did not end: close its gzip member behind the last flush, keep the whole lines after it.

        Raises RecordingError for a file that is damaged before its end: what comes after the damage is not ours to drop.
        """
        content = self.path.read_bytes()
        start, readable = 0, b""
        while start < len(content):
            member = zlib.decompressobj(GZIP)
            try:
                readable = member.decompress(content[start:])
            except zlib.error:
                raise _cannot(self.path, "it is damaged") from None
            if not member.eof:
                break
            start = len(content) - len(member.unused_data)
        if start == len(content):
            return
        end = content.rfind(_BLOCK_END, start) + len(_BLOCK_END)
        if end < start + len(_BLOCK_END):
            os.ftruncate(self._file, start)
            return
        text = zlib.decompressobj(GZIP).decompress(content[start:end])
        os.ftruncate(self._file, end)
        self._append(_FINAL + struct.pack("<II", zlib.crc32(text), len(text) & 0xFFFFFFFF))
        lines, _, _ = readable[len(text) :].rpartition(b"\n")
        if lines:
            self.write(lines + b"\n")

    def _append(self, data: bytes) -> None:
        size = os.fstat(self._file).st_size
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._file, view) :]
        except OSError:
            os.ftruncate(self._file, size)
            raise


def _cannot(path: Path, why: str) -> RecordingError:
    return RecordingError(f"Cannot record into {path}: {why}.", "Give --record the name of a new file.")
