"""Every limit of the contract, each told with line, key and what would be right; remarks that come and go."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from coldsend_tui.campaign_file.content import CampaignFile, FollowUp, MailVariant
from coldsend_tui.campaign_file.faults import Fault
from coldsend_tui.campaign_file.places import places
from coldsend_tui.campaign_file.read import Reading, read
from coldsend_tui.campaign_file.remarks import MARK, with_remarks, without_remarks
from coldsend_tui.campaign_file.template import BLANK
from coldsend_tui.campaign_file.write import write
from tests.campaign_file.files import campaign_files

A = MailVariant("A", 50, "Subject of A", "The body of A", None, "plaintext")
B = A._replace(name="B", body="The body of B")
STEP = FollowUp(2, "NOT_REPLIED", 3, None, (A._replace(share=100, subject=""),))
BASE = CampaignFile(
    id="c1", name="Some campaign", daily_limit_per_inbox=50, ramp_up_increment=5, inboxes=("sam@acme.example",),
    variants=(A, B), follow_ups=(STEP, STEP._replace(step=3)),
)  # fmt: skip
INBOXES = {"sam@acme.example", "kim@acme.example"}
TEXT = write(BASE, status="DRAFT")


def changed(old: str, new: str, *, status: str = "DRAFT") -> tuple[Reading, str]:
    """A reading of the text with one change, and that text."""
    assert old in TEXT, old
    text = TEXT.replace(old, new, 1)
    return read(text, BASE, status=status, whole=True, inboxes=INBOXES), text


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ('"Some campaign"', '"Seven77"', "name", "must have 8-255 characters, it has 7"),
        ('"Some campaign"', f'"{"x" * 256}"', "name", "it has 256"),
        ('"Some campaign"', "12345678", "name", "must be a text, not 12345678"),
        ("America/New_York", "Amercia/New_York", "timezone", 'Did you mean "America/New_York"?'),
        ('["Mon", "Tue", "Wed", "Thu", "Fri"]', "[]", "sending_days", "must list 1-7 days"),
        ('["Mon", "Tue", "Wed", "Thu", "Fri"]', '["Mon", "Moon"]', "sending_days", '"Moon" is no day'),
        ('["Mon", "Tue", "Wed", "Thu", "Fri"]', "[1, 8]", "sending_days", "8 is no day"),
        ('["Mon", "Tue", "Wed", "Thu", "Fri"]', '["Mon", 1]', "sending_days", "names a day twice"),
        ("09:00-17:00", "17:00-09:00", "sending_window", "must end after it starts"),
        ("09:00-17:00", "09:00-24:01", "sending_window", "must be two times"),
        ("09:00-17:00", "9-17", "sending_window", "must be two times"),
        ("09:00-17:00", "24:00-24:00", "sending_window", "must begin before 24:00"),
        ("09:00-17:00", "00:10-00:50", "sending_window", "must end at 01:00 or later"),
        ('start_date = "none"', "start_date = 2026-12-01", "start_date", "must be a date with a time"),
        ("per_inbox = 50", "per_inbox = 0", "daily_limit_per_inbox", "from 1 to 100, not 0"),
        ("per_inbox = 50", "per_inbox = 101", "daily_limit_per_inbox", "from 1 to 100, not 101"),
        ("per_inbox = 50", "per_inbox = true", "daily_limit_per_inbox", "not true"),
        ("increment = 5", "increment = 101", "ramp_up_increment", "from 1 to 100"),
        ("increment = 5", 'increment = "none"', "ramp_up_increment", "must be a whole number"),
        ("# ramp_up_max_limit =", "ramp_up_max_limit = 1001 #", "ramp_up_max_limit", "from 1 to 1,000"),
        ("enable_tracking = false", 'enable_tracking = "no"', "enable_tracking", "must be true or false"),
        ('"sam@acme.example"', '"sma@acme.example"', "inboxes", 'Did you mean "sam@acme.example"?'),
        ('"sam@acme.example"', '"sam@acme.example", "SAM@acme.example"', "inboxes", "twice"),
        ("share = 50", "share = 51", "variants", "shares must add up to exactly 100: 51 + 50 = 101"),
        ("share = 50", "share = -1", "variants[1].share", "from 0 to 100"),
        ('name = "B"', 'name = "b1"', "variants[2].name", "must be letters only"),
        ('name = "B"', 'name = "a"', "variants", "two variants A"),
        ("content_type = ", "content_tpye = ", "variants[1].content_tpye", 'Did you mean "content_type"?'),
        ('"plaintext"', '"htm"', "variants[1].content_type", 'Did you mean "html"?'),
        ('subject = "Subject of A"', 'subject = ""', "variants[1].subject", "1-500 characters, it has 0"),
        ('subject = "Subject of A"', "", "variants[1]", "subject is missing"),
        ("The body of A", "too short", "variants[1].body", "10-100,000 characters, it has 9"),
        ("step = 2", "step = 12", "follow_ups[1].step", "from 2 to 11"),
        ("step = 3", "step = 2", "follow_ups[2]", "two steps 2"),
        ("wait_days = 3", "wait_days = 31", "follow_ups[1].wait_days", "from 1 to 30"),
        ('"NOT_REPLIED"', '"NOT_REPLYED"', "follow_ups[1].trigger", 'Did you mean "NOT_REPLIED"?'),
        ('unsubscribe = "inherit"', 'unsubscribe = "inherits"', "follow_ups[1].unsubscribe", 'true, false or "inherit"'),
        ('id = "c1"', 'id = "c2"', "id", "must not be changed"),
        ("wait_days = 3", "wait_day = 3", "follow_ups[1].wait_day", 'Did you mean "wait_days"?'),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_place(old: str, new: str, key: str, message: str) -> None:
    reading, text = changed(old, new)
    assert reading.file is None
    fault = next(fault for fault in reading.faults if fault.key == key)
    assert message in fault.message
    assert fault.line == places(text).line_of(_path(key))
    assert str(fault) == f"line {fault.line}: {key}: {fault.message}"


def _path(key: str) -> tuple[str | int, ...]:
    path: list[str | int] = []
    for part in key.split("."):
        name, _, number = part.removesuffix("]").partition("[")
        path += [name, int(number) - 1] if number else [name]
    return tuple(path)


def test_all_faults_come_at_once_in_the_order_of_the_text() -> None:
    text = TEXT.replace("wait_days = 3", "wait_days = 0").replace('"Some campaign"', '"Short"').replace("= 50", "= 500")
    faults = read(text, BASE).faults
    assert [fault.key for fault in faults] == [
        "name", "daily_limit_per_inbox", "variants[1].share", "variants[2].share",
        "follow_ups[1].wait_days", "follow_ups[2].wait_days",
    ]  # fmt: skip
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


def test_what_is_no_toml_is_told_with_its_line() -> None:
    broken = TEXT.replace('name = "Some campaign"', 'name = "Some campaign', 1)
    [fault] = read(broken, BASE).faults
    assert fault.line == places(TEXT).line_of(("name",))
    [fault] = read(TEXT + '\nbody = """open', BASE).faults
    assert "not valid TOML" in str(fault)


def test_a_key_left_out_keeps_its_value_and_a_deleted_mail_is_asked_about() -> None:
    assert read('daily_limit_per_inbox = "none"', BASE).file == replace(BASE, daily_limit_per_inbox=None)
    assert read("", BASE).file == BASE
    without = TEXT[: TEXT.index("[[follow_ups]]")]
    assert read(without, BASE).file == BASE
    [fault] = read(without, BASE, whole=True).faults
    assert "follow_ups = []" in fault.message
    done = read(without.replace("inboxes =", "follow_ups = []\ninboxes =", 1), BASE, whole=True)
    assert done.file == replace(BASE, follow_ups=())


def test_wall_time_of_the_zone_and_days_by_number() -> None:
    text = 'timezone = "Europe/Berlin"\nstart_date = 2026-12-01T09:00:00\nsending_days = [1, "sunday"]'
    file = read(text, BASE).file
    assert file is not None
    assert file.start_date is not None
    assert file.start_date.isoformat() == "2026-12-01T08:00:00+00:00"
    assert file.sending_days == (1, 7)


@pytest.mark.parametrize("status", ["PAUSED", "ACTIVE"])
def test_what_the_state_does_not_allow_is_a_fault_of_the_text(status: str) -> None:
    text = write(replace(BASE, variants=(A._replace(share=100),)), status=status)
    [fault] = read(text, BASE, status=status, whole=True).faults
    assert "variant B cannot be removed" in fault.message
    assert fault.line == places(text).line_of(("variants",))
    assert read(text, BASE, status="DRAFT", whole=True).faults == ()


def test_what_the_server_has_is_never_a_fault() -> None:
    odd = replace(
        BASE, name="Old", timezone="US/Nowhere", daily_limit_per_inbox=5_000,
        variants=(A._replace(share=33, body="x"),), follow_ups=(STEP._replace(trigger="NEW_ONE", wait_days=99),),
    )  # fmt: skip
    got = read(write(odd).replace("enable_tracking = false", "enable_tracking = true"), odd, whole=True)
    assert got == Reading(replace(odd, enable_tracking=True), ())


def test_a_new_campaign_needs_a_name() -> None:
    [fault] = read("", BLANK).faults
    assert (fault.key, fault.message) == ("name", "a new campaign needs a name")


def test_strangers_text_in_a_fault_is_safe() -> None:
    [fault] = read('"k\\u001b[2J" = 1', BASE).faults
    assert "\x1b" not in str(fault)


@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(campaign_files(), st.lists(st.tuples(st.integers(1, 400), st.text(max_size=20)), max_size=6))
def test_remarks_come_and_go_and_change_nothing(file: CampaignFile, wrong: list[tuple[int, str]]) -> None:
    text = write(file)
    faults = [Fault(line, "some.key", message) for line, message in wrong]
    remarked, line = with_remarks(text, faults)
    assert without_remarks(remarked) == text
    assert 1 <= line <= remarked.count("\n") + 1
    assert read(remarked, replace(BLANK, id=file.id)) == read(text, replace(BLANK, id=file.id))
    assert remarked.startswith(MARK)


def test_the_cursor_goes_to_the_first_fault() -> None:
    reading, text = changed("wait_days = 3", "wait_days = 99")
    remarked, line = with_remarks(text, reading.faults)
    lines = remarked.split("\n")
    assert lines[line - 1].startswith("wait_days = 99")
    assert lines[line - 2].startswith(f"{MARK}follow_ups[1].wait_days: must be")
