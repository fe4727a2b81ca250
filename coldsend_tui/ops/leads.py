"""What the counters say about leads still to be mailed."""

from __future__ import annotations

from coldsend_tui.workspace import Campaign


def left(campaign: Campaign) -> int:
    """Leads without a first mail, at least: `sent` counts follow-ups too, so the true number is never smaller [inferred]."""
    return max(0, campaign.total_leads - campaign.sent)
