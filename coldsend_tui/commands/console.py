"""`coldsend-tui`: the console on a configured workspace."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.clock import SystemClock
from coldsend_tui.commands.opening import open_console, require_terminal, spelling, start_recording
from coldsend_tui.config import Profile, Settings, cache_path, config_path, find_key, key_origin, load, select
from coldsend_tui.glance import note
from coldsend_tui.glance.asked import Asked
from coldsend_tui.launch import Launch, Look, Mode, Target

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Asked | Namespace) -> int:
    """Open the console on the chosen profile; the exit status of the console."""
    file = config_path(os.environ)
    configuration = (str(file), note.state_of(str(file)))
    settings = load(file)
    profile = select(settings, options.profile, os.environ)
    key_origin(profile)
    require_terminal()
    if profile.environment_key is not None or profile.api_key_command is None:
        # A file that others can read is refused before anything is drawn. A command may take long: it is run by `connect`.
        find_key(profile)
    recorder = start_recording(options, profile.name, Mode.LIVE, profile.base_url)
    launch = launch_of(options, settings, profile)
    note_ = partial(leave_note, options, profile, configuration, cache_path(profile))
    return open_console(launch._replace(on_look=note_, recorder=recorder))


def launch_of(options: Asked | Namespace, settings: Settings, profile: Profile) -> Launch:
    """A console on `profile`, with the options of the command line."""
    from coldsend_tui.commands.workspaces import ConfiguredWorkspaces

    return Launch(
        profile=profile.name,
        mode=Mode.LIVE,
        clock=SystemClock(),
        connect=partial(connect, profile),
        store_path=cache_path(profile),
        read_only=options.read_only or profile.read_only,
        guard=profile.guard,
        accent=profile.accent,
        theme=options.theme or settings.theme,
        mouse=settings.mouse and not options.no_mouse,
        spell=spelling(ascii=options.ascii),
        workspaces=ConfiguredWorkspaces(options, settings),
    )


def leave_note(
    options: Asked | Namespace, profile: Profile, configuration: tuple[str, str], cache: Path, look: Look
) -> None:
    """Leave what the first glance of the next console needs to know."""
    from coldsend_tui.glance.leaving import leave
    from coldsend_tui.store.schema import SCHEMA_VERSION

    asked = Asked(options.profile, options.theme)
    file = note.path(asked, os.environ)
    if file is not None:
        left = note.Note(
            (str(cache), str(SCHEMA_VERSION)), configuration, profile.name, profile.read_only, look.tabs, look.inks
        )
        leave(Path(file), note.circumstances(asked, os.environ), left)


async def connect(profile: Profile) -> Target:
    """Where the API of `profile` is and its key, which a command may take a while to give."""
    from coldsend_tui.commands.background import outcome, start_in_background

    return Target(profile.base_url, await outcome(start_in_background(partial(find_key, profile))))
