"""Leads of a campaign page by page, and one lead with everything that happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ...people import Lead, LeadHistory
from ..pages import PageRead, ReadPage
from ..projection import leads as projection
from ..projection.fields import project

if TYPE_CHECKING:
    from ...api import ColdSend
    from ...api.models.leads import LeadPage
    from ...ops.query import Query
    from ..session import LiveSession


class Wanted(NamedTuple):
    """Which leads of a campaign: of one state, those that contain a word, those of one upload."""

    campaign_id: str
    status: str | None = None
    search: str = ""
    batch_id: str | None = None


STATES: Final = (
    "PENDING", "QUEUED", "SENT", "OPENED", "REPLIED", "FAILED", "BOUNCED", "UNSUBSCRIBED", "EXTERNAL"
)  # fmt: skip
"""What a lead can be [docs: /leads]; the API takes one of them."""


def asked_of_server(query: Query) -> str | None:
    """The state that all leads of a filter have, so that the others need not be read; None where it names no one state."""
    if len(query.alternatives) != 1:
        return None
    named = [term.value.upper() for term in query.alternatives[0] if term.field == "status" and not term.negated]
    return named[0] if len(named) == 1 and named[0] in STATES else None


def reader(session: LiveSession, wanted: Wanted) -> ReadPage[Lead]:
    """Reads pages of the leads that are wanted."""

    async def read(number: int, size: int) -> PageRead[Lead]:
        async def call(client: ColdSend) -> LeadPage:
            return await client.leads.list(
                wanted.campaign_id,
                page=number,
                limit=size,
                status=wanted.status,
                search=wanted.search or None,
                batch_id=wanted.batch_id,
            )

        page = await session.read(call)
        rows, _ = project(page.rows, projection.lead)
        return PageRead(rows, page.total if page.total is not None else (number - 1) * size + len(rows))

    return read


async def read_history(session: LiveSession, campaign_id: str, lead_id: str) -> LeadHistory:
    """A lead's journey, branches included. Raises ColdSendError."""
    journey = await session.read(lambda client: client.leads.journey(campaign_id, lead_id))
    return projection.history(journey.payload())
