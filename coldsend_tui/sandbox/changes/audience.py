"""What a new campaign's audience is like: hidden from the API, drawn once from the seed (field.md §6)."""

from __future__ import annotations

from math import log
from random import Random
from typing import NamedTuple

from ..engine import parameters as p


class Audience(NamedTuple):
    """True rates per mail (opens) and per lead over all steps (replies), and the share of replies that ask to be removed."""

    open_rate: float
    reply_rate: float
    remove_me_share: float = p.REMOVE_ME_SHARE


def draw_audience(seed: int, campaign_id: int) -> Audience:
    """The audience of a campaign that says nothing about itself."""
    random = Random(f"audience {seed} {campaign_id}")
    mean, sd = p.OPEN_RATE_MEAN, p.OPEN_RATE_SD
    size = mean * (1 - mean) / sd**2 - 1
    reply = random.lognormvariate(log(p.REPLY_RATE_MEDIAN), p.REPLY_RATE_SIGMA)
    low, high = p.REPLY_RATE_BOUNDS
    return Audience(random.betavariate(mean * size, (1 - mean) * size), min(max(reply, low), high))


def draw_bad_share(seed: int, batch_id: int) -> float:
    """The share of addresses of an uploaded list that do not exist: a clean list."""
    return Random(f"list {seed} {batch_id}").uniform(*p.BAD_ADDRESS_SHARE)
