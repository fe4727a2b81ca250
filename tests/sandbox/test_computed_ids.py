"""UUIDs that are computed from seed, kind and row."""

from __future__ import annotations

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.sandbox.ids import KINDS, Ids

ROWS = st.integers(0, (1 << 48) - 1)
KIND = st.sampled_from(KINDS)


@given(st.integers(), KIND, ROWS)
def test_an_id_opens_to_its_row(seed: int, kind: str, row: int) -> None:
    text = Ids(seed).uid(kind, row)
    assert str(UUID(text)) == text
    assert UUID(text).version == 4
    assert Ids(seed).rowid(kind, text) == row
    assert Ids(seed).rowid(kind, text.upper()) == row


@given(KIND, KIND, ROWS)
def test_an_id_of_another_kind_or_workspace_does_not_open(kind: str, other: str, row: int) -> None:
    text = Ids(1).uid(kind, row)
    assert (Ids(1).rowid(other, text) is None) == (kind != other)
    assert Ids(2).rowid(kind, text) is None


def test_a_made_up_id_does_not_open() -> None:
    assert Ids(1).rowid("lead", str(uuid4())) is None
    assert Ids(1).rowid("lead", "no uuid at all, but thirty-two..") is None
    assert Ids(1).rowid("lead", "") is None
