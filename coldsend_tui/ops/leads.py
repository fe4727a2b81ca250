"""What the counters say about leads still to be mailed."""

from __future__ import annotations

from coldsend_tui.workspace import Campaign


def left(campaign: Campaign) -> int:
    """Leads without a first mail: `sent` counts leads, not follow-ups (498 sent of 500 leads in the docs' example) [inferred]."""
    return max(0, campaign.total_leads - campaign.sent)
