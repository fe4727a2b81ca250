"""The command line in the process of the test: starting Python takes longer than most commands.

For words in, text and status out. What a process of its own is needed for (signals, a terminal, what is imported) starts one.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from contextlib import chdir
from typing import NamedTuple
from unittest.mock import patch

from coldsend_tui.cli import main


class Done(NamedTuple):
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


class _Pipe(io.TextIOWrapper):
    """A standard stream that is no terminal."""

    def __init__(self, typed: str = "") -> None:
        super().__init__(io.BytesIO(typed.encode()), encoding="utf-8", newline="" if not typed else None)

    def told(self) -> str:
        """What was written, with plain line ends."""
        self.flush()
        written = self.buffer.getvalue()  # type: ignore[attr-defined]
        return str(written.decode()).replace("\r\n", "\n")


def run(environment: Mapping[str, str], *words: str, typed: str = "", cwd: str = ".") -> Done:
    """`coldsend-tui WORDS` with exactly this environment, `typed` coming from a pipe."""
    out, err = _Pipe(), _Pipe()
    with (
        patch.dict(os.environ, environment, clear=True),
        chdir(cwd),
        patch.multiple(sys, stdin=_Pipe(typed), stdout=out, stderr=err),
    ):
        try:
            status = main(words)
        except SystemExit as end:
            if isinstance(end.code, str):
                print(end.code, file=err)
            status = end.code if isinstance(end.code, int) else int(bool(end.code))
    return Done(status, out.told(), err.told())
