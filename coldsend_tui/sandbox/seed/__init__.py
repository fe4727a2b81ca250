"""Workspaces to begin with. All are made from a seed; the same seed and scale give the same workspace, to the last id."""

from __future__ import annotations

from .scales import SCALES, populate

__all__ = ["SCALES", "populate"]
