"""The verdict on a workspace: every rule over every row, worst first, and honest about what it cannot see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops import wording
from coldsend_tui.ops.findings import Finding, Key, Quiet, Severity, Verdict
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.index import index_of
from coldsend_tui.workspace import Sample, Workspace

RULES: Final = (
    "campaign.bounce", "campaign.failed", "campaign.runway", "campaign.stalled", "campaign.state", "domain.failed", "domain.stuck",
    "replies.waiting", "sender.health", "sender.limit", "sender.paused", "sender.throttled",
)  # fmt: skip
"""All rules by name, for whoever counts findings: a rule that found nothing is a zero, not a gap."""
COUNTER_FEEDS: Final = ("analytics", "campaigns")
"""Feeds that bring campaign counters; the fresher one counts."""
AHEAD: Final = timedelta(minutes=1)
"""Readings of a later time than this machine's clock says, by more than this, have no known age."""
_SIDE_FEEDS: Final = (("senders", "sender accounts"), ("domains", "domains"))
_NONE: Final[Mapping[Key, datetime]] = MappingProxyType({})
_NO_SAMPLES: Final[Mapping[str, Sequence[Sample]]] = MappingProxyType({})


def judge(
    workspace: Workspace,
    *,
    now: datetime,
    real: datetime,
    first_seen: Mapping[Key, datetime] = _NONE,
    recent: Mapping[str, Sequence[Sample]] = _NO_SAMPLES,
    recent_since: datetime | None = None,
    speed: float = 1.0,
) -> Verdict:
    """Judge everything last known.

    `now` is the workspace's time, `real` the operator's clock, `speed` how much faster the former runs (the demo). `first_seen`
    is when each finding was first made, in workspace time: new ones get `now`. `recent` are samples per campaign, oldest
    first, of the time since `recent_since`; campaigns without any did not change in it. Without both only campaigns that
    never sent or have no usable inbox can be found stalled.
    """
    # The rules know schedules, capacity, time zones: a remembered verdict is on screen before they are loaded.
    from coldsend_tui.ops.rules import campaigns, domains, senders

    age = counters_age(workspace, real)
    lag = max(age or timedelta(), timedelta()) * speed
    observed = campaigns.Recent(recent, recent_since, lag)
    found = [
        *campaigns.findings(workspace, now, observed),
        *senders.findings(workspace, now),
        *domains.findings(workspace, now),
    ]
    if workspace.waiting is not None and workspace.waiting.oldest is not None:
        from coldsend_tui.ops.rules import replies

        found += replies.findings(workspace, now)
    dated = [finding._replace(since=first_seen.get(finding.key, finding.since or now)) for finding in found]
    return verdict(dated, workspace, real)


def verdict(findings: Iterable[Finding], workspace: Workspace, real: datetime) -> Verdict:
    """The verdict that these findings make at the age that the workspace's feeds have."""
    age = counters_age(workspace, real)
    reason = ""
    if age is None:
        reason = "nothing has been read yet"
    elif age < timedelta():
        reason = f"the counters are dated {wording.duration(-age)} after this machine's clock"
    elif age > limits.AGE_STALE:
        reason = f"the counters are {wording.duration(age)} old"
    return _counted(Verdict(Level.OK, tuple(findings), 0, 0, age, _blind(workspace, real), reason))


def hushed(verdict: Verdict, quiet: Mapping[Key, tuple[Severity, Quiet]]) -> Verdict:
    """The verdict with what was acknowledged or snoozed at its end and out of the count.

    Beside each note stands how bad the finding was known to be: what is worse by now speaks again.
    """
    if not quiet and not verdict.snoozed:
        return verdict

    def marked(finding: Finding) -> Finding:
        known = quiet.get(finding.key)
        if known is None and finding.quiet is None:
            return finding
        return finding._replace(quiet=known[1] if known and finding.severity <= known[0] else None)

    return _counted(verdict._replace(findings=tuple(map(marked, verdict.findings))))


def _counted(verdict: Verdict) -> Verdict:
    """The verdict with its findings in order, counted, and the level that they make."""
    findings = sorted(verdict.findings, key=_worst_first)
    loud = [finding.severity for finding in findings if finding.quiet is None]
    crit, warn = loud.count(Severity.CRIT), loud.count(Severity.WARN)
    level = Level.UNKNOWN if verdict.reason else Level.CRIT if crit else Level.WARN if warn else Level.OK
    quiet = len(findings) - len(loud)
    return verdict._replace(level=level, findings=tuple(findings), crit=crit, warn=warn, snoozed=quiet)


def counters_age(workspace: Workspace, real: datetime) -> timedelta | None:
    """Age of the campaign counters by the operator's clock; None if they were never read, below zero if the clock was set back."""
    times = [state.fetched_at for name in COUNTER_FEEDS if (state := workspace.feeds.get(name)) and state.fetched_at]
    if not times:
        return None
    age = real - max(times)
    # A demo's clock and the tolerance of corrections: a little ahead is now.
    return age if age < -AHEAD else max(age, timedelta())


def _worst_first(finding: Finding) -> tuple[object, ...]:
    leads_left, campaigns, inboxes = finding.reach.size
    return (finding.quiet is not None, -finding.severity, -leads_left, -campaigns, -inboxes, finding.name, finding.rule)


def _blind(workspace: Workspace, real: datetime) -> tuple[str, ...]:
    missing = []
    for feed, name in _SIDE_FEEDS:
        state = workspace.feeds.get(feed)
        if state is None or state.fetched_at is None:
            missing.append(f"{name} have not been read")
        elif (age := real - state.fetched_at) > limits.AGE_STALE:
            missing.append(f"{name} are {wording.duration(age)} old")
    if unread := index_of(workspace).unread:
        missing.append(f"settings of {wording.plural(unread, 'ACTIVE campaign')} have not been read")
    return tuple(missing)
