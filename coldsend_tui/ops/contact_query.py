"""What the contacts screen searches for, as the API's own query: `signal:hot replied:yes campaign:"Q4 CFO" acme`.

The server filters contacts, so only what it can ask for is in the grammar. Words search name, address and company.
"""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from coldsend_tui.errors import UsageError

SIGNALS: Final = ("UNSUBSCRIBED", "BOUNCED", "HOT_LEAD", "ENGAGED", "CONTACTED", "NEVER_CONTACTED")
"""Signals of a contact [client]."""
_FLAGS: Final = {
    "replied": "has_replied",
    "opened": "has_opened",
    "unsubscribed": "is_unsubscribed",
    "bounced": "is_bounced",
}
_NAMED: Final = {"campaign": "campaign_id", "not-in": "not_in_campaign_id", "list": "list_id"}
_TEXTS: Final = {"source": "source_type", "source-name": "source_name"}
FIELDS: Final = ("signal", *_FLAGS, *_NAMED, *_TEXTS)
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})
FIELD: Final = re.compile(r"([A-Za-z-]+):(.*)", re.DOTALL)


class Names(NamedTuple):
    """Ids by name, of what a query may name: campaigns and saved lists."""

    campaigns: Mapping[str, str]
    lists: Mapping[str, str]


def parse(text: str, names: Names) -> dict[str, Any]:
    """The parameters of GET /contacts. UsageError for an unknown field, value or name, with the nearest one."""
    return _parsed(tokens(text), names)


def parse_filter(text: str, names: Names) -> dict[str, Any]:
    """The filter that a DYNAMIC list stores: as a search, and `signal:hot,engaged` is any of several there."""
    signals: list[str] = []
    rest: list[str] = []
    for token in tokens(text):
        if token.lower().startswith("signal:"):
            signals += [nearest_signal(value) for value in token.partition(":")[2].split(",")]
        else:
            rest.append(token)
    return ({"signal": list(dict.fromkeys(signals))} if signals else {}) | _parsed(rest, names)


def spelled(filter: Mapping[str, Any], names: Names) -> str:
    """A stored filter as it is typed; what the grammar does not know is left out."""
    words = []
    for name, value in filter.items():
        field = next((short for short, long in (_FLAGS | _NAMED | _TEXTS).items() if long == name), name)
        if name == "signal":
            words.append(
                "signal:" + ",".join(str(one).lower() for one in (value if isinstance(value, list) else [value]))
            )
        elif name in _FLAGS.values():
            words.append(f"{field}:{'yes' if value else 'no'}")
        elif name in _NAMED.values():
            known = names.lists if field == "list" else names.campaigns
            words.append(_quoted(field, next((one for one, id in known.items() if id == value), str(value))))
        elif name in _TEXTS.values():
            words.append(_quoted(field, str(value)))
        elif name == "search":
            words.append(str(value))
    return " ".join(words)


def _quoted(field: str, value: str) -> str:
    return f'{field}:"{value}"' if " " in value else f"{field}:{value}"


def _parsed(every: list[str], names: Names) -> dict[str, Any]:
    query: dict[str, Any] = {}
    words: list[str] = []
    for token in every:
        found = FIELD.fullmatch(token)
        if found is None:
            words.append(token)
            continue
        name, value = found[1].lower(), found[2]
        if name == "signal":
            query["signal"] = nearest_signal(value)
        elif name in _FLAGS:
            query[_FLAGS[name]] = _truth(name, value)
        elif name in _NAMED:
            query[_NAMED[name]] = named(value, names.lists if name == "list" else names.campaigns, name)
        elif name in _TEXTS:
            query[_TEXTS[name]] = value
        else:
            raise UsageError(f"There is no field {name}.", meant(name, FIELDS))
    if words:
        query["search"] = " ".join(words)
    return query


def tokens(text: str) -> list[str]:
    """Words of a search; quotes keep spaces together. An open quote reaches to the end."""
    for closing in ("", '"'):
        lexer = shlex.shlex(text + closing, posix=True)
        lexer.whitespace_split, lexer.quotes, lexer.escape, lexer.commenters = True, '"', "", ""
        try:
            return list(lexer)
        except ValueError:
            continue
    return text.split()  # pragma: no cover - a quote is either closed or open


def nearest_signal(value: str) -> str:
    """The signal that `value` is or begins; UsageError where it is none."""
    wanted = value.upper().replace("-", "_").replace(" ", "_")
    fitting = [signal for signal in SIGNALS if signal == wanted] or [
        signal for signal in SIGNALS if wanted and signal.startswith(wanted)
    ]
    if len(fitting) == 1:
        return fitting[0]
    raise UsageError(f"There is no signal {value or '(nothing)'}.", meant(wanted, SIGNALS))


def _truth(name: str, value: str) -> bool:
    if value.lower() in _YES:
        return True
    if value.lower() in _NO:
        return False
    raise UsageError(f"{name} is yes or no, not {value or 'nothing'}.", f"Write {name}:yes.")


def named(value: str, ids: Mapping[str, str], what: str) -> str:
    """The id of the one whose name is, or begins with, or contains `value`; an id stands for itself."""
    if value in ids.values():
        return value
    folded = value.casefold()
    for fits in (
        lambda name: name.casefold() == folded,
        lambda name: name.casefold().startswith(folded),
        lambda name: folded in name.casefold(),
    ):
        found = {ids[name] for name in ids if folded and fits(name)}
        if len(found) == 1:
            return found.pop()
        if found:
            raise UsageError(f"{value} fits {len(found)} names.", "Write more of it, in quotes.")
    kind = "list" if what == "list" else "campaign"
    raise UsageError(f"There is no {kind} {value or '(nothing)'}.", meant(value, tuple(ids), fields=False))


def meant(word: str, known: tuple[str, ...], *, fields: bool = True) -> str:
    """What was probably meant, and (`fields`) what there is."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.4)
    near_one = f"Did you mean {near[0]}? " if near else ""
    return near_one + (f"Known: {', '.join(known)}." if fields else "")
