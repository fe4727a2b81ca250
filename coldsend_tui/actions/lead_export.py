"""All leads of a campaign as a file that a spreadsheet can open safely: streamed to disk, then defused in a second pass."""

from __future__ import annotations

import asyncio
import csv
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coldsend_tui.errors import UsageError
from coldsend_tui.text import csv_cell

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend


class Exported(NamedTuple):
    """A file that was written: leads, cells that got an apostrophe because a spreadsheet would run them, bytes."""

    path: Path
    leads: int
    defused: int
    size: int


async def export_leads(
    client: ColdSend, campaign_id: str, target: Path, *, on_received: Callable[[int, int | None], None] | None = None
) -> Exported:
    """Write all leads of a campaign to `target`, 0600, whole or not at all; one that is there is never replaced.

    One request whatever their number. `on_received` is told bytes so far and in all (None: not known). UsageError when the
    file is there or cannot be written; else what the client raises.
    """
    raw = target.with_name(f".{target.name}.raw")
    if await asyncio.to_thread(target.exists):
        raise UsageError(f"{target} exists already.", "Choose another path; nothing is overwritten.")
    try:
        await client.leads.export(campaign_id, raw, overwrite=True, on_received=on_received)
        return await asyncio.to_thread(_defuse, raw, target)
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror or error}).", "Choose another path.") from None
    finally:
        await asyncio.to_thread(raw.unlink, missing_ok=True)


def _defuse(raw: Path, target: Path) -> Exported:
    rows = defused = 0
    part = target.with_name(f".{target.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            raw.open(encoding="utf-8-sig", errors="replace", newline="") as source,
            os.fdopen(handle, "w", encoding="utf-8", newline="") as file,
        ):
            writer = csv.writer(file)
            for row in csv.reader(source):
                safe_row = [csv_cell(cell) for cell in row]
                defused += sum(one != other for one, other in zip(row, safe_row, strict=True))
                rows += 1
                writer.writerow(safe_row)
        # A link and not a rename: a file that came there meanwhile is not replaced.
        os.link(part, target)
    except FileExistsError:
        raise UsageError(f"{target} exists already.", "Choose another path; nothing is overwritten.") from None
    finally:
        part.unlink(missing_ok=True)
    return Exported(target, max(0, rows - 1), defused, target.stat().st_size)
