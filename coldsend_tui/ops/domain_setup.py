"""The setup pipeline of a sending domain and the one move in it (behaviour.md §12)."""

from typing import Final, NamedTuple

from coldsend_tui.text import safe

PIPELINE: Final = ("PENDING", "DNS_CONFIGURING", "DNS_PENDING", "SERVICES_CONFIGURING", "ACTIVE")
"""The states in the order a domain goes through them [docs: domains/overview]."""
FAILED: Final = "FAILED"

_REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "PENDING": ("the platform is still preparing it", "wait for DNS_PENDING, then set the nameservers"),
    "DNS_CONFIGURING": ("the platform is still creating its zone", "wait for DNS_PENDING, then set the nameservers"),
    "SERVICES_CONFIGURING": ("activation is already under way", "follow its progress"),
    "ACTIVE": ("it is already active", ""),
}


class DomainMove(NamedTuple):
    """Activation seen from one state: `label` names it (a retry after FAILED); an illegal one says why and what instead."""

    legal: bool
    label: str
    reason: str
    instead: str


def stage(status: str) -> int | None:
    """Position in `PIPELINE` (0-4); None for FAILED and for unknown states."""
    return PIPELINE.index(status) if status in PIPELINE else None


def activation(status: str) -> DomainMove:
    """Whether a domain in `status` may be activated: from DNS_PENDING, or as a retry from FAILED [docs, retry inferred]."""
    if status == "DNS_PENDING":
        return DomainMove(True, "activate", "", "")
    if status == FAILED:
        return DomainMove(True, "retry activation", "", "")
    unknown = f"this console does not know the state {safe(status) or '(none)'}"
    reason, instead = _REFUSALS.get(status, (unknown, "use the ColdSend dashboard"))
    return DomainMove(False, "activate", reason, instead)
