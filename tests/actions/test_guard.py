"""Guard rules: every plan under them is at least as hard to confirm, and refused where they say so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.actions.confirmation import ConfirmationLevel
from coldsend_tui.actions.guard import guarded
from coldsend_tui.actions.kill_switch import Reach, Scope, plan_stop
from coldsend_tui.actions.operations import OPERATIONS
from coldsend_tui.actions.plan import Plan
from coldsend_tui.actions.transitions import plan_transition
from coldsend_tui.config.guard import ACTIONS, OTHERS, RULES, GuardRules
from coldsend_tui.config.selection import select
from coldsend_tui.config.settings import Profile, Settings
from coldsend_tui.ops import scopes
from coldsend_tui.ops.lifecycle import Transition
from tests.ops.rows import NOW, campaign, workspace

rules = st.dictionaries(st.sampled_from([*ACTIONS, OTHERS]), st.sampled_from(RULES))
guards = st.builds(GuardRules, rules, st.none() | st.integers(1, 30))
SOURCE = {"pause": "ACTIVE", "activate": "PAUSED", "launch": "DRAFT", "archive": "PAUSED", "delete": "PAUSED"}


def plan(transition: Transition, number: int = 1) -> Plan:
    rows = [campaign(f"c{at}", status=SOURCE[transition]) for at in range(number)]
    return plan_transition(transition, rows, settings={}, now=NOW)


@pytest.mark.parametrize("transition", Transition)
@pytest.mark.parametrize("rule", RULES)
def test_each_rule_for_each_action(transition: Transition, rule: str) -> None:
    bare = plan(transition)
    ruled = guarded(bare, GuardRules({transition.value: rule}))
    if rule == "deny":
        assert not ruled.runnable
        assert f"deny {transition}" in ruled.refusals[-1].reason
        return
    least = {"allow": 0, "confirm": ConfirmationLevel.BUTTON, "type": ConfirmationLevel.TYPE}[rule]
    assert ruled.confirmation.level == max(bare.confirmation.level, least)
    if rule == "type":
        assert ruled.confirmation.word == "Campaign c0"
    assert guarded(plan(transition), GuardRules({"default": rule})) == ruled


def test_the_most_objects_of_one_plan() -> None:
    limit = GuardRules({}, 3)
    assert guarded(plan(Transition.ARCHIVE, 3), limit).runnable
    refused = guarded(plan(Transition.ARCHIVE, 4), limit)
    assert not refused.runnable
    assert refused.refusals[0].reason == "the guard rules of this profile allow at most 3 objects at once"


def test_harm_is_stopped_in_any_number_but_not_where_pausing_is_denied() -> None:
    world = workspace(*[campaign(f"c{at}") for at in range(9)])
    stop = plan_stop(Scope(Reach.ALL), world, now=NOW)
    assert len(guarded(stop, GuardRules({}, 2)).items) == 9
    assert not guarded(stop, GuardRules({"pause": "deny"})).runnable


@given(guards, st.sampled_from(Transition), st.integers(1, 15))
def test_no_rule_makes_anything_easier(guard: GuardRules, transition: Transition, number: int) -> None:
    bare = plan(transition, number)
    ruled = guarded(bare, guard)
    if ruled.runnable:
        assert ruled.confirmation.level >= bare.confirmation.level
        assert ruled.items == bare.items
    else:
        assert len(ruled.refusals) == number


@given(guards, guards, st.sampled_from(ACTIONS), st.booleans(), st.booleans())
def test_a_profile_only_tightens(
    above: GuardRules, own: GuardRules, action: str, all_read: bool, own_read: bool
) -> None:
    settings = Settings(profiles={"a": Profile("a", guard=own, read_only=own_read)}, guard=above, read_only=all_read)
    chosen = select(settings, "a", {})
    assert chosen.read_only is (all_read or own_read)
    assert RULES.index(chosen.guard.rule(action)) == max(RULES.index(above.rule(action)), RULES.index(own.rule(action)))
    limits = [limit for limit in (above.max_bulk, own.max_bulk) if limit]
    assert chosen.guard.max_bulk == min(limits, default=None)


def test_every_write_can_be_guarded_and_its_scope_is_known() -> None:
    assert {action.replace(" ", "_") for _, action in OPERATIONS} <= set(ACTIONS)
    assert set(OPERATIONS) <= set(scopes.NEEDED)
