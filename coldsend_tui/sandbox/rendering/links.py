"""Links of a mail body, in the order in which they stand there."""

from __future__ import annotations

import re

_URL = re.compile(r"https?://[^\s\"'<>)\]}]+")


def links_in(body: str) -> list[tuple[int, str]]:
    """Position (from 0) and URL of every link."""
    return list(enumerate(match.group().rstrip(".,;:!?") for match in _URL.finditer(body)))
