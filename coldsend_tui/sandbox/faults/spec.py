"""The words faults are asked for with.

A spec is one or more rules, separated by `;`. A rule is a kind, then in any order where, how often and when:

    503 20%                             every fifth call fails
    latency 800ms on GET /campaigns*    slow lists
    429 for 30s every 5m                a storm of half a minute in every five minutes
    html on getCampaign 10%             a page of HTML where JSON is expected, one call in ten
    timeout after 1m                    from the second minute on nothing answers
    clock-skew -90s                     the server's Date is a minute and a half late

Kinds: `latency` (amount, default 1s), `429`, `500`, `503`, `timeout` (amount before the connection is given up, default
60s), `cut` (the connection ends in the middle of the answer), `truncate` (half the body, correctly framed), `html`,
`wrong-types`, `unknown-enum`, `clock-skew` (amount with sign), `falling-counters` (amount in percent of the value lost,
default `by 10%`).

Where: `on` and an operation id, a path or a method and a path below the public API, both with `*`; everything if absent.
How often: `N%` of the calls, all if absent. When: `after D` the rule was set, `for D` from then on, repeated `every D`.
Durations: `800ms`, `30s`, `5m`, `2h`. Schedules run on the real clock. `off` alone takes all faults away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final, Literal, get_args

Kind = Literal[
    "latency",
    "429",
    "500",
    "503",
    "timeout",
    "cut",
    "truncate",
    "html",
    "wrong-types",
    "unknown-enum",
    "clock-skew",
    "falling-counters",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_DEFAULT_AMOUNT: Final = {"latency": 1.0, "timeout": 60.0, "falling-counters": 0.1}
_UNIT: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_DURATION: Final = re.compile(r"([+-]?\d+(?:\.\d+)?)(ms|s|m|h)")
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)%")
_METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "*"})


class SpecError(ValueError):
    """A fault spec that cannot be understood; the text names the word and what would be right."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One fault: seconds in `amount` and the schedule (a fraction for falling-counters), `chance` 0-1."""

    kind: Kind
    method: str = "*"
    target: str = "*"
    chance: float = 1.0
    amount: float = 0.0
    after: float = 0.0
    lasts: float | None = None
    every: float | None = None

    def due(self, elapsed: float) -> bool:
        """Whether the schedule is on, `elapsed` seconds after the rule was set."""
        since = elapsed - self.after
        if since < 0 or self.lasts is None:
            return since >= 0
        return (since % self.every if self.every else since) < self.lasts

    def meets(self, method: str, path: str, operation: str) -> bool:
        """Whether a call is meant: `path` below the public API, `operation` its id or ""."""
        if self.target.startswith("/"):
            return self.method in ("*", method) and fnmatchcase(path, self.target)
        return fnmatchcase(operation, self.target)


def parse(spec: str) -> list[Rule]:
    """The rules of a spec. Raises SpecError."""
    texts = [text.strip() for text in spec.split(";")]
    if [text for text in texts if text] in ([], ["off"]):
        return []
    return [_rule(text.split()) for text in texts if text]


def _rule(words: list[str]) -> Rule:
    kind = next((kind for kind in KINDS if kind == words[0]), None)
    if kind is None:
        raise SpecError(f"unknown fault {words[0]!r}; known: {', '.join(KINDS)}")
    rule = Rule(kind, amount=_DEFAULT_AMOUNT.get(kind, 0.0))
    rest = iter(words[1:])
    for word in rest:
        match word:
            case "on":
                rule = _where(rule, rest)
            case "after":
                rule = replace(rule, after=_seconds(next(rest, ""), "'after' needs a duration"))
            case "for":
                rule = replace(rule, lasts=_seconds(next(rest, ""), "'for' needs a duration"))
            case "every":
                rule = replace(rule, every=_seconds(next(rest, ""), "'every' needs a duration"))
            case "by":
                rule = replace(rule, amount=_share(next(rest, "")))
            case _ if word.endswith("%"):
                rule = replace(rule, chance=_share(word))
            case _:
                rule = replace(rule, amount=_seconds(word, f"unknown word {word!r} after {words[0]!r}"))
    if rule.every is not None and rule.lasts is None:
        raise SpecError("'every' needs 'for': how long the fault lasts each time")
    return rule


def _where(rule: Rule, rest: Iterator[str]) -> Rule:
    word = next(rest, "")
    if word in _METHODS:
        path = next(rest, "")
        if not path.startswith("/"):
            raise SpecError(f"'on {word}' needs a path, for example: on {word} /campaigns*")
        return replace(rule, method=word, target=path)
    if not word:
        raise SpecError("'on' needs an operation id or a path")
    return replace(rule, target=word)


def _seconds(word: str, complaint: str) -> float:
    found = _DURATION.fullmatch(word)
    if not found:
        raise SpecError(f"{complaint}; durations look like 800ms, 30s, 5m, 2h")
    return float(found[1]) * _UNIT[found[2]]


def _share(word: str) -> float:
    found = _PERCENT.fullmatch(word)
    if not found or not 0 <= float(found[1]) <= 100:
        raise SpecError(f"a share between 0% and 100% is needed, not {word!r}")
    return float(found[1]) / 100
