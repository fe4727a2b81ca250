"""States as glyph, word and colour, so that none of them speaks alone. Unknown states are drawn as they came."""

from __future__ import annotations

from coldsend_tui.text import safe
from coldsend_tui.tui.lines import Line

CAMPAIGN: dict[str, tuple[str, str]] = {
    "DRAFT": ("○", "muted"),
    "ACTIVE": ("●", "ok"),
    "PAUSED": ("‖", "warn"),
    "COMPLETED": ("■", "accent"),
    "FAILED": ("✗", "crit"),
    "ARCHIVED": ("▪", "faint"),
}
SENDER: dict[str, tuple[str, str]] = {
    "PENDING": ("○", "muted"),
    "ACTIVE": ("●", "ok"),
    "PAUSED": ("‖", "warn"),
    "DISABLED": ("✗", "crit"),
}
DOMAIN: dict[str, tuple[str, str]] = {
    "PENDING": ("○", "muted"),
    "DNS_CONFIGURING": ("◌", "muted"),
    "DNS_PENDING": ("◌", "warn"),
    "SERVICES_CONFIGURING": ("◌", "accent"),
    "ACTIVE": ("●", "ok"),
    "FAILED": ("✗", "crit"),
}
LEAD: dict[str, tuple[str, str]] = {
    "PENDING": ("○", "muted"),
    "QUEUED": ("◌", "muted"),
    "SENT": ("●", ""),
    "OPENED": ("◉", "accent"),
    "REPLIED": ("★", "ok"),
    "FAILED": ("✗", "crit"),
    "BOUNCED": ("↩", "crit"),
    "UNSUBSCRIBED": ("⊘", "warn"),
    "EXTERNAL": ("⇠", "muted"),
}
"""Lead states in the order of a lead's life [docs: /leads/overview]."""
SIGNAL: dict[str, tuple[str, str]] = {
    "HOT_LEAD": ("★", "ok"),
    "ENGAGED": ("◉", "accent"),
    "CONTACTED": ("●", ""),
    "NEVER_CONTACTED": ("○", "muted"),
    "BOUNCED": ("↩", "crit"),
    "UNSUBSCRIBED": ("⊘", "warn"),
}
"""Signals of a contact, the warmest first [client]."""
SEVERITY: dict[str, tuple[str, str]] = {
    "CRIT": ("● CRIT", "crit"),
    "WARN": ("▲ WARN", "warn"),
    "INFO": ("· INFO", "muted"),
}
ORDER = ("ACTIVE", "FAILED", "PAUSED", "DRAFT", "COMPLETED", "ARCHIVED")
KINDS = {"COLDSEND": "native", "GOOGLE_WORKSPACE": "google", "OUTLOOK_365": "microsoft", "CUSTOM_SMTP": "smtp"}


def state(status: str, glyphs: dict[str, tuple[str, str]]) -> Line:
    """Glyph and word of a state."""
    glyph, role = glyphs.get(status, ("?", "warn"))
    return ((f"{glyph} ", role), (safe(status) or "(none)", role))


def rank(status: str) -> int:
    """Order of campaign states: what sends first, what is over last."""
    return ORDER.index(status) if status in ORDER else len(ORDER)
