"""Keeps the cache fresh inside the request budget. Importing this loads neither httpx nor pydantic."""

from __future__ import annotations

from . import feeds
from .budget_view import BudgetView
from .connection import Connection
from .refreshing import Refreshed
from .session import LiveSession, LiveSettings

__all__ = ["BudgetView", "Connection", "LiveSession", "LiveSettings", "Refreshed", "feeds"]
