"""How well a campaign's bounces, a sender and a domain are, each with what is known about it.

`Level.UNKNOWN` is a verdict of its own: the evidence does not reach, and the text says so.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from coldsend_tui.ops import domain_setup, wording
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.evidence import Z95, Z99, Ratio, proves_above, wilson_upper
from coldsend_tui.workspace import Campaign, Domain, Sender

if TYPE_CHECKING:
    from coldsend_tui.details import CampaignSettings


class Level(StrEnum):
    """A verdict on one object."""

    OK = "OK"
    WARN = "WARN"
    CRIT = "CRIT"
    UNKNOWN = "UNKNOWN"


class BounceVerdict(NamedTuple):
    """`ratio` is hard bounces over mails sent, `limit` the limit that was passed ("" if none), `text` one line for a screen.

    `up_to` is the highest true rate (0-1) that a good verdict on few mails does not exclude, None where it excludes a bad one.
    """

    level: Level
    ratio: Ratio
    limit: str
    text: str
    up_to: float | None = None


class SenderHealth(NamedTuple):
    """`score` is the API's 0-100 or None; `used` is None where usage or limit is not known.

    `known` of `inputs` parts (score, limit, usage, rate limit, domain) stand behind the verdict.
    """

    level: Level
    band: str
    score: float | None
    used: Ratio | None
    at_limit: bool
    known: int
    inputs: int
    text: str


class DomainHealth(NamedTuple):
    """`stage` is the position in the setup pipeline (None: failed or unknown), `in_state` the time seen in it."""

    level: Level
    stage: int | None
    in_state: timedelta | None
    text: str


def bounce(campaign: Campaign) -> BounceVerdict:
    """Judge hard bounces by what they prove (field.md §2).

    CRIT: the 99 % bound is above 3 %, or at least 4 % of 300 sent. WARN: the 95 % bound is above 2 %, or at least 3 % of 300
    sent. UNKNOWN: too few sent, or the rate looks high but the counts do not prove it. OK says up to what the rate may be where
    the 95 % bound from above reaches beyond 2 %: 0 of 40 may still be 6 %.
    """
    ratio = Ratio(campaign.bounced, campaign.sent)
    part, whole = ratio
    rate = ratio.rate or 0.0
    if whole < limits.BOUNCE_MIN_SENT:
        return BounceVerdict(Level.UNKNOWN, ratio, "", _unproven(ratio))
    if proves_above(part, whole, limits.BOUNCE_CRITICAL, Z99):
        return _proven(Level.CRIT, ratio, limits.BOUNCE_CRITICAL, ">", "99 % sure")
    if whole >= limits.BOUNCE_CUMULATIVE_SENT and rate >= limits.BOUNCE_CUMULATIVE_CRITICAL:
        return _proven(Level.CRIT, ratio, limits.BOUNCE_CUMULATIVE_CRITICAL, "≥", "where the platform cuts in")
    if proves_above(part, whole, limits.BOUNCE_WARN, Z95):
        return _proven(Level.WARN, ratio, limits.BOUNCE_WARN, ">", "95 % sure")
    if whole >= limits.BOUNCE_CUMULATIVE_SENT and rate >= limits.BOUNCE_CUMULATIVE_WARN:
        return _proven(Level.WARN, ratio, limits.BOUNCE_CUMULATIVE_WARN, "≥", "of all sent so far")
    if rate > limits.BOUNCE_WARN:
        return BounceVerdict(Level.UNKNOWN, ratio, "", _unproven(ratio))
    up_to = wilson_upper(part, whole, Z95)
    if up_to > limits.BOUNCE_WARN:
        text = f"{ratio.text} bounced, up to {wording.percent(up_to)} (95 % sure)"
        return BounceVerdict(Level.OK, ratio, "", text, up_to)
    return BounceVerdict(Level.OK, ratio, "", f"{ratio.text} bounced")


def _proven(level: Level, ratio: Ratio, limit: float, sign: str, confidence: str) -> BounceVerdict:
    text = f"{sign} {wording.limit(limit)}"
    return BounceVerdict(level, ratio, text, f"{ratio.text} bounced, {text} ({confidence})")


def _unproven(ratio: Ratio) -> str:
    return f"insufficient evidence: {ratio.part:,} of {ratio.whole:,}"


def sender_health(sender: Sender, domain: Domain | None = None) -> SenderHealth:
    """Judge a sender account by score, use of its daily limit and state. CRIT: score below 60. WARN: at its limit, score
    below 80, not ACTIVE, or its domain not ACTIVE. UNKNOWN: no score."""
    used = None
    if sender.sent_today is not None and sender.daily_limit is not None:
        used = Ratio(sender.sent_today, sender.daily_limit)
    at_limit = bool(sender.rate_limited) or (used is not None and used.whole > 0 and used.part >= used.whole)
    parts = (sender.health, sender.daily_limit, sender.sent_today, sender.rate_limited, domain)
    known = sum(part is not None for part in parts)
    band = score_band(sender.health)
    if band == "poor":
        level = Level.CRIT
    elif at_limit or band == "fair" or sender.status != "ACTIVE" or (domain is not None and domain.status != "ACTIVE"):
        level = Level.WARN
    else:
        level = Level.UNKNOWN if band == "unknown" else Level.OK
    score = "health unknown" if sender.health is None else f"health {sender.health:.0f}, {band}"
    text = f"{score}; {use_text(used)}; from {known} of {len(parts)} inputs"
    return SenderHealth(level, band, sender.health, used, at_limit, known, len(parts), text)


def score_band(score: float | None) -> str:
    """`good` above 80, `fair` 60-80, `poor` below 60, `unknown`. field.md §2 [client]."""
    if score is None:
        return "unknown"
    if score < limits.HEALTH_POOR:
        return "poor"
    return "good" if score > limits.HEALTH_GOOD else "fair"


def use_text(used: Ratio | None) -> str:
    """`32/50 today`, or that it is not known."""
    return "use of the daily limit unknown" if used is None else f"{used.part:,}/{used.whole:,} today"


def domain_health(domain: Domain, now: datetime) -> DomainHealth:
    """Judge a domain by its setup state and the time seen in it: warn after 60 min, critical after 24 h, FAILED critical."""
    in_state = max(now - domain.state_since, timedelta()) if domain.state_since else None
    stage = domain_setup.stage(domain.status)
    spent = f" for at least {wording.duration(in_state)}" if in_state is not None else ""
    if domain.status == "ACTIVE":
        return DomainHealth(Level.OK, stage, in_state, f"ACTIVE{spent}")
    if domain.status == domain_setup.FAILED:
        return DomainHealth(Level.CRIT, None, in_state, f"FAILED{spent}; setup can be retried")
    if stage is None:
        return DomainHealth(
            Level.UNKNOWN, None, in_state, f"{domain.status or 'no state'}{spent}; unknown to this console"
        )
    text = f"{domain.status}{spent or ', since when is not known'}"
    if in_state is None:
        return DomainHealth(Level.UNKNOWN, stage, None, text)
    if in_state > limits.DOMAIN_STATE_CRITICAL:
        return DomainHealth(Level.CRIT, stage, in_state, text)
    return DomainHealth(Level.WARN if in_state > limits.DOMAIN_STATE_WARN else Level.OK, stage, in_state, text)


def untracked(campaign: Campaign, settings: "CampaignSettings | None") -> bool:
    """Whether a campaign's opens are not counted: tracking is off, and no open was ever seen. None is then not a rate of zero.

    Unread settings count as tracked; a campaign that was tracked for a while keeps its figures.
    """
    return campaign.opened == 0 and settings is not None and settings.tracking is False
