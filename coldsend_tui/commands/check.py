"""`coldsend-tui check`: one line, performance data and an exit status for Nagios, Icinga and whatever speaks their plugins' language.

The conventions are those of the Monitoring Plugins Development Guidelines: status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN;
text, then `|`, then `label=value[unit];warn;crit;min;max`; mistakes of usage are UNKNOWN, not CRITICAL.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.commands.reading import Once, once
from coldsend_tui.config import config_path, load, select
from coldsend_tui.errors import ColdSendError, ExitCode
from coldsend_tui.ops import lookup, overview, thresholds, wording
from coldsend_tui.ops.alerts import RULES
from coldsend_tui.ops.findings import Finding, Severity
from coldsend_tui.ops.health import Level
from coldsend_tui.text import safe
from coldsend_tui.workspace import Campaign, Workspace

if TYPE_CHECKING:
    from argparse import Namespace

STATUS: Final = {Level.OK: 0, Level.WARN: 1, Level.CRIT: 2, Level.UNKNOWN: 3}
WORDS: Final = {Level.OK: "OK", Level.WARN: "WARNING", Level.CRIT: "CRITICAL", Level.UNKNOWN: "UNKNOWN"}
MOST_NAMED: Final = 3
"""Findings told in words; the rest are counted."""


class Scope(NamedTuple):
    """What is judged: the whole workspace, one campaign, or one domain with its inboxes."""

    about: str
    findings: tuple[Finding, ...]
    campaign: Campaign | None = None
    whole: bool = False


def run(options: Namespace) -> int:
    """Print the line; the exit status. Nothing is raised: whatever goes wrong is UNKNOWN, with the reason."""
    try:
        profile = select(load(config_path(os.environ)), options.profile, os.environ)
        looked = once(profile, cached=options.cached, seconds=options.timeout)
        if looked.seen.verdict.age is None:
            raise looked.error or ColdSendError("Nothing has been read yet.", "Leave --cached out once.")
        scope = _scope(options, looked)
    except ColdSendError as error:
        print(unknown(str(error)))
        return STATUS[Level.UNKNOWN]
    level, text = _verdict(looked, scope)
    print(f"COLDSEND {WORDS[level]}: {one_line(text)} | {' '.join(_performance(looked, scope))}")
    return STATUS[level]


def unknown(reason: str) -> str:
    """The line of a check that could not be made."""
    return f"COLDSEND {WORDS[Level.UNKNOWN]}: {one_line(reason)}"


def one_line(text: str) -> str:
    """Text that ends neither the line nor, as a bar would, itself."""
    return safe(text).replace("|", "¦").strip()


def _scope(options: Namespace, looked: Once) -> Scope:
    """Raises `UsageError` where no campaign or domain is called so."""
    workspace = looked.seen.workspace
    # What somebody acknowledged or snoozed does not call for anybody.
    findings = tuple(one for one in looked.seen.verdict.findings if one.quiet is None)
    if options.campaign is not None:
        id = lookup.find("campaign", options.campaign, workspace).id
        row = next(row for row in workspace.campaigns if row.id == id)
        return Scope(row.name, tuple(one for one in findings if (one.kind, one.object_id) == ("campaign", id)), row)
    if options.domain is not None:
        found = lookup.find("domain", options.domain, workspace)
        inboxes = {row.id for row in workspace.senders if row.domain_id == found.id or row.domain == found.name}
        concerned = {("domain", found.id), *(("sender", id) for id in inboxes)}
        return Scope(found.name, tuple(one for one in findings if (one.kind, one.object_id) in concerned))
    return Scope("", findings, whole=True)


def _verdict(looked: Once, scope: Scope) -> tuple[Level, str]:
    verdict, error = looked.seen.verdict, looked.error
    if verdict.level is Level.UNKNOWN or (error is not None and error.exit_code is ExitCode.AUTH):
        return Level.UNKNOWN, " ".join([str(error)] if error else [verdict.reason])
    serious = [one for one in scope.findings if one.severity is not Severity.INFO]
    worst = max((one.severity for one in serious), default=Severity.INFO)
    level = {Severity.CRIT: Level.CRIT, Severity.WARN: Level.WARN}.get(worst, Level.OK)
    told = f"{scope.about}: {_told(serious, scope)}" if scope.about else _told(serious, scope)
    parts = [told if serious else _fine(looked, scope)]
    if verdict.snoozed and scope.whole:
        parts.append(f"{verdict.snoozed} quiet")
    if verdict.blind and scope.whole:
        parts.append(f"not seen: {'; '.join(verdict.blind)}")
    if error is not None:
        parts.append(f"from the cache, {wording.duration(verdict.age)} old: {error}" if verdict.age else str(error))
    return level, ", ".join(parts)


def _told(findings: Sequence[Finding], scope: Scope) -> str:
    """How many there are of each severity, and the worst in words."""
    counts = Counter(one.severity for one in findings)
    numbers = [wording.plural(counts[level], *words) for level, words in _COUNTED if counts[level]]
    named = [
        " ".join(
            word for word in (one.topic, "" if one.name == scope.about else one.name, one.value, one.limit) if word
        )
        for one in findings[:MOST_NAMED]
    ]
    more = len(findings) - len(named)
    return f"{', '.join(numbers)}: {'; '.join(named)}" + (f"; and {more} more" if more else "")


_COUNTED: Final = ((Severity.CRIT, ("critical", "critical")), (Severity.WARN, ("warning",)))


def _fine(looked: Once, scope: Scope) -> str:
    if (row := scope.campaign) is not None:
        return f"{row.name} is {row.status}, bounced {wording.ratio(row.bounced, row.sent)}"
    if not scope.whole:
        return f"{scope.about} and its inboxes"
    day = overview.today(looked.seen.workspace, looked.seen.now)
    active = wording.plural(day.states.get("ACTIVE", 0), "campaign")
    return f"{active} ACTIVE, {'not known how many' if day.sent is None else wording.count(day.sent)} sent today"


def _performance(looked: Once, scope: Scope) -> Iterator[str]:
    """The age of the data, findings by severity and rule, figures. Counters (`c`) only ever grow but for a campaign deleted."""
    verdict, workspace = looked.seen.verdict, looked.seen.workspace
    assert verdict.age is not None
    ages = (thresholds.AGE_WARN.total_seconds(), thresholds.AGE_STALE.total_seconds())
    yield f"age={max(0.0, verdict.age.total_seconds()):.0f}s;{ages[0]:.0f};{ages[1]:.0f};0"
    severities = Counter(one.severity for one in scope.findings)
    yield f"critical={severities[Severity.CRIT]};;0;0"
    yield f"warning={severities[Severity.WARN]};0;;0"
    rules = Counter(one.rule for one in scope.findings if one.severity is not Severity.INFO)
    kinds = "" if scope.whole else "campaign" if scope.campaign else ("domain", "sender")
    yield from (f"{rule}={rules[rule]};;;0" for rule in RULES if rule.startswith(kinds))
    if scope.campaign is not None:
        yield from _counters([scope.campaign])
    elif scope.whole:
        yield from _of_today(looked, workspace)
        yield from _counters(workspace.campaigns)


def _of_today(looked: Once, workspace: Workspace) -> Iterator[str]:
    day = overview.today(workspace, looked.seen.now)
    yield f"sent_today={_or_u(day.sent)};;;0;{'' if day.capacity is None else day.capacity}"
    yield f"unread={_or_u(day.unread)};;;0"
    yield f"active={day.states.get('ACTIVE', 0)};;;0"


def _counters(rows: Sequence[Campaign]) -> Iterator[str]:
    sums = overview.totals(Workspace(campaigns=rows))
    yield f"leads={sums.leads};;;0"
    yield f"sent={sums.sent}c"
    yield f"replied={sums.replied.part}c"
    yield f"bounced={sums.bounced.part}c"
    yield f"bounce_rate={'U' if sums.bounced.rate is None else f'{sums.bounced.rate * 100:.2f}%'};;;0;100"


def _or_u(number: int | None) -> str:
    return "U" if number is None else str(number)
