"""When the campaigns in sight will finish: worked out aside from the keys, kept until what it depends on changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops.capacity import capacity
from coldsend_tui.ops.forecast import forecast
from coldsend_tui.tui.console import Console
from coldsend_tui.workspace import Campaign, Workspace

AT_ONCE: Final = 20
"""Forecasts of one turn in the thread: what is ready is drawn before the rest is begun."""


class Finishes:
    """Answers at once, with None for what is not worked out yet; `when_asked` is called when there is work for `work`."""

    def __init__(self, state: Console, when_asked: Callable[[], object]) -> None:
        self._state = state
        self._when_asked = when_asked
        self._known: dict[str, tuple[object, date | None]] = {}
        self._asked: dict[str, tuple[object, Campaign, CampaignSettings]] = {}

    def of(self, campaign: Campaign, settings: CampaignSettings | None) -> tuple[bool, date | None]:
        """Whether it is worked out, and the day on which it is expected to end (P50, in its zone); None where nobody can tell."""
        if campaign.status != "ACTIVE" or settings is None:
            return True, None
        key = _depends_on(campaign, settings, self._state.workspace, self._state.clock.now())
        known = self._known.get(campaign.id)
        if known is not None and known[0] == key:
            return True, known[1]
        if not self._asked:
            self._when_asked()
        self._asked[campaign.id] = key, campaign, settings
        # What was true a mail ago is shown until the new answer is there.
        return known is not None, known[1] if known else None

    async def work(self) -> bool:
        """Work out what was asked for, at most `AT_ONCE`; whether anything differs from what is shown."""
        part = dict(list(self._asked.items())[-AT_ONCE:])
        if not part:
            return False
        workspace, now = self._state.workspace, self._state.clock.now()

        def ends() -> dict[str, date | None]:
            return {
                id: forecast(campaign, settings, workspace, now).p50 for id, (_, campaign, settings) in part.items()
            }

        try:
            found = await asyncio.to_thread(ends)
        except BaseException:
            # Cancelled, or worse: the next drawing asks again.
            self._asked.clear()
            raise
        differs = False
        for id, end in found.items():
            self._asked.pop(id, None)
            differs = differs or id not in self._known or self._known[id][1] != end
            self._known[id] = part[id][0], end
        return differs

    @property
    def behind(self) -> bool:
        """Whether there is something to work out."""
        return bool(self._asked)


def _depends_on(campaign: Campaign, settings: CampaignSettings, workspace: Workspace, now: datetime) -> object:
    """What changes a forecast by a day: leads, mails, settings, and what its inboxes may send. Opens and replies move it little."""
    room = capacity(campaign, settings, workspace, now)
    pace = None if room is None else (room.per_day, room.shared_per_day)
    return campaign.total_leads, campaign.sent, settings, pace, now.date()
