"""The words faults are asked for with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.sandbox.faults.spec import KINDS, Rule, SpecError, parse
from coldsend_tui.sandbox.scenarios import SCENARIOS


@pytest.mark.parametrize(
    ("spec", "rules"),
    [
        ("off", []),
        ("", []),
        ("503 20%", [Rule("503", chance=0.2)]),
        ("latency 800ms on GET /campaigns*", [Rule("latency", method="GET", target="/campaigns*", amount=0.8)]),
        ("latency", [Rule("latency", amount=1.0)]),
        ("429 for 30s every 5m", [Rule("429", lasts=30.0, every=300.0)]),
        ("html on getCampaign 10%", [Rule("html", target="getCampaign", chance=0.1)]),
        ("timeout after 1m", [Rule("timeout", amount=60.0, after=60.0)]),
        ("clock-skew -90s", [Rule("clock-skew", amount=-90.0)]),
        ("falling-counters by 25%; cut 5%", [Rule("falling-counters", amount=0.25), Rule("cut", chance=0.05)]),
    ],
)
def test_specs_that_are_understood(spec: str, rules: list[Rule]) -> None:
    assert parse(spec) == rules


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ("boom", "unknown fault 'boom'"),
        ("503 often", "unknown word 'often'"),
        ("503 every 5m", "'every' needs 'for'"),
        ("503 on", "'on' needs"),
        ("503 on GET campaigns", "needs a path"),
        ("503 120%", "between 0% and 100%"),
        ("latency for ever", "'for' needs a duration"),
    ],
)
def test_specs_that_are_refused_say_why(spec: str, reason: str) -> None:
    with pytest.raises(SpecError, match=reason):
        parse(spec)


@given(st.text(max_size=60))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        rules = parse(text)
    except SpecError as error:
        assert str(error)
    else:
        assert all(rule.kind in KINDS for rule in rules)


def test_the_faults_of_every_scenario_are_understood() -> None:
    kinds = {name: {rule.kind for rule in parse(scenario.faults)} for name, scenario in SCENARIOS.items()}
    assert kinds["api_outage"] == {"503"}
    assert kinds["bad_list"] == set()


def test_schedules() -> None:
    storm = Rule("429", after=10, lasts=30, every=300)
    assert [storm.due(moment) for moment in (0, 9.9, 10, 39, 41, 309, 311, 341)] == [
        False, False, True, True, False, False, True, False,
    ]  # fmt: skip
    assert Rule("503", lasts=5).due(4)
    assert not Rule("503", lasts=5).due(6)
    assert Rule("503").due(1e9)


def test_where_a_rule_applies() -> None:
    assert Rule("503", target="list*").meets("GET", "/campaigns", "listCampaigns")
    assert not Rule("503", target="list*").meets("GET", "/campaigns/1", "getCampaign")
    assert Rule("503", method="GET", target="/campaigns/*").meets("GET", "/campaigns/1", "getCampaign")
    assert not Rule("503", method="GET", target="/campaigns/*").meets("PUT", "/campaigns/1", "updateCampaign")
    assert Rule("503", method="*", target="/me").meets("GET", "/me", "getMe")
    assert Rule("503").meets("GET", "/nowhere", "")
