"""After a kill: what the journal left open is read and noted, then the upload goes on where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.actions import recovery
from coldsend_tui.actions.lead_upload.sending import KIND
from coldsend_tui.actions.lead_upload.upload import Upload
from coldsend_tui.errors import ColdSendError

if TYPE_CHECKING:
    from coldsend_tui.actions.readings import Rereading
    from coldsend_tui.api import ColdSend
    from coldsend_tui.clock import Clock
    from coldsend_tui.store import Store


async def settle_journal(
    upload: Upload, *, client: ColdSend, store: Store, clock: Clock, session: Rereading | None = None
) -> None:
    """Read what became of batches whose intent has no result, and journal it. Nothing is written to the API.

    Raises ColdSendError when the reading fails.
    """
    prefix = f"{upload.campaign_id}/"
    names = {prefix + batch.name for batch in upload.batches}
    left = [entry for entry in recovery.unfinished(store) if entry.item.kind == KIND and entry.item.id in names]
    if left:
        await recovery.verify(left, client=client, store=store, clock=clock, session=session)


def same_source(uploads: tuple[Upload, ...], campaign_id: str, digest: str) -> Upload | None:
    """The unfinished upload of this file to this campaign."""
    return next((one for one in uploads if one.campaign_id == campaign_id and one.digest == digest), None)


class Busy(ColdSendError):
    """Another program is sending this upload now."""

    title = "Upload"

    def __init__(self, upload: Upload) -> None:
        super().__init__(f"Another program is uploading {upload.source} now.", "Wait until it is done.")
