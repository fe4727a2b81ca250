"""`coldsend-tui`: the console on a configured workspace."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from coldsend_tui.clock import SystemClock
from coldsend_tui.commands.opening import open_console, require_terminal
from coldsend_tui.config import Profile, cache_path, config_path, find_key, key_origin, load, select
from coldsend_tui.launch import Launch, Mode, Target

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Open the console on the chosen profile; the exit status of the console."""
    settings = load(config_path(os.environ))
    profile = select(settings, options.profile, os.environ)
    key_origin(profile)
    require_terminal()
    if profile.environment_key is not None or profile.api_key_command is None:
        # A file that others can read is refused before anything is drawn. A command may take long: it is run by `connect`.
        find_key(profile)
    return open_console(
        Launch(
            profile=profile.name,
            mode=Mode.LIVE,
            clock=SystemClock(),
            connect=partial(connect, profile),
            store_path=cache_path(profile),
            read_only=options.read_only or profile.read_only,
            accent=profile.accent,
            theme=options.theme or settings.theme,
            mouse=settings.mouse and not options.no_mouse,
        )
    )


async def connect(profile: Profile) -> Target:
    """Where the API of `profile` is and its key, which a command may take a while to give."""
    from coldsend_tui.commands.background import outcome, start_in_background

    return Target(profile.base_url, await outcome(start_in_background(partial(find_key, profile))))
