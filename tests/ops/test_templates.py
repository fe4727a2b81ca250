"""The template language of the console against the platform's own (the sandbox's), and what it marks."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops import html_text, templates
from coldsend_tui.ops.templates import Origin, Piece, Problem, render, seeded, text_of
from coldsend_tui.sandbox.rendering.template import render as platform

AT = datetime(2026, 11, 26, 9, 30)  # noqa: DTZ001 - local time of the campaign
VALUES = {"first_name": "Ada", "company": "Acme", "job_title": "Head of Sales", "industry": "", "size": "12"}


def rendered(template: str, **values: str) -> tuple[Piece, ...]:
    return render(template, VALUES | values, sent_at=AT, choose=seeded(1))


PARTS = st.sampled_from(
    [
        "Hi ", "{{first_name}}", "{{industry}}", "{{industry|your field}}", "{{first_name | there}}", "{{nobody}}",
        "{{industry|default: 'x y'}}", "{{a|b}}", "{{ one | two | three }}", "{{dn_time_of_day}}", "{{dn_day_name}}",
        "{{dn_date 3 days from now dddd, MMMM Do}}", "{{dn_date 1 day from now}}", "{{dn_nonsense}}", "{{two words}}",
        "{% if industry %}", "{% if company == 'Acme' and size > 10 %}", "{% unless industry == empty %}",
        "{% if job_title contains 'head' or size <= 3 %}", "{% elsif first_name != '' %}", "{% else %}", "{% endif %}",
        "{% endunless %}", "{first_name}", "{{", "}}", "{%", "\n", "<b>&amp;</b>", "{% if size < 20 and industry or company %}",
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=14), st.integers(0, 9))
def test_the_text_is_what_the_platform_sends(parts: list[str], turn: int) -> None:
    template = "".join(parts)

    def choose(place: int, options: int) -> int:
        return (place + turn) % options

    ours = render(template, VALUES, sent_at=AT, choose=choose)
    assert text_of(ours) == platform(template, VALUES, sent_at=AT, choose=choose)


@given(st.text(max_size=200))
def test_any_text_renders(template: str) -> None:
    pieces = render(template, VALUES, sent_at=AT, choose=seeded(3))
    if "{" not in template:
        assert text_of(pieces) == template


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("Hi {{first_name}}", ()),
        ("Hi {{industry}}", (Problem(Origin.BLANK, "industry"),)),
        ("Hi {{industry|friend}}", ()),
        ("Hi {{firstname}} {{firstname}}", (Problem(Origin.UNKNOWN, "firstname"),)),
        ("Hi {first_name}", (Problem(Origin.SINGLE_BRACE, "first_name"),)),
        ("{% if company %}x", (Problem(Origin.BROKEN, "{% if %} without {% endif %}"),)),
        ("Hi {{first_name", (Problem(Origin.BROKEN, "tag that is not closed"),)),
        ("{% if industry %}{{nobody}}{% endif %}", ()),
    ],
)
def test_tags_that_go_wrong_are_marked_for_this_lead(template: str, found: tuple[Problem, ...]) -> None:
    assert templates.problems(rendered(template)) == found


def test_spintax_stays_until_it_is_rolled_again() -> None:
    template = "{{Hi|Hello|Good day|Dear}} {{a|b|c|d}}"
    texts = {text_of(render(template, VALUES, sent_at=AT, choose=seeded(seed))) for seed in range(40)}
    assert len(texts) > 8
    again = text_of(render(template, VALUES, sent_at=AT, choose=seeded(7)))
    assert again == text_of(render(template, VALUES, sent_at=AT, choose=seeded(7)))


@given(st.integers(0, 10_000), st.integers(0, 50), st.integers(1, 9))
def test_a_seeded_choice_is_always_an_option(seed: int, place: int, options: int) -> None:
    assert 0 <= seeded(seed)(place, options) < options


def test_fields_of_a_template() -> None:
    template = (
        "{{first_name}} {{industry|x}} {{a|b|c}} {{dn_day_name}} {% if size > 3 and company contains 'x' %}{% endif %}"
    )
    assert templates.fields_used(template) == {"first_name", "size", "company"}


def test_html_reads_like_a_mail() -> None:
    body = (
        "<style>p{}</style><p>Hi {{first_name}},</p><p>see <a href='https://a.example/x'>the notes</a><br>and:</p>"
        "<ul><li>one</li><li>two</li></ul><img src='x' alt='chart'>"
    )
    text = html_text.readable(body)
    assert "Hi {{first_name}}," in text
    assert "see the notes (https://a.example/x)\nand:" in text
    assert "• one\n• two" in text
    assert "[image chart]" in text
    assert "p{}" not in text


def test_plain_text_is_left_alone() -> None:
    body = "Hi,\n  5 < 6 & so on\nhttps://a.example/x."
    assert not html_text.is_html(body)
    assert html_text.readable(body) == body
    assert html_text.links(body) == ("https://a.example/x",)


@given(st.text(alphabet="<>ab/ p=&;\"'\n", max_size=60))
def test_no_html_breaks_the_reader(body: str) -> None:
    assert isinstance(html_text.readable(f"<p>{body}"), str)
