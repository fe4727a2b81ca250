"""Server jobs in a sandbox whose time stands still: each look at a job takes ten seconds."""

from __future__ import annotations

import httpx

from tests.actions.desk import Desk
from tests.sandbox.local import LocalSandbox

LOOK = 10 / 3_600


def working(desk: Desk) -> None:
    """Let jobs go on while they are looked at."""
    desk.tap.before = lambda request: look(desk.sandbox, request)


def look(sandbox: LocalSandbox, request: httpx.Request) -> None:
    """Ten seconds of the world for a look at a job."""
    if "/bulk/" in request.url.path and request.url.path.endswith("/progress"):
        sandbox.advance(LOOK)
