"""Why the world refuses: one small family, which the HTTP layer turns into status codes.

The wordings are ours where the contract knows only the case (behaviour.md §4, §19.14).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Problem(Exception):
    """A refusal. `detail` is the sentence for the caller, `extra` what else stands in the body beside it."""

    def __init__(self, detail: str, extra: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = dict(extra or {})


class NotFound(Problem):
    """No such object in this workspace, or it was deleted (404)."""


class Conflict(Problem):
    """It collides with something that exists (409)."""


class Refused(Problem):
    """The state of things does not allow it (400)."""


class OutOfCredits(Problem):
    """A direct mail costs more credits than there are (402)."""

    def __init__(self, required: int, available: int) -> None:
        super().__init__(
            f"Insufficient credits: {required} required, {available} available",
            {"required": required, "available": available},
        )
        self.required = required
        self.available = available
