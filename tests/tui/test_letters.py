"""A mail in the editor: what stands above the line is sent, whatever it looks like."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.tui.editor.drafts import Draft
from coldsend_tui.tui.editor.letters import CUT, with_quote, without_quote
from coldsend_tui.tui.screens.contacts.fields import changes, check, parse
from coldsend_tui.tui.screens.replies.answering import paths
from tests.people import contact

lines = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"])).filter(lambda line: line.rstrip() != CUT)


@given(st.lists(lines), st.lists(lines))
def test_the_text_comes_back_without_the_conversation(text: list[str], quoted: list[str]) -> None:
    written = "\n".join(text)
    assert without_quote(with_quote(written, quoted)) == written.strip("\n")


def test_a_text_without_the_line_is_sent_whole() -> None:
    assert without_quote("all of it\n# also this\n") == "all of it\n# also this"


def test_a_mail_is_kept_as_text(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "cache.db", "reply to Łódź", "x", suffix=".txt")
    assert draft.path.suffix == ".txt"
    draft.discard()


def test_paths_are_one_a_line() -> None:
    assert paths("\n /tmp/a b.pdf \n\n~/c.pdf\n") == (Path("/tmp/a b.pdf"), Path.home() / "c.pdf")


@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), st.from_regex(r"[a-z:]{1,6}", fullmatch=True)))
def test_own_fields_survive_the_form(own: dict[str, str]) -> None:
    text = "\n".join(f"{key}: {value}" for key, value in own.items())
    assert parse(text) == own
    assert check({"custom": text}) == {}


def test_only_what_was_changed_is_sent() -> None:
    row = contact(first_name="An\x1bn", company="Acme", custom={"plan": "gold", "old": "x", "odd:key": "kept"})
    values = {"first_name": "An\ufffdn", "last_name": "", "company": "", "custom": "plan: silver\nnew: 1"}
    assert changes(row, values) == {"company": None, "custom_fields": {"plan": "silver", "new": "1", "old": None}}
