"""The few rows of the cache that fill one screen. Reads only and waits for nobody."""

from __future__ import annotations

import sqlite3
import time

from coldsend_tui.tui.columns import states

Found = tuple[str, str, str, float, bool]
"""Severity, rule, text, seconds since it was first seen, and whether somebody quieted it."""
Counted = tuple[str, str, int, int, int]
"""Status and name of a campaign; mails sent, leads, hard bounces."""


class Known:
    """What was known last. `age` is that of the campaign counters in seconds, below zero where the clock was set back; `campaigns`
    are the first of `total`; the workspace's clock is `ahead` of ours by so many seconds."""

    __slots__ = ("age", "ahead", "campaigns", "findings", "total")

    def __init__(
        self, age: float, findings: list[Found], campaigns: list[Counted], total: int, ahead: float = 0.0
    ) -> None:
        self.age = age
        self.ahead = ahead
        self.findings = findings
        self.campaigns = campaigns
        self.total = total

    def standing(self, severity: str) -> int:
        """How many findings of a severity stood that nobody had quieted."""
        return sum(found[0] == severity and not found[4] for found in self.findings)

    @property
    def snoozed(self) -> int:
        """How many findings somebody had quieted."""
        return sum(found[4] for found in self.findings)


def read(file: str, schema: str, rows: int) -> Known | None:
    """What `file` knows, with at most `rows` campaigns; None where nothing was read yet or its version is not `schema`.

    Raises sqlite3.Error on a missing, damaged or locked file.
    """
    address = file.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = sqlite3.connect(f"file:{address}?mode=ro", uri=True, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if str(version) != schema:
            return None
        (fetched,) = connection.execute(
            "SELECT max(fetched_at) FROM feed_state WHERE name IN ('analytics', 'campaigns')"
        ).fetchone()
        if fetched is None:
            return None
        now = time.time()
        told = connection.execute("SELECT value FROM fact WHERE name = 'clock_offset'").fetchone()
        ahead = int(told[0]) / 1e6 if told else 0.0
        findings: list[Found] = [
            (str(severity), str(rule), str(text), now + ahead - int(since) / 1e6, bool(quiet))
            for severity, rule, text, since, quiet in connection.execute(_FINDINGS, (int((now + ahead) * 1e6),))
        ]
        campaigns: list[Counted] = [
            (str(status), str(name), int(sent), int(leads), int(bounced))
            for status, name, sent, leads, bounced in connection.execute(_CAMPAIGNS, (rows,))
        ]
        (total,) = connection.execute("SELECT count(*) FROM campaign").fetchone()
        return Known(now - int(fetched) / 1e6, findings, campaigns, int(total), ahead)
    finally:
        connection.close()


_FINDINGS = """
    SELECT severity, f.rule, text, first_seen, q.rule IS NOT NULL FROM finding f LEFT JOIN quiet_finding q
    ON q.rule = f.rule AND q.object_id = f.object_id AND (q.until IS NULL OR q.until > ?) WHERE resolved_at IS NULL
    ORDER BY q.rule IS NOT NULL, CASE severity WHEN 'CRIT' THEN 0 WHEN 'WARN' THEN 1 ELSE 2 END, first_seen
"""
# In the order in which the list of campaigns opens.
_RANK = " ".join(f"WHEN '{status}' THEN {rank}" for rank, status in enumerate(states.ORDER))
_CAMPAIGNS = f"""
    SELECT status, name, sent, total_leads, bounced FROM campaign
    ORDER BY CASE status {_RANK} ELSE {len(states.ORDER)} END, rowid LIMIT ?
"""
