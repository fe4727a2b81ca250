"""Objects by what people call them, and times as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.errors import UsageError
from coldsend_tui.ops import lookup
from coldsend_tui.ops.spans import parse_moment, parse_span
from tests.ops.rows import NOW, campaign, domain, sender, workspace

WORLD = workspace(
    campaign("aaa1", name="Q4 CFO outreach"),
    campaign("aaa2", name="Q4 CFO outreach, second wave"),
    campaign("bbb1", name="Series B list"),
    senders=(sender("s1"),),
)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("aaa2", "aaa2"),
        ("q4 cfo outreach", "aaa1"),
        ('"Q4 CFO outreach"', "aaa1"),
        ("second", "aaa2"),
        ("SERIES", "bbb1"),
        ("bbb", "bbb1"),
    ],
)
def test_the_exact_name_wins_over_a_part_of_one(text: str, id: str) -> None:
    assert lookup.find("campaign", text, WORLD).id == id


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("q4", "2 campaigns are called q4"),
        ("Serious B list", 'Did you mean "Series B list"?'),
        ("zzzz", 'There is no campaign "zzzz"'),
        ("", "Which campaign?"),
    ],
)
def test_what_is_not_one_object_is_explained(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        lookup.find("campaign", text, WORLD)
    assert said in str(caught.value)


def test_what_is_behind_a_kill_switch_is_not_guessed() -> None:
    domains = (domain("d1", name="acme-outreach.example"), domain("d2", name="acme-mail.example"))
    world = workspace(domains=domains, senders=(sender("s1", email="joan@acme-mail.example"),))
    for text in ("nosuch.example", "acme-outlet.example", "mail-acme.example"):
        with pytest.raises(UsageError) as caught:
            lookup.find("domain", text, world)
        assert caught.value.hint == ""
    for text in ("acme-outreech.example", "acme-outraech.exmaple"):
        with pytest.raises(UsageError, match=r'Did you mean "acme-outreach\.example"'):
            lookup.find("domain", text, world)
    with pytest.raises(UsageError, match="joan@"):
        lookup.find("inbox", "joann@acme-mail.example", world)


def test_inboxes_are_called_by_their_address() -> None:
    row = WORLD.senders[0]
    assert lookup.find("inbox", row.email, WORLD) == (row.id, row.email)
    with pytest.raises(UsageError, match="no kind"):
        lookup.named("mailbox", WORLD)


@given(st.integers(0, 999_999), st.sampled_from([("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)]))
def test_spans(number: int, unit: tuple[str, int]) -> None:
    if number * unit[1] < 80_000 * 365 * 86_400:
        assert parse_span(f"{number}{unit[0]}") == timedelta(seconds=number * unit[1])


def test_moments() -> None:
    assert parse_moment("2h", NOW) == NOW - timedelta(hours=2)
    assert parse_moment("now", NOW) == NOW
    assert parse_moment("2026-03-04", NOW) == datetime(2026, 3, 4, tzinfo=UTC)
    assert parse_moment("2026-03-04T09:00+02:00", NOW) == datetime(2026, 3, 4, 7, tzinfo=UTC)
    for wrong in ("yesterday", "2 hours", "", "99999999d"):
        with pytest.raises(UsageError):
            parse_moment(wrong, NOW)
