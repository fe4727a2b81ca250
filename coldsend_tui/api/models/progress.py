"""How far a job is."""

from __future__ import annotations

from coldsend_tui.api.models.payload import Payload
from coldsend_tui.api.models.vocabulary import JobStatus


class Progress(Payload):
    """State and percentage (0-100) of a job. An unknown state counts as still going on."""

    status: str = ""
    progress_percentage: int | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen; without a state, 100 percent is the end."""
        if self.status:
            return self.status in (JobStatus.COMPLETED, JobStatus.FAILED)
        return self.progress_percentage == 100
