"""`coldsend-tui status`: the state of the workspace as text or JSON, without a console."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

from coldsend_tui.clock import Clock, SystemClock
from coldsend_tui.commands.console import connect
from coldsend_tui.commands.now_text import render
from coldsend_tui.commands.reading import look, read
from coldsend_tui.config import Profile, cache_path, config_path, key_origin, load, select
from coldsend_tui.errors import ColdSendError, ExitCode
from coldsend_tui.store import Store

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Read the workspace, print it. When it cannot be read: the reason on stderr, what was known on stdout, its exit status."""
    if options.all:
        from coldsend_tui.commands import status_all

        return status_all.run(options)
    profile = select(load(config_path(os.environ)), options.profile, os.environ)
    if not options.cached:
        key_origin(profile)
    clock = SystemClock()
    store = Store.open(cache_path(profile))
    try:
        for warning in store.warnings:
            print(f"coldsend-tui: {warning}", file=sys.stderr)
        status = ExitCode.OK if options.cached else _refresh(profile, store, clock)
        seen = look(store, clock, f"{profile.name} ▪ LIVE")
    finally:
        store.close()
    if options.json:
        from coldsend_tui.commands.status_json import dumps

        print(dumps(seen, profile.name))
    elif status is ExitCode.OK or seen.verdict.age is not None:
        print(render(seen, *options.size))
    return status


def _refresh(profile: Profile, store: Store, clock: Clock) -> ExitCode:
    async def refresh() -> None:
        await read(await connect(profile), store, clock)

    try:
        asyncio.run(refresh())
    except ColdSendError as error:
        print(f"coldsend-tui: {error}", file=sys.stderr)
        return error.exit_code
    return ExitCode.OK
