"""A mail as one lead gets it: variables, fallbacks, spintax, computed dates, conditionals, and every tag that will go wrong.

`{{name}}`, `{{name|fallback}}`, `{{a|b|c}}`, `{{dn_…}}`, `{% if … %}…{% elsif … %}…{% else %}…{% endif %}`, `unless`
(behaviour.md §8; `{{x|y}}` is a fallback where x is a field of the leads, else spintax: §19, 12). Nothing raises: what
cannot be understood is sent as it stands, and marked here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from coldsend_tui.ops import liquid
from coldsend_tui.ops.computed_tags import computed, is_computed

STANDARD: Final = ("first_name", "last_name", "email", "company", "job_title")
"""Variables that every lead has [docs: /campaigns/personalization]."""
_PARTS: Final = re.compile(
    r"\{%-?\s*(?P<word>if|elsif|else|endif|unless|endunless)\b(?P<test>.*?)-?%\}|\{\{(?P<tag>.*?)\}\}", re.DOTALL
)
SINGLE_BRACE: Final = re.compile(r"(?<![{%])\{\s*([A-Za-z_][\w ]{0,40}?)\s*\}(?!\})")
"""`{first_name}`: a merge tag with one brace too few; it goes out as it stands."""
_DEFAULT: Final = re.compile(r"""default\s*:\s*(['"])(.*)\1""", re.DOTALL)
_NAME: Final = re.compile(r"\w+")


class Origin(StrEnum):
    """Where a piece of the mail comes from; the last four need a person."""

    TEXT = "text"
    FIELD = "field"
    FALLBACK = "fallback"
    SPIN = "spin"
    COMPUTED = "computed"
    BLANK = "blank"
    UNKNOWN = "unknown"
    SINGLE_BRACE = "single brace"
    BROKEN = "broken"


TROUBLE: Final = frozenset({Origin.BLANK, Origin.UNKNOWN, Origin.SINGLE_BRACE, Origin.BROKEN})


class Piece(NamedTuple):
    """A run of the mail: the `text` that is sent, its origin, and the tag it stands for ("" for plain text)."""

    text: str
    origin: Origin
    tag: str = ""


class Problem(NamedTuple):
    """A tag that will not do what was meant; `tag` is its name or source."""

    origin: Origin
    tag: str


Choose = Callable[[int, int], int]
"""(place of the tag in the template, number of options) to the option taken."""


def seeded(seed: int) -> Choose:
    """A choice that looks random, differs by place and is the same each time for one seed."""

    def choose(place: int, options: int) -> int:
        mixed = (seed * 2_654_435_761 + place * 40_503 + 12_345) & 0xFFFFFFFF
        mixed ^= mixed >> 15
        mixed = (mixed * 2_246_822_519) & 0xFFFFFFFF
        return (mixed ^ (mixed >> 13)) % options

    return choose


def render(template: str, values: Mapping[str, str], *, sent_at: datetime, choose: Choose) -> tuple[Piece, ...]:
    """`template` for a lead whose fields are `values` (blank ones as ""), sent at `sent_at` in the campaign's own zone."""
    return tuple(_merged(_pieces(template, values, sent_at, choose)))


def text_of(pieces: tuple[Piece, ...]) -> str:
    """The mail as it is sent."""
    return "".join(piece.text for piece in pieces)


def problems(pieces: tuple[Piece, ...]) -> tuple[Problem, ...]:
    """What is wrong for this lead, each tag once, in order."""
    return tuple(dict.fromkeys(Problem(piece.origin, piece.tag) for piece in pieces if piece.origin in TROUBLE))


def bare_tags(template: str) -> frozenset[str]:
    """Fields that stand alone in `{{name}}`: without a fallback, so that a blank one leaves a hole."""
    tags = (part["tag"].strip() for part in _PARTS.finditer(template) if part["tag"] is not None)
    return frozenset(tag for tag in tags if _NAME.fullmatch(tag) and not is_computed(tag))


def fields_used(template: str) -> frozenset[str]:
    """Names that the template takes for fields: tags that stand alone, and variables of conditions."""
    conditions = (part["test"] or "" for part in _PARTS.finditer(template) if part["tag"] is None)
    return bare_tags(template).union(*map(liquid.names, conditions))


class _Block(NamedTuple):
    """An open `{% if %}`: whether its surroundings are sent, whether this branch is, whether one of its branches was."""

    around: bool
    sent: bool
    taken: bool


def _pieces(template: str, values: Mapping[str, str], sent_at: datetime, choose: Choose) -> Iterator[Piece]:
    blocks: list[_Block] = []
    at = 0
    for place, part in enumerate(_PARTS.finditer(template)):
        sent = blocks[-1].sent if blocks else True
        if sent:
            yield from _plain(template[at : part.start()])
        at = part.end()
        word, test = part["word"], (part["test"] or "").strip()
        if word is None:
            if sent:
                yield _tag(part["tag"].strip(), part.group(), values, sent_at, lambda n, place=place: choose(place, n))  # type: ignore[misc]
        elif word in ("if", "unless"):
            true = liquid.holds(test, values) == (word == "if")
            blocks.append(_Block(sent, sent and true, true))
        elif not blocks:
            yield Piece("", Origin.BROKEN, part.group())
        elif word in ("endif", "endunless"):
            blocks.pop()
        else:
            block = blocks[-1]
            true = not block.taken and (word == "else" or liquid.holds(test, values))
            blocks[-1] = _Block(block.around, block.around and true, block.taken or true)
    if not blocks or blocks[-1].sent:
        yield from _plain(template[at:])
    if blocks:
        yield Piece("", Origin.BROKEN, "{% if %} without {% endif %}")


def _plain(text: str) -> Iterator[Piece]:
    at = 0
    for found in SINGLE_BRACE.finditer(text):
        if found.start() > at:
            yield Piece(text[at : found.start()], Origin.TEXT)
        yield Piece(found.group(), Origin.SINGLE_BRACE, found[1])
        at = found.end()
    if at < len(text):
        rest = text[at:]
        broken = "{{" in rest or "{%" in rest
        yield Piece(rest, Origin.BROKEN if broken else Origin.TEXT, "tag that is not closed" if broken else "")


def _tag(inner: str, raw: str, values: Mapping[str, str], sent_at: datetime, choose: Callable[[int], int]) -> Piece:
    date = computed(inner, sent_at)
    if date is not None:
        return Piece(date, Origin.COMPUTED, inner)
    options = inner.split("|")
    if len(options) == 1:
        if not _NAME.fullmatch(inner):
            return Piece(raw, Origin.UNKNOWN, inner)
        if inner not in values:
            return Piece("", Origin.UNKNOWN, inner)
        return Piece(values[inner], Origin.FIELD if values[inner].strip() else Origin.BLANK, inner)
    name = options[0].strip()
    if len(options) == 2 and name in values:
        fallback = options[1].strip()
        quoted = _DEFAULT.fullmatch(fallback)
        if values[name]:
            return Piece(values[name], Origin.FIELD, name)
        return Piece(quoted[2] if quoted else fallback, Origin.FALLBACK, name)
    return Piece(options[choose(len(options))].strip(), Origin.SPIN, inner)


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of plain text as one."""
    held: Piece | None = None
    for piece in pieces:
        if held is not None and held.origin is piece.origin is Origin.TEXT:
            held = Piece(held.text + piece.text, Origin.TEXT)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
