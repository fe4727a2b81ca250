"""What a list is held against: the campaign's mails, the leads it has, and people who must not be mailed again."""

from __future__ import annotations

import asyncio
import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.api.errors import ApiError, NotFound
from coldsend_tui.api.limits import PAGE_LIMIT_MAX
from coldsend_tui.ops import wording
from coldsend_tui.ops.lead_list.qualify import Against
from coldsend_tui.ops.lead_list.scorecard import Context
from coldsend_tui.ops.lead_list.tags import fields_used

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.api.models.campaigns import Campaign

MOST_EXPORTED: Final = 200_000
"""Leads of a campaign that are read to find duplicates: one request by its export, some 150 bytes a lead."""
MOST_PAGES: Final = 10
"""Requests for suppressed people: 1,000 of them; more would eat the budget of a list that the server judges anyway."""
_SUPPRESSED: Final = ("is_unsubscribed", "is_bounced")


class Standing(NamedTuple):
    """The campaign as it stands before an upload. `requests` is what reading it took."""

    id: str
    name: str
    status: str
    known_batches: tuple[str, ...]
    against: Against
    context: Context
    requests: int

    @property
    def compared(self) -> str:
        """What the list could be held against, in words."""
        parts = []
        if self.against.campaign is not None:
            parts.append(f"{wording.plural(len(self.against.campaign), 'lead')} of the campaign")
        if self.against.suppressed is not None:
            parts.append(
                f"{wording.plural(len(self.against.suppressed), 'person', 'people')} who unsubscribed or bounced"
            )
        if not parts:
            return ""
        return f"held against {' and '.join(parts)}; reading them took {wording.plural(self.requests, 'request')}"

    def judged_with(self, *, updates: bool, leave_roles: bool) -> Against:
        """What to hold the list against, under the operator's choices."""
        return self.against._replace(updates=updates, leave_roles=leave_roles)


async def read_standing(client: ColdSend, campaign_id: str, *, budget_left: int | None = None) -> Standing:
    """Read it: one request for the campaign, one for its leads, up to `MOST_PAGES` for suppressed people.

    What the key or the budget does not allow is left out, and the scorecard says so. Raises what reading the campaign raises.
    """
    campaign = await client.campaigns.get(campaign_id)
    leads, why_no_leads = await _leads(client, campaign)
    spent = 1 + (not why_no_leads)
    room = MOST_PAGES if budget_left is None else max(0, min(MOST_PAGES, budget_left - spent - 20))
    suppressed, why_not, pages = await _suppressed(client, room)
    return Standing(
        campaign_id,
        campaign.name,
        campaign.status,
        tuple(batch.batch_id for batch in campaign.lead_batches or ()),
        Against(campaign=leads, suppressed=suppressed),
        Context(fields_used(_texts(campaign)), why_no_leads, why_not),
        spent + pages,
    )


def _texts(campaign: Campaign) -> Iterator[str]:
    steps = [variant for step in campaign.sequences or () for variant in step.variants or ()]
    for variant in (*(campaign.variants or ()), *steps):
        yield variant.subject_template or ""
        yield variant.email_content


async def _leads(client: ColdSend, campaign: Campaign) -> tuple[frozenset[str] | None, str]:
    if campaign.total_leads == 0:
        return frozenset(), ""
    if (campaign.total_leads or 0) > MOST_EXPORTED:
        return None, f"it has {wording.count(campaign.total_leads or 0)} leads, too many to read"
    with tempfile.TemporaryDirectory(prefix="coldsend-") as directory:
        file = Path(directory) / "leads.csv"
        try:
            await client.leads.export(campaign.campaign_id, file)
        except ApiError as error:
            return None, f"they could not be read ({error.message.rstrip('.')})"
        return await asyncio.to_thread(_addresses, file)


def _addresses(file: Path) -> tuple[frozenset[str] | None, str]:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        rows = csv.reader(text)
        header = next(rows, [])
        if "email" not in header:
            return None, "the export has no email column"
        at = header.index("email")
        return frozenset(row[at].strip().lower() for row in rows if len(row) > at), ""


async def _suppressed(client: ColdSend, room: int) -> tuple[frozenset[str] | None, str, int]:
    """Addresses of people who unsubscribed or bounced in any campaign; how many requests it took."""
    found: set[str] = set()
    spent = 0
    for name in _SUPPRESSED:
        number, more = 1, True
        while more:
            if spent >= room:
                return None, f"there are more than {wording.count(len(found))} of them, too many to read", spent
            try:
                page = await client.contacts.list(page=number, limit=PAGE_LIMIT_MAX, **{name: True})  # type: ignore[arg-type]
            except NotFound:
                return None, "this API has no contacts", spent + 1
            except ApiError as error:
                return None, f"they could not be read ({error.message.rstrip('.')})", spent + 1
            spent += 1
            found.update(row.email.lower() for row in page)
            more = len(page.rows) == PAGE_LIMIT_MAX and (page.total or 0) > number * PAGE_LIMIT_MAX
            number += 1
    return frozenset(found), "", spent
