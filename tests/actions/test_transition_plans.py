from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from coldsend_tui.actions.confirmation import ConfirmationLevel
from coldsend_tui.actions.plan import Plan
from coldsend_tui.actions.transitions import plan_transition
from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops.lifecycle import State, Transition, move
from coldsend_tui.workspace import Campaign
from tests.ops.rows import NOW, campaign, sender, settings, workspace


def plan(
    transition: Transition, *rows: Campaign, known: Mapping[str, CampaignSettings] | None = None, **more: Any
) -> Plan:
    settings_of = {row.id: settings(row.id) for row in rows} if known is None else known
    world = workspace(*rows, settings=settings_of, senders=(sender("s1"),))
    return plan_transition(transition, rows, settings=settings_of, workspace=world, now=NOW, **more)


@pytest.mark.parametrize("state", [*State, "ARCHIVING"])
@pytest.mark.parametrize("transition", Transition)
def test_every_transition_from_every_state(state: str, transition: Transition) -> None:
    planned = plan(transition, campaign(status=str(state)))
    legal = move(state, transition)
    assert planned.runnable is legal.legal
    if legal.legal:
        (item,) = planned.items
        assert (item.before, item.after, item.action) == (state, legal.target, transition.value)
        assert planned.refusals == ()
    else:
        assert planned.refusals[0].reason == legal.reason
        assert planned.requests == 0
        assert any(legal.reason in line for line in planned.lines())


@pytest.mark.parametrize(
    ("transition", "status", "level"),
    [
        (Transition.PAUSE, "ACTIVE", ConfirmationLevel.KEY),
        (Transition.ACTIVATE, "PAUSED", ConfirmationLevel.BUTTON),
        (Transition.LAUNCH, "DRAFT", ConfirmationLevel.BUTTON),
        (Transition.ARCHIVE, "PAUSED", ConfirmationLevel.TYPE),
        (Transition.DELETE, "DRAFT", ConfirmationLevel.TYPE),
    ],
)
def test_how_firmly_each_is_confirmed(transition: Transition, status: str, level: ConfirmationLevel) -> None:
    one = plan(transition, campaign(status=status)).confirmation
    assert one.level is level
    assert one.word == ("Campaign c1" if level is ConfirmationLevel.TYPE else None)
    ten = plan(transition, *[campaign(f"c{n}", status=status) for n in range(10)]).confirmation
    assert ten.level is level
    assert ten.word == ("10" if level is ConfirmationLevel.TYPE else None)
    eleven = plan(transition, *[campaign(f"c{n}", status=status) for n in range(11)]).confirmation
    assert (eleven.level, eleven.word) == (ConfirmationLevel.TYPE, "11")


def test_only_what_will_be_changed_counts_for_the_confirmation() -> None:
    rows = [campaign(f"c{n}", status="ACTIVE" if n < 3 else "PAUSED") for n in range(20)]
    planned = plan(Transition.PAUSE, *rows)
    assert planned.confirmation.level is ConfirmationLevel.KEY
    assert planned.title == "Pause 3 campaigns of 20"
    assert len(planned.refusals) == 17


@pytest.mark.parametrize("name", ["", "Grüße aus Köln", "evil\u202egnp.exe", "x" * 61, "   "])
def test_a_name_that_cannot_well_be_typed_is_confirmed_by_its_id(name: str) -> None:
    word = plan(Transition.DELETE, campaign("550e8400-e29b", status="DRAFT", name=name)).confirmation.word
    assert word == "550e8400"


def test_a_typed_word_must_match() -> None:
    confirmation = plan(Transition.DELETE, campaign(status="DRAFT", name="Q4 CFO ")).confirmation
    assert confirmation.accepts(str(confirmation.word))
    assert confirmation.accepts(f" {confirmation.word}\n")
    assert not confirmation.accepts(str(confirmation.word).lower())
    assert not plan(Transition.PAUSE, campaign()).confirmation.accepts("")


@pytest.mark.parametrize(
    ("read_only", "reason"), [(True, "this console is read-only"), ("the key lacks campaigns:pause",) * 2]
)
def test_read_only_refuses_everything_with_the_reason(read_only: str | bool, reason: str) -> None:
    planned = plan(Transition.PAUSE, campaign("c1"), campaign("c2"), read_only=read_only)
    assert not planned.runnable
    assert [refusal.reason for refusal in planned.refusals] == [reason, reason]
    assert planned.warnings == ()


def test_a_pause_of_many_goes_to_the_worst_bounces_first() -> None:
    rows = [
        campaign("small", sent=200, bounced=2, total_leads=300),
        campaign("large", sent=200, bounced=2, total_leads=9_000),
        campaign("bad", sent=400, bounced=80),
        campaign("young", sent=5, bounced=2),
    ]
    assert [item.id for item in plan(Transition.PAUSE, *rows).items] == ["bad", "young", "large", "small"]


def test_a_launch_says_what_our_checks_miss() -> None:
    row = campaign(status="DRAFT", total_leads=0, sent=0)
    (note,) = plan(Transition.LAUNCH, row, known={"c1": settings(inboxes=())}).warnings
    assert note == "not ready by our checks: no leads, no inbox assigned. The server decides."
    (unread,) = plan(Transition.LAUNCH, row._replace(total_leads=5), known={}).warnings
    assert "settings have not been read" in unread


def test_a_launch_tells_pace_and_first_mails() -> None:
    (note,) = plan(Transition.LAUNCH, campaign(status="DRAFT", sent=0)).warnings
    assert note == "up to 30 mails a sending day to 2,000 leads; the window is open for 5h56m."


def test_a_resume_tells_its_backlog_and_bad_bounces() -> None:
    bad = campaign(status="PAUSED", sent=200, bounced=12)
    notes = plan(Transition.ACTIVATE, bad).warnings
    assert notes[0] == "sending goes on where it stopped: 1,800 leads left, at up to 30 mails a sending day."
    assert notes[1].startswith("Campaign c1: 12/200 6.0 % bounced")


def test_a_resume_that_bursts_says_so() -> None:
    slow = campaign(status="PAUSED", sent=20, bounced=0)
    burst = plan(Transition.ACTIVATE, slow).warnings[1]
    assert burst.startswith("Campaign c1: up to 30 mails on the first day against 4 on its mean day")
    steady = campaign(status="PAUSED", sent=150, bounced=0)
    assert len(plan(Transition.ACTIVATE, steady).warnings) == 1


def test_losses_are_named_with_their_size() -> None:
    loss = plan(Transition.DELETE, campaign(status="PAUSED"), campaign("c2", status="DRAFT")).irreversible
    assert loss == ("4,000 leads, the record of 1,200 mails and all analytics are deleted for good.",)
    assert plan(Transition.PAUSE, campaign()).irreversible == ()


@pytest.mark.parametrize(
    ("transition", "status", "number", "requests"),
    [
        (Transition.PAUSE, "ACTIVE", 1, 2),
        (Transition.PAUSE, "ACTIVE", 3, 6),
        (Transition.PAUSE, "ACTIVE", 4, 5),
        (Transition.PAUSE, "ACTIVE", 100, 104),
        (Transition.DELETE, "DRAFT", 100, 200),
    ],
)
def test_the_cost_counts_the_reading_back(transition: Transition, status: str, number: int, requests: int) -> None:
    planned = plan(transition, *[campaign(f"c{n}", status=status) for n in range(number)], budget_left=40)
    assert planned.requests == requests
    assert any("budget" in note for note in planned.warnings) is (requests > 40)


def test_the_plan_as_text() -> None:
    planned = plan(Transition.PAUSE, campaign(name="Q4 CFO outreach"), budget_left=83)
    assert planned.lines() == (
        "Pause Q4 CFO outreach",
        "Note: mails already handed over still arrive.",
        "  Q4 CFO outreach: ACTIVE → PAUSED",
        "    POST pause",
        "    read it back",
        "Takes 2 requests (83 left of this minute).",
    )


def test_long_plans_are_cut_and_strangers_text_is_harmless() -> None:
    rows = [campaign(f"c{n}", name=f"\x1b[31mEvil\n{n}") for n in range(40)]
    lines = plan(Transition.PAUSE, *rows).lines()
    assert "  and 28 more" in lines
    assert not any("\x1b" in line or "\n" in line for line in lines)
