"""HTML bodies as a person reads them: text with line breaks, list marks and link targets. Merge tags pass through untouched."""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    {
        "p",
        "div",
        "tr",
        "table",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "section",
        "header",
        "footer",
    }
)
_SILENT: Final = frozenset({"style", "script", "head", "title"})
_LOOKS_LIKE: Final = re.compile(
    r"</?(?:p|br|div|a|span|html|body|table|tr|td|ul|ol|li|b|i|u|em|strong|h[1-6]|img|font|blockquote|hr)\b[^>]*>", re.I
)
LINK: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]}]+", re.IGNORECASE)
"""A link as it stands in text."""


def is_html(body: str) -> bool:
    """Whether a body is written in HTML, by its own look: the cache does not keep the content type."""
    return bool(_LOOKS_LIKE.search(body))


@lru_cache(maxsize=32)
def readable(body: str) -> str:
    """The text of `body`; a plain one comes back as it is. Never raises."""
    if not is_html(body):
        return body
    reader = _Reader()
    reader.feed(body)
    reader.close()
    lines = [line.strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def links(body: str) -> tuple[str, ...]:
    """Every link of a body, HTML or plain, in order, repeated ones too."""
    return tuple(found.group().rstrip(".,;:!?") for found in LINK.finditer(body))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._target = ""
        self._link_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "hr":
            self.parts.append("\n────\n")
        elif tag == "li":
            self.parts.append("\n• ")
        elif tag == "img":
            self.parts.append(f"[image {given['alt']}]" if given.get("alt") else "[image]")
        elif tag == "a":
            self._target, self._link_from = given.get("href", ""), len(self.parts)
        elif tag in _BLOCKS:
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._target:
            shown = "".join(self.parts[self._link_from :]).strip()
            if self._target not in (shown, f"mailto:{shown}"):
                self.parts.append(f" ({self._target})")
            self._target = ""
        elif tag == "td":
            self.parts.append("  ")
        elif tag in _BLOCKS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        self.parts.append("\n\n" if tag == "p" else "\n")
