"""Where a new campaign begins: a starter, or a copy of one that exists."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from coldsend_tui.api import limits
from coldsend_tui.campaign_file.content import CampaignFile, FollowUp, MailVariant

CLIENT_DAILY_LIMIT: Final = 50
"""Mails an inbox and day in campaigns the vendor's own client creates [client]."""
_COPY: Final = " (copy)"

BLANK: Final = CampaignFile()
"""What the API makes of a creation that says nothing but a name (behaviour.md §6)."""

STARTER: Final = CampaignFile(
    name="New campaign",
    daily_limit_per_inbox=CLIENT_DAILY_LIMIT,
    variants=(
        MailVariant(
            "A",
            100,
            "Quick question, {{first_name}}",
            "Hi {{first_name}},\n\n"
            "I noticed that {{company}} … (one sentence that only fits them).\n\n"
            "We help companies like yours to … (one result, one number).\n\n"
            "Worth a short call next week?",
            content_type="plaintext",
        ),
    ),
    follow_ups=(
        FollowUp(
            2,
            "NOT_REPLIED",
            3,
            None,
            (
                MailVariant(
                    "A",
                    100,
                    "",
                    "Hi {{first_name}},\n\nany thoughts on my note? Happy to send two lines instead of a call.",
                    content_type="plaintext",
                ),
            ),
        ),
    ),
)


def copy_of(file: CampaignFile) -> CampaignFile:
    """A new campaign like `file`: same settings, inboxes and mails, no leads, no start date, a name of its own."""
    room = limits.CAMPAIGN_NAME_LENGTH[1] - len(_COPY)
    return replace(file, id="", name=file.name[:room] + _COPY, start_date=None)
