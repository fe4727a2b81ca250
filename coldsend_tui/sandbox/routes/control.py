"""Control routes beside the public API, for tests and drills: loopback peers only, no key, no rate limit, not in /docs."""

from __future__ import annotations

import asyncio
from ipaddress import IPv6Address, ip_address
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from coldsend_tui.sandbox.faults.spec import SpecError
from coldsend_tui.sandbox.gate import visit
from coldsend_tui.sandbox.rules.lookups import Here
from coldsend_tui.sandbox.rules.scopes import EVERYTHING, GRANTABLE

CONTROL: Final = "/_sandbox"
MAX_HOURS: Final = 24 * 366
SLICE: Final = 6 * 3600
"""Virtual seconds that pass between two looks at other requests while the clock is moved far."""


def _is_this_machine(host: str | None) -> bool:
    """Whether a peer's address or the host of a URL is the loopback, in any of its spellings."""
    if host is None:
        return False
    try:
        address = ip_address(host)
    except ValueError:
        return host.lower() == "localhost"
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


async def _loopback_only(request: Request) -> None:
    """The peer is this machine, and no web page talks through its browser: neither by its own name nor by an origin."""
    callers = [request.client.host if request.client else None, request.url.hostname]
    if "origin" in request.headers:
        callers.append(urlsplit(request.headers["origin"]).hostname)
    if not all(map(_is_this_machine, callers)):
        raise HTTPException(404, "Not Found")


def _grantable(scope: str) -> str:
    if scope not in GRANTABLE:
        raise PydanticCustomError("scope", "unknown scope; a scope is resource:action, resource:all or *")
    return scope


class _Control(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Advance(_Control):
    """Virtual hours to let pass."""

    hours: Annotated[float, Field(gt=0, le=MAX_HOURS, strict=False)]


class Speed(_Control):
    """Virtual seconds in a real second; 0 stands still."""

    speed: Annotated[float, Field(ge=0, le=1_000_000, strict=False)]


class Faults(_Control):
    """A spec as described in faults/spec.py; "off" takes all faults away."""

    spec: str


class Key(_Control):
    """Scopes of a new key."""

    scopes: list[Annotated[str, AfterValidator(_grantable)]] = Field(default_factory=lambda: [EVERYTHING])


router = APIRouter(prefix=CONTROL, include_in_schema=False, dependencies=[Depends(_loopback_only)])


@router.get("/clock")
async def clock(world: Here) -> dict[str, Any]:
    """Where the virtual clock stands."""
    world.catch_up()
    return world.clock_reading()


@router.post("/advance")
async def advance(world: Here, body: Advance) -> dict[str, Any]:
    """Let virtual hours pass; answers when all their events are processed."""
    world.catch_up()
    target = world.now + round(body.hours * 3600)
    while world.now < target:
        world.advance_to(min(target, world.now + SLICE))
        await asyncio.sleep(0)
    return world.clock_reading()


@router.post("/speed")
async def speed(world: Here, body: Speed) -> dict[str, Any]:
    """Change the speed of the virtual clock."""
    world.catch_up()
    world.set_speed(body.speed)
    return world.clock_reading()


@router.post("/faults")
async def faults(request: Request, body: Faults) -> dict[str, Any]:
    """Replace all faults."""
    try:
        rules = visit(request).faults.set(body.spec)
    except SpecError as error:
        raise HTTPException(400, str(error)) from None
    return {"rules": [rule.kind for rule in rules]}


@router.post("/keys")
async def keys(world: Here, body: Key) -> dict[str, Any]:
    """Make a key with these scopes; it is shown this once."""
    return {"api_key": world.keys.create(body.scopes), "scopes": body.scopes}


@router.post("/reset")
async def reset(world: Here) -> dict[str, Any]:
    """Everything as just created: same seed, same history; keys made later are gone."""
    world.reset()
    return world.clock_reading()


@router.get("/events")
async def events(
    world: Here,
    after: Annotated[int, Query(ge=0, lt=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> dict[str, Any]:
    """What happened after the event with this number, oldest first."""
    world.catch_up()
    return {"events": world.events(after, limit)}
