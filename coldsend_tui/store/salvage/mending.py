"""A damaged file whose list of tables cannot be read: a copy of it gets the list of a new cache.

The tables of the first version stand at the same pages in every cache, since they are made in the same order in an empty file; so
the first page, and those that the list of tables goes on upon, can be taken from a new one. What is read by it is judged row
by row like everything else.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..schema import migrate

LARGEST = 500_000_000
"""Bytes of a file that is copied."""
_PAGE = 4096
_INTERIOR = 5
_SIZE = slice(28, 32)
_COUNTER, _VALID_FOR = slice(24, 28), slice(92, 96)
_FORMAT = slice(18, 20)


@contextmanager
def mended(path: Path) -> Iterator[Path | None]:
    """A copy of the file with a list of tables that can be read, for as long as it is used; None where there is no room for one."""
    size = path.stat().st_size
    if size > LARGEST or size < 2 * _PAGE or shutil.disk_usage(path.parent).free < 2 * size + LARGEST:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix=".mending-", dir=path.parent) as folder:
        copy = Path(folder) / "cache"
        shutil.copyfile(path, copy)
        log = path.with_name(f"{path.name}-wal")
        if log.exists():
            shutil.copyfile(log, copy.with_name("cache-wal"))
        with copy.open("r+b") as file:
            for number, page in _list_of_tables(size // _PAGE, logged=log.exists()):
                file.seek(number * _PAGE)
                file.write(page)
        yield copy


def _list_of_tables(pages: int, *, logged: bool) -> Iterator[tuple[int, bytes]]:
    """The pages (from 0) on which a new cache lists its tables, for a file of so many pages."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute(f"PRAGMA page_size={_PAGE}")
        migrate(connection)
        image = connection.serialize()
    finally:
        connection.close()
    first = bytearray(image[:_PAGE])
    first[_SIZE] = pages.to_bytes(4, "big")
    first[_VALID_FOR] = first[_COUNTER]
    first[_FORMAT] = b"\2\2" if logged else b"\1\1"
    yield 0, bytes(first)
    if first[100] == _INTERIOR:
        cells = int.from_bytes(first[103:105], "big")
        places = [int.from_bytes(first[112 + 2 * at : 114 + 2 * at], "big") for at in range(cells)]
        for number in (
            *(int.from_bytes(first[at : at + 4], "big") for at in places),
            int.from_bytes(first[108:112], "big"),
        ):
            yield number - 1, image[(number - 1) * _PAGE : number * _PAGE]
