"""Settings as TOML, and a new profile added to the file without touching what a person wrote there."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from coldsend_tui.config.guard import MAX_BULK, GuardRules
from coldsend_tui.config.reader import loads
from coldsend_tui.config.settings import DEFAULT_BASE_URL, Profile, Settings
from coldsend_tui.errors import ConfigError
from coldsend_tui.secret import Secret


def dumps(settings: Settings) -> str:
    """`settings` as the text of a configuration file, keys included: write it to 0600 files only."""
    import tomli_w

    general: dict[str, Any] = {"default_profile": settings.default_profile, "theme": settings.theme}
    table = {key: value for key, value in general.items() if value is not None}
    if not settings.mouse:
        table["mouse"] = False
    if settings.read_only:
        table["read_only"] = True
    if rules := _rules(settings.guard):
        table["guard"] = rules
    if settings.profiles:
        table["profiles"] = {name: _table(profile) for name, profile in settings.profiles.items()}
    return tomli_w.dumps(table)


def append_profile(path: Path, profile: Profile) -> None:
    """Add `profile` at the end of the file `path`, which stays as it is otherwise and becomes 0600.

    `ConfigError` when the file cannot be written, or would not be valid with the addition; then it stays untouched.
    """
    addition = dumps(Settings(profiles={profile.name: profile}))

    def added(content: str) -> str:
        return f"{content.rstrip()}\n\n{addition}".lstrip()

    _rewrite(path, added)


def replace_key(path: Path, name: str, key: Secret) -> None:
    """Give the profile `name` of the file `path` another `api_key`. Everything else, comments too, stays; it becomes 0600.

    `ConfigError` when the file cannot be written, or is written in a way in which the key cannot be found by its line.
    """

    def replaced(content: str) -> str:
        wanted = loads(content, path).profiles
        text = _with_key(content, name, key)
        with suppress(ConfigError):
            if text and loads(text, path).profiles == {**wanted, name: wanted[name]._replace(api_key=key)}:
                return text
        raise ConfigError(
            f'{path}: the key of the profile "{name}" is not on a line of its own.', "Edit it in the file."
        )

    _rewrite(path, replaced)


def _with_key(content: str, name: str, key: Secret) -> str | None:
    """`content` with the line `api_key` below the header of the profile changed, or added where there is none."""
    lines = content.splitlines(keepends=True)
    header = re.compile(rf"""\s*\[\s*profiles\s*\.\s*["']?{re.escape(name)}["']?\s*\]\s*(#.*)?""")
    at = next((number for number, line in enumerate(lines) if header.fullmatch(line.rstrip())), None)
    if at is None:
        return None
    value = json.dumps(key.get_secret_value())  # of printable ASCII, which TOML writes alike
    end = next((number for number in range(at + 1, len(lines)) if lines[number].lstrip().startswith("[")), len(lines))
    for number in range(at + 1, end):
        if found := _KEY_LINE.match(lines[number]):
            lines[number] = f"{found['before']}{value}{lines[number][found.end() :]}"
            return "".join(lines)
    lines[at] = f"{lines[at].rstrip()}\n"
    lines.insert(at + 1, f"api_key = {value}\n")
    return "".join(lines)


_KEY_LINE = re.compile(r"""(?P<before>\s*["']?api_key["']?\s*=\s*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*')""")


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    path = path.resolve()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = change(path.read_text(encoding="utf-8") if path.exists() else "")
        loads(content, path)
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(content)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written ({error.strerror}).") from None


def _table(profile: Profile) -> dict[str, Any]:
    table: dict[str, Any] = {}
    if profile.base_url != DEFAULT_BASE_URL:
        table["base_url"] = profile.base_url
    if profile.api_key_command is not None:
        table["api_key_command"] = profile.api_key_command
    if profile.api_key_file is not None:
        table["api_key_file"] = str(profile.api_key_file)
    if profile.api_key is not None:
        table["api_key"] = profile.api_key.get_secret_value()
    if profile.accent is not None:
        table["accent"] = profile.accent
    if profile.read_only:
        table["read_only"] = True
    if rules := _rules(profile.guard):
        table["guard"] = rules
    return table


def _rules(guard: GuardRules) -> dict[str, Any]:
    return {**guard.rules} | ({} if guard.max_bulk is None else {MAX_BULK: guard.max_bulk})
