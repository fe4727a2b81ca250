"""The texts under work: each in a directory that only its owner can read, kept until what they ask for is done."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from coldsend_tui.errors import ColdSendError

DIRECTORY: Final = "drafts"
_LONGEST_NAME: Final = 40

_written: dict[Path, None] = {}


class NotText(ColdSendError):
    """What an editor saved cannot be read as UTF-8; it is left as it is."""

    title = "Campaign file"


class Draft:
    """One text in a file of its own."""

    def __init__(self, near: Path | None, name: str, text: str, *, suffix: str = ".toml") -> None:
        """`near` is the cache file beside which drafts are kept (None: where temporary files are), `name` the object's."""
        parent = None
        if near is not None:
            parent = near.parent / DIRECTORY
            parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkdtemp closes the directory to others: backups and swap files of the editor are in it too.
        self._directory = Path(
            tempfile.mkdtemp(prefix="", dir=parent) if parent else tempfile.mkdtemp(prefix="coldsend-")
        )
        self.path = self._directory / f"{_file_name(name)}{suffix}"
        self.write(text)
        _written[self.path] = None

    def write(self, text: str) -> None:
        """Put `text` into the file."""
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def read(self) -> str:
        """What the editor left. NotText when it is none; "" when the file is gone."""
        try:
            return self.path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError:
            raise NotText(f"{self.shown} is not UTF-8 text: nothing was sent.", "Save it as UTF-8.") from None

    @property
    def shown(self) -> str:
        """Where it is, in few characters."""
        home = str(Path.home())
        path = str(self.path)
        return f"~{path.removeprefix(home)}" if path.startswith(f"{home}/") else path

    def discard(self) -> None:
        """What it asked for is done, or it asked for nothing."""
        shutil.rmtree(self._directory, ignore_errors=True)
        _written.pop(self.path, None)

    def keep(self) -> str:
        """Leave the file where it is; the words that say so. It is named once more when the console ends."""
        return f"your text is in {self.shown}"


def left_over() -> tuple[Path, ...]:
    """Texts that were not carried out: kept, or still in the editor when the console ended."""
    return tuple(path for path in _written if path.exists())


def _file_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_LONGEST_NAME] or "campaign"
