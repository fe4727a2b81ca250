"""`coldsend-tui doctor`: what works here and what does not, one line each, with what to do about it."""

from __future__ import annotations

import asyncio
import locale
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from coldsend_tui import __version__
from coldsend_tui.commands.sandbox_process import missing_packages
from coldsend_tui.config import Profile, Settings, cache_path, config_path, find_key, key_origin, load, select
from coldsend_tui.config.keys import refuse_readable_by_others
from coldsend_tui.config.reader import nearest
from coldsend_tui.errors import ColdSendError, ConfigError, ExitCode
from coldsend_tui.store import Store
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.api import ColdSend
    from coldsend_tui.secret import Secret

MARKS = {ExitCode.OK: "✓", None: "▲"}


class Line(NamedTuple):
    """One thing that was looked at. `status` is OK, None for a warning, or the exit status that the fault causes."""

    topic: str
    text: str
    hint: str = ""
    status: ExitCode | None = ExitCode.OK


def run(options: Namespace) -> int:
    """Look at everything, print it; the exit status of the first fault, 0 without one."""
    worst = ExitCode.OK
    for line in _look(options.profile):
        print(f"{MARKS.get(line.status, '✗')} {line.topic:<14} {line.text}")
        for hint in line.hint.splitlines():
            print(f"{'':16} {hint.strip()}")
        if line.status and worst is ExitCode.OK:
            worst = line.status
    return worst


def _look(name: str | None) -> Iterator[Line]:
    yield Line(
        "program", f"coldsend-tui {__version__}, Python {platform.python_version()}, Textual {version('textual')}"
    )
    yield _terminal()
    yield _sandbox()
    exposed: list[Line] = []
    try:
        path = config_path(os.environ)
        settings = load(path)
        known = (
            f"{path}, profiles: {', '.join(settings.profiles) or 'none'}" if path.exists() else f"{path} is not there"
        )
        yield Line("configuration", known)
        exposed = [*_exposed(settings)]
        yield from exposed
        yield from _theme(settings)
        profile = select(settings, name, os.environ)
        yield Line("profile", f"{profile.name}{', read-only' if profile.read_only else ''}, {profile.base_url}")
        yield _cache(profile)
        origin = key_origin(profile)
        key = find_key(profile)
    except ConfigError as error:
        fault = _fault("configuration", error)
        if fault.text not in [line.text for line in exposed]:
            yield fault
        return
    yield Line("key", f"from {origin}, {len(key.get_secret_value())} characters")
    yield from _api(profile, key)


def _exposed(settings: Settings) -> Iterator[Line]:
    """Keys of any profile, not only of the chosen one, that others on this machine can read."""
    profiles = settings.profiles.values()
    files = [one.source for one in profiles if one.api_key is not None and one.source is not None]
    files += [one.api_key_file for one in profiles if one.api_key_file is not None and one.api_key_file.exists()]
    for file in dict.fromkeys(files):
        try:
            refuse_readable_by_others(file)
        except ConfigError as error:
            yield _fault("key", error)


def _theme(settings: Settings) -> Iterator[Line]:
    if settings.theme is None:
        return
    from coldsend_tui.tui import themes

    known = themes.names()
    if settings.theme not in known:
        near = nearest(settings.theme, known)
        hint = f"Did you mean {near}?" if near else f"Known are {', '.join(known)}."
        yield Line("theme", f"{safe(settings.theme)} is none; {themes.DEFAULT} is used", hint, None)


def _terminal() -> Line:
    term, encoding = os.environ.get("TERM", ""), locale.getpreferredencoding(do_setlocale=False)
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        return Line("terminal", "none here: the console cannot open", "status and demo --once work without one.", None)
    columns, rows = shutil.get_terminal_size()
    colours = "truecolor" if os.environ.get("COLORTERM") in ("truecolor", "24bit") else "256 colours or fewer"
    text = f"{term or 'TERM is not set'}, {columns}x{rows}, {encoding}, {colours}"
    if term in ("", "dumb"):
        return Line("terminal", text, "Set TERM to what the terminal is, for example xterm-256color.", None)
    if encoding.lower().replace("-", "") != "utf8":
        return Line(
            "terminal",
            text,
            "All is drawn with ASCII alone; a UTF-8 locale shows more, for example LANG=C.UTF-8.",
            None,
        )
    if columns < 80 or rows < 24:
        return Line("terminal", text, "The screens are made for 80x24 and more.", None)
    return Line("terminal", text)


def _sandbox() -> Line:
    missing = missing_packages()
    if missing:
        return Line(
            "sandbox", f"not installed ({', '.join(missing)})", "Type: pip install 'coldsend-tui[sandbox]'", None
        )
    return Line("sandbox", "installed: demo and sandbox serve work")


def _cache(profile: Profile) -> Line:
    path = cache_path(profile)
    store = Store.open(path)
    try:
        if store.warnings:
            return Line("cache", f"{path}: {' '.join(store.warnings)}", status=None)
        return Line("cache", f"{path}, campaigns known: {len(store.campaigns())}")
    finally:
        store.close()


def _api(profile: Profile, key: Secret) -> Iterator[Line]:
    from coldsend_tui.api import ColdSend

    async def ask() -> tuple[float, Line]:
        async with ColdSend(api_key=key, base_url=profile.base_url, retries=0) as client:
            start = time.perf_counter()
            await client.campaigns.list(limit=1)
            return time.perf_counter() - start, await _owner(client, key)

    try:
        seconds, owner = asyncio.run(ask())
    except ColdSendError as error:
        yield _fault("API", error)
        return
    yield Line("API", f"answers in {seconds * 1000:.0f} ms and takes the key")
    yield owner


async def _owner(client: ColdSend, key: Secret) -> Line:
    from coldsend_tui.api.errors import NotFound
    from coldsend_tui.commands.key_owner import told

    try:
        said = told(await client.me(), key)
    except NotFound:
        return Line("owner", "not told: this API does not say whose key it is")
    except ColdSendError as error:
        return Line("owner", f"not told: {safe(error.message)}", safe(error.hint, newlines=True), None)
    return Line("owner", said[0], "\n".join(said[1:])) if said else Line("owner", "the API told nothing of it")


def _fault(topic: str, error: ColdSendError) -> Line:
    return Line(topic, safe(error.message), safe(error.hint, newlines=True), error.exit_code)
