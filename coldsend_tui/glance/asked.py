"""The few words of the command line that lead to a first glance. The real parser runs later and has the last word."""

from __future__ import annotations

from collections.abc import Sequence


class Asked:
    """A console on `profile` (None: the default one) in `theme` (None: as configured)."""

    __slots__ = ("profile", "read_only", "theme")

    def __init__(self, profile: str | None = None, theme: str | None = None, read_only: bool = False) -> None:
        self.profile = profile
        self.theme = theme
        self.read_only = read_only


def asked(words: Sequence[str]) -> Asked | None:
    """What these words ask for; None where they ask for no console, for none of its glances, or for something unknown here."""
    wanted = Asked()
    rest = list(words)
    while rest:
        word, _, value = rest.pop(0).partition("=")
        match word:
            case "--read-only" if not value:
                wanted.read_only = True
            case "--no-mouse" if not value:
                pass
            case "--profile" | "--theme" | "--record":
                value = value or (rest.pop(0) if rest else "")
                if not value or value.startswith("-"):
                    return None
                if word == "--record":
                    continue
                setattr(wanted, word.removeprefix("--"), value)
            case _:
                return None
    return wanted
