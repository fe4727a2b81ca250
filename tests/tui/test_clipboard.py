"""OSC 52, bare and wrapped."""

from base64 import b64decode

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.tui.runtime.clipboard import clean, sequences


@given(st.text(max_size=2_000))
def test_what_was_copied_arrives_by_every_way(text: str) -> None:
    text = clean(text)
    plain = sequences(text, {})
    assert plain.startswith("\x1b]52;c;") and plain.endswith("\x07")
    assert b64decode(plain[7:-1]).decode() == text
    tmux = sequences(text, {"TMUX": "/tmp/tmux-0/default,1,0"})
    assert tmux == plain + "\x1bPtmux;\x1b" + plain + "\x1b\\"
    screen = sequences(text, {"STY": "1.pts-0"})
    pieces = screen.split("\x1b\\")
    assert "".join(piece.removeprefix("\x1bP") for piece in pieces) == plain
    assert all(len(piece) <= 252 for piece in pieces)
