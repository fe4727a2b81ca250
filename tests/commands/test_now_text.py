"""The Now screen as plain text: what it says, that it fits, and that no name can drive the terminal."""

from __future__ import annotations

import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.commands.now_text import Seen, render
from coldsend_tui.commands.status_json import dumps
from coldsend_tui.ops.alerts import judge
from coldsend_tui.text import width
from coldsend_tui.workspace import FeedState, TimelineDay, Workspace
from tests.ops.rows import NOW, campaign, domain, sender

READ = {name: FeedState(name, NOW - timedelta(seconds=14), None, "") for name in ("analytics", "senders", "domains")}
BAD = campaign("bad", name="Q4 CFO outreach", sent=200, bounced=12, total_leads=2_000)


def seen(workspace: Workspace, title: str = "demo ▪ DEMO") -> Seen:
    return Seen(title, workspace, judge(workspace, now=NOW, real=NOW), NOW)


def living() -> Workspace:
    return Workspace(
        campaigns=(BAD, campaign("good"), campaign("rest", status="PAUSED"), campaign("new", status="HIBERNATING")),
        senders=(sender(sent_today=50), sender("s2")),
        domains=(domain(), domain("d2", name="mail.acme.example", status="FAILED")),
        timeline=(TimelineDay(NOW.date(), 1_204, 400, 31, 19),),
        feeds=READ,
        unread_replies=9,
    )


def test_it_leads_with_the_verdict_and_gives_every_rate_its_denominator() -> None:
    text = render(seen(living()), 120, 40)
    lines = text.splitlines()
    assert lines[0].startswith("coldsend  demo ▪ DEMO   CRIT 2")
    assert lines[0].endswith("data 14s   Wed 04 Mar 16:04 UTC")
    assert "● CRIT" in lines[3]
    assert "12/200 6.0 %" in text
    assert "sent 62 of 100  ████████████░░░░░░░░  62.0 %" in text
    assert "replies 31 (9 unread) · bounces 19" in text
    assert "campaigns 2 ACTIVE · 1 PAUSED · 1 HIBERNATING" in text
    assert "Q4 CFO outreach" in lines[lines.index("Campaigns") + 3]


def test_a_workspace_that_was_never_read_is_unknown_not_fine() -> None:
    text = render(seen(Workspace()), 100, 32)
    assert "UNKNOWN" in text.splitlines()[0]
    assert "never read" in text.splitlines()[0]
    assert "sent not known" in text
    assert "Nothing, as far as was read." not in text


def test_with_nothing_wrong_it_says_so() -> None:
    calm = Workspace(campaigns=(campaign(),), senders=(sender(),), domains=(domain(),), feeds=READ)
    text = render(seen(calm), 100, 32)
    assert "   OK " in text.splitlines()[0]
    assert "Nothing, as far as was read." in text


def test_what_does_not_fit_is_counted() -> None:
    many = Workspace(campaigns=tuple(campaign(f"c{number}") for number in range(100)), feeds=READ)
    text = render(seen(many), 80, 24)
    shown = sum("Campaign c" in line for line in text.splitlines())
    assert f"and {100 - shown} more" in text
    assert shown > 0


names = st.text(max_size=60) | st.sampled_from(
    ["\x1b]52;c;AAAA\x07", "[/]", "\u202eabc", "日本語" * 20, "e\u0301" * 40, "\x00"]
)


@given(st.lists(names, min_size=1, max_size=30), names, st.integers(40, 200), st.integers(10, 60))
def test_any_name_fits_and_drives_nothing(given_names: list[str], title: str, columns: int, rows: int) -> None:
    campaigns = tuple(
        campaign(
            f"c{number}", name=name, sent=500, bounced=40 if number % 2 else 0, status=("ACTIVE", name)[number % 3 == 0]
        )
        for number, name in enumerate(given_names)
    )
    text = render(seen(Workspace(campaigns=campaigns, feeds=READ), title), columns, rows)
    lines = text.split("\n")
    assert len(lines) <= rows
    assert all(width(line) <= columns for line in lines)
    assert not any(
        char < " " or "\x7f" <= char <= "\x9f" or "\u202a" <= char <= "\u202e" for line in lines for char in line
    )


def test_as_json_counts_stand_beside_rates_and_times_are_utc() -> None:
    document = json.loads(dumps(seen(living()), "acme"))
    assert (document["profile"], document["verdict"], document["crit"]) == ("acme", "CRIT", 2)
    assert document["now"] == "2026-03-04T16:04:00Z"
    assert document["age_seconds"] == 14.0
    bounced = document["totals"]["bounced"]
    assert bounced["rate"] == bounced["count"] / bounced["of"]
    assert document["findings"][0]["severity"] == "CRIT"
    assert document["campaigns"] == {"ACTIVE": 2, "HIBERNATING": 1, "PAUSED": 1}
    assert document["feeds"]["analytics"]["fetched_at"] == "2026-03-04T16:03:46Z"
    assert json.loads(dumps(seen(Workspace()), "acme"))["age_seconds"] is None


@given(names)
def test_json_never_holds_a_raw_control_character(name: str) -> None:
    text = dumps(seen(Workspace(campaigns=(BAD._replace(name=name),), feeds=READ)), "acme")
    assert text.isascii()
    assert not any(char < " " and char != "\n" for char in text)
