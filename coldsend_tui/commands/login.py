"""`coldsend-tui login`: an API key that the API takes, in a profile, in a file for its owner alone."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.config import DEFAULT_BASE_URL, Profile, checks, config_path, load
from coldsend_tui.config.selection import BASE_URL_VARIABLE, UNNAMED
from coldsend_tui.config.writer import append_profile, replace_key
from coldsend_tui.errors import ColdSendError, ConfigError, UsageError
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.secret import Secret


def run(options: Namespace) -> int:
    """Ask for the key (or take it as the first line of standard input), try it, and store it. Nothing is stored of a key that
    the API refuses, or that could not be tried."""
    path = config_path(os.environ, to_write=True)
    name = options.profile or UNNAMED
    known = load(path).profiles.get(name)
    if known is not None:
        _refuse_to_replace(known, path, options)
    what = "--profile"
    try:
        checks.profile_name(name)
        what = "--base-url"
        given = checks.base_url(options.base_url) if options.base_url else None
        what = BASE_URL_VARIABLE
        used = given or checks.base_url(os.environ.get(BASE_URL_VARIABLE) or (known or _NEW).base_url)
        what = "The API key"
        key = checks.secret(_ask(name))
    except ValueError as error:
        raise UsageError(f"{what} {error}.") from None
    if not options.no_check:
        _try(key, used)
    if known is None:
        append_profile(path, Profile(name, base_url=given or DEFAULT_BASE_URL, api_key=key))
    else:
        replace_key(path, name, key)
    option = f" --profile {name}" if options.profile else ""
    done = f'The profile "{name}" has the new key' if known else f'The profile "{name}" is in {path}'
    print(f"{done}{', which was not tried' if options.no_check else '; the API takes it'}.", file=sys.stderr)
    print(f"Look closer with `coldsend-tui doctor{option}`, open it with `coldsend-tui{option}`.", file=sys.stderr)
    return 0


_NEW = Profile("")


def _refuse_to_replace(known: Profile, path: Path, options: Namespace) -> None:
    """Raises where the key of a profile that is there already is not to be replaced, or stands elsewhere."""
    there = f'{path}: the profile "{known.name}" is there already'
    if options.base_url and options.base_url.rstrip("/") != known.base_url:
        raise ConfigError(f"{there}, for {known.base_url}.", "Edit base_url in the file, or choose another --profile.")
    elsewhere = "api_key_command" if known.api_key_command else "api_key_file" if known.api_key_file else ""
    if elsewhere:
        raise ConfigError(f"{there} and has its key from {elsewhere}.", f"Change the key there, or edit {elsewhere}.")
    if options.replace:
        return
    if sys.stdin.isatty():
        print(
            f'The profile "{known.name}" is in {path} already. Replace its key? [y/N] ',
            end="",
            file=sys.stderr,
            flush=True,
        )
        if sys.stdin.readline().strip().lower() in ("y", "yes"):
            return
        raise ConfigError("Nothing was changed.", "--profile NAME adds another one.")
    raise ConfigError(f"{there}.", "--replace replaces its key, --profile NAME adds another one.")


def _ask(name: str) -> str:
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        if not line.strip():
            raise UsageError(
                "No API key was given: standard input has none in its first line.",
                "Type it where there is a terminal, or pipe it in: pass show coldsend | coldsend-tui login",
            )
        return line
    from getpass import getpass

    return getpass(f'API key for the profile "{name}" (it is not shown): ')


def _try(key: Secret, base_url: str) -> None:
    """Ask the API for something small. Raises what it answers; a key that lacks a scope is a key all the same."""
    from coldsend_tui.api import ColdSend
    from coldsend_tui.api.errors import MissingScope, Unauthorized

    async def ask() -> None:
        async with ColdSend(api_key=key, base_url=base_url, retries=0) as client:
            await client.campaigns.list(limit=1)

    try:
        asyncio.run(ask())
    except MissingScope as error:
        print(f"coldsend-tui: {safe(str(error))}", file=sys.stderr)
    except Unauthorized as error:
        error.hint = "Nothing was stored. Copy the key again, or make a new one in the ColdSend app."
        raise
    except ColdSendError as error:
        error.hint = "Nothing was stored. Try again, or store the key untried with --no-check."
        raise
