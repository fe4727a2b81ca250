"""One template with one lead's values: `{{variable}}`, `{{variable|fallback}}`, `{{spin|tax}}`, computed dates, `{% if %}` blocks.

Behaviour as in behaviour.md §8. Nothing here raises: what cannot be understood is left as it stands, as the platform would send it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from .conditions import holds
from .dates import computed

_PART = re.compile(
    r"\{%-?\s*(?P<tag>if|elsif|else|endif|unless|endunless)\b(?P<test>.*?)-?%\}|\{\{(?P<value>.*?)\}\}", re.DOTALL
)
_DEFAULT = re.compile(r"""^default\s*:\s*(['"])(.*)\1$""", re.DOTALL)


def render(template: str, values: Mapping[str, str], *, sent_at: datetime, choose: Callable[[int, int], int]) -> str:
    """The text a lead gets. `sent_at` is local time of the campaign; `choose(place, options)` picks a spintax option, the same each time."""
    out: list[str] = []
    # Each open block: whether its surroundings are drawn, whether this branch is, whether one of its branches was.
    blocks: list[tuple[bool, bool, bool]] = []
    shown, at = True, 0
    for place, part in enumerate(_PART.finditer(template)):
        if shown:
            out.append(template[at : part.start()])
        at = part.end()
        tag, test = part["tag"], (part["test"] or "").strip()
        if tag is None:
            if shown:
                out.append(_value(part["value"].strip(), part.group(), values, sent_at, partial(choose, place)))
        elif tag in ("if", "unless"):
            true = holds(test, values) == (tag == "if")
            blocks.append((shown, shown and true, true))
            shown = shown and true
        elif not blocks:
            continue
        elif tag in ("endif", "endunless"):
            shown = blocks.pop()[0]
        else:
            around, _, done = blocks[-1]
            true = not done and (tag == "else" or holds(test, values))
            shown = around and true
            blocks[-1] = (around, shown, done or true)
    if shown:
        out.append(template[at:])
    return "".join(out)


def _value(inner: str, raw: str, values: Mapping[str, str], sent_at: datetime, choose: Callable[[int], int]) -> str:
    date = computed(inner, sent_at)
    if date is not None:
        return date
    options = inner.split("|")
    if len(options) == 1:
        return values.get(inner, "") if re.fullmatch(r"\w+", inner) else raw
    # behaviour.md §19.12: a known variable with one pipe has a fallback, anything else is spintax.
    name = options[0].strip()
    if len(options) == 2 and name in values:
        fallback = options[1].strip()
        quoted = _DEFAULT.match(fallback)
        return values[name] or (quoted[2] if quoted else fallback)
    return options[choose(len(options))].strip()
