"""Columns of the list of findings: severity, what kind, which object, the value with its limit, and since when."""

from __future__ import annotations

from datetime import datetime

from coldsend_tui.ops import wording
from coldsend_tui.ops.findings import Finding, Severity
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line

SEVERITY = {severity: states.SEVERITY[severity.name] for severity in Severity}


def columns(now: datetime) -> tuple[Column[Finding], ...]:
    """The columns; `now` is workspace time, by which "since" is told."""

    def since(finding: Finding) -> Line:
        return ((wording.age(finding.since, now) if finding.since else "–", "muted"),)

    return (
        Column("severity", "", lambda f: (SEVERITY[f.severity],), 6),
        Column("topic", "what", lambda f: ((f.topic, "muted"),), 8, rank=1),
        Column("name", "object", lambda f: ((safe(f.name), ""),), 14, grow=True, comfort=26, most=44),
        Column("value", "value", lambda f: ((safe(f.value), SEVERITY[f.severity][1]),), 16, grow=True, most=34),
        Column("limit", "limit", lambda f: ((f.limit, "muted"),), 9, rank=4),
        Column("since", "since", since, 6, right=True),
    )
