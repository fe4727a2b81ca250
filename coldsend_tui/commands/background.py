"""Slow calls beside an event loop that must be free to end at any moment."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def start_in_background(function: Callable[[], T]) -> Future[T]:
    """Run `function` in a daemon thread; the future has its result or what it raised.

    Not an executor: at exit Python waits for executor threads, and whoever quits while a password prompt is still open
    would wait for it too.
    """
    future: Future[T] = Future()
    future.set_running_or_notify_cancel()

    def work() -> None:
        try:
            future.set_result(function())
        except BaseException as error:  # noqa: BLE001 - handed on to whoever waits for the future
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return future


async def outcome(future: Future[T]) -> T:
    """The result of `future` on the event loop. It may be awaited again after a cancellation."""
    return await asyncio.wrap_future(future)
