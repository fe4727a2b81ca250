"""Which editor is opened, and how it is told the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from coldsend_tui.errors import UsageError
from coldsend_tui.tui.editor.command import editor, opening
from coldsend_tui.tui.editor.drafts import Draft, NotText, left_over

FILE = Path("/tmp/x.toml")


def everything(name: str) -> str | None:
    return f"/usr/bin/{name}"


def test_visual_stands_above_editor_and_both_above_what_is_there() -> None:
    assert editor({"VISUAL": "hx -c 'a b'", "EDITOR": "nano"}, everything) == ("hx", "-c", "a b")
    assert editor({"VISUAL": " ", "EDITOR": "nano"}, everything) == ("nano",)
    assert editor({}, everything) == ("vi",)
    assert editor({}, lambda name: "/bin/nano" if name == "nano" else None) == ("nano",)


@pytest.mark.parametrize("environment", [{}, {"EDITOR": "nowhere"}, {"VISUAL": "vim 'unclosed"}])
def test_without_one_it_says_what_to_do(environment: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=r"EDITOR|VISUAL"):
        editor(environment, lambda name: None)


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("vim",), "vim +7 /tmp/x.toml"),
        (("/usr/bin/nano", "-w"), "/usr/bin/nano -w +7 /tmp/x.toml"),
        (("emacs", "-nw"), "emacs -nw +7 /tmp/x.toml"),
        (("micro",), "micro +7 /tmp/x.toml"),
        (("hx",), "hx /tmp/x.toml:7"),
        (("code",), "code --wait --goto /tmp/x.toml:7"),
        (("code", "-w"), "code -w --goto /tmp/x.toml:7"),
        (("subl",), "subl --wait /tmp/x.toml:7"),
        (("some-editor",), "some-editor /tmp/x.toml"),
    ],
)
def test_the_line_in_each_editors_way(words: tuple[str, ...], command: str) -> None:
    assert " ".join(opening(words, FILE, 7)) == command


def test_a_draft_is_private_and_stays_until_it_is_discarded(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "cache.db", "Q4 CFO: outreach / \x1b[2J", "text\r\n")
    assert draft.path.name == "q4-cfo-outreach-2j.toml"
    assert (draft.path.stat().st_mode & 0o777, draft.path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert draft.read() == "text\n"
    assert draft.path in left_over()
    draft.path.write_bytes(b"\xff")
    with pytest.raises(NotText):
        draft.read()
    assert str(draft.path) in draft.keep()
    assert draft.path in left_over()
    draft.discard()
    assert draft.path not in left_over()
    assert not draft.path.parent.exists()
