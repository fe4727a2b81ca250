"""Rows of people for tests that need no server."""

from __future__ import annotations

from typing import Any

from coldsend_tui.people import Contact


def contact(**fields: Any) -> Contact:
    """Somebody, with these fields."""
    known: dict[str, Any] = {
        "id": "p1", "email": "ann@acme.example", "first_name": "Ann", "last_name": "", "company": "", "custom": {},
        "signal": "CONTACTED", "pinned": False, "source": "", "suppressed": False, "suppression": None,
        "unsubscribed": False, "bounced": False, "campaigns": 0, "sent": 0, "opened": 0, "replied": 0,
        "contacted_at": None, "created_at": None, "tags": (),
    }  # fmt: skip
    return Contact(**(known | fields))
