"""The finding about replies: somebody is interested and waits for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops import wording
from coldsend_tui.ops.findings import Finding, Reach, Severity
from coldsend_tui.workspace import Workspace


def findings(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    """The oldest positive reply that nobody has read (field.md §2): a warning after four hours, critical after a day.

    The list of conversations does not tell who wrote last: one that was read counts as answered.
    """
    waiting = workspace.waiting
    if waiting is None or waiting.oldest is None or now - waiting.oldest <= limits.ANSWER_SOON:
        return
    if workspace.unread_replies == 0:
        return  # counted more often than these are read: all have been opened since
    late = now - waiting.oldest > limits.ANSWER_LATE
    partly = waiting.seen < waiting.unread
    looked = f"{waiting.seen:,} of {waiting.unread:,}" if partly else f"all {waiting.unread:,}"
    yield Finding(
        rule="replies.waiting",
        severity=Severity.CRIT if late else Severity.WARN,
        kind="replies",
        object_id="",
        name=wording.plural(waiting.positive, "positive reply", "positive replies"),
        value=f"oldest waits {wording.age(waiting.oldest, now)}",
        limit=f"> {wording.duration(limits.ANSWER_LATE if late else limits.ANSWER_SOON)}",
        why="Somebody who wrote with interest has had no answer: nobody has opened the reply.",
        evidence=(
            f"{looked} unread conversations looked at; the oldest positive one came {waiting.oldest:%d %b %H:%M} UTC",
            "one that was read counts as answered: the API does not list who wrote last",
        ),
        since=None,
        reach=Reach(people=waiting.positive, at_least=partly),
        advice="Answer on Replies (enter goes there); m marks read what needs no answer.",
    )
