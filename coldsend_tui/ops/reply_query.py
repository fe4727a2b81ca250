"""What the inbox searches for: `campaign:"Q4 CFO" category:interested unread starred acme`.

The server filters conversations, so only what it can ask for is in the grammar. Words search names, addresses, subjects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from coldsend_tui.errors import UsageError
from coldsend_tui.ops.contact_query import FIELD, meant, named, tokens
from coldsend_tui.ops.thresholds import POSITIVE_REPLIES
from coldsend_tui.text import safe

FIELDS: Final = ("campaign", "category", "is")
FLAGS: Final = ("unread", "starred")
CATEGORIES: Final = (
    "interested", "meeting_request", "meeting_booked", "positive", "hot_lead", "not_now", "not_interested", "unsubscribe", "bounce",
)  # fmt: skip
"""Categories that are known by name. The contract gives examples only, so one that finds something is as good."""
DOCUMENTED: Final = ("interested", "not_interested")
"""Categories that the API names as examples [docs]; others are learned from the conversations."""


def positive(category: str | None) -> bool:
    """Whether an answer of this category wants one soon; only `interested` is documented [behaviour.md §14]."""
    return (category or "").lower() in POSITIVE_REPLIES


def by_weight(categories: Iterable[str]) -> list[str]:
    """Each category once, the positive ones first, then by name."""
    return sorted(set(categories), key=lambda name: (not positive(name), name))


class Asked(NamedTuple):
    """A search as it was understood."""

    unread: bool = False
    starred: bool = False
    campaign_id: str | None = None
    category: str | None = None
    words: str = ""


def parse(text: str, campaigns: Mapping[str, str]) -> Asked:
    """Read a search; `campaigns` are ids by name. UsageError for an unknown field, flag or name, with the nearest one."""
    asked, words = Asked(), []
    for token in tokens(text):
        found = FIELD.fullmatch(token)
        name, value = (found[1].lower(), found[2]) if found else ("", "")
        flag = value.lower() if name == "is" else token.lower()
        if flag in FLAGS:
            asked = asked._replace(unread=asked.unread or flag == "unread", starred=asked.starred or flag == "starred")
        elif name == "is":
            raise UsageError(f"A conversation is {' or '.join(FLAGS)}, not {value or 'nothing'}.", meant(value, FLAGS))
        elif name == "campaign":
            asked = asked._replace(campaign_id=named(value, campaigns, "campaign"))
        elif name == "category":
            asked = asked._replace(category=value.lower().replace(" ", "_").replace("-", "_") or None)
        elif found is not None:
            raise UsageError(f"There is no field {name}.", meant(name, FIELDS))
        else:
            words.append(token)
    return asked._replace(words=" ".join(words))


def doubt(asked: Asked) -> str:
    """What to say of a search whose category is not known by name, with the nearest that is; "" mostly."""
    if asked.category is None or asked.category in CATEGORIES:
        return ""
    return f"The category {safe(asked.category)} is not known here. {meant(asked.category, CATEGORIES)}"
