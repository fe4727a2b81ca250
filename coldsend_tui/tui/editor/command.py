"""Which editor the operator wants, and how it is told on which line to begin."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from coldsend_tui.errors import UsageError

FALLBACKS: Final = ("vi", "nano")
_PLUS: Final = frozenset(
    (
        "ed",
        "emacs",
        "emacsclient",
        "ex",
        "jed",
        "joe",
        "kak",
        "mg",
        "micro",
        "nano",
        "ne",
        "nvim",
        "pico",
        "vi",
        "view",
        "vim",
    )
)
_COLON: Final = frozenset(("helix", "hx", "subl", "zed"))
_GOTO: Final = frozenset(("code", "code-insiders", "codium", "cursor", "vscodium", "windsurf"))
_WAIT: Final = frozenset(("--wait", "-w"))

Which = Callable[[str], str | None]


def editor(environment: Mapping[str, str], which: Which = shutil.which) -> tuple[str, ...]:
    """The words of the editor's command: `$VISUAL`, else `$EDITOR`, else vi or nano. UsageError where there is none."""
    for variable in ("VISUAL", "EDITOR"):
        asked = environment.get(variable, "").strip()
        if not asked:
            continue
        try:
            words = tuple(shlex.split(asked))
        except ValueError:
            words = ()
        if words and which(words[0]):
            return words
        raise UsageError(f"The editor that ${variable} names cannot be run: {asked}.", f"Set {variable} to an editor.")
    for name in FALLBACKS:
        if which(name):
            return (name,)
    raise UsageError("There is no editor here.", "Set EDITOR, for example to nano.")


def opening(words: tuple[str, ...], file: Path, line: int) -> tuple[str, ...]:
    """The whole command that opens `file` on `line` (1-based). Editors that go on by themselves are told to wait."""
    name = Path(words[0]).name
    if name in _GOTO or name in _COLON - {"hx", "helix"}:
        words = words if _WAIT & set(words) else (*words, "--wait")
    if name in _GOTO:
        return (*words, "--goto", f"{file}:{line}")
    if name in _COLON:
        return (*words, f"{file}:{line}")
    if name in _PLUS and line > 1:
        return (*words, f"+{line}", str(file))
    return (*words, str(file))
