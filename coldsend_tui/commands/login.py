"""`coldsend-tui login`: a new profile with its API key, in a file for its owner alone."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from coldsend_tui.config import DEFAULT_BASE_URL, Profile, checks, config_path, load
from coldsend_tui.config.selection import UNNAMED
from coldsend_tui.config.writer import append_profile
from coldsend_tui.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Ask for the key (or take it as the first line of standard input) and add the profile to the configuration file."""
    path = config_path(os.environ, to_write=True)
    name = options.profile or UNNAMED
    if name in load(path).profiles:
        raise ConfigError(
            f'{path}: the profile "{name}" is there already.', "Choose another name with --profile, or edit the file."
        )
    what = "--profile"
    try:
        checks.profile_name(name)
        what = "--base-url"
        base_url = checks.base_url(options.base_url or DEFAULT_BASE_URL)
        what = "The API key"
        profile = Profile(name, base_url=base_url, api_key=checks.secret(_ask(name)))
    except ValueError as error:
        raise UsageError(f"{what} {error}.") from None
    append_profile(path, profile)
    option = f" --profile {name}" if options.profile else ""
    print(f'The profile "{name}" is in {path}.', file=sys.stderr)
    print(f"Check it with `coldsend-tui doctor{option}`, open it with `coldsend-tui{option}`.", file=sys.stderr)
    return 0


def _ask(name: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    from getpass import getpass

    return getpass(f'API key for the profile "{name}" (it is not shown): ')
