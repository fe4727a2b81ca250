"""On which line of a TOML text each key stands, and which lines begin inside a string. tomllib says neither."""

from __future__ import annotations

import re
from typing import NamedTuple

Path = tuple[str | int, ...]

_DELIMITERS = ('"""', "'''", '"', "'")
_KEY_PART = re.compile(r"[A-Za-z0-9_-]+")


class Places(NamedTuple):
    """`lines` are 1-based lines by key path (`("variants", 0, "body")`), `inside` the lines that begin inside a string."""

    lines: dict[Path, int]
    inside: frozenset[int]

    def line_of(self, path: Path) -> int:
        """The line of `path`, else of what it is part of; 1 when nothing of it is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def places(text: str) -> Places:
    """Read `text`, which need not be valid: what cannot be understood is skipped to the end of its line."""
    return _Scan(text).run()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.line = 1
        self.lines: dict[Path, int] = {}
        self.inside: set[int] = set()
        self.counts: dict[Path, int] = {}
        self.table: Path = ()

    def run(self) -> Places:
        while self.at < len(self.text):
            char = self.text[self.at]
            if char in " \t\n":
                self._step()
            elif char == "#":
                self._to_line_end()
            elif char == "[":
                self._header()
            else:
                self._entry()
        return Places(self.lines, frozenset(self.inside))

    def _step(self, characters: int = 1) -> None:
        self.line += self.text.count("\n", self.at, self.at + characters)
        self.at += characters

    def _to_line_end(self) -> None:
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end

    def _header(self) -> None:
        line, array = self.line, self.text.startswith("[[", self.at)
        self._step(2 if array else 1)
        parts = self._key()
        path: Path = ()
        for part in parts[:-1]:
            path += (part,)
            if path in self.counts:
                path += (self.counts[path] - 1,)
        path += tuple(parts[-1:])
        if array:
            number = self.counts.get(path, 0)
            self.counts[path] = number + 1
            self.lines.setdefault(path, line)
            path += (number,)
        self.table = path
        self.lines.setdefault(path, line)
        self._to_line_end()

    def _entry(self) -> None:
        line = self.line
        parts = self._key()
        self.lines.setdefault(self.table + tuple(parts), line)
        if self.text.startswith("=", self.at):
            self._step()
            self._value()
        else:
            self._to_line_end()

    def _key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self._blanks()
            if self.at < len(self.text) and self.text[self.at] in "\"'":
                start = self.at + 1
                self._string()
                parts.append(self.text[start : self.at - 1])
            elif match := _KEY_PART.match(self.text, self.at):
                parts.append(match[0])
                self._step(len(match[0]))
            self._blanks()
            if not self.text.startswith(".", self.at):
                return parts
            self._step()

    def _blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self._step()

    def _value(self) -> None:
        depth = 0
        while self.at < len(self.text):
            char = self.text[self.at]
            if char in "\"'":
                self._string()
                continue
            if char == "#":
                self._to_line_end()
                continue
            if char == "\n" and depth <= 0:
                return
            depth += (char in "[{") - (char in "]}")
            self._step()

    def _string(self) -> None:
        mark = next(mark for mark in _DELIMITERS if self.text.startswith(mark, self.at))
        first = self.line
        self._step(len(mark))
        while self.at < len(self.text) and not self.text.startswith(mark, self.at):
            char = self.text[self.at]
            if len(mark) == 1 and char == "\n":
                return
            self._step(2 if char == "\\" and mark[0] == '"' else 1)
        self._step(len(mark))
        # A multi-line string may end in quotation marks of its own: up to two belong to it.
        while len(mark) == 3 and self.text.startswith(mark[0], self.at):
            self._step()
        self.inside.update(range(first + 1, self.line + 1))
