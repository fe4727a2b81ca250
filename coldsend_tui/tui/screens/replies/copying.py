"""What can be copied of a conversation: the address, links of its messages, addresses of its attachments."""

from __future__ import annotations

from collections.abc import Iterator

from coldsend_tui.live.browsing.replies import Thread
from coldsend_tui.ops import html_text
from coldsend_tui.people import Conversation
from coldsend_tui.tui.modals.pick import Choice

MOST = 60
"""Links offered, those of the newest messages first."""


def choices(row: Conversation, thread: Thread | None) -> list[Choice]:
    """The address first; ids are what is copied."""
    found = {row.email: Choice(row.email, row.email, "address")}
    for text, note in _links(thread):
        if len(found) <= MOST:
            found.setdefault(text, Choice(text, text, note))
    return list(found.values())


def _links(thread: Thread | None) -> Iterator[tuple[str, str]]:
    for message in reversed(thread.messages if thread else ()):
        for file in message.files:
            if file.url:
                yield file.url, f"attachment {file.name}"
        text = message.text if message.text.strip() else html_text.readable(message.html)
        for link in html_text.LINK.findall(text):
            yield link, "link"
