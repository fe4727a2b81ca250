"""Clicks on the links of a campaign's mails, over the mails sent (behaviour.md §13). Rates come from the counts, as fractions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class ClickFigures(NamedTuple):
    """Clicks of a campaign (`step` None) or of one MAIN step. None is what the API did not tell.

    `verified` are leads of whom a person clicked, `raw` those of whom anything did, scanners included.
    """

    step: int | None
    sent: int | None
    verified: int | None
    raw: int | None
    verified_clicks: int | None
    raw_clicks: int | None


class LinkClicks(NamedTuple):
    """Clicks on one link. `position` is its place in the body as the API counts it, `url` a stranger's text."""

    step: int | None
    position: int | None
    url: str
    verified: int | None
    verified_clicks: int | None
    raw_clicks: int | None


class Clicks(NamedTuple):
    """A campaign, its steps in their order, its links by step and position."""

    total: ClickFigures
    steps: Sequence[ClickFigures]
    links: Sequence[LinkClicks]

    @property
    def any(self) -> bool:
        """Whether anything was clicked at all."""
        return bool(self.total.raw or self.total.raw_clicks or self.total.verified or self.links)

    @property
    def beside_steps(self) -> int:
        """Mails in the total that belong to none of the steps: those of branches."""
        return max(0, (self.total.sent or 0) - sum(step.sent or 0 for step in self.steps))

    def sent_of(self, step: int | None) -> int | None:
        """Mails sent of a step: the denominator of its links. None when it is not told."""
        return next((one.sent for one in self.steps if one.step == step), None)
