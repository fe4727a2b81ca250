"""Which fields of a lead the mails of a campaign ask for (behaviour.md §8)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_TAG: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_CONDITION: Final = re.compile(r"\{%-?\s*(?:if|elsif|unless)\b(.*?)-?%\}", re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z_]\w*")
_QUOTED: Final = re.compile(r"""(['"]).*?\1""", re.DOTALL)
_WORDS: Final = frozenset(("and", "or", "not", "contains", "blank", "empty", "nil", "true", "false"))
_COMPUTED: Final = "dn_"
_ALIASES: Final = {"job_title": "title"}
"""Names of mails for fields that a lead has under another one [docs: personalization]."""


class Tag(NamedTuple):
    """A field that mails use; `covered` when a blank does no harm: every use has a fallback or is a condition."""

    name: str
    covered: bool
    written: str = ""

    @property
    def shown(self) -> str:
        """The tag as mails write it."""
        return f"{{{{{self.written or self.name}}}}}"


def fields_used(texts: Iterable[str]) -> tuple[Tag, ...]:
    """The fields that subjects and bodies use, by name."""
    covered: dict[str, bool] = {}
    written: dict[str, str] = {}
    for text in texts:
        for inner in _TAG.findall(text):
            name, pipe, fallback = (part.strip() for part in inner.partition("|"))
            # `{{a|b|c}}` is a choice of words, `{{name|there}}` a fallback (behaviour.md §19.12).
            if not _NAME.fullmatch(name) or name.startswith(_COMPUTED) or "|" in fallback:
                continue
            field = _ALIASES.get(name, name)
            written.setdefault(field, name)
            covered[field] = covered.get(field, True) and bool(pipe)
        for test in _CONDITION.findall(text):
            for name in _NAME.findall(_QUOTED.sub("", test)):
                if name not in _WORDS and not name.startswith(_COMPUTED):
                    covered.setdefault(_ALIASES.get(name, name), True)
    return tuple(Tag(name, covered[name], written.get(name, "")) for name in sorted(covered))
