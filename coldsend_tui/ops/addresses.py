"""Addresses and host names as the API takes them: ASCII, of the ordinary form; names in other scripts by IDNA."""

from __future__ import annotations

import re
from typing import Final

_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST: Final = re.compile(rf"(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?")
_LOCAL_PART: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LONGEST_HOST: Final = 253
LONGEST_LABEL: Final = 63
LONGEST_PREFIX: Final = 64
"""Bounds of the DNS (RFC 1035) and of the part before the @ (RFC 5321)."""
SHORTEST_ADDRESS: Final = 5
LONGEST_ADDRESS: Final = 255
"""Characters of an address [docs: sender-accounts]."""


def ascii_host(text: str) -> str:
    """A host name as the DNS has it: lower case, other scripts as `xn--…`, without a last dot; unchanged where that fails."""
    name = text.strip().rstrip(".").lower()
    if name.isascii():
        return name
    import idna

    try:
        return idna.encode(name, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return name


def host_fault(text: str) -> str:
    """What is wrong with a domain name that somebody typed; "" when nothing is."""
    name = ascii_host(text)
    if not name:
        return "a domain name is needed, like mail.example.com"
    if "://" in name or "/" in name:
        return "only the name is needed, without http:// and without a path"
    if "@" in name:
        return "that is an address; only the part behind the @ is needed"
    if not name.isascii():
        return "it has characters that no domain name has"
    if _HOST.fullmatch(name) and len(name) <= LONGEST_HOST:
        return ""
    if len(name) > LONGEST_HOST:
        return f"a domain name has at most {LONGEST_HOST} characters, this one {len(name)}"
    if "." not in name:
        return "the ending is missing: example.com, not example"
    for label in name.split("."):
        if not label:
            return "there is nothing between two of its dots"
        if len(label) > LONGEST_LABEL:
            return f"the part {label[:12]}… has {len(label)} characters, {LONGEST_LABEL} are allowed"
        if not re.fullmatch(_LABEL, label):
            return f"{label} may have letters, digits and inner hyphens only"
    return "its ending must begin with a letter"


def prefix_fault(text: str) -> str:
    """What is wrong with the part before the @; "" when nothing is."""
    if not text:
        return "the part before the @ is needed"
    if "@" in text:
        return "only the part before the @ is needed"
    if len(text) > LONGEST_PREFIX:
        return f"it has {len(text)} characters, {LONGEST_PREFIX} are allowed"
    if not _LOCAL_PART.fullmatch(text):
        return "letters, digits, dots (not at an end, not two together), - and _ are allowed"
    return ""


def address_fault(text: str) -> str:
    """What is wrong with an address; "" when nothing is."""
    prefix, at, host = text.rpartition("@")
    if not text or not at:
        return "an address is needed, like sam@example.com"
    if not SHORTEST_ADDRESS <= len(text) <= LONGEST_ADDRESS:
        return f"an address has {SHORTEST_ADDRESS}-{LONGEST_ADDRESS} characters, this one {len(text)}"
    if fault := prefix_fault(prefix):
        return f"before the @: {fault}"
    if not host.isascii() or (fault := host_fault(host)):
        return f"behind the @: {host_fault(host) or 'write the name as the DNS has it (xn--…)'}"
    return ""


def address(text: str) -> str:
    """An address as accounts are compared by: lower case, no space around it."""
    return text.strip().lower()
