"""The answer that has nothing to tell."""

from __future__ import annotations

from coldsend_tui.api.models.payload import Payload


class Acknowledged(Payload):
    """An answer that only says that it was done."""

    message: str = ""
    success: bool | None = None
