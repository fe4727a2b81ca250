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
        return ((wording.age(finding.since, now) if finding.since else "–", _dim(finding, "muted")),)

    def value(finding: Finding) -> Line:
        if finding.quiet is not None:
            return ((safe(finding.quiet.says(now)), "muted"),)
        return ((safe(finding.value), SEVERITY[finding.severity][1]),)

    return (
        Column("severity", "", lambda f: ((SEVERITY[f.severity][0], _dim(f, SEVERITY[f.severity][1])),), 6),
        Column("topic", "what", lambda f: ((f.topic, _dim(f, "muted")),), 8, rank=1),
        Column("name", "object", lambda f: ((safe(f.name), _dim(f, "")),), 14, grow=True, comfort=26, most=44),
        Column("value", "value", value, 16, grow=True, most=34),
        Column("limit", "limit", lambda f: ((f.limit, _dim(f, "muted")),), 9, rank=4),
        Column("since", "since", since, 6, right=True),
    )


def _dim(finding: Finding, role: str) -> str:
    """What somebody quieted is there to be looked up, not to be seen first."""
    return role if finding.quiet is None else "faint"
