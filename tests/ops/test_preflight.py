from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from coldsend_tui.details import AssignedInbox, CampaignSettings, LeadSample, SampleLead, SequenceStep, Variant
from coldsend_tui.ops.preflight import Check, CheckLevel, preflight, ready
from coldsend_tui.workspace import Campaign
from tests.ops.rows import NOW, campaign, domain, sender, settings, workspace

OK, WARN, BLOCKER, UNKNOWN = CheckLevel.OK, CheckLevel.WARN, CheckLevel.BLOCKER, CheckLevel.UNKNOWN


def variant(
    share: int = 100, subject: str = "A short question", body: str = "Hello, shall we talk?", name: str = "A"
) -> Variant:
    return Variant(name, subject, body, share)


def step(number: int = 2, wait: int = 3, trigger: str = "NOT_REPLIED", *variants: Variant) -> SequenceStep:
    return SequenceStep(number, trigger, wait, variants or (variant(),))


def checks(row: Campaign | None = None, setting: CampaignSettings | None = None, **changes: Any) -> tuple[Check, ...]:
    row = row or campaign(status="DRAFT", sent=0)
    return preflight(row, setting or settings(**changes), workspace(row), NOW)


def levels(result: tuple[Check, ...], name: str) -> list[CheckLevel]:
    return [check.level for check in result if check.name == name]


def test_a_complete_campaign_is_ready() -> None:
    result = checks()
    assert ready(result) is True
    assert {check.name for check in result if check.level is not OK} == {
        "address", "unread", "suppression", "twice", "basis",
    }  # fmt: skip
    assert not any(check.level in (WARN, BLOCKER) for check in result)
    assert {"2,000 leads", "1 inbox ACTIVE, 30/day together", "1 variant, 100"} <= {check.text for check in result}


@pytest.mark.parametrize(
    ("changes", "name", "level"),
    [
        ({"inboxes": ()}, "inboxes", BLOCKER),
        ({"inboxes": None}, "inboxes", UNKNOWN),
        ({"variants": ()}, "variants", BLOCKER),
        ({"variants": None}, "variants", UNKNOWN),
        ({"variants": (variant(50), variant(40, name="B"))}, "variants", BLOCKER),
        ({"variants": tuple(variant(20, name=n) for n in "ABCDE")}, "variants", BLOCKER),
        ({"timezone": "Nowhere/Land"}, "window", BLOCKER),
        ({"timezone": None}, "window", UNKNOWN),
        ({"sending_days": ()}, "window", BLOCKER),
        ({"window_start": (17, 0), "window_end": (9, 0)}, "window", BLOCKER),
        ({"start_date": NOW + timedelta(days=2)}, "start", WARN),
        ({"unsubscribe": False}, "unsubscribe", BLOCKER),
        ({"unsubscribe": None}, "unsubscribe", UNKNOWN),
        ({"steps": (step(trigger="NOT_OPENED"),)}, "tracking", BLOCKER),
        ({"steps": (step(trigger="NOT_OPENED"),), "tracking": None}, "tracking", UNKNOWN),
        ({"steps": (step(wait=31),)}, "steps", BLOCKER),
        ({"steps": (step(wait=1),)}, "steps", WARN),
        ({"variants": (variant(subject="Re: our call"),)}, "content", BLOCKER),
        ({"variants": (variant(subject=""),)}, "content", BLOCKER),
        ({"variants": (variant(subject="URGENT BUSINESS PROPOSAL"),)}, "content", WARN),
        ({"variants": (variant(body="Hello {first_name}, shall we talk?"),)}, "content", BLOCKER),
        ({"variants": (variant(body="word " * 126),)}, "content", WARN),
        ({"variants": (variant(body="https://a.example and https://b.example"),)}, "content", WARN),
    ],
)  # fmt: skip
def test_each_check(changes: dict[str, Any], name: str, level: CheckLevel) -> None:
    assert level in levels(checks(**changes), name)


def test_no_leads_blocks() -> None:
    assert levels(checks(campaign(status="DRAFT", total_leads=0)), "leads") == [BLOCKER]


def test_the_servers_words_come_first_and_verbatim() -> None:
    empty = campaign(status="DRAFT", sent=0, total_leads=0)
    result = checks(empty, missing_requirements=("leads", "tracking domain is not verified"))
    assert [(c.name, c.text) for c in result[:2]] == [
        ("server", "leads"),
        ("server", "tracking domain is not verified"),
    ]
    assert ready(result) is False


def test_what_the_server_missed_and_is_there_by_now_is_not_held_against_it() -> None:
    result = checks(missing_requirements=("leads", "inboxes", "variants"))
    assert [check.name for check in result if check.name == "server"] == []
    assert ready(result) is True


def test_unread_settings_leave_readiness_open() -> None:
    row = campaign(status="DRAFT")
    result = preflight(row, None, workspace(row), NOW)
    assert levels(result, "settings") == [UNKNOWN]
    assert ready(result) is None


def test_an_inbox_that_is_not_active_is_a_warning_beside_others_and_a_blocker_alone() -> None:
    row = campaign(status="DRAFT")
    world = workspace(row, senders=(sender("s1", status="PAUSED"), sender("s2")))
    both, alone = settings("c1", "s1", "s2"), settings("c1", "s1")
    assert levels(preflight(row, both, world, NOW), "inboxes") == [WARN]
    assert levels(preflight(row, alone, world, NOW), "inboxes") == [BLOCKER]


def test_too_many_mails_per_inbox_is_a_warning() -> None:
    one = AssignedInbox("x", "x@acme.example", "OUTLOOK_365", "ACTIVE", 400)
    assert levels(checks(inboxes=(one,), daily_limit_per_inbox=None), "pace") == [WARN]


def test_an_opt_out_line_in_every_mail_replaces_the_setting() -> None:
    mails = (variant(body="Hello. Reply stop or unsubscribe."),)
    assert levels(checks(unsubscribe=False, variants=mails), "unsubscribe") == [OK]
    with_step = checks(unsubscribe=False, variants=mails, steps=(step(),))
    assert levels(with_step, "unsubscribe") == [BLOCKER]


@pytest.mark.parametrize(
    "line",
    [
        "12 High Street, Leeds",
        "1600 Amphitheatre Way",
        "P.O. Box 77, Austin",
        "Lindenstraße 5, 10969 Berlin",
        "{{company_address}}",
    ],
)
def test_a_postal_address_is_recognised(line: str) -> None:
    assert levels(checks(variants=(variant(body=f"Hello.\n\nAcme, {line}"),)), "address") == [OK]


def test_an_address_that_is_not_in_the_text_may_be_in_a_footer() -> None:
    assert levels(checks(variants=(variant(body="We are 5 minutes away, in 2 weeks or 10 days."),)), "address") == [
        UNKNOWN
    ]


def test_the_domains_behind_the_inboxes_are_checked() -> None:
    row = campaign(status="DRAFT")

    def found(**changes: Any) -> list[CheckLevel]:
        return levels(preflight(row, settings(), workspace(row, domains=(domain(**changes),)), NOW), "domain")

    assert found() == [OK]
    assert found(dns_verified=False) == [BLOCKER]
    assert found(status="DNS_PENDING") == [BLOCKER]
    assert found(created_at=NOW - timedelta(days=12)) == [WARN]


def test_a_launch_that_overloads_a_domain_is_blocked() -> None:
    ids = [f"s{number}" for number in range(14)]
    row = campaign(status="DRAFT")
    heavy = settings("c1", *ids, daily_limit_per_inbox=None)
    world = workspace(row, senders=[sender(id, daily_limit=60) for id in ids], settings={"c1": heavy})
    assert levels(preflight(row, heavy, world, NOW), "domain-hour") == [BLOCKER]
    light = settings("c1", *ids[:10], daily_limit_per_inbox=None)
    world = workspace(row, senders=[sender(id, daily_limit=60) for id in ids], settings={"c1": light})
    assert levels(preflight(row, light, world, NOW), "domain-hour") == [WARN]


def test_a_follow_up_may_answer_in_the_thread() -> None:
    follow_up = step(
        2,
        3,
        "NOT_REPLIED",
        variant(subject="Re: A short question"),
    )
    assert levels(checks(steps=(follow_up,)), "content") == [OK, OK]


def test_merge_tags_spintax_and_conditionals_are_not_single_braces() -> None:
    body = "{{first_name}} {{Hi|Hello}} {% if company %}at {{ company }}{% endif %} <style>p {color: red}</style>"
    assert levels(checks(variants=(variant(body=body),)), "content") == [OK, OK]


def lead(n: int, **changes: Any) -> SampleLead:
    values: dict[str, Any] = {
        "id": str(n),
        "email": f"person{n}@firm{n}.example",
        "first_name": "Ada",
        "last_name": "L",
        "company": "Firm",
        "job_title": "",
        "status": "PENDING",
        "step": 0,
        "fields": (("industry", "tools"),),
        "created_at": NOW - timedelta(days=20),
    }
    return SampleLead(**(values | changes))


def of_sample(*leads: SampleLead, body: str = "Hi {{first_name}}") -> dict[int, tuple[CheckLevel, str]]:
    row = campaign(status="DRAFT")
    setting = settings(variants=(Variant("A", "A note", body, 100),))
    found = preflight(row, setting, workspace(row), NOW, LeadSample(leads, 1_412))
    return {check.number: (check.level, check.text) for check in found if check.number in (5, 7, 8, 9, 10, 12, 14)}


def test_a_page_of_leads_is_judged_with_its_denominator() -> None:
    found = of_sample(*(lead(n) for n in range(20)))
    assert {number: level for number, (level, _) in found.items()} == {
        5: UNKNOWN,
        7: OK,
        8: OK,
        9: OK,
        10: OK,
        12: OK,
        14: OK,
    }
    assert found[7][1] == "role addresses: 0 of 20 leads looked at, 1,412 in all"


def test_bad_leads_are_found_on_the_page() -> None:
    bad = (lead(1, email="noreply@x.example"), lead(2, email="a@gmil.com"), lead(3, email="b@firm.ca"))
    found = of_sample(*bad, *(lead(n, email=f"p{n}@gmail.com", created_at=NOW - timedelta(days=400)) for n in range(3)))
    assert {number: level for number, (level, _) in found.items()} == {
        5: UNKNOWN, 7: BLOCKER, 8: BLOCKER, 9: WARN, 10: WARN, 12: BLOCKER, 14: OK,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Hi {{firstname}}", "{{firstname}} is no field of these leads"),
        ("In {{city}}", "{{city}} is no field of these leads"),
        ("As {{job_title}}", "{{job_title}} is blank for 3 of 3 leads looked at, 1,412 in all"),
    ],
)
def test_merge_tags_are_held_against_the_leads(body: str, text: str) -> None:
    assert of_sample(lead(1), lead(2), lead(3), body=body)[14] == (BLOCKER, text)


def test_a_fallback_fills_a_blank() -> None:
    assert of_sample(lead(1), body="As {{job_title|you}} in {{industry}}")[14][0] is OK


def test_a_blank_that_a_condition_hides_is_none() -> None:
    body = "{% if job_title %}As {{job_title}}{% endif %} hello"
    assert of_sample(lead(1), body=body)[14][0] is OK
    assert (
        of_sample(lead(1), body=body.replace("if job_title", "unless job_title").replace("endif", "endunless"))[14][0]
        is BLOCKER
    )


def test_every_number_of_the_list_is_answered() -> None:
    row = campaign(status="DRAFT")
    found = preflight(row, settings(), workspace(row), NOW, LeadSample((lead(1),), 1))
    assert {check.number for check in found} - {0} == set(range(1, 19))


def test_hours_off_work_are_warned_of() -> None:
    row = campaign(status="DRAFT")
    late = settings(sending_days=(1, 6, 7), window_end=(22, 0))
    check = next(check for check in preflight(row, late, workspace(row), NOW) if check.number == 18)
    assert check.level is WARN
    assert check.text.startswith("sends on Sat, Sun and sends outside 07:00-19:00")


def test_nothing_is_advised_that_the_state_forbids() -> None:
    bare = settings("c1", inboxes=(), variants=(), missing_requirements=("inboxes",))
    failed = preflight(campaign(status="FAILED"), bare, workspace(campaign()), NOW)
    assert failed[0].name == "state"
    assert "D deletes it" in failed[0].fix
    assert {check.fix for check in failed[1:]} == {""}
    assert any(check.text == "no inbox assigned" for check in failed), "it still says what was missing"
    for status in ("ARCHIVED", "COMPLETED"):
        over = preflight(campaign(status=status), bare, workspace(campaign()), NOW)
        assert [(check.name, check.level, check.fix) for check in over] == [("state", CheckLevel.OK, "")]
