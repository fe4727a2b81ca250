"""Serves the sandbox over HTTP: `main` is the entry point of `coldsend-tui sandbox` and `python -m coldsend_tui.sandbox`.

FastAPI and the engine are imported only when serving, so that `--help` and a wrong option answer at once.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn

from coldsend_tui.sandbox import head_start
from coldsend_tui.sandbox.command_line import parse

if TYPE_CHECKING:
    import argparse

    from coldsend_tui.sandbox.world import World

BACKLOG: Final = 128
CLOSING_SECONDS: Final = 1
"""How long a stopping server waits for answers under way."""

_EVERY_ADDRESS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Listening on all addresses is told as one that can be called, and over which the control routes answer."""

_ORPHAN_SECONDS: Final = 2.0


def main(words: Sequence[str]) -> int:
    """Run the command in `words`; its exit status: 0, also after SIGINT and SIGTERM, 1 if it cannot serve, 2 for bad options."""
    options = parse(words)
    if options.command == "scenarios":
        return _list_scenarios()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    return serve(options)


def serve(options: argparse.Namespace) -> int:
    """Build the world and serve it until a signal comes."""
    try:
        listener = _listen(options.host, options.port)
    except OSError as error:
        return _complain(f"cannot listen on {options.host}:{options.port}: {error.strerror or error}")
    if fault := _misunderstood(options):
        return _complain(fault)
    try:
        world = _world(options)
    except ValueError as error:  # a scenario that needs another scale
        return _complain(str(error))
    try:
        _run(world, listener, options)
    finally:
        world.close()
    return 0


def _misunderstood(options: argparse.Namespace) -> str | None:
    """What is wrong with the scenario or the faults; a scenario's own faults are put before the others."""
    from coldsend_tui.sandbox.faults.spec import SpecError
    from coldsend_tui.sandbox.faults.spec import parse as parse_faults

    try:
        parse_faults(options.faults)
    except SpecError as error:
        return f"--faults: {error}"
    if options.scenario is not None:
        from coldsend_tui.sandbox.scenarios import SCENARIOS

        if options.scenario not in SCENARIOS:
            return f"unknown scenario {options.scenario!r}; known: {', '.join(SCENARIOS)}"
        options.faults = "; ".join(filter(None, (SCENARIOS[options.scenario].faults, options.faults)))
    return None


def _world(options: argparse.Namespace) -> World:
    """The world to serve. One in memory is seeded beside the import of the server."""

    def build() -> World:
        from coldsend_tui.sandbox.world import World

        return World.create(seed=options.seed, scale=options.scale, path=options.db, scenario=options.scenario)

    # Nothing made from here until the server listens is garbage: looking for some would take a tenth of the start.
    gc.disable()
    seeding = head_start.begin(build) if head_start.CAN_FORK and options.db is None else None
    if options.parent_pipe:
        threading.Thread(target=_end_with_parent, name="parent-pipe", daemon=True).start()
    import uvicorn  # noqa: F401 - imported now, while the world is seeded

    from coldsend_tui.sandbox.app import api
    from coldsend_tui.sandbox.virtual_clock import RunningClock
    from coldsend_tui.sandbox.world import World

    api()
    snapshot = seeding() if seeding else None
    world = World.from_snapshot(snapshot) if snapshot else build()
    world.clock = RunningClock(options.speed)
    world.clock.set(world.now)
    return world


def _run(world: World, listener: socket.socket, options: argparse.Namespace) -> None:
    from asyncio import CancelledError

    import uvicorn
    from starlette.requests import ClientDisconnect

    from coldsend_tui.sandbox.app import create_app
    from coldsend_tui.sandbox.faults.injector import ConnectionCut

    class Server(uvicorn.Server):
        """Says where it listens as soon as it does."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            _greet(world, listener, options)

    def is_news(record: logging.LogRecord) -> bool:
        """No error of the server: a deliberate fault, a caller that hung up, an answer that a stop did not wait for."""
        error = record.exc_info[1] if record.exc_info else None
        expected = isinstance(error, ConnectionCut | ClientDisconnect | CancelledError)
        return not expected and not record.getMessage().startswith("Cancel ")

    sandbox = create_app(world, rate_limit=options.rate_limit, faults=options.faults, seed=options.seed)
    config = uvicorn.Config(
        sandbox.asgi,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        date_header=False,  # the gate tells the virtual time
        server_header=False,
        timeout_graceful_shutdown=CLOSING_SECONDS,
    )
    logging.getLogger("uvicorn.error").addFilter(is_news)
    gc.freeze()
    gc.enable()
    Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio switches Nagle off: without it every answer on a kept connection waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    return listener


def _greet(world: World, listener: socket.socket, options: argparse.Namespace) -> None:
    """Tell where the server is, on stdout."""
    from coldsend_tui.sandbox.routes.control import CONTROL
    from coldsend_tui.sandbox.rules.operations import PUBLIC

    host, port = listener.getsockname()[:2]
    host = _EVERY_ADDRESS.get(host, host)
    origin = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    world.catch_up()
    greeting: dict[str, Any] = {
        "base_url": origin + PUBLIC,
        "control_url": origin + CONTROL,
        "api_key": world.keys.first,
        "clock": world.clock_reading(),
    }
    if options.json:
        text = json.dumps(greeting)
    else:
        text = f"ColdSend sandbox, {options.scale} workspace, seed {options.seed}, {options.speed:g} x real time\n"
        text += f"  API      {greeting['base_url']}\n  key      {greeting['api_key']}\n"
        text += f"  docs     {origin}/docs\n  control  {greeting['control_url']}\n  Ctrl-C stops it."
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _list_scenarios() -> int:
    from coldsend_tui.sandbox.scenarios import SCENARIOS

    width = max(map(len, SCENARIOS), default=0)
    sys.stdout.writelines(f"{scenario.name:<{width}}  {scenario.summary}\n" for scenario in SCENARIOS.values())
    return 0


def _complain(message: str) -> int:
    sys.stderr.write(f"coldsend-tui sandbox: {message}\n")
    return 1


def _stop(_signal: int, _frame: object) -> NoReturn:
    """Before and after the server's own handling: a stop is a success."""
    raise SystemExit(0)


def _end_with_parent() -> None:
    """Wait for the end of the parent: it holds the other end of standard input. Also after its kill -9."""
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_ORPHAN_SECONDS)
    os._exit(0)  # the main thread is deep in a calculation; with --db the last transaction is what counts
