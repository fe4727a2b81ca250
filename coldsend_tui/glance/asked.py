"""The few words of the command line that open the console as it is mostly opened: a first glance and no parser to wait for.

Anything else (commands, help, mistakes) is left to the parser of `commands/arguments.py`, which reads these words alike.
"""

from __future__ import annotations

from collections.abc import Sequence


class Asked:
    """A console on `profile` (None: the default one) in `theme` (None: as configured), recording into the file `record`."""

    __slots__ = ("ascii", "no_glance", "no_mouse", "profile", "read_only", "record", "theme")

    def __init__(self, profile: str | None = None, theme: str | None = None) -> None:
        self.profile = profile
        self.theme = theme
        self.record: str | None = None
        self.read_only = self.no_mouse = self.no_glance = self.ascii = False


def asked(words: Sequence[str]) -> Asked | None:
    """What these words ask for; None where they ask for no console or for something unknown here."""
    wanted = Asked()
    rest = list(words)
    while rest:
        word, given, value = rest.pop(0).partition("=")
        match word:
            case "--read-only" | "--no-mouse" | "--no-glance" | "--ascii" if not given:
                setattr(wanted, _name(word), True)
            case "--profile" | "--theme" | "--record":
                value = value or (rest.pop(0) if rest and not given else "")
                if not value or value.startswith("-"):
                    return None
                setattr(wanted, _name(word), value)
            case _:
                return None
    return wanted


def _name(word: str) -> str:
    return word.removeprefix("--").replace("-", "_")
