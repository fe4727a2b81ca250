"""Keeps the cache fresh inside the request budget.

Importing this loads neither httpx nor pydantic. The session itself is imported when it is first asked for, which the
console does after its first paint.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from . import feeds

if TYPE_CHECKING:
    from .budget_view import BudgetView
    from .connection import Connection
    from .refreshing import Refreshed
    from .session import LiveSession, LiveSettings

_HOMES = {
    "BudgetView": "budget_view",
    "Connection": "connection",
    "LiveSession": "session",
    "LiveSettings": "session",
    "Refreshed": "refreshing",
}

__all__ = ["BudgetView", "Connection", "LiveSession", "LiveSettings", "Refreshed", "feeds"]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
