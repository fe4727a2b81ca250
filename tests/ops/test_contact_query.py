"""The contacts screen's search as parameters of the API."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.errors import UsageError
from coldsend_tui.ops.contact_query import SIGNALS, Names, parse

NAMES = Names({"Q4 CFO outreach": "c1", "Q4 CTO outreach": "c2", "Law firms": "c3"}, {"Partners": "l1"})


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", {}),
        ("acme", {"search": "acme"}),
        ("acme corp", {"search": "acme corp"}),
        ("signal:hot", {"signal": "HOT_LEAD"}),
        ("signal:never-contacted", {"signal": "NEVER_CONTACTED"}),
        ("replied:yes opened:no", {"has_replied": True, "has_opened": False}),
        ('campaign:"Q4 CFO" x', {"campaign_id": "c1", "search": "x"}),
        ("not-in:law", {"not_in_campaign_id": "c3"}),
        ("list:partners", {"list_id": "l1"}),
        ("campaign:c2", {"campaign_id": "c2"}),
        ("source:csv", {"source_type": "csv"}),
        ('"two words', {"search": "two words"}),
        ("o'brien", {"search": "o'brien"}),
    ],
)
def test_what_is_asked_for(text: str, query: dict[str, object]) -> None:
    assert parse(text, NAMES) == query


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("signl:hot", "Did you mean signal?"),
        ("signal:cold", "There is no signal cold."),
        ("replied:maybe", "replied is yes or no"),
        ("campaign:Q4", "fits 2 names"),
        ("campaign:zebra", "There is no campaign zebra."),
        ('campaign:"Law firm" list:nobody', "There is no list nobody."),
        ("campaign:", "There is no campaign (nothing)."),
    ],
)
def test_what_cannot_be_asked_for(text: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(text, NAMES)
    assert told in str(refused.value)


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_a_usage_error(text: str) -> None:
    try:
        query = parse(text, NAMES)
    except UsageError:
        return
    assert set(query) <= {
        *("signal", "search", "campaign_id", "not_in_campaign_id", "list_id", "source_type", "source_name"),
        *("has_replied", "has_opened", "is_unsubscribed", "is_bounced"),
    }
    assert query.get("signal") in (None, *SIGNALS)
