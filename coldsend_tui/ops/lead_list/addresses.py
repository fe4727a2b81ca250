"""What an address tells by itself: whether it can be one, whose it is likely to be, and what it was meant to be."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

LONGEST: Final = 254
"""Characters of an address (RFC 5321, errata 1690)."""
LONGEST_LOCAL: Final = 64
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_NAMED: Final = re.compile(r"[^<>]*<([^<>]+)>\s*")
_INVISIBLE: Final = dict.fromkeys((0x00A0, 0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), "")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER: Final = _words(
    "abuse postmaster noreply no-reply no.reply donotreply do-not-reply mailer-daemon spam hostmaster"
)
"""Boxes that nobody reads or that complain by profession: never mailed (field.md §5, 7)."""
ROLES: Final = _words(
    "info sales admin administrator office contact kontakt contacto support help helpdesk service hello hi mail team billing"
    " accounts accounting finance invoice invoices hr jobs careers career recruiting marketing press media pr legal privacy"
    " security webmaster root it tech dev orders order shop enquiries inquiries reception feedback news newsletter partners"
    " vertrieb verkauf buchhaltung bewerbung ventas commercial"
)
"""Boxes of a function, not of a person (field.md §5, 7)."""
FREE: Final = _words(
    "gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de ymail.com rocketmail.com hotmail.com hotmail.co.uk"
    " hotmail.fr hotmail.de outlook.com outlook.de live.com live.co.uk msn.com icloud.com me.com mac.com aol.com gmx.de gmx.net"
    " gmx.com gmx.at gmx.ch web.de t-online.de freenet.de proton.me protonmail.com mail.ru yandex.ru yandex.com qq.com 163.com"
    " 126.com naver.com libero.it virgilio.it orange.fr wanadoo.fr free.fr laposte.net comcast.net verizon.net btinternet.com"
    " zoho.com mail.com email.com fastmail.com tutanota.com hey.com"
)
"""Providers of private mail (field.md §5, 9)."""
_MISTYPED: Final = (
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "protonmail.com",
)
"""Names of providers that people mistype by one letter."""
_WRONG_ENDINGS: Final = {
    "con": "com", "cpm": "com", "cmo": "com", "ocm": "com", "vom": "com", "xom": "com", "comm": "com", "ner": "net",
    "nte": "net", "ogr": "org", "rog": "org",
}  # fmt: skip
"""Endings that no registry has, and what they were to be."""


def cleaned(text: str) -> str:
    """What stands in the cell, without what people paste around an address; the address itself is not changed."""
    text = text.translate(_INVISIBLE).strip()
    if named := _NAMED.fullmatch(text):
        text = named[1].strip()
    return text.removeprefix("mailto:").strip(" \t\r\n\"'<>,;").removesuffix(".")


def fault(address: str) -> str:
    """Why this can be no address; "" when it can. No look-up is made."""
    if not address:
        return "no address"
    local, at, domain = address.rpartition("@")
    if not at or "@" in local:
        return "no @ in it" if "@" not in address else "more than one @"
    if not local:
        return "nothing before the @"
    if not domain:
        return "nothing after the @"
    if any(char.isspace() for char in address):
        return "a space inside"
    if not address.isascii():
        return "letters that mail servers do not take"
    if len(address) > LONGEST or len(local) > LONGEST_LOCAL:
        return "too long"
    if not _LOCAL.fullmatch(local):
        return "not allowed before the @"
    labels = domain.split(".")
    if len(labels) < 2:
        return "no ending like .com"
    if not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        return "no domain after the @"
    return ""


def domain_of(address: str) -> str:
    """The domain in lower case."""
    return address.rpartition("@")[2].lower()


def box_of(address: str) -> str:
    """The part before the @ in lower case, without a +tag."""
    return address.rpartition("@")[0].lower().partition("+")[0]


@cache
def meant(domain: str) -> str:
    """What a mistyped domain was meant to be; "" when it looks right."""
    if domain in FREE:
        return ""
    name, _, ending = domain.rpartition(".")
    if right := _WRONG_ENDINGS.get(ending):
        return f"{name}.{right}"
    return next((known for known in _MISTYPED if _one_slip(domain, known)), "")


@cache
def disposable(domain: str) -> bool:
    """Whether the domain, or the one above it, gives out addresses for ten minutes."""
    known = _disposable()
    labels = domain.split(".")
    return any(".".join(labels[start:]) in known for start in range(max(1, len(labels) - 1)))


@cache
def _disposable() -> frozenset[str]:
    from disposable_email_domains import blocklist

    return frozenset(blocklist)


def _one_slip(typed: str, known: str) -> bool:
    """Whether one letter was left out, put in, exchanged or swapped with its neighbour."""
    longer, shorter = (typed, known) if len(typed) >= len(known) else (known, typed)
    if longer == shorter or len(longer) - len(shorter) > 1:
        return False
    start = next((at for at, char in enumerate(shorter) if char != longer[at]), len(shorter))
    if len(longer) > len(shorter):
        return longer[start + 1 :] == shorter[start:]
    swapped = (
        longer[start : start + 2] == shorter[start : start + 2][::-1] and longer[start + 2 :] == shorter[start + 2 :]
    )
    return longer[start + 1 :] == shorter[start + 1 :] or swapped
