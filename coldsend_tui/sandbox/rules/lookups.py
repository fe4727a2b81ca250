"""Dependencies of handlers: the world, and the objects named in the path.

A path id that is no UUID is 422 with `loc: ["path", …]`; one that is no living object of its kind is 404.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path
from starlette.requests import Request

from coldsend_tui.sandbox.gate import visit
from coldsend_tui.sandbox.problems import NotFound
from coldsend_tui.sandbox.rules.fields import Id
from coldsend_tui.sandbox.world import World

IdInPath = Annotated[Id, Path()]


async def _world(request: Request) -> World:
    return visit(request).world


Here = Annotated[World, Depends(_world)]


async def _campaign(world: Here, campaign_id: IdInPath) -> int:
    return world.find("campaign", campaign_id)


async def _inbox(world: Here, inbox_id: IdInPath) -> int:
    return world.find("inbox", inbox_id)


async def _domain(world: Here, domain_id: IdInPath) -> int:
    return world.find("domain", domain_id)


async def _contact(world: Here, contact_id: IdInPath) -> int:
    return world.find("contact", contact_id)


async def _contact_list(world: Here, list_id: IdInPath) -> int:
    return world.find("list", list_id)


async def _thread(world: Here, thread_id: IdInPath) -> int:
    return world.find("thread", thread_id)


KnownCampaign = Annotated[int, Depends(_campaign)]
KnownInbox = Annotated[int, Depends(_inbox)]
KnownDomain = Annotated[int, Depends(_domain)]
KnownContact = Annotated[int, Depends(_contact)]
KnownList = Annotated[int, Depends(_contact_list)]
KnownThread = Annotated[int, Depends(_thread)]


async def _lead(world: Here, campaign: KnownCampaign, lead_id: IdInPath) -> int:
    lead = world.find("lead", lead_id)
    if not world.db.execute("SELECT 1 FROM lead WHERE id = ? AND campaign_id = ?", (lead, campaign)).fetchone():
        raise NotFound("Lead not found")
    return lead


async def _branch(world: Here, campaign: KnownCampaign, subsequence_id: IdInPath) -> int:
    branch = world.find("branch", subsequence_id)
    if not world.db.execute("SELECT 1 FROM branch WHERE id = ? AND campaign_id = ?", (branch, campaign)).fetchone():
        raise NotFound("Subsequence not found")
    return branch


KnownLead = Annotated[int, Depends(_lead)]
KnownBranch = Annotated[int, Depends(_branch)]


def job_of(world: World, job_id: str, kind: str) -> int:
    """The row of a job of this kind. Raises NotFound, also for text that is no UUID (SMTP and delete jobs)."""
    job = world.find("job", job_id)
    if not world.db.execute("SELECT 1 FROM job WHERE id = ? AND kind = ?", (job, kind)).fetchone():
        raise NotFound("Job not found")
    return job
