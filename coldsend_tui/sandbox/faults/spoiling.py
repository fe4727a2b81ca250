"""Answers that are wrong in the ways servers are wrong: other types, unknown words, counters that went back, HTML."""

from __future__ import annotations

import random
from typing import Any, Final

HTML: Final = (
    b"<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n"
)
UNKNOWN_WORD: Final = "HIBERNATING"
_ENUMS: Final = frozenset(
    {"status", "overall_status", "inbox_type", "signal", "trigger_type", "list_type", "node_type"}
)
_COUNTERS: Final = frozenset({"sent_today", "sent", "opened", "replied", "bounced"})
_WRONG_SHARE: Final = 0.3


def with_wrong_types(value: Any, dice: random.Random) -> Any:
    """Three leaves in ten get another type: numbers as text, text as numbers, true as "yes", null as {}."""
    match value:
        case dict():
            return {key: with_wrong_types(inner, dice) for key, inner in value.items()}
        case list():
            return [with_wrong_types(inner, dice) for inner in value]
        case _ if dice.random() >= _WRONG_SHARE:
            return value
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value} pcs"
        case str():
            return len(value)
        case _:
            return {}


def with_unknown_words(value: Any) -> Any:
    """Every enumeration carries a word nobody has heard of."""
    match value:
        case dict():
            return {
                key: UNKNOWN_WORD if key in _ENUMS and isinstance(inner, str) else with_unknown_words(inner)
                for key, inner in value.items()
            }
        case list():
            return [with_unknown_words(inner) for inner in value]
        case _:
            return value


def with_falling_counters(value: Any, lost: float) -> Any:
    """Every counter has lost the fraction `lost` of its value, as after a rollup that ran twice."""
    match value:
        case dict():
            return {
                key: int(inner * (1 - lost)) if _is_counter(key, inner) else with_falling_counters(inner, lost)
                for key, inner in value.items()
            }
        case list():
            return [with_falling_counters(inner, lost) for inner in value]
        case _:
            return value


def _is_counter(key: str, value: Any) -> bool:
    return type(value) is int and (key in _COUNTERS or key.endswith("_count") or key.startswith("total_"))
