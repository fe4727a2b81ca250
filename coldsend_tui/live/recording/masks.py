"""Words that stand for other words. Equal words have equal masks within one set of masks, and nobody can go back.

A mask is made with a key that exists only while a copy is written: the same name in another copy looks different.
"""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable
from hashlib import blake2b
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .. import feeds

Mask = Callable[[str], str]

_EMAIL = r"(?P<email>[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+)"
_ID = r"(?P<id>[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})"
_HOST = r"(?P<host>(?:[\w-]+\.)+[^\W\d]{2,})"
# Everything that is neither ASCII punctuation nor space: what of a foreign script is a letter need not be known here.
_WORD = r"(?P<word>[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\s]+)"
_PIECES = re.compile("|".join((_EMAIL, _ID, _HOST, _WORD)))
_OWN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
STATES = frozenset(
    (
        "DRAFT",
        "ACTIVE",
        "PAUSED",
        "COMPLETED",
        "FAILED",
        "ARCHIVED",
        "PENDING",
        "DNS_CONFIGURING",
        "DNS_PENDING",
        "SERVICES",
        "gone",
    )
)
"""The contract's states, and the journal's word for what was deleted."""
KINDS = frozenset(("campaign", "sender", "domain", "workspace"))
LABELS = frozenset(
    [
        "status",
        "name",
        "type",
        "domain",
        "display",
        "daily",
        "limit",
        "inboxes",
        "allowed",
        "mail",
        "server",
        "ready",
        "DNS",
        "verified",
        "nameservers",
        "step",
        "steps",
        "trigger",
        "wait",
        "days",
        "variant",
        "variants",
        "subject",
        "body",
        "share",
    ]
)
"""Words with which the cache says what was changed."""
_LONGEST_NUMBER = 6
_CONSONANTS, _VOWELS = "bcdfghjklmnpqrstvwxz", "aeiou"


class Masks:
    """One set of masks."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def keep(self, text: str) -> str:
        """A word of a vocabulary (a state, a kind, a rule) stays; anything that cannot be one is masked as text."""
        return text if _OWN_WORD.fullmatch(text) or not text else self.text(text)

    def rule(self, text: str) -> str:
        """The name of a rule: a kind of object and a word, `campaign.bounce`."""
        kind, _, word = text.partition(".")
        return text if kind in KINDS and _OWN_WORD.fullmatch(word) else self.text(text)

    def state(self, text: str) -> str:
        """A state stays; anything else is text."""
        return text if text in STATES else self.text(text)

    def label(self, text: str) -> str:
        """What was changed, in the cache's words, with names of variants and records among them."""
        return " ".join(word if word in LABELS or word.isdecimal() else self.text(word) for word in text.split(" "))

    def zone(self, text: str) -> str:
        """A time zone stays, for windows are judged by it."""
        try:
            ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return self.text(text)
        return text

    def id(self, text: str) -> str:
        """Another id of the same look."""
        if not text:
            return text
        digest = self._digest("id", text)
        return str(uuid.UUID(digest)) if re.fullmatch(_ID, text) else digest[:16]

    def email(self, text: str) -> str:
        """An address at the mask of its domain."""
        _, at, host = text.rpartition("@")
        if not at:
            return self.text(text)
        return f"p{self._digest('email', text)[:10]}@{self.host(host)}"

    def host(self, text: str) -> str:
        """A domain that cannot exist."""
        return f"d{self._digest('host', text)[:10]}.example" if text else text

    def name(self, kind: str) -> Mask:
        """Names of a kind: `Campaign 3f2a9c`."""
        return lambda text: f"{kind} {self._digest('name', text)[:6]}" if text else text

    def feed(self, text: str) -> str:
        """The feed of another object, where it is one of an object."""
        kind, argument = feeds.split(text)
        return text if not argument or argument.isdecimal() else f"{self.keep(kind)}:{self.id(argument)}"

    def text(self, text: str) -> str:
        """Words of the same length in the same places; punctuation and short numbers stay."""
        return _PIECES.sub(self._piece, text)

    def _piece(self, match: re.Match[str]) -> str:
        text = match[0]
        match match.lastgroup:
            case "email":
                return self.email(text)
            case "id":
                return self.id(text)
            case "host":
                return self.host(text)
        if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER:
            return text
        return self._word(text)

    def _word(self, text: str) -> str:
        digest = bytes.fromhex(self._digest("word", text))
        letters = [(_CONSONANTS, _VOWELS)[at % 2] for at in range(min(len(text), 14))]
        word = "".join(of[byte % len(of)] for of, byte in zip(letters, digest, strict=False))
        return word.capitalize() if text[:1].isupper() else word

    def _digest(self, kind: str, text: str) -> str:
        text = text.casefold()
        return blake2b(f"{kind}\0{text}".encode("utf-8", "replace"), key=self._key, digest_size=16).hexdigest()
