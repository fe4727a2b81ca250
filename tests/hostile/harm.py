"""What text on its way to a terminal must not hold."""

from __future__ import annotations

import re

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]")


def harm_in(text: str) -> list[str]:
    """The characters of `text` that would drive a terminal or hide what it says; line feeds may be there."""
    return sorted({f"U+{ord(found):04X}" for found in CONTROL.findall(text) + INVISIBLE.findall(text)})
