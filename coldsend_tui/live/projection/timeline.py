"""Days of the workspace's timeline."""

from __future__ import annotations

from datetime import date

from ...workspace import TimelineDay
from .fields import Payload, count, text


def day(payload: Payload) -> TimelineDay | None:
    """One point of GET /analytics/campaigns/timeline."""
    try:
        calendar_day = date.fromisoformat((text(payload, "date") or "")[:10])
    except ValueError:
        return None
    return TimelineDay(
        day=calendar_day,
        sent=count(payload, "sent") or 0,
        opened=count(payload, "opened") or 0,
        replied=count(payload, "replied") or 0,
        bounced=count(payload, "bounced") or 0,
    )
