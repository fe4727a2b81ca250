"""The pure views of the campaign's tabs: what they say, without a terminal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coldsend_tui.details import (
    FlowEdge,
    FlowGraph,
    FlowNode,
    FlowVariant,
    LeadSample,
    SampleLead,
    SequenceStep,
    Variant,
)
from coldsend_tui.ops import experiment, flow
from coldsend_tui.ops.capacity import capacity, domain_loads
from coldsend_tui.ops.experiment import Arm
from coldsend_tui.ops.holdups import holdups
from coldsend_tui.ops.preflight import Check, CheckLevel, preflight
from coldsend_tui.ops.resume import resume_preview
from coldsend_tui.ops.what_if import Levers, what_if
from coldsend_tui.store import ConfigChange, JournalEntry
from coldsend_tui.tui.flowing import beside
from coldsend_tui.tui.flowing import flow as flowing
from coldsend_tui.tui.lines import BLANK, Line, cells, plain
from coldsend_tui.tui.screens.campaign import history
from coldsend_tui.tui.screens.campaign.branches import view as branches
from coldsend_tui.tui.screens.campaign.changes import view as changes
from coldsend_tui.tui.screens.campaign.content import view as content
from coldsend_tui.tui.screens.campaign.follow_ups import view as follow_ups
from coldsend_tui.tui.screens.campaign.history import Measure
from coldsend_tui.tui.screens.campaign.inboxes import view as inboxes
from coldsend_tui.tui.screens.campaign.overview import view as overview
from coldsend_tui.tui.screens.campaign.readiness import view as readiness
from coldsend_tui.workspace import Gap, Sample, TimelineDay
from tests.ops.rows import NOW, campaign, sender, settings, workspace

STEPS = (
    SequenceStep(2, "NOT_REPLIED", 3, (Variant("A", "", "And?", 100),)),
    SequenceStep(3, "OPENED_BUT_NOT_REPLIED", 4, (Variant("A", "Bye", "Bye", 100),)),
)
LEAD = SampleLead("1", "ada@acme.example", "Ada", "L", "Acme", "", "SENT", 1, (("city", "Paris"),), NOW)


def text(lines: list[Line]) -> str:
    return "\n".join(plain(line) for line in lines)


def roles(lines: list[Line], word: str) -> set[str]:
    return {role for line in lines for piece, role in line if word in piece}


def fits(lines: list[Line], columns: int) -> bool:
    return all(cells(line) <= columns for line in lines)


# -- running text -----------------------------------------------------------------------------------------------------

pieces = st.lists(st.tuples(st.text(alphabet="ab \n漢", max_size=20), st.sampled_from(["", "x", "y"])), max_size=8)


@given(pieces, st.integers(2, 30))
@example([("   a", "")], 2)
def test_running_text_keeps_every_character_and_every_role(spans: list[tuple[str, str]], columns: int) -> None:
    lines = flowing(spans, columns)
    assert fits(lines, columns)

    def kept(all_: Any) -> list[tuple[str, str]]:
        return [(char, role) for piece, role in all_ for char in piece if char not in " \n"]

    assert kept(span for line in lines for span in line) == kept(spans)


def test_words_are_not_broken_between_pieces() -> None:
    lines = flowing([("Hi ", ""), ("Ada", "accent"), (", shall we", "")], 8)
    assert [plain(line) for line in lines] == ["Hi Ada,", "shall we"]


def test_blocks_stand_beside_each_other() -> None:
    lines = beside([[(("a", ""),), (("b", ""),)], [(("c", ""),)]], 13)
    assert [plain(line) for line in lines] == ["a       c", "b       "]


# -- overview ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 52, 110])
def test_overview_tells_three_ends_and_moves_them(columns: int) -> None:
    one = campaign(total_leads=2_000)
    asked = what_if(one, settings(steps=STEPS), workspace(one), NOW, Levers(inboxes=3))
    lines = [*overview.finish(asked.before), *overview.levers(asked, 0, columns)]
    drawn = text(lines)
    assert [word for word in ("first mails", "follow-ups", "finish") if word in drawn] == [
        "first mails",
        "follow-ups",
        "finish",
    ]
    assert "▸inboxes 1 → 4" in drawn
    assert "finish P50" in drawn
    assert fits(lines[:-1], columns)


def test_a_burst_on_resume_is_warned_of() -> None:
    one = campaign(status="PAUSED", sent=40)
    lines = overview.resume(resume_preview(one, settings(daily_limit_per_inbox=None), workspace(one), NOW), 80)
    assert "1,960 first mails left" in text(lines)
    assert "warn" in roles(lines, "mails an hour")
    assert "ladder per inbox: 20 on days 1-2, 50 from day 5" in text(lines)


# -- readiness --------------------------------------------------------------------------------------------------------

CHECKS = [
    Check("a", CheckLevel.OK, "fine; and more", number=3),
    Check("b", CheckLevel.UNKNOWN, "cannot be seen", number=5),
    Check("server", CheckLevel.BLOCKER, "inboxes", "named by the server"),
    Check("c", CheckLevel.BLOCKER, "no leads", "upload a CSV"),
    Check("d", CheckLevel.WARN, "too fast", "slow down", 16),
]


def test_where_all_fit_all_are_shown() -> None:
    lines, more = readiness.worst_first(CHECKS, settings(), 40, 30)
    assert more == 0
    assert "cannot be seen" in text(lines) and "fine" in text(lines) and "and more" not in text(lines)


@given(st.integers(1, 7))
def test_the_worst_comes_first_and_the_rest_is_counted(rows: int) -> None:
    lines, more = readiness.worst_first(CHECKS, settings(), 40, rows)
    assert len(lines) <= max(1, rows)
    if lines and rows > 2:
        assert "server: inboxes" in plain(lines[0])
    shown = sum(word in text(lines) for word in ("server: inboxes", "no leads", "too fast", "fine"))
    assert shown + more == 4


def test_everything_has_numbers_headings_and_the_servers_list() -> None:
    lines = readiness.everything(CHECKS, settings(missing_requirements=("inboxes",)), 80)
    drawn = text(lines)
    assert "Blockers  2" in drawn and "Not checkable here  1" in drawn
    assert "16 ▲ too fast" in drawn
    assert drawn.endswith("The server's own list\n✗ inboxes")
    assert readiness.summary(CHECKS) == "2 blockers · 1 warning"


@pytest.mark.parametrize(("sent", "bounced", "wide", "tight"), [
    (40, 0, "0/40 0.0 % up to 6.3 %", "0 0.0 % ≤6.3 %"),
    (5_000, 10, "10/5,000 0.2 %", "10 0.2 %"),
    (12, 1, "1/12 8.3 % too few to judge", "1 8.3 %"),
])  # fmt: skip
def test_bounces_of_few_mails_say_up_to_what_they_may_be(sent: int, bounced: int, wide: str, tight: str) -> None:
    one = campaign(sent=sent, bounced=bounced, unsubscribed=1)
    (line,) = (plain(line) for line in overview.funnel(one, 90) if plain(line).startswith("bounced"))
    assert line.removeprefix("bounced").strip() == wide
    narrow = plain(overview.tight_funnel(one, 44)[-1])
    assert narrow.startswith(f"bounced {tight}   unsub.") and cells(overview.tight_funnel(one, 44)[-1]) <= 44


# -- content ----------------------------------------------------------------------------------------------------------


def reading(**changes: Any) -> content.Reading:
    values: dict[str, Any] = {
        "lead": LEAD, "number": 0, "sample": LeadSample((LEAD,), 40), "sent_at": NOW, "seed": 1, "source": False,
    }  # fmt: skip
    return content.Reading(**(values | changes))


def page(*variants: Variant, columns: int = 100, **changes: Any) -> list[Line]:
    setting = settings(variants=variants, steps=STEPS)
    return content.page(content.chain(setting), 0, reading(**changes), None, BLANK, columns)


def test_variants_stand_side_by_side_with_the_leads_words() -> None:
    lines = page(Variant("A", "For {{company}}", "Hi {{first_name}}", 60), Variant("B", "In {{city}}", "Hello", 40))
    drawn = text(lines)
    assert "Ada L · ada@acme.example · Acme" in drawn and "lead 1 of 40" in drawn
    assert "For Acme" in drawn.split("In Paris")[0].rsplit("\n", 1)[1]
    assert roles(lines, "Acme") >= {"accent"}


def test_troubles_are_named_and_marked_in_place() -> None:
    lines = page(Variant("A", "S", "As {{job_title}} in {{town}} {first_name}", 100))
    drawn = text(lines)
    assert "⟨blank: job_title⟩" in drawn and "⟨unknown: town⟩" in drawn
    assert "✗ job_title is blank for this lead: give it a fallback" in drawn
    assert "✗ town is no field of these leads" in drawn
    assert "✗ first_name has single braces: it is sent as it stands" in drawn
    assert roles(lines, "{first_name}") == {"crit"}


def test_size_is_held_against_what_is_advised() -> None:
    body = "word " * 130 + "https://a.example/1 https://a.example/2"
    lines = page(Variant("A", "x" * 61, body, 100))
    assert "▲ subject 61 of 60" in text(lines)
    assert "▲ 132 words of 125" in text(lines)
    assert "▲ 2 links of 1" in text(lines)


def test_a_huge_body_is_cut_and_counted() -> None:
    lines = page(Variant("A", "S", "word " * 20_000, 100))
    assert "… 92,000 characters more" in text(lines)
    assert "20000 words" in text(lines) or "20,000 words" in text(lines)
    assert len(lines) < 200


def test_without_leads_the_tags_stand() -> None:
    assert "{{first_name}}" in text(
        page(Variant("A", "S", "Hi {{first_name}}", 100), lead=None, sample=LeadSample((), 0))
    )


def test_a_strangers_text_cannot_drive_the_terminal() -> None:
    evil = LEAD._replace(first_name="\x1b[31m\u202eAda", fields=(("city", "\x1b]0;x\x07"),))
    lines = page(Variant("\x1b", "Hi {{first_name}}", "{{city}}\x1b[2J", 100), lead=evil)
    assert "\x1b" not in text(lines) and "\u202e" not in text(lines)


def test_a_verdict_that_is_none_says_why_and_how_long() -> None:
    verdict = experiment.judge([Arm("A", 300, None), Arm("B", 310, None)], days=4, per_arm_and_day=60)
    setting = settings(variants=(Variant("A", "S", "B", 50), Variant("B", "S", "B", 50)))
    told = content.reached(verdict, 0.034, 0.5)
    drawn = " ".join(text(content.page(content.chain(setting), 0, reading(), verdict, told, 90)).split())
    assert "not observable here" in drawn and "days left" in drawn
    assert "about 300 of 2," in drawn


@pytest.mark.parametrize("columns", [76, 116, 196])
def test_content_fits_its_width(columns: int) -> None:
    four = tuple(
        Variant(name, "A subject of {{company}} " * 3, "Words of https://a.example/" + "x" * 90, 25) for name in "ABCD"
    )
    assert fits(page(*four, columns=columns)[4:], columns)


# -- follow-ups -------------------------------------------------------------------------------------------------------


def test_the_timeline_adds_days_and_marks_dead_triggers() -> None:
    drawn = text(follow_ups.timeline(campaign(), settings(steps=STEPS, tracking=False), 90))
    assert "day 0 ●" in drawn and "● day 7" in drawn
    assert "waits 3 days, if not replied" in drawn
    assert "✗ dead: tracking is off" in drawn


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_shares_of_leads_only_fall(opened: int, replied: int, bounced: int) -> None:
    one = campaign(sent=500, opened=opened, replied=replied, bounced=bounced)
    every = (STEPS[0], SequenceStep(3, "NOT_REPLIED", 4, STEPS[0].variants))
    found = follow_ups.shares(one, every)
    assert 1 >= found[0] >= found[1] >= 0


# -- inboxes ----------------------------------------------------------------------------------------------------------


def test_inboxes_tell_use_bound_and_domain_hours() -> None:
    one = campaign()
    world = workspace(one, senders=(sender(), sender("s2", status="PAUSED")))
    setting = settings("c1", "s1", "s2")
    room = capacity(one, setting, world, NOW)
    lines = inboxes.table(setting, room, None, 1, 100)
    assert "▸‖ s2@acme.example" in text(lines) and "PAUSED" in text(lines)
    assert "campaign limit" in text(lines)
    assert inboxes.total(room, None) == "1 of 2 ACTIVE · 30 a day together"
    assert "of 100 mails an hour planned" in text(
        inboxes.domains(domain_loads(world, NOW), frozenset({"acme.example"}), 100)
    )
    assert "does not end by itself" in text(inboxes.held(holdups(one, setting, world, NOW), NOW))


# -- branches ---------------------------------------------------------------------------------------------------------

GRAPH = FlowGraph(
    True,
    (
        FlowNode("m1", "MAIN", "EMAIL", "", 1, ()),
        FlowNode("m2", "MAIN", "EMAIL", "", 2, ()),
        FlowNode("b1", "SUBSEQUENCE", "EMAIL", "", 1, (FlowVariant("A", "Pricing", "The list", "", 100),)),
        FlowNode("b2", "SUBSEQUENCE", "EXIT", "", 2, ()),
    ),
    (
        FlowEdge("e0", "TIMEOUT", "m1", "m2", 259_200, "NOT_REPLIED", "", 0, "", True),
        FlowEdge("x1", "EVENT", "m1", "b1", None, "KEYWORD", '{"phrases": ["price", "cost"]}', 2, "Pricing", True),
        FlowEdge("e1", "TIMEOUT", "b1", "b2", 172_800, "NOT_OPENED", "", 0, "", True),
        FlowEdge("x2", "EVENT", "gone", "nowhere", None, "STATUS", "not json", 1, "", False),
    ),
)


def test_the_tree_hangs_branches_where_they_leave() -> None:
    lines, place = branches.tree(GRAPH, settings(steps=STEPS), "x1", 90)
    drawn = text(lines)
    assert plain(lines[place]).startswith("├─▸ ● Pricing  reply says price, cost  priority 2")
    assert "+2d leaves the branch" in drawn
    assert "a condition never holds inside a branch" in drawn
    assert "status ?" in drawn and "paused" in drawn and "it has no mail" in drawn
    assert drawn.index("● 1 ") < drawn.index("Pricing") < drawn.index("● 2 ")


def test_branches_that_are_switched_off_say_so() -> None:
    lines, _ = branches.tree(GRAPH._replace(branches_on=False), None, None, 60)
    assert "branches are switched off" in text(lines)


def test_branches_are_sorted_by_who_wins() -> None:
    assert [one.id for one in flow.branches(GRAPH)] == ["x2", "x1"]


edges = st.builds(
    FlowEdge, st.sampled_from("abcd"), st.sampled_from(["EVENT", "TIMEOUT", "?"]), st.sampled_from("nmo"),
    st.sampled_from("nmo"), st.none() | st.integers(0, 9), st.text(max_size=3), st.sampled_from(["", "{}", "[1]", "{"]),
    st.integers(-2, 2), st.text(max_size=3), st.booleans(),
)  # fmt: skip
nodes = st.builds(
    FlowNode, st.sampled_from("nmo"), st.sampled_from(["MAIN", "SUBSEQUENCE", ""]), st.sampled_from(["EMAIL", "EXIT", ""]),
    st.text(max_size=3), st.none() | st.integers(0, 3), st.just(()),
)  # fmt: skip


@given(st.lists(nodes, max_size=4), st.lists(edges, max_size=6))
def test_any_graph_can_be_drawn(some_nodes: list[FlowNode], some_edges: list[FlowEdge]) -> None:
    graph = FlowGraph(None, tuple(some_nodes), tuple(some_edges))
    found = flow.branches(graph)
    assert len(found) == sum(edge.kind == "EVENT" for edge in some_edges)
    assert branches.tree(graph, None, None, 40)[0]


@given(st.integers(0, 900_000), st.integers(0, 900_000), st.text(max_size=5), st.text(max_size=5))
def test_equal_branches_have_equal_states_and_a_changed_text_shows(first: int, other: int, body: str, new: str) -> None:
    def state(wait: int, told: str) -> str:
        mails = [(wait, (FlowVariant("A", "s", told, "", 100),)), (60, ())]
        return flow.state_text(
            label="L", trigger="KEYWORD", params={"phrases": ["x"]}, priority=0, active=True, mails=mails
        )

    # What the first mail waits for is not told by the API.
    assert state(first, body) == state(other, body)
    assert state(first, body + "1") != state(first, body + "2" + new)


# -- changes and history ----------------------------------------------------------------------------------------------


def entry(action: str, before: str, after: str, minutes: int, result: str | None = "done") -> JournalEntry:
    at = NOW - timedelta(minutes=minutes)
    return JournalEntry(
        1, at, "p", "mina", action, "campaign", "c1", "C", before, after, "", "", result, at, "", None, None
    )


def change(what: str, before: str, after: str, minutes: int) -> ConfigChange:
    return ConfigChange(NOW - timedelta(minutes=minutes), "campaign", "c1", "C", what, before, after)


def test_writes_and_differences_share_an_axis_and_are_told_once() -> None:
    every = changes.events(
        [entry("pause", "ACTIVE", "PAUSED", 30), entry("assign", "1 inbox", "2 inboxes", 20)],
        [change("status", "ACTIVE", "PAUSED", 29), change("inboxes", "[]", '["a@x"]', 19), change("timezone", "UTC", "CET", 5),
         change("inboxes", '["a@x"]', '["a@x", "b@x"]', 500)],
    )  # fmt: skip
    assert [event.what for event in every] == ["timezone", "assign", "pause", "inboxes"]
    letters = changes.lettered(every, NOW - timedelta(hours=1), NOW)
    assert letters == {2: "a", 1: "b", 0: "c"}
    drawn = text(changes.listing(every, letters, NOW, 80))
    assert "c 15:59  timezone  seen between two readings" in drawn
    assert "a 15:34  pause  mina  done" in drawn
    assert "a@x → a@x, b@x" in drawn


def test_letters_stand_under_the_plot_where_things_happened() -> None:
    samples = [Sample(NOW - timedelta(minutes=60 - 10 * n), 100 + n, 0, 0, 0) for n in range(7)]
    drawn = history.picture(samples, NOW, timedelta(hours=6))
    every = changes.events([entry("pause", "ACTIVE", "PAUSED", 30)], [])
    start = NOW - timedelta(hours=1)
    marked = changes.marked(drawn, every, changes.lettered(every, start, NOW), start, NOW)
    assert marked.letters == ((30, "a"),)


def test_the_plot_counts_what_moved() -> None:
    samples = [Sample(NOW - timedelta(hours=5 - n), 100 + 10 * n, 5 * n, 0, 0) for n in range(6)]
    total = history.picture(samples, NOW, timedelta(hours=6))
    assert [series.name for series in total.series] == ["sent", "opened"]
    assert (total.series[0].values[-1], total.series[1].values[-1]) == (50, 25)


def test_no_line_is_drawn_over_time_that_nobody_watched() -> None:
    times = ((6, 100), (5.1, 110), (2, 140), (1, 150), (0, 160))
    samples = [Sample(NOW - timedelta(hours=ago), sent, 0, 0, 0) for ago, sent in times]
    gap = Gap(NOW - timedelta(hours=5), NOW - timedelta(hours=2))
    (sent,) = history.picture(samples, NOW, timedelta(hours=6), gaps=[gap]).series
    missing = [at / len(sent.values) * 6 for at, value in enumerate(sent.values) if value is None]
    assert missing and all(1 <= hour < 4 for hour in missing)
    assert len(missing) == len(sent.values) // 2
    # What was sent meanwhile stands where it was seen.
    whole = [value for value in sent.values if value is not None]
    assert whole[-1] == 60


def test_days_before_the_first_look_show_the_workspace() -> None:
    days = [TimelineDay(NOW.date() - timedelta(days=n), 10, 0, 1, 0) for n in range(9, -1, -1)]
    shown = history.bars([], [], NOW, timedelta(days=7), Measure.DAILY, timeline=days)
    assert [series.name for series in shown.series] == ["workspace sent", "workspace replied"]
    assert len(shown.labels) == 7
    assert history.bars([], [], NOW, timedelta(days=7), Measure.HOURLY, timeline=days).series == ()


def test_what_is_over_is_told_in_one_line_without_the_servers_list() -> None:
    world = workspace(campaign(status="ARCHIVED"))
    over = preflight(world.campaigns[0], world.settings["c1"], world, NOW)
    assert readiness.summary(over) == "nothing to do"
    assert "server" not in text(readiness.everything(over, world.settings["c1"], 80))
    assert "server" not in text(readiness.worst_first(over, world.settings["c1"], 40, 12)[0])


def test_what_is_not_read_yet_is_no_thing_that_cannot_be_checked() -> None:
    world = workspace(campaign())
    unread = preflight(campaign(), world.settings["c1"], world, NOW)
    short = text(readiness.worst_first(unread, world.settings["c1"], 40, 8)[0])
    whole = text(readiness.everything(unread, world.settings["c1"], 100))
    assert (
        "? 4 cannot be checked here · leads not…" in short or "? 4 cannot be checked here · leads not read yet" in short
    )
    assert "Not checkable here  4" in whole
    assert "Not read yet  1" in whole
    empty = preflight(campaign(), world.settings["c1"], world, NOW, LeadSample((), 0))
    assert "not read yet" not in text(readiness.worst_first(empty, world.settings["c1"], 40, 8)[0])
