"""Searches of the inbox, and filters of lists: what is typed is what the server is asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.errors import UsageError
from coldsend_tui.ops.contact_query import SIGNALS, Names, parse_filter, spelled
from coldsend_tui.ops.reply_query import Asked, parse

CAMPAIGNS = {"Q4 CFO outreach": "c1", "Dentists": "c2"}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", Asked()),
        ("acme grove", Asked(words="acme grove")),
        ("unread starred", Asked(unread=True, starred=True)),
        ("is:unread is:STARRED x", Asked(unread=True, starred=True, words="x")),
        ('campaign:"Q4 CFO" category:Not-Interested', Asked(campaign_id="c1", category="not_interested")),
        ("campaign:dent", Asked(campaign_id="c2")),
        ('"open quote', Asked(words="open quote")),
    ],
)
def test_what_is_asked(text: str, asked: Asked) -> None:
    assert parse(text, CAMPAIGNS) == asked


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("categry:x", "category"),
        ("is:unred", "unread"),
        ("campaign:Dentits", "Dentists"),
        ("is:", "Known: unread, starred"),
    ],
)
def test_what_is_not_understood_names_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, CAMPAIGNS)
    assert hint in caught.value.hint


@given(st.text(max_size=60))
def test_any_text_is_asked_or_refused(text: str) -> None:
    try:
        assert isinstance(parse(text, CAMPAIGNS), Asked)
    except UsageError as error:
        assert error.message


words = st.from_regex(r"[a-z]{2,8}", fullmatch=True).filter(lambda word: word not in ("unread", "starred"))
filters = st.fixed_dictionaries(
    {},
    optional={
        "signal": st.lists(st.sampled_from(SIGNALS), min_size=1, max_size=3, unique=True),
        "has_replied": st.booleans(),
        "is_bounced": st.booleans(),
        "campaign_id": st.sampled_from(["c1", "c2"]),
        "not_in_campaign_id": st.sampled_from(["c1", "c2"]),
        "list_id": st.sampled_from(["l1"]),
        "source_name": st.from_regex(r"[a-z]{1,5} [a-z]{1,5}", fullmatch=True),
        "search": st.lists(words, min_size=1, max_size=3).map(" ".join),
    },
)


@given(filters)
def test_a_stored_filter_survives_its_spelling(filter: dict[str, Any]) -> None:
    names = Names(CAMPAIGNS, {"Good partners": "l1"})
    assert parse_filter(spelled(filter, names), names) == filter
