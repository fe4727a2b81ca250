"""A world that is seeded by a second process while this one imports the server: start-up takes as long as the longer of the two."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coldsend_tui.sandbox.world import World

CAN_FORK = hasattr(os, "fork")


def begin(build: Callable[[], World]) -> Callable[[], bytes | None]:
    """Start `build` in a forked process. The result waits for it and gives the world's snapshot, or None if it failed.

    To be called while this process has one thread and holds nothing that a copy of it could spoil.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        status = 1
        try:
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(build().snapshot())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)

    def finish() -> bytes | None:
        with os.fdopen(reader, "rb") as pipe:
            snapshot = pipe.read()
        _, status = os.waitpid(child, 0)
        return snapshot if status == 0 else None

    return finish
