"""Figures in Prometheus' text format, version 0.0.4: `# HELP`, `# TYPE`, then `name{label="value"} number`, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from coldsend_tui.text import safe

PREFIX: Final = "coldsend_"

Sample = tuple[Mapping[str, str], float | None]
"""Labels and value; None (not known) is left out: a zero would be a claim."""


class Family(NamedTuple):
    """One metric. `kind` is counter (its name ends in `_total`) or gauge. Rates are fractions (0-1), times seconds."""

    name: str
    kind: str
    help: str
    samples: Iterable[Sample]


def written(families: Iterable[Family], common: Mapping[str, str]) -> str:
    """All families that have a sample, each with the labels `common` to all."""
    return "".join(line for family in families for line in _lines(family, common))


def _lines(family: Family, common: Mapping[str, str]) -> Iterator[str]:
    name = PREFIX + family.name
    samples = [({**common, **labels}, value) for labels, value in family.samples if value is not None]
    if samples:
        yield f"# HELP {name} {_escaped(family.help)}\n# TYPE {name} {family.kind}\n"
    for labels, value in samples:
        inside = ",".join(f'{label}="{_quoted(text)}"' for label, text in labels.items())
        yield f"{name}{{{inside}}} {_number(value)}\n" if inside else f"{name} {_number(value)}\n"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _quoted(text: str) -> str:
    """A stranger's text as the value of a label: no control characters, escaped."""
    return _escaped(safe(text)).replace('"', r"\"")
