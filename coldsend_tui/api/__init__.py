"""A typed async client of the ColdSend Public API, usable on its own.

    from coldsend_tui.api import ColdSend

    async with ColdSend(api_key=key) as cs:
        async for campaign in cs.campaigns.iter(status="ACTIVE"):
            print(campaign.name, campaign.sent_count)

Every operation of the contract is one method (see `resources`). Failures are the exceptions of `errors`. Importing this
package is cheap; httpx and pydantic come with the first client, or in a thread with `load`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coldsend_tui.api.breaker import Breaker as Breaker
    from coldsend_tui.api.breaker import Circuit as Circuit
    from coldsend_tui.api.budget import Budget as Budget
    from coldsend_tui.api.budget import Priority as Priority
    from coldsend_tui.api.client import ColdSend as ColdSend
    from coldsend_tui.api.errors import ApiError as ApiError
    from coldsend_tui.api.errors import UnknownOutcome as UnknownOutcome
    from coldsend_tui.api.record import RequestRecord as RequestRecord

_HOMES = {
    "ApiError": "errors",
    "Breaker": "breaker",
    "Budget": "budget",
    "Circuit": "breaker",
    "ColdSend": "client",
    "Priority": "budget",
    "RequestRecord": "record",
    "UnknownOutcome": "errors",
}

__all__ = [
    "ApiError",
    "Breaker",
    "Budget",
    "Circuit",
    "ColdSend",
    "Priority",
    "RequestRecord",
    "UnknownOutcome",
    "load",
]


def load() -> type[ColdSend]:
    """The client's class, with all modules behind it imported.

    Takes some hundred milliseconds the first time: `ColdSend = await asyncio.to_thread(load)` keeps an event loop free.
    """
    from importlib import import_module

    from coldsend_tui.api.client import ColdSend

    for resource in ("campaigns", "analytics", "senders", "domains", "replies"):
        import_module(f"{__name__}.resources.{resource}")
    return ColdSend


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
