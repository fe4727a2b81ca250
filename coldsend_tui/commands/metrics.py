"""`coldsend-tui metrics`: the workspace's figures for Prometheus, for its textfile collector or whatever scrapes a command."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coldsend_tui.commands.metrics_text import Family, Sample, written
from coldsend_tui.commands.reading import Once, once
from coldsend_tui.config import config_path, load, select
from coldsend_tui.errors import ColdSendError, ExitCode
from coldsend_tui.ops import overview
from coldsend_tui.ops.alerts import COUNTER_FEEDS, RULES
from coldsend_tui.ops.findings import Severity
from coldsend_tui.ops.health import Level
from coldsend_tui.workspace import Campaign, Domain, Sender

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import datetime

_MAILS: Final = {
    "sent": "Mails sent", "opened": "Mails opened, by machines too", "replied": "Mails replied to", "bounced": "Mails that bounced",
}  # fmt: skip
_JUDGED: Final = (Severity.CRIT, Severity.WARN)


def run(options: Namespace) -> int:
    """Print or write the figures. When nothing can be read now: what was known, `coldsend_read_success 0`, the reason on stderr,
    its exit status."""
    profile = select(load(config_path(os.environ)), options.profile, os.environ)
    looked = once(profile, cached=options.cached, seconds=options.timeout)
    text = written(families(looked, objects=not options.totals), {"profile": profile.name})
    if looked.error is not None:
        print(f"coldsend-tui: {looked.error}", file=sys.stderr)
    if options.output is None:
        print(text, end="")
    else:
        _replace(Path(options.output), text)
    return looked.error.exit_code if looked.error else ExitCode.OK


def _replace(path: Path, text: str) -> None:
    """Write all of it or nothing: whoever collects the file must not see half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ColdSendError(f"{path}: cannot be written ({error.strerror}).", "Check the path.") from None


def families(looked: Once, *, objects: bool) -> Iterator[Family]:
    """The reading itself, the verdict, the day, the sums, and (`objects`) each campaign, inbox and domain."""
    yield from _reading(looked)
    yield from _judgement(looked)
    yield from _workspace(looked)
    if objects:
        workspace = looked.seen.workspace
        yield from _campaigns(workspace.campaigns)
        yield from _senders(workspace.senders)
        yield from _domains(workspace.domains)


def _one(value: float | None) -> list[Sample]:
    return [({}, value)]


def _reading(looked: Once) -> Iterator[Family]:
    verdict, feeds = looked.seen.verdict, looked.seen.workspace.feeds
    times = [state.fetched_at for name in COUNTER_FEEDS if (state := feeds.get(name)) and state.fetched_at]
    age = None if verdict.age is None else verdict.age.total_seconds()
    yield Family(
        "read_success",
        "gauge",
        "Whether the API could be read just now (1) or not (0).",
        _one(float(looked.error is None)),
    )
    yield Family("data_age_seconds", "gauge", "Age of the campaigns' counters.", _one(age))
    yield Family(
        "last_read_timestamp_seconds",
        "gauge",
        "When the campaigns' counters were read.",
        _one(_unix(max(times, default=None))),
    )
    yield Family(
        "requests_last_hour", "gauge", "Requests spent on the key by this machine in the last hour.", _one(looked.spent)
    )


def _judgement(looked: Once) -> Iterator[Family]:
    verdict = looked.seen.verdict
    yield Family(
        "verdict", "gauge", "1 for the verdict that stands, 0 for the others.",
        [({"level": level.value}, float(level is verdict.level)) for level in (Level.OK, Level.WARN, Level.CRIT, Level.UNKNOWN)],
    )  # fmt: skip
    known = verdict.age is not None
    found = Counter((one.rule, one.severity) for one in verdict.findings if one.quiet is None)
    yield Family(
        "findings", "gauge", "Findings that stand, by rule and severity.",
        [({"rule": rule, "severity": severity.name}, found[rule, severity]) for rule in RULES for severity in _JUDGED if known],
    )  # fmt: skip

    quiet = verdict.snoozed if known else None
    yield Family("findings_quiet", "gauge", "Findings that somebody acknowledged or snoozed.", _one(quiet))


def _workspace(looked: Once) -> Iterator[Family]:
    workspace, known = looked.seen.workspace, looked.seen.verdict.age is not None
    day, sums = overview.today(workspace, looked.seen.now), overview.totals(workspace)
    yield Family(
        "campaigns", "gauge", "Campaigns by state.", [({"state": s}, n) for s, n in sorted(day.states.items())]
    )
    yield Family("sent_today", "gauge", "Mails sent on this UTC day.", _one(day.sent))
    yield Family("capacity_today", "gauge", "Mails that all ACTIVE inboxes may send a day.", _one(day.capacity))
    yield Family("replied_today", "gauge", "Replies on this UTC day.", _one(day.replied))
    yield Family("bounced_today", "gauge", "Hard bounces on this UTC day.", _one(day.bounced))
    yield Family("unread_replies", "gauge", "Conversations that nobody has read.", _one(day.unread))
    for name, value in (
        ("sent", sums.sent), ("opened", sums.opened.part), ("replied", sums.replied.part), ("bounced", sums.bounced.part)
    ):  # fmt: skip
        yield Family(
            f"workspace_{name}_total", "counter", f"{_MAILS[name]}, over all campaigns that the API lists.",
            _one(value if known else None),
        )  # fmt: skip


def _campaigns(rows: Sequence[Campaign]) -> Iterator[Family]:
    labels = [{"campaign_id": row.id, "campaign": row.name} for row in rows]

    def of(values: Sequence[float | None]) -> list[Sample]:
        return list(zip(labels, values, strict=True))

    yield Family(
        "campaign_state", "gauge", "1 for the state that each campaign is in.",
        [({**label, "state": row.status}, 1) for label, row in zip(labels, rows, strict=True)],
    )  # fmt: skip
    yield Family("campaign_leads", "gauge", "Leads of a campaign.", of([row.total_leads for row in rows]))
    yield Family("campaign_sent_total", "counter", f"{_MAILS['sent']}.", of([row.sent for row in rows]))
    yield Family("campaign_opened_total", "counter", f"{_MAILS['opened']}.", of([row.opened for row in rows]))
    yield Family("campaign_replied_total", "counter", f"{_MAILS['replied']}.", of([row.replied for row in rows]))
    yield Family("campaign_bounced_total", "counter", f"{_MAILS['bounced']}.", of([row.bounced for row in rows]))
    yield Family("campaign_unsubscribed_total", "counter", "People who left.", of([row.unsubscribed for row in rows]))
    launched = [_unix(row.launched_at) for row in rows]
    yield Family("campaign_launched_timestamp_seconds", "gauge", "When it was launched.", of(launched))


def _senders(rows: Sequence[Sender]) -> Iterator[Family]:
    labels = [{"sender_id": row.id, "sender": row.email} for row in rows]

    def of(values: Sequence[float | None]) -> list[Sample]:
        return list(zip(labels, values, strict=True))

    yield Family(
        "sender_state", "gauge", "1 for the state that each inbox is in.",
        [({**label, "state": row.status, "domain": row.domain or ""}, 1) for label, row in zip(labels, rows, strict=True)],
    )  # fmt: skip
    yield Family("sender_sent_today", "gauge", "Mails sent on this UTC day.", of([row.sent_today for row in rows]))
    yield Family("sender_daily_limit", "gauge", "Mails that it may send a day.", of([row.daily_limit for row in rows]))
    yield Family("sender_health", "gauge", "The API's score, 0 to 100.", of([row.health for row in rows]))
    limited = [None if row.rate_limited is None else float(row.rate_limited) for row in rows]
    yield Family("sender_rate_limited", "gauge", "Whether the platform slows it down.", of(limited))


def _domains(rows: Sequence[Domain]) -> Iterator[Family]:
    labels = [{"domain_id": row.id, "domain": row.name} for row in rows]

    def of(values: Sequence[float | None]) -> list[Sample]:
        return list(zip(labels, values, strict=True))

    yield Family(
        "domain_state", "gauge", "1 for the state that each domain is in.",
        [({**label, "state": row.status}, 1) for label, row in zip(labels, rows, strict=True)],
    )  # fmt: skip
    yield Family("domain_inboxes", "gauge", "Inboxes on a domain.", of([row.current_inboxes for row in rows]))
    yield Family("domain_inboxes_max", "gauge", "Inboxes that it may have.", of([row.max_inboxes for row in rows]))


def _unix(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()
