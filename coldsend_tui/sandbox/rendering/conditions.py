"""The conditions of `{% if %}`: comparisons, and/or, contains, empty; as in Liquid, `and` and `or` are read from right to left."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<operator>==|!=|<=|>=|<|>)|(?P<word>[\w.-]+))""")
_EMPTY = ("empty", "blank", "nil", "null")


def holds(test: str, values: Mapping[str, str]) -> bool:
    """Whether a condition is true of a lead's values. A condition that cannot be read is false."""
    tokens = [match.group().strip() for match in _TOKEN.finditer(test)]
    return _any(tokens, values) if tokens else False


def _any(tokens: list[str], values: Mapping[str, str]) -> bool:
    for at, word in enumerate(tokens):
        if word in ("and", "or"):
            left, right = _comparison(tokens[:at], values), _any(tokens[at + 1 :], values)
            return (left and right) if word == "and" else (left or right)
    return _comparison(tokens, values)


def _comparison(tokens: list[str], values: Mapping[str, str]) -> bool:
    match tokens:
        case [operand]:
            return bool(_text(operand, values))
        case [left, operator, right]:
            return _compare(_text(left, values), operator, right, values)
        case _:
            return False


def _compare(left: str, operator: str, right_token: str, values: Mapping[str, str]) -> bool:
    if right_token in _EMPTY:
        return {"==": not left, "!=": bool(left)}.get(operator, False)
    right = _text(right_token, values)
    if operator == "contains":
        return right.lower() in left.lower()
    if operator in ("==", "!="):
        return (left == right) == (operator == "==")
    try:
        a, b = float(left), float(right)
    except ValueError:
        return False
    return {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}.get(operator, False)


def _text(token: str, values: Mapping[str, str]) -> str:
    if token[0] in "\"'":
        return token[1:-1]
    if re.fullmatch(r"-?\d+(\.\d+)?", token):
        return token
    return {"true": "true", "false": ""}.get(token, values.get(token, ""))
