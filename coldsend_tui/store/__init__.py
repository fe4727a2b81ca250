"""The local cache: last known rows, time series, findings and journal in one SQLite file. Standard library only.

What only writing needs is imported when it is first asked for: the first frame reads.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .findings import FindingKey, FindingMemory, FindingNote, FiredFinding, QuietFinding, RememberedFinding
from .journal import Journal, JournalEntry, JournalLine
from .store import Store

if TYPE_CHECKING:
    from .changes import ConfigChange
    from .gauges import GaugeReading
    from .refresh import Applied, Refresh

_HOMES = {"Applied": "refresh", "ConfigChange": "changes", "GaugeReading": "gauges", "Refresh": "refresh"}

__all__ = [
    "Applied",
    "ConfigChange",
    "FindingKey",
    "FindingMemory",
    "FindingNote",
    "FiredFinding",
    "GaugeReading",
    "Journal",
    "JournalEntry",
    "JournalLine",
    "QuietFinding",
    "Refresh",
    "RememberedFinding",
    "Store",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
