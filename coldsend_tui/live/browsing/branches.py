"""What came of the branches of a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...ops.flow import BranchFigures
from ..projection import flow as projection
from ..projection.fields import project

if TYPE_CHECKING:
    from ..session import LiveSession


async def read_figures(session: LiveSession, campaign_id: str) -> Sequence[BranchFigures]:
    """The figures of every branch, in one request. Raises ColdSendError."""
    answer = await session.read(lambda client: client.analytics.subsequences(campaign_id))
    return project(answer.rows, projection.branch_figures)[0]
