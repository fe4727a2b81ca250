"""The state of a workspace as JSON. Rates are fractions 0-1 and stand beside their counts; times are ISO 8601 in UTC."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from coldsend_tui.commands.now_text import Seen
from coldsend_tui.ops import overview
from coldsend_tui.ops.evidence import Ratio
from coldsend_tui.ops.findings import Finding


def dumps(seen: Seen, profile: str) -> str:
    """One JSON object, indented. Names are as the API gave them: JSON escapes what could drive a terminal."""
    return json.dumps(_document(seen, profile), indent=2)


def _document(seen: Seen, profile: str) -> dict[str, Any]:
    verdict, workspace = seen.verdict, seen.workspace
    day, sums = overview.today(workspace, seen.now), overview.totals(workspace)
    return {
        "profile": profile,
        "now": _time(seen.now),
        "verdict": verdict.level.value,
        "reason": verdict.reason,
        "age_seconds": None if verdict.age is None else round(verdict.age.total_seconds(), 1),
        "crit": verdict.crit,
        "warn": verdict.warn,
        "snoozed": verdict.snoozed,
        "not_seen": list(verdict.blind),
        "findings": [_finding(found) for found in verdict.findings],
        "today": {
            "sent": day.sent,
            "capacity": day.capacity,
            "replied": day.replied,
            "bounced": day.bounced,
            "unread_replies": day.unread,
        },
        "campaigns": dict(sorted(day.states.items())),
        "totals": {
            "leads": sums.leads,
            "sent": sums.sent,
            "opened": _ratio(sums.opened),
            "replied": _ratio(sums.replied),
            "bounced": _ratio(sums.bounced),
        },
        "feeds": {
            name: {"fetched_at": _time(feed.fetched_at), "failed_at": _time(feed.failed_at), "error": feed.error}
            for name, feed in sorted(workspace.feeds.items())
        },
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": found.severity.name,
        "kind": found.kind,
        "id": found.object_id,
        "name": found.name,
        "value": found.value,
        "limit": found.limit,
        "why": found.why,
        "evidence": list(found.evidence),
        "since": _time(found.since),
        "reach": found.reach.text,
        "advice": found.advice,
        "quiet": None if found.quiet is None else {"until": _time(found.quiet.until), "reason": found.quiet.reason},
    }


def _ratio(ratio: Ratio) -> dict[str, float | int | None]:
    return {"count": ratio.part, "of": ratio.whole, "rate": ratio.rate}


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds").replace("+00:00", "Z")
