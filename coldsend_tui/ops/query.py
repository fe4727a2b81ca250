"""The filter grammar: `status:active bounce>3% -name:test`, words match the name, `or`, quotes, `field>n`, `field<n%`.

A query is read against named fields of a row type and becomes a predicate. Printed (`str`), it reads as the same query.
"""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar

from coldsend_tui.errors import UsageError
from coldsend_tui.text import safe

Row = TypeVar("Row")


class FieldKind(StrEnum):
    """How a field compares: text contains, numbers, or rates (fractions; `3%` and `0.03` mean the same)."""

    TEXT = "text"
    NUMBER = "number"
    RATE = "rate"


def _any_word() -> Iterable[str]:
    return ()


class Field(NamedTuple):
    """`get` reads the field from a row; None (not known) matches nothing but a negated term.

    `words` is the closed set that a text is of (states, kinds); empty where anything can stand.
    """

    get: Callable[[Any], str | float | None]
    kind: FieldKind
    words: Callable[[], Iterable[str]] = _any_word


class Term(NamedTuple):
    """One condition. `relation` is ":" (contains, or equals for numbers), "=", ">", "<", ">=" or "<=".

    `instead` are the words of the field's closed set where the value is none of them: it is a slip of the finger, unless
    a row has it (a state that only this server knows).
    """

    field: str
    relation: str
    value: str
    negated: bool
    test: Callable[[Any], bool]
    instead: tuple[str, ...] = ()

    def matches(self, row: object) -> bool:
        """Whether `row` fulfils the condition."""
        return self.test(row) is not self.negated

    def __str__(self) -> str:
        sign = "-" if self.negated else ""
        if not self.field:
            return sign + _quoted(self.value, bare=True)
        return f"{sign}{self.field}{self.relation}{_quoted(self.value)}"


@dataclass(frozen=True, slots=True)
class Query:
    """Alternatives (joined by `or`) of terms that must all hold. An empty query matches everything."""

    alternatives: tuple[tuple[Term, ...], ...]

    def matches(self, row: object) -> bool:
        """Whether `row` fulfils one of the alternatives."""
        if not self.alternatives:
            return True
        return any(all(term.matches(row) for term in terms) for terms in self.alternatives)

    def keep(self, rows: Sequence[Row]) -> list[Row]:
        """The rows that match. `UsageError`, with the nearest, for a word that its field does not know and no row has."""
        refuse(self.strange(rows))
        return [row for row in rows if self.matches(row)]

    def strange(self, rows: Iterable[object] = ()) -> tuple[Term, ...]:
        """The terms whose word their field does not know and none of `rows` has."""
        return still_strange((term for terms in self.alternatives for term in terms if term.instead), rows)

    def __str__(self) -> str:
        return " or ".join(" ".join(map(str, terms)) for terms in self.alternatives)


def still_strange(terms: Iterable[Term], rows: Iterable[object]) -> tuple[Term, ...]:
    """Those of `terms` whose word none of `rows` has: for lists that are read page by page."""
    every = tuple(terms)
    seen = tuple(rows) if every else ()
    return tuple(term for term in every if not any(map(term.test, seen)))


def refuse(strange: Sequence[Term]) -> None:
    """`UsageError` for the first of these terms, with the nearest word that its field knows."""
    for term in strange[:1]:
        near = difflib.get_close_matches(term.value.casefold(), term.instead, n=1, cutoff=0.6)
        meant = f"Did you mean {term.field}:{near[0]}? " if near else ""
        raise UsageError(
            f"Nothing has the {term.field} {safe(term.value)}.", f"{meant}Known are {', '.join(term.instead)}."
        )


_TOKEN: Final = re.compile(r'-?(?:[^\s":<>=]+(?::|>=|<=|=|>|<))?(?:"(?:[^"\\]|\\.)*"?|[^\s"]+)|\S+', re.DOTALL)
_QUOTED: Final = re.compile(r'"(?P<inner>(?:[^"\\]|\\.)*)"?', re.DOTALL)
_CONDITION: Final = re.compile(r"(?P<field>[^\s\":<>=]+)(?P<relation>:|>=|<=|=|>|<)(?P<value>.*)", re.DOTALL)
_NUMBER: Final = re.compile(r"\s*(?P<number>[+-]?\d[\d,_]*(?:\.\d+)?|[+-]?\.\d+)\s*(?P<percent>%?)\s*")
_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ":": operator.eq,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
_NAME: Final = "name"


def parse(text: str, fields: Mapping[str, Field]) -> Query:
    """Read `text` against `fields`, of which one is called `name` (plain words match it).

    Raises `UsageError` for an unknown field (naming the nearest), a number that is none, or an order of text.
    """
    alternatives: list[tuple[Term, ...]] = []
    terms: list[Term] = []
    for token in _TOKEN.findall(text):
        if token.lower() == "or":
            if terms:
                alternatives.append(tuple(terms))
            terms = []
        else:
            terms.append(_term(token, fields))
    if terms:
        alternatives.append(tuple(terms))
    return Query(tuple(alternatives))


def _term(token: str, fields: Mapping[str, Field]) -> Term:
    negated = token.startswith("-") and len(token) > 1
    body = token[1:] if negated else token
    condition = None if body.startswith('"') else _CONDITION.fullmatch(body)
    if condition is None:
        word = _unquoted(body)
        return Term("", "", word, negated, _contains(fields[_NAME].get, word))
    name, relation = condition["field"].lower(), condition["relation"]
    value = _unquoted(condition["value"])
    field = fields.get(name)
    if field is None:
        raise _unknown_field(name, fields)
    if field.kind is FieldKind.TEXT:
        if relation not in (":", "="):
            raise UsageError(f"{name} is text and has no order.", f"Write {name}:{value or 'word'}.")
        test = _equals(field.get, value) if relation == "=" else _contains(field.get, value)
        return Term(name, relation, value, negated, test, _instead(value, relation, field.words()))
    test = _compares(field.get, _COMPARISONS[relation], _number(name, value, field.kind), field.kind)
    return Term(name, relation, value, negated, test)


def _instead(value: str, relation: str, known: Iterable[str]) -> tuple[str, ...]:
    words, folded = tuple(word.casefold() for word in known), value.casefold()
    fits = folded in words if relation == "=" else any(folded in word for word in words)
    return () if fits else words


def _contains(get: Callable[[Any], Any], word: str) -> Callable[[Any], bool]:
    folded = word.casefold()
    return lambda row: (value := get(row)) is not None and folded in str(value).casefold()


def _equals(get: Callable[[Any], Any], word: str) -> Callable[[Any], bool]:
    folded = word.casefold()
    return lambda row: (value := get(row)) is not None and str(value).casefold() == folded


def _compares(
    get: Callable[[Any], Any], compare: Callable[[float, float], bool], number: float, kind: FieldKind
) -> Callable[[Any], bool]:
    if kind is FieldKind.RATE and compare is operator.eq:
        # A rate is asked for as it is shown, with one decimal of a percent.
        return lambda row: (value := get(row)) is not None and abs(value - number) < 0.0005
    return lambda row: (value := get(row)) is not None and compare(value, number)


def _number(name: str, value: str, kind: FieldKind) -> float:
    found = _NUMBER.fullmatch(value)
    if found is None or (found["percent"] and kind is not FieldKind.RATE):
        example = "3%" if kind is FieldKind.RATE else "100"
        raise UsageError(f"{name} needs a number, not {value or 'nothing'}.", f"Write {name}>{example}.")
    number = float(found["number"].replace(",", "").replace("_", ""))
    return number / 100 if found["percent"] else number


def _unknown_field(name: str, fields: Mapping[str, Field]) -> UsageError:
    near = difflib.get_close_matches(name, list(fields), n=1, cutoff=0.4)
    known = ", ".join(fields)
    meant = f"Did you mean {near[0]}? " if near else ""
    return UsageError(f"There is no field {name}.", f"{meant}Fields: {known}.")


def _unquoted(text: str) -> str:
    found = _QUOTED.fullmatch(text)
    return re.sub(r"\\(.)", r"\1", found["inner"], flags=re.DOTALL) if found else text


def _quoted(text: str, *, bare: bool = False) -> str:
    plain = re.fullmatch(r'[^\s"\\]+', text) is not None
    if plain and bare:
        plain = not text.startswith("-") and text.lower() != "or" and _CONDITION.fullmatch(text) is None
    if plain:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def completions(prefix: str, fields: Mapping[str, Field]) -> Sequence[str]:
    """Field names that begin with `prefix`, each with the sign that usually follows."""
    signs = {FieldKind.TEXT: ":", FieldKind.NUMBER: ">", FieldKind.RATE: ">"}
    return [name + signs[field.kind] for name, field in fields.items() if name.startswith(prefix.lower())]
