"""The state machine of a campaign as a table: what leads where, by which key, and why a move is refused.

behaviour.md §6-7. An unknown state offers nothing: the console does not guess what a server it does not know allows.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from coldsend_tui.text import safe


class State(StrEnum):
    """Campaign states in the API's own words. ARCHIVED is known from the official client only [client]."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    ARCHIVED = "ARCHIVED"


class Transition(StrEnum):
    """The five moves an operator can make."""

    LAUNCH = "launch"
    PAUSE = "pause"
    ACTIVATE = "activate"
    ARCHIVE = "archive"
    DELETE = "delete"


class Rule(NamedTuple):
    """One row of the machine: `sources` are the states it is legal from, `target` is None when the campaign is gone."""

    transition: Transition
    key: str
    label: str
    sources: frozenset[State]
    target: State | None
    irreversible: bool


class Move(NamedTuple):
    """A transition seen from one state. Illegal ones say the `reason` and what to do `instead` ("" when nothing)."""

    transition: Transition
    key: str
    label: str
    legal: bool
    target: str | None
    irreversible: bool
    reason: str
    instead: str


class Edge(NamedTuple):
    """An arrow of the drawn machine; `transition` is None where the platform moves by itself."""

    source: State
    target: State
    transition: Transition | None


_S, _T = State, Transition

RULES: Final[dict[Transition, Rule]] = {
    rule.transition: rule
    for rule in (
        Rule(_T.LAUNCH, "L", "launch", frozenset({_S.DRAFT}), _S.ACTIVE, False),
        Rule(_T.PAUSE, "P", "pause", frozenset({_S.ACTIVE}), _S.PAUSED, False),
        Rule(_T.ACTIVATE, "A", "resume", frozenset({_S.PAUSED}), _S.ACTIVE, False),
        Rule(_T.ARCHIVE, "Z", "archive", frozenset({_S.PAUSED, _S.COMPLETED}), _S.ARCHIVED, True),
        Rule(_T.DELETE, "D", "delete", frozenset({_S.DRAFT, _S.PAUSED, _S.FAILED, _S.ARCHIVED}), None, True),
    )
}

EDGES: Final = (
    Edge(_S.DRAFT, _S.ACTIVE, _T.LAUNCH),
    Edge(_S.ACTIVE, _S.PAUSED, _T.PAUSE),
    Edge(_S.PAUSED, _S.ACTIVE, _T.ACTIVATE),
    Edge(_S.PAUSED, _S.ARCHIVED, _T.ARCHIVE),
    Edge(_S.COMPLETED, _S.ARCHIVED, _T.ARCHIVE),
    Edge(_S.ACTIVE, _S.COMPLETED, None),
    Edge(_S.DRAFT, _S.FAILED, None),
    Edge(_S.ACTIVE, _S.FAILED, None),
)

_VIEW_ONLY = ("it is archived and view-only", "only delete is possible")
_DONE = ("every lead has been processed", "archive it, or create a new campaign")
_BROKEN = ("its launch failed", "delete it and create it again with what was missing")

_REFUSALS: Final[dict[tuple[Transition, State], tuple[str, str]]] = {
    (_T.LAUNCH, _S.ACTIVE): ("it is already sending", ""),
    (_T.LAUNCH, _S.PAUSED): ("it was launched before and is paused", "resume it with A"),
    (_T.LAUNCH, _S.COMPLETED): _DONE,
    (_T.LAUNCH, _S.FAILED): _BROKEN,
    (_T.LAUNCH, _S.ARCHIVED): _VIEW_ONLY,
    (_T.PAUSE, _S.DRAFT): ("it has not been launched, so nothing is sent", ""),
    (_T.PAUSE, _S.PAUSED): ("it is already paused", ""),
    (_T.PAUSE, _S.COMPLETED): ("it has completed, so nothing is sent", ""),
    (_T.PAUSE, _S.FAILED): ("its launch failed, so nothing is sent", ""),
    (_T.PAUSE, _S.ARCHIVED): ("it is archived, so nothing is sent", ""),
    (_T.ACTIVATE, _S.DRAFT): ("a draft has never been launched", "launch it with L"),
    (_T.ACTIVATE, _S.ACTIVE): ("it is already sending", ""),
    (_T.ACTIVATE, _S.COMPLETED): _DONE,
    (_T.ACTIVATE, _S.FAILED): _BROKEN,
    (_T.ACTIVATE, _S.ARCHIVED): _VIEW_ONLY,
    (_T.ARCHIVE, _S.DRAFT): ("a draft has nothing to keep", "delete it with D, or launch it with L"),
    (_T.ARCHIVE, _S.ACTIVE): ("it is still sending", "pause it first with P"),
    (_T.ARCHIVE, _S.FAILED): ("a failed launch cannot be archived", "delete it with D"),
    (_T.ARCHIVE, _S.ARCHIVED): ("it is already archived", ""),
    (_T.DELETE, _S.ACTIVE): ("it is still sending", "pause it first with P"),
    (_T.DELETE, _S.COMPLETED): ("a completed campaign is archived before it is deleted", "archive it first with Z"),
}


def known(status: str) -> bool:
    """Whether `status` is one of the API's documented states."""
    return status in State.__members__


def move(status: str, transition: Transition) -> Move:
    """`transition` as seen from `status`, legal or with the reason why not."""
    rule = RULES[transition]
    target = rule.target.value if rule.target else None
    if not known(status):
        reason, instead = (
            f"this console does not know the state {safe(status) or '(none)'}",
            "use the ColdSend dashboard",
        )
        return Move(transition, rule.key, rule.label, False, target, rule.irreversible, reason, instead)
    state = State(status)
    legal = state in rule.sources
    reason, instead = ("", "") if legal else _REFUSALS[transition, state]
    return Move(transition, rule.key, rule.label, legal, target, rule.irreversible, reason, instead)


def moves(status: str) -> tuple[Move, ...]:
    """All five moves from `status`, in the order launch, pause, activate, archive, delete."""
    return tuple(move(status, transition) for transition in Transition)
