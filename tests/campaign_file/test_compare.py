"""Differences between two campaigns, as data and as people read them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import Phase, given, settings

from coldsend_tui.campaign_file.compare import compare, diff_lines, rebased
from coldsend_tui.campaign_file.content import CampaignFile, MailVariant
from coldsend_tui.campaign_file.template import STARTER
from tests.campaign_file.files import campaign_files

quick = settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))


def told(before: CampaignFile, after: CampaignFile) -> list[str]:
    """The lines of the difference with their signs."""
    return [f"{line.sign:1}{line.text}" for line in diff_lines(compare(before, after))]


def with_body(body: str) -> CampaignFile:
    return replace(STARTER, variants=(MailVariant("A", 100, "Subject", body),))


def test_settings_are_told_from_what_to_what() -> None:
    after = replace(STARTER, daily_limit_per_inbox=None, sending_days=(6, 7), enable_tracking=True)
    assert told(STARTER, after) == [
        " sending_days: Mon Tue Wed Thu Fri → Sat Sun",
        " daily_limit_per_inbox: 50 → none",
        " enable_tracking: off → on",
    ]


def test_bodies_are_told_line_by_line_with_what_cannot_be_seen() -> None:
    assert told(with_body("one\ntwo\nthree\nfour\nfive"), with_body("one\ntwo\nthree \r\nfour\nfive")) == [
        " variant A body:", "     two", "-    three", "+    three·␍", "     four",
    ]  # fmt: skip


def test_a_mail_in_one_line_is_cut_down_to_where_it_differs() -> None:
    long = "<p>" + "many words before it " * 20 + "{}" + " and after it many words" * 20
    _, old, new = told(with_body(long.format("four")), with_body(long.format("five")))
    assert ("four" in old, len(old) < 110, old.count("…")) == (True, True, 2)
    assert ("five" in new, len(new) < 110, new.count("…")) == (True, True, 2)


def test_a_step_that_comes_is_told_field_by_field() -> None:
    lines = told(replace(STARTER, follow_ups=()), STARTER)
    assert lines[0] == "+step 2 trigger: NOT_REPLIED"
    assert all(line.startswith(("+", " step 2 variant A body:")) for line in lines)


def test_inboxes_are_a_set() -> None:
    before, after = (
        replace(STARTER, inboxes=boxes) for boxes in (("a@x.example", "b@x.example"), ("b@x.example", "a@x.example"))
    )
    assert compare(before, after) == ()


@quick
@given(campaign_files(), campaign_files(), campaign_files())
def test_taking_in_what_others_changed(base: CampaignFile, mine: CampaignFile, theirs: CampaignFile) -> None:
    assert rebased(base, base, theirs) == theirs
    assert rebased(base, mine, base) == mine
    merged = rebased(base, mine, theirs)
    for name in CampaignFile.__slots__:
        if name not in ("variants", "follow_ups"):
            expected = theirs if getattr(mine, name) == getattr(base, name) else mine
            assert getattr(merged, name) == getattr(expected, name)
    assert {variant.name for variant in merged.variants} <= {
        v.name for v in (*base.variants, *mine.variants, *theirs.variants)
    }


@quick
@given(campaign_files(), campaign_files())
def test_every_change_is_one(one: CampaignFile, other: CampaignFile) -> None:
    assert compare(one, one) == ()
    changes = compare(one, other)
    assert all(change.before != change.after for change in changes)
    back = {change.field: (change.after, change.before) for change in compare(other, one)}
    assert back == {change.field: (change.before, change.after) for change in changes}
