"""Whose key it is, out of any answer: what is told is safe to print, and never the key."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.commands.key_owner import MOST, told
from coldsend_tui.secret import Secret
from coldsend_tui.text import width

TEXT = "cs_live_" + "0a1B2c3D" * 5
KEY = Secret(TEXT)
names = st.sampled_from(["email", "name", "api_key", "key", "team", "token", "data", "scopes", "id"])
texts = st.text(max_size=8) | st.just(TEXT) | st.just(f"…{TEXT[-8:]}") | st.just("cs_live_" + TEXT[8:20])
plain = st.none() | st.booleans() | st.integers() | st.floats() | texts
answers = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names | texts, inner, max_size=5)
)


@given(answers)
def test_no_answer_shows_the_key_or_steers_the_terminal(answer: object) -> None:
    facts = told(answer, KEY)
    assert len(facts) <= MOST
    for fact in facts:
        assert TEXT[8:20] not in fact and TEXT[-8:] not in fact
        assert "\x1b" not in fact and "\n" not in fact and width(fact) <= 100


def test_objects_within_are_named_by_both() -> None:
    answer = {
        "success": True,
        "data": {"team": {"name": "Acme", "seats": 3}, "key_name": "ci", "api_key": "x", "scopes": ["a", "b"]},
    }
    assert told(answer, KEY) == ["team.name: Acme", "team.seats: 3", "key_name: ci", "scopes: a, b"]
