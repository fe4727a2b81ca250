"""Findings about sending domains: setup failed, or stuck in one setup state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from coldsend_tui.ops import domain_setup, health, reach, wording
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.findings import Finding, Severity
from coldsend_tui.ops.health import Level
from coldsend_tui.workspace import Domain, Workspace


def findings(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    """All findings about domains."""
    for domain in workspace.domains:
        if domain.status == domain_setup.FAILED:
            yield _failed(domain, now, workspace)
        elif domain.status != "ACTIVE":
            yield from _stuck(domain, now, workspace)


def _evidence(domain: Domain) -> tuple[str, ...]:
    flags = (("mail server", domain.mail_server_ready), ("DNS", domain.dns_verified))
    return tuple(f"{name} {'ready' if ready else 'not ready'}" for name, ready in flags if ready is not None)


def _failed(domain: Domain, now: datetime, workspace: Workspace) -> Finding:
    return Finding(
        rule="domain.failed",
        severity=Severity.CRIT,
        kind="domain",
        object_id=domain.id,
        name=domain.name,
        value="FAILED",
        limit="",
        why="Its setup failed; no inbox can send from it.",
        evidence=(health.domain_health(domain, now).text, *_evidence(domain)),
        since=domain.state_since,
        reach=reach.of_domain(domain, workspace),
        advice="Check its nameservers, then retry the activation with A.",
    )


def _stuck(domain: Domain, now: datetime, workspace: Workspace) -> Iterator[Finding]:
    verdict = health.domain_health(domain, now)
    if verdict.level not in (Level.WARN, Level.CRIT) or verdict.in_state is None:
        return
    critical = verdict.level is Level.CRIT
    limit = limits.DOMAIN_STATE_CRITICAL if critical else limits.DOMAIN_STATE_WARN
    waiting_for_owner = domain.status == "DNS_PENDING"
    yield Finding(
        rule="domain.stuck",
        severity=Severity.CRIT if critical else Severity.WARN,
        kind="domain",
        object_id=domain.id,
        name=domain.name,
        value=f"{domain.status} {wording.duration(verdict.in_state)}",
        limit=f"> {wording.duration(limit)}",
        why="It has been in one setup state far longer than setup takes (15-30 min).",
        evidence=(verdict.text, *_evidence(domain)),
        since=domain.state_since,
        reach=reach.of_domain(domain, workspace),
        advice="Set its nameservers at the registrar, then activate it with A."
        if waiting_for_owner
        else "Follow its progress; if it does not move, ask ColdSend support with its domain id.",
    )
