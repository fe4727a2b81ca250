"""Where nothing but ASCII can be shown: nothing crashes, nothing loses its place."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui import ascii_only
from coldsend_tui.text import width

PACKAGE = Path(ascii_only.__file__).parent


@given(st.text(max_size=60))
def test_text_keeps_its_width(text: str) -> None:
    plain = ascii_only.cells(text)
    assert plain.isascii() and width(plain) == width(text)


def test_every_glyph_of_the_console_has_an_equivalent() -> None:
    sources = [*(PACKAGE / "tui").rglob("*.py"), *(PACKAGE / "commands").glob("*.py")]
    drawn = {char for path in sources for char in re.sub(r'""".*?"""', "", path.read_text(), flags=re.DOTALL)}
    glyphs = sorted(char for char in drawn if not char.isascii() and not char.isalpha() and char != "§")
    assert len(glyphs) > 40
    assert [char for char in glyphs if ascii_only.equivalent(char) is None] == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("● CRIT 3 · ▲ WARN 2", "* CRIT 3 | ! WARN 2"),
        ("╭─ Campaigns ─╮", "+- Campaigns -+"),
        ("sent ━━╸──", "sent ===--"),
        ("≥ 3 %", ">=3 %"),
        ("⣿⠉⣀⠀", "#'. "),
        ("Zoë 邮箱", "Zoe ????"),
    ],
)
def test_what_stands_for_what(text: str, plain: str) -> None:
    assert ascii_only.cells(text) == plain


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "koi8-r"])
def test_streams_of_any_encoding_take_everything(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
    ascii_only.prepare_streams()
    print("▪ LIVE · ≥ Zoë 邮 \udcff 💡")
    sys.stdout.flush()
    said = out.getvalue().decode(encoding)
    assert (
        said.startswith(("- LIVE | >= Zo", "- LIVE · >= Zo", "- LIVE · ≥ Zo")) and "\\u90ae \\udcff \\U0001f4a1" in said
    )


def test_a_key_is_never_written_as_what_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    from coldsend_tui.tui import commands

    monkeypatch.setattr(commands, "_KEY_NAMES", dict(commands._KEY_NAMES))
    commands.spell_keys_out()
    shown = [commands.Command("x", key, "", "").key_text for key in ("enter", "left", "right", "less_than_sign")]
    assert shown == ["enter", "left", "right", "<"]
