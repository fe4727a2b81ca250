from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.errors import UsageError
from coldsend_tui.ops.query import completions, parse
from coldsend_tui.ops.query_fields import CAMPAIGN_FIELDS, DOMAIN_FIELDS, SENDER_FIELDS
from tests.ops.rows import campaign, domain, sender

BAD_LIST = campaign("bad", name="Series B list", status="ACTIVE", sent=200, bounced=12)
QUIET = campaign("quiet", name="Q4 CFO outreach", status="PAUSED", sent=0, bounced=0)
TEST = campaign("test", name="Test of the Q4 list", status="ACTIVE", sent=1_000, bounced=10, unsubscribed=None)
ALL = (BAD_LIST, QUIET, TEST)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", "bad quiet test"),
        ("   ", "bad quiet test"),
        ("q4", "quiet test"),
        ("list q4", "test"),
        ('"q4 list"', "test"),
        ("-test", "bad quiet"),
        ("status:active", "bad test"),
        ("status:act", "bad test"),
        ("status=act", ""),
        ("status:active bounce>3%", "bad"),
        ("status:active bounce>3% -name:series", ""),
        ("bounce>0.03", "bad"),
        ("bounce>=6%", "bad"),
        ("bounce:1%", "test"),
        ("bounce<50%", "bad test"),
        ("-bounce>3%", "quiet test"),
        ("sent>=1,000", "test"),
        ("sent:200", "bad"),
        ("unsubscribed<5", "bad quiet"),
        ("status:paused or bounce>3%", "bad quiet"),
        ("or or status:paused or", "quiet"),
        ('name:"CFO out"', "quiet"),
        ("STATUS:Paused", "quiet"),
    ],
)
def test_what_a_filter_keeps(text: str, ids: str) -> None:
    query = parse(text, CAMPAIGN_FIELDS)
    assert " ".join(row.id for row in ALL if query.matches(row)) == ids


def test_senders_and_domains_have_their_own_fields() -> None:
    assert parse("domain:acme health>80 used<50% type:coldsend", SENDER_FIELDS).matches(sender())
    assert not parse("used>0", SENDER_FIELDS).matches(sender(sent_today=None))
    assert parse("free>3 status:active", DOMAIN_FIELDS).matches(domain())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bonce>3%", "Did you mean bounce?"),
        ("zzz:1", "Fields: name"),
        ("bounce>high", "bounce needs a number, not high"),
        ("sent>3%", "sent needs a number"),
        ("sent>", "sent needs a number, not nothing"),
        ("status>active", "status is text and has no order"),
    ],
)
def test_mistakes_are_explained(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, CAMPAIGN_FIELDS)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("status:actve", "Did you mean status:active? Known are draft, active"),
        ("-status:actve", "Did you mean status:active?"),
        ("bounce>3% status=act", "Did you mean status:active?"),
        ("q4 or status:zzz", "Nothing has the status zzz. Known are"),
    ],
)
def test_a_word_of_a_closed_set_that_is_none_of_it_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, CAMPAIGN_FIELDS).keep(ALL)
    assert said in str(caught.value)


def test_a_state_that_only_this_server_knows_can_be_asked_for() -> None:
    frozen = campaign("f", status="FROZEN")
    assert parse("status:frozen", CAMPAIGN_FIELDS).keep([*ALL, frozen]) == [frozen]
    assert parse("status:draft", CAMPAIGN_FIELDS).keep(ALL) == []
    with pytest.raises(UsageError, match="type"):
        parse("type:colsend", SENDER_FIELDS).keep([sender()])
    with pytest.raises(UsageError, match="dns_pending"):
        parse("status:dns_pendng", DOMAIN_FIELDS).keep([domain()])


@given(st.text(max_size=80))
def test_no_text_crashes_it(text: str) -> None:
    _parse_or_refuse(text)


@given(
    st.lists(
        st.sampled_from(["-", '"', "\\", ":", ">", "<", "=", "%", "or", " ", "name", "bounce", "3", "é", "\n"]),
        max_size=24,
    )
)
def test_no_order_of_signs_crashes_it(parts: list[str]) -> None:
    _parse_or_refuse("".join(parts))


def _parse_or_refuse(text: str) -> None:
    try:
        query = parse(text, CAMPAIGN_FIELDS)
    except UsageError as error:
        assert error.hint
        return
    again = parse(str(query), CAMPAIGN_FIELDS)
    assert str(again) == str(query)
    assert [query.matches(row) for row in ALL] == [again.matches(row) for row in ALL]


values = st.text(min_size=1, max_size=12)
terms = st.one_of(
    st.builds(lambda word: (word, f'"{_escaped(word)}"'), values),
    st.builds(lambda word: (word, f'name:"{_escaped(word)}"'), values),
)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


@given(st.lists(terms, min_size=1, max_size=4))
def test_quoted_words_come_through_unchanged(words: list[tuple[str, str]]) -> None:
    query = parse(" ".join(text for _, text in words), CAMPAIGN_FIELDS)
    assert [term.value for term in query.alternatives[0]] == [word for word, _ in words]
    assert parse(str(query), CAMPAIGN_FIELDS).alternatives[0][0].value == words[0][0]


def test_completions_follow_what_was_typed() -> None:
    assert completions("bo", CAMPAIGN_FIELDS) == ["bounced>", "bounce>"]
    assert completions("st", CAMPAIGN_FIELDS) == ["status:"]
