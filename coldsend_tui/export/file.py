"""The file of an export: for its owner alone, in its place only once it is whole, and never in the place of another."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

from coldsend_tui.errors import UsageError


class ExportFile:
    """A new file. Used as a context: left with an exception, nothing remains of it.

    `UsageError` where the file is there already or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        if os.path.lexists(self.path):
            raise UsageError(f"{self.path} is there already and stays as it is.", "Choose another name.")
        self._draft = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        try:
            handle = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise self._refused(error) from None
        self._file = os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="")

    def write(self, text: str) -> None:
        """Add text at its end."""
        try:
            self._file.write(text)
        except OSError as error:
            raise self._refused(error) from None

    def __enter__(self) -> ExportFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
            if kind is None:
                # Linking fails where somebody made that file meanwhile; renaming would replace it.
                os.link(self._draft, self.path)
        except FileExistsError:
            raise UsageError(f"{self.path} was made meanwhile and stays as it is.", "Choose another name.") from None
        except OSError as failure:
            if kind is None:
                raise self._refused(failure) from None
        finally:
            self._draft.unlink(missing_ok=True)

    def _refused(self, error: OSError) -> UsageError:
        return UsageError(f"{self.path}: cannot be written ({error.strerror}).", "Choose another place.")
