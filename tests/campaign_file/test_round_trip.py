"""What is written is read again, letter by letter; comments and places lead to the right lines."""

from __future__ import annotations

import tomllib
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from coldsend_tui.campaign_file import toml_text
from coldsend_tui.campaign_file.compare import compare
from coldsend_tui.campaign_file.content import CampaignFile, digest
from coldsend_tui.campaign_file.places import places
from coldsend_tui.campaign_file.read import identify, read
from coldsend_tui.campaign_file.template import STARTER
from coldsend_tui.campaign_file.write import write
from tests.campaign_file.files import campaign_files, text

UNLIKE = CampaignFile(
    timezone=None, sending_days=None, sending_window=None, ramp_up_enabled=None, enable_tracking=None,
    enable_click_tracking=None, enable_unsubscribe=None,
)  # fmt: skip
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(campaign_files())
def test_reading_what_was_written_gives_the_same_campaign(file: CampaignFile) -> None:
    written = write(file, status="DRAFT", heading=["Some campaign"])
    got = read(written, replace(UNLIKE, id=file.id), whole=True)
    assert got.faults == ()
    assert got.file == file
    assert digest(got.file) == digest(file)
    assert compare(file, got.file) == ()
    assert identify(written) == (file.id, file.name)


@quick
@given(text)
def test_a_body_survives_an_editor_that_changes_line_ends_and_strips_blanks(body: str) -> None:
    written = f"body = {toml_text.body(body)}\n"
    stripped = "\n".join(line.rstrip(" \t") for line in written.split("\n"))
    for saved in (written, stripped, written.replace("\n", "\r\n")):
        assert toml_text.read_body(tomllib.loads(saved)["body"]) == body


@quick
@given(campaign_files())
def test_every_key_is_found_on_the_line_where_it_stands(file: CampaignFile) -> None:
    written = write(file)
    found = places(written)
    lines = written.split("\n")
    for path, line in found.lines.items():
        last = next(part for part in reversed(path) if isinstance(part, str))
        assert line not in found.inside
        assert last in lines[line - 1], (path, lines[line - 1])
    for at, variant in enumerate(file.variants):
        assert lines[found.lines["variants", at, "body"] - 1].startswith("body = ")
        assert found.lines["variants", at, "name"] < found.lines["variants", at, "body"]
        assert lines[found.lines["variants", at, "name"] - 1] == f'name = "{variant.name}"'
    for at, step in enumerate(file.follow_ups):
        assert lines[found.lines["follow_ups", at, "step"] - 1] == f"step = {step.step}"
        for number in range(len(step.variants)):
            assert ("follow_ups", at, "variants", number, "body") in found.lines


def test_a_signature_keeps_its_blank_visibly() -> None:
    assert toml_text.body("Bye\n-- \nSam") == '"""\nBye\n--\\u0020\nSam\n"""'


def test_html_stays_readable() -> None:
    assert toml_text.body('<a href="https://x.example">a\\b</a>') == "'''\n<a href=\"https://x.example\">a\\b</a>\n'''"


def test_the_starter_is_whole_and_within_the_limits() -> None:
    written = write(STARTER)
    assert read(written, CampaignFile()).file == STARTER
    assert max(len(line) for line in written.split("\n")) <= 80
    assert "[docs]" not in written and "[client]" not in written
    assert written.startswith("# A new campaign")


def test_no_strangers_text_breaks_out_of_a_comment() -> None:
    odd = "ON\x1b[2J\nname = 'taken over'"
    written = write(STARTER, status=odd, heading=[odd], senders=[odd, "sam@acme.example"])
    assert read(written, CampaignFile()).file == STARTER
    assert "\x1b" not in written
    assert "sam@acme.example" in written
