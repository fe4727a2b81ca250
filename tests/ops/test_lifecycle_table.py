"""Every transition from every state, as behaviour.md §6 has it."""

from __future__ import annotations

import pytest

from coldsend_tui.ops.lifecycle import EDGES, RULES, State, Transition, known, move, moves

LEGAL = {
    ("DRAFT", "launch"): "ACTIVE",
    ("ACTIVE", "pause"): "PAUSED",
    ("PAUSED", "activate"): "ACTIVE",
    ("PAUSED", "archive"): "ARCHIVED",
    ("COMPLETED", "archive"): "ARCHIVED",
    ("DRAFT", "delete"): None,
    ("PAUSED", "delete"): None,
    ("FAILED", "delete"): None,
    ("ARCHIVED", "delete"): None,
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("transition", Transition)
def test_every_transition_from_every_state(state: State, transition: Transition) -> None:
    seen = move(state, transition)
    assert seen.legal is ((state.value, transition.value) in LEGAL)
    if seen.legal:
        assert seen.target == LEGAL[state.value, transition.value]
        assert (seen.reason, seen.instead) == ("", "")
    else:
        assert seen.reason


@pytest.mark.parametrize("status", ["", "ARCHIVING", "active", "PENDING_REVIEW"])
def test_an_unknown_state_offers_nothing_and_says_why(status: str) -> None:
    assert not known(status)
    assert not any(seen.legal for seen in moves(status))
    assert all("does not know" in seen.reason and seen.instead for seen in moves(status))


def test_moves_come_in_one_order_with_their_keys() -> None:
    assert [seen.key for seen in moves("DRAFT")] == ["L", "P", "A", "Z", "D"]


def test_what_cannot_be_undone_is_marked() -> None:
    assert {rule.transition for rule in RULES.values() if rule.irreversible} == {Transition.ARCHIVE, Transition.DELETE}


def test_drawn_arrows_are_the_legal_moves() -> None:
    drawn = {(edge.source.value, edge.transition.value): edge.target.value for edge in EDGES if edge.transition}
    assert drawn == {key: target for key, target in LEGAL.items() if target}


def test_refusals_name_a_legal_way_out() -> None:
    keys = {rule.key: transition for transition, rule in RULES.items()}
    for state in State:
        for seen in moves(state):
            for key, transition in keys.items():
                if f"with {key}" in seen.instead:
                    assert move(state, transition).legal, (state, seen)
