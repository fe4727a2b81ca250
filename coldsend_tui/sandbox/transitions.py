"""The life of a campaign as a table: which request moves it from where to where (behaviour.md §6)."""

from __future__ import annotations

from enum import StrEnum

from .problems import Refused


class Status(StrEnum):
    """States of a campaign [docs: /campaigns/overview]; ARCHIVED [client]."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    ARCHIVED = "ARCHIVED"


class Move(StrEnum):
    """What a request can ask of a campaign, in the words of its refusal."""

    LAUNCH = "launched"
    PAUSE = "paused"
    ACTIVATE = "activated"
    ARCHIVE = "archived"
    DELETE = "deleted"


DELETED = None

# What a move leads to; the same state means it is harmless to repeat. Evidence: behaviour.md §6, refusals are [inferred] 400s.
# ACTIVATE on DRAFT was allowed by the older client; here it is a 400 that points to `launch: true` (behaviour.md §19.3).
TRANSITIONS: dict[Move, dict[Status, Status | None]] = {
    Move.LAUNCH: {Status.DRAFT: Status.ACTIVE, Status.PAUSED: Status.ACTIVE},
    Move.PAUSE: {Status.ACTIVE: Status.PAUSED, Status.PAUSED: Status.PAUSED},
    Move.ACTIVATE: {Status.PAUSED: Status.ACTIVE},
    Move.ARCHIVE: {Status.PAUSED: Status.ARCHIVED, Status.COMPLETED: Status.ARCHIVED},
    Move.DELETE: {Status.DRAFT: DELETED, Status.PAUSED: DELETED, Status.ARCHIVED: DELETED, Status.FAILED: DELETED},
}

# What the system does by itself.
SYSTEM = {
    (Status.ACTIVE, Status.COMPLETED),  # every lead processed and no follow-up due
    (Status.ACTIVE, Status.FAILED),  # sending cannot start
}

_HINTS = {
    (Move.ACTIVATE, Status.DRAFT): "Send launch: true in a campaign update instead.",
    (Move.LAUNCH, Status.ACTIVE): "It is already sending.",
    (Move.ACTIVATE, Status.ACTIVE): "It is already sending.",
    (Move.ARCHIVE, Status.ACTIVE): "Pause it first.",
    (Move.DELETE, Status.ACTIVE): "Pause it first.",
    (Move.DELETE, Status.COMPLETED): "Archive it first.",
}


def target(move: Move, status: str) -> Status | None:
    """The state after a move, DELETED when nothing is left. Raises Refused when the table does not know the move."""
    try:
        return TRANSITIONS[move][Status(status)]
    except (KeyError, ValueError):
        hint = _HINTS.get((move, Status(status)), "")
        raise Refused(f"Campaign is {status} and cannot be {move}. {hint}".rstrip()) from None
