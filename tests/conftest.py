"""Fixtures for every test that needs a ColdSend to talk to."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    import httpx

    from tests.contract.validator import Contract
    from tests.sandbox.local import LocalSandbox

ROOT = Path(__file__).parent
# The heap of a test process is large and long-lived (contract, routes, styles of screens), and Python's collector walks
# through it every 70,000 objects: a quarter of the suite's processor time. Measured on tests/tui/test_contact_writes.py.
gc.set_threshold(100_000, 20, 20)

# Properties are judged by their answers, never by their time. `--hypothesis-profile deep` looks for rarer ones.
settings.register_profile("brief", deadline=None, max_examples=50)
settings.register_profile("deep", deadline=None, max_examples=1000)
settings.load_profile("brief")


WAITING = ("e2e", "glance", "hostile", "live", "commands", "cli")
"""Folders of tests that wait for other programs, in this order before all others."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits begins first, beside what works; the short tests of pure rules fill the end of the run."""
    order = {name: place for place, name in enumerate((*WAITING, "tui", "scenarios", "sandbox"))}
    items.sort(key=lambda item: order.get(item.path.relative_to(ROOT).parts[0], len(order)))


def pytest_collection_finish() -> None:
    """What was imported until now stays: the collector need not look at it again."""
    gc.collect()
    gc.freeze()


# Some machines forbid compiled modules beside their sources. Then each of some hundred programs that are started here
# compiles the console anew (0.6 s), and each test process all the asserts that pytest rewrites (4 s).
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture
def make_sandbox() -> Iterator[Callable[..., LocalSandbox]]:
    """A factory of sandboxes: scale="empty|small|medium", rate_limit=True, faults="503 20%", seed=7."""
    from tests.sandbox.local import LocalSandbox

    made: list[LocalSandbox] = []

    def make(**options: Any) -> LocalSandbox:
        made.append(LocalSandbox(**options))
        return made[-1]

    yield make
    for sandbox in made:
        sandbox.close()


@pytest.fixture
def sandbox(make_sandbox: Callable[..., LocalSandbox]) -> LocalSandbox:
    """A fresh small workspace: 4 campaigns, 8 senders, 3 domains, 600 leads; clock stands still, no rate limit."""
    return make_sandbox()


@pytest.fixture
def asgi(sandbox: LocalSandbox) -> httpx.AsyncBaseTransport:
    """An httpx transport into `sandbox`; every answer is judged by the contract."""
    return sandbox.transport


@pytest.fixture(scope="session")
def contract() -> Contract:
    """tests/contract/openapi.yaml."""
    from tests.contract.validator import load

    return load()
