"""Leaving the note for the next console, once this one has painted its first frame."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from coldsend_tui.glance.note import FIRST_LINE, LAST_LINE, Note


def leave(file: Path, facts: Sequence[str], left: Note) -> None:
    """Write `left`, made under `facts`, to `file`, unless it already says so. Nothing happens where that cannot be done."""
    rows: list[tuple[str, ...]] = [
        *(("fact", fact) for fact in facts),
        ("config", *left.config),
        ("cache", *left.cache),
        ("profile", left.profile),
        ("mode", "READ-ONLY" if left.read_only else "LIVE"),
        *(("tab", *tab) for tab in left.tabs),
        *(("ink", name, codes) for name, codes in sorted(left.inks.items())),
    ]
    if any(sign in word for row in rows for word in row for sign in "\t\n\r"):
        return
    text = "\n".join([FIRST_LINE, *("\t".join(row) for row in rows), LAST_LINE])
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if file.exists() and file.read_text(encoding="utf-8") == text:
            return
        fresh.touch(mode=0o600)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(file)
    except (OSError, ValueError):
        # A full or read-only disk: the next start has no first glance, that is all.
        return
