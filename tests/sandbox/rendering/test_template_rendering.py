"""Templates with a lead's values (behaviour.md §8)."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.sandbox.rendering.links import links_in
from coldsend_tui.sandbox.rendering.mail import plain_text
from coldsend_tui.sandbox.rendering.template import render

MORNING = datetime(2026, 10, 14, 9, 30)  # noqa: DTZ001 - local time of a campaign
VALUES = {
    "first_name": "Ada",
    "last_name": "",
    "company": "Alder Foods",
    "job_title": "Head of Operations",
    "employees": "120",
    "email": "ada@alder.example",
}


def rendered(template: str, choice: int = 0, **values: str) -> str:
    return render(
        template, {**VALUES, **values}, sent_at=MORNING, choose=lambda place, options: (choice + place) % options
    )


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hi {{first_name}} of {{ company }}", "Hi Ada of Alder Foods"),
        ("{{unknown}}!", "!"),
        ("{{last_name|friend}}", "friend"),
        ("{{first_name|friend}}", "Ada"),
        ('{{ last_name | default: "dear reader" }}', "dear reader"),
        ("{{Hello|Hi|Hey}} {{first_name}}", "Hello Ada"),
        ("{{unknown|other}}", "unknown"),
        ("{{dn_time_of_day}}, happy {{dn_day_of_week}}, {{dn_day_name}}", "Good morning, happy Wednesday, Wednesday"),
        ("{{dn_date 3 days from now dddd, MMMM Do}}", "Saturday, October 17th"),
        ("{{dn_date 18 days from now}} {{dn_date 0 days from now YYYY-MM-DD}}", "November 1 2026-10-14"),
        ("{% if job_title contains 'head' %}boss{% else %}team{% endif %}", "boss"),
        ("{% if last_name == empty %}none{% endif %}{% if last_name %}some{% endif %}", "none"),
        (
            "{% if employees > 100 and company == 'Alder Foods' %}large{% elsif employees > 10 %}small{% endif %}",
            "large",
        ),
        ("{% if employees > 500 %}large{% elsif employees > 10 %}small{% else %}tiny{% endif %}", "small"),
        ("{% unless first_name %}a{% else %}b{% endunless %}", "b"),
        (
            "{% if first_name %}{% if last_name %}x{% else %}{{first_name}}{% endif %}{% else %}{{no|way|ever}}{% endif %}",
            "Ada",
        ),
        ("{single} braces and {{ two words }}", "{single} braces and {{ two words }}"),
        ("{% endif %}stray", "stray"),
    ],
)
def test_rendering(template: str, text: str) -> None:
    assert rendered(template) == text


def test_spintax_is_drawn_by_place() -> None:
    assert [rendered("{{a|b|c}}-{{a|b|c}}", choice) for choice in range(3)] == ["a-b", "b-c", "c-a"]


@given(st.text(alphabet="{}%|ab if else endif unless\n'=", max_size=80))
def test_no_template_can_break_it(template: str) -> None:
    assert isinstance(rendered(template), str)


@given(st.text(max_size=60).filter(lambda text: "{" not in text))
def test_plain_words_stay(text: str) -> None:
    assert rendered(text) == text


def test_links_and_plain_text() -> None:
    body = '<p>See <a href="https://one.example/a?b=1">one</a><br>or https://two.example/x.</p><p>Bye &amp; thanks</p>'
    assert links_in(body) == [(0, "https://one.example/a?b=1"), (1, "https://two.example/x")]
    assert plain_text(body) == "See one\nor https://two.example/x.\nBye & thanks"
