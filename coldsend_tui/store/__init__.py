"""The local cache: last known rows, time series, findings and journal in one SQLite file. Standard library only."""

from __future__ import annotations

from .changes import ConfigChange
from .findings import FindingKey, FindingMemory, FindingNote, FiredFinding, RememberedFinding
from .gauges import GaugeReading
from .journal import Journal, JournalEntry, JournalLine
from .refresh import Applied, Refresh
from .store import Store

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
    "Refresh",
    "RememberedFinding",
    "Store",
]
