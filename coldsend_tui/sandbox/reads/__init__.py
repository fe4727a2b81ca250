"""Answers that follow a rule and are more than a row of a table."""

from __future__ import annotations

from .rule_book import Reads

__all__ = ["Reads"]
