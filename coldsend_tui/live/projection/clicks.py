"""Clicks of a campaign and of its links (behaviour.md §13; most names are inferred)."""

from __future__ import annotations

from ...ops.clicks import ClickFigures, LinkClicks
from .fields import Payload, count, objects, text


def figures(payload: Payload) -> ClickFigures:
    """GET /analytics/campaigns/{id}/ctr, or one of its steps. Its percentages are left: they are rounded."""
    return ClickFigures(
        step=count(payload, "sequence_step"),
        sent=count(payload, "total_sent"),
        verified=count(payload, "unique_verified_clickers"),
        raw=count(payload, "unique_raw_clickers"),
        verified_clicks=count(payload, "verified_clicks"),
        raw_clicks=count(payload, "raw_clicks"),
    )


def steps(payload: Payload) -> tuple[ClickFigures, ...]:
    """The steps of the same answer, in their order; one without a number is left out."""
    found = (figures(step) for step in objects(payload, "by_step") or ())
    return tuple(sorted((step for step in found if step.step is not None), key=lambda step: step.step or 0))


def link(payload: Payload) -> LinkClicks | None:
    """One row of GET /analytics/campaigns/{id}/ctr/links."""
    url = text(payload, "original_url", "url")
    if url is None:
        return None
    return LinkClicks(
        step=count(payload, "sequence_step"),
        position=count(payload, "link_index"),
        url=url,
        verified=count(payload, "unique_verified_leads"),
        verified_clicks=count(payload, "verified_clicks"),
        raw_clicks=count(payload, "raw_clicks"),
    )
