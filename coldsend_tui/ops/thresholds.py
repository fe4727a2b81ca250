"""Every limit that judgement uses, once, with its source. Rates are fractions (0-1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# Bounce, per campaign: hard bounces over mails sent. field.md §2; the platform itself cuts in at 4 % [docs: terms §4.2].
BOUNCE_MIN_SENT: Final = 20
"""Below this a bounce rate proves nothing. field.md §2, rules of judgement."""
BOUNCE_WARN: Final = 0.02
"""Warned when the one-sided 95 % bound lies above it. field.md §2."""
BOUNCE_CRITICAL: Final = 0.03
"""Critical when the one-sided 99 % bound lies above it. field.md §2."""
BOUNCE_CUMULATIVE_SENT: Final = 300
BOUNCE_CUMULATIVE_WARN: Final = 0.03
BOUNCE_CUMULATIVE_CRITICAL: Final = 0.04
"""On at least 300 sent the plain rate speaks too. field.md §2."""

# Sender accounts.
HEALTH_GOOD: Final = 80.0
HEALTH_POOR: Final = 60.0
"""Health score bands (0-100): good above 80, poor below 60. field.md §2 [client]."""
NATIVE_KIND: Final = "COLDSEND"
"""Managed inboxes, the only ones under the domain-hour cap. behaviour.md §11, §18."""
MAILS_PER_INBOX_ADVISED: Final = 30
MAILS_PER_INBOX_HIGH: Final = 50
"""Campaign mails per inbox and day: advised up to 30, warned above 50. field.md §2."""

# Sending pace.
GAP_SHORTEST: Final = timedelta(minutes=3)
GAP_LONGEST: Final = timedelta(minutes=5)
"""Random pause between two mails of one inbox [docs: help, How do sending limits work]."""
GAP_MEAN: Final = timedelta(minutes=4)
"""Mean of the two, taken as uniform [inferred]."""
DOMAIN_HOUR_LIMIT: Final = 100
DOMAIN_HOUR_WARN: Final = 70
"""Mails per hour and native domain; what exceeds 100 is rejected, not queued. behaviour.md §18; the 70 % margin is field.md §2."""

# Domains.
DOMAIN_STATE_WARN: Final = timedelta(minutes=60)
DOMAIN_STATE_CRITICAL: Final = timedelta(hours=24)
"""Time in one setup state. field.md §3 job 13; propagation takes 15-30 min [docs]."""
DOMAIN_DAYS_ADVISED: Final = 30
"""Age of a domain at its first cold mail. field.md §2."""

# Age of figures, in the operator's time.
AGE_WARN: Final = timedelta(minutes=5)
AGE_STALE: Final = timedelta(minutes=15)
"""Older data carries a mark; older than 15 minutes it allows no verdict. field.md §2."""

# Campaign flow.
RUNWAY_WARN: Final = 3.0
RUNWAY_CRITICAL: Final = 1.0
"""Sending days of leads left on an ACTIVE campaign. field.md §2 (own rule)."""
STALL_AFTER: Final = timedelta(minutes=30)
"""Open sending time without one mail before a campaign counts as stalled: six times the longest gap [inferred]."""
RESUME_BURST: Final = 2.0
"""Mails of the first day after a resume over the mean of the last week. field.md §2, ramp row."""

# Replies.
ANSWER_SOON: Final = timedelta(hours=4)
ANSWER_LATE: Final = timedelta(hours=24)
"""Age of the oldest unanswered positive reply: good below the first, critical beyond the second. field.md §2 (own rule)."""
POSITIVE_REPLIES: Final = frozenset({"interested", "meeting_request", "meeting_booked", "positive", "hot_lead"})
"""Categories that want an answer. behaviour.md §14 names the first; the others are the client's and inferred."""

# Content and follow-ups.
MAX_VARIANTS: Final = 4
SHARE_TOTAL: Final = 100
"""Variants per mail and the sum of their shares. behaviour.md §8 [docs]."""
WAIT_DAYS_SHORTEST: Final = 2
WAIT_DAYS_LONGEST: Final = 30
WAIT_DAYS_TOTAL: Final = 45
"""Follow-up waits: at least 2 (field.md §5, 15), at most 30 each and 45 in all (field.md §0)."""
STEPS_ADVISED: Final = 4
"""More mails than this per lead cost unsubscribes and complaints. field.md §5, 17."""
