"""The clipboard of the operator's own machine, over SSH: OSC 52, also through tmux and screen."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from coldsend_tui.text import harmless

_CHUNK = 250
"""Bytes of one string to `screen`, which drops longer ones (768 in all)."""


def clean(text: str) -> str:
    """What may be put into a clipboard: whoever pastes it into a shell must not run what a stranger wrote. Line breaks stay."""
    return harmless(text).replace("\ufffd", "")


def sequences(text: str, environment: Mapping[str, str]) -> str:
    """The escape sequences that copy `text`, which has passed `clean`.

    tmux takes OSC 52 itself with `set-clipboard on` and hands a wrapped one on with `allow-passthrough on`: it gets both.
    """
    copy = f"\x1b]52;c;{b64encode(text.encode('utf-8', 'replace')).decode('ascii')}\x07"
    if environment.get("TMUX"):
        return copy + "\x1bPtmux;" + copy.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environment.get("STY"):
        return "".join(f"\x1bP{copy[at : at + _CHUNK]}\x1b\\" for at in range(0, len(copy), _CHUNK))
    return copy
