"""A client of a fresh sandbox whose waits move the sandbox's time."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from coldsend_tui.api import ColdSend, RequestRecord
from tests.sandbox.local import LocalSandbox


@pytest.fixture
def requests() -> list[RequestRecord]:
    """What the client `cs` asked for."""
    return []


@pytest.fixture
async def cs(sandbox: LocalSandbox, requests: list[RequestRecord]) -> AsyncIterator[ColdSend]:
    """A client with all scopes that tries once; waiting for a job lets virtual time pass."""

    async def sleep(seconds: float) -> None:
        sandbox.advance(seconds / 3600)

    async with ColdSend(
        sandbox.api_key,
        base_url=sandbox.base_url,
        wire=sandbox.transport,
        retries=0,
        sleep=sleep,
        on_request=requests.append,
    ) as client:
        yield client
