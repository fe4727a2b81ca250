"""Conditions of `{% if %}`: comparisons, `contains`, `empty`, joined by `and` / `or` from right to left as Liquid does (behaviour.md §8)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

_TOKENS: Final = re.compile(r"""\s*("[^"]*"|'[^']*'|==|!=|<=|>=|<|>|[\w.-]+)""")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_NAME: Final = re.compile(r"[A-Za-z_]\w*")
_NOTHING: Final = frozenset({"empty", "blank", "nil", "null"})
_WORDS: Final = _NOTHING | {"and", "or", "contains", "true", "false"}


def holds(condition: str, values: Mapping[str, str]) -> bool:
    """Whether `condition` is true of a lead's values. One that cannot be read is false, as on the platform [inferred]."""
    tokens = _TOKENS.findall(condition)
    truth: bool | None = None
    joint = ""
    for term, before in reversed(_terms(tokens)):
        one = _compares(term, values)
        truth = one if truth is None else (one and truth if joint == "and" else one or truth)
        joint = before
    return bool(truth)


def names(condition: str) -> frozenset[str]:
    """The variables that `condition` asks about."""
    return frozenset(token for token in _TOKENS.findall(condition) if _NAME.fullmatch(token) and token not in _WORDS)


def _terms(tokens: Sequence[str]) -> list[tuple[list[str], str]]:
    """Comparisons in order, each with the word that stands before it."""
    terms: list[tuple[list[str], str]] = [([], "")]
    for token in tokens:
        if token in ("and", "or"):
            terms.append(([], token))
        else:
            terms[-1][0].append(token)
    return terms


def _compares(term: Sequence[str], values: Mapping[str, str]) -> bool:
    if len(term) == 1:
        return bool(_text(term[0], values))
    if len(term) != 3:
        return False
    left, operator, right = _text(term[0], values), term[1], term[2]
    if right in _NOTHING:
        return {"==": not left, "!=": bool(left)}.get(operator, False)
    other = _text(right, values)
    match operator:
        case "==":
            return left == other
        case "!=":
            return left != other
        case "contains":
            return other.lower() in left.lower()
    try:
        first, second = float(left), float(other)
    except ValueError:
        return False
    return {"<": first < second, ">": first > second, "<=": first <= second, ">=": first >= second}.get(operator, False)


def _text(word: str, values: Mapping[str, str]) -> str:
    if word[0] in "\"'":
        return word[1:-1]
    if _NUMBER.fullmatch(word):
        return word
    return {"true": "true", "false": ""}.get(word, values.get(word, ""))
