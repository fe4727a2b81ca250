"""The note that a console leaves for the next one's first glance: a small text file beside the cache.

Lines of words between tabs. A note of another version, or one with anything unexpected in it, is no note.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from coldsend_tui import __version__
from coldsend_tui.glance.asked import Asked

LONGEST = 16_384
FIRST_LINE = f"coldsend-tui glance\t{__version__}"
LAST_LINE = "end"
# What else decides which console opens, and what colours are on this terminal.
_VARIABLES = (
    "HOME",
    "XDG_CONFIG_HOME",
    "COLDSEND_CONFIG",
    "COLDSEND_BASE_URL",
    "TERM",
    "COLORTERM",
    "NO_COLOR",
    "FORCE_COLOR",
    "TEXTUAL_COLOR_SYSTEM",
    "TEXTUAL_THEME",
)
_KEY_VARIABLE = "COLDSEND_API_KEY"
_CODES = frozenset("0123456789;")

Tab = tuple[str, str, str]


class Note:
    """One console as it was opened last.

    `cache` is its file and the version of its schema, `config` the configuration file and what tells whether that changed;
    `tabs` are (digit, label, name); `inks` are parameters of the escape sequence SGR by the name of what they colour.
    """

    __slots__ = ("cache", "config", "inks", "profile", "read_only", "tabs")

    def __init__(
        self,
        cache: tuple[str, str],
        config: tuple[str, str],
        profile: str,
        read_only: bool,
        tabs: Sequence[Tab],
        inks: Mapping[str, str],
    ) -> None:
        self.cache = cache
        self.config = config
        self.profile = profile
        self.read_only = read_only
        self.tabs = tuple(tabs)
        self.inks = dict(inks)


def path(wanted: Asked, environment: Mapping[str, str]) -> str | None:
    """The file of the note for this command line on this kind of terminal; None where there is no place for one.

    It is beside the caches on Linux. Elsewhere they may be in another place; the library that knows it is too slow here.
    """
    caches = environment.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")
    if not os.path.isabs(caches):
        return None
    colours = "plain" if "NO_COLOR" in environment else environment.get("COLORTERM", "")
    parts = (wanted.profile or "default", wanted.theme or "", environment.get("TERM", ""), colours)
    name = "~".join("".join(c if c.isascii() and (c.isalnum() or c in ".-") else "_" for c in part) for part in parts)
    return os.path.join(caches, "coldsend-tui", f"{name[:120]}.glance")


def circumstances(wanted: Asked, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Everything but the configuration file that decides which console opens and how it looks, one fact a line."""
    facts = [f"profile={wanted.profile or ''}", f"theme={wanted.theme or ''}"]
    facts += [f"{name}={environment[name]}" for name in _VARIABLES if name in environment]
    if key := environment.get(_KEY_VARIABLE, "").strip():
        # As in the name of the cache file: it tells keys apart, and from it no key can be recovered.
        from hashlib import sha256

        facts.append(f"key={sha256(key.encode()).hexdigest()[:10]}")
    return tuple(facts)


def state_of(config: str) -> str:
    """What changes when a file is edited; "absent" where there is none."""
    try:
        found = os.stat(config)
    except OSError:
        return "absent"
    return f"{found.st_mtime_ns} {found.st_size}"


def read(file: str, facts: Sequence[str]) -> Note | None:
    """The note in `file`, None unless it was left under the same `facts` and for the present configuration file."""
    try:
        with open(file, encoding="utf-8", newline="\n") as opened:
            lines = opened.read(LONGEST).split("\n")
    except (OSError, ValueError):
        return None
    if lines[0] != FIRST_LINE or lines[-1] != LAST_LINE:
        return None
    told: list[str] = []
    single: dict[str, str] = {}
    cache = config = ("", "")
    tabs: list[Tab] = []
    inks: dict[str, str] = {}
    for line in lines[1:-1]:
        match line.split("\t"):
            case ["fact", fact]:
                told.append(fact)
            case ["config", name, state]:
                config = (name, state)
            case ["cache", name, schema]:
                cache = (name, schema)
            case ["tab", digit, label, name]:
                tabs.append((digit, label, name))
            case ["ink", name, codes] if _CODES.issuperset(codes):
                inks[name] = codes
            case [("profile" | "mode") as name, value]:
                single[name] = value
            case _:
                return None
    if told != [*facts] or state_of(config[0]) != config[1] or len(single) != 2:
        return None
    return Note(cache, config, single["profile"], single["mode"] == "READ-ONLY", tabs, inks)
