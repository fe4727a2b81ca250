"""The fault matrix as a table: what the operator reads, what is lost, how long recovery takes. Run: python -m tests.bench.faults

Virtual clocks and the sandbox in the same process: the figures do not depend on the machine.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from tests.live.faults import FAULTS, Outcome, suffer
from tests.live.post import busy
from tests.sandbox.local import LocalSandbox

FOLDER = "~/.cache/coldsend-tui"


def row(outcome: Outcome, folder: str) -> str:
    """One line of the table, in Markdown."""
    fault = outcome.fault
    head = outcome.header.split("▪")[1]
    shown = " ".join(head[: head.index("UTC") - 6].split())
    read = outcome.flash.strip().replace(folder, FOLDER) or "(flash line empty)"
    lost = f"{outcome.lost} mails, older ones in the file kept aside" if fault.new_file else str(outcome.lost)
    gap = "marked" if outcome.gaps else "none"
    return f"| {fault.name} | `{shown}` · {read} | {lost} | {gap} | {outcome.recovery:.0f} s |"


def main() -> None:
    """Print it."""
    print(
        "| Fault | The operator reads (header · flash line) | Mails missing in samples | Gap | Recovery after its end |"
    )
    print("|---|---|---|---|---|")
    sandbox = LocalSandbox()
    asyncio.run(busy(sandbox))
    mailing = sandbox.world.snapshot()
    sandbox.close()
    for fault in FAULTS:
        with tempfile.TemporaryDirectory() as folder:
            sandbox = LocalSandbox(snapshot=mailing)
            print(row(asyncio.run(suffer(fault, sandbox, Path(folder) / "cache.sqlite")), folder), flush=True)
            sandbox.close()


if __name__ == "__main__":
    main()
