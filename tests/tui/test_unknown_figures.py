"""What nobody knows is not drawn as zero."""

from __future__ import annotations

from coldsend_tui.ops.health import Level
from coldsend_tui.tui.columns import domains
from coldsend_tui.tui.lines import plain
from tests.ops.rows import NOW, domain


def test_a_domain_whose_campaigns_are_unread_shows_no_load_of_zero() -> None:
    def load(per_hour: float, unread: int) -> str:
        listed = domains.columns(NOW, {"acme.example": (per_hour, 100, Level.OK)}, unread)
        return plain(next(column for column in listed if column.key == "load").cell(domain()))

    assert (load(0.0, 2), load(12.4, 2), load(12.4, 0)) == ("–/100", "≥ 12/100", "12/100")
