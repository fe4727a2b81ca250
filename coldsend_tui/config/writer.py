"""Settings as TOML, and a new profile added to the file without touching what a person wrote there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from coldsend_tui.config.guard import MAX_BULK, GuardRules
from coldsend_tui.config.reader import loads
from coldsend_tui.config.settings import DEFAULT_BASE_URL, Profile, Settings
from coldsend_tui.errors import ConfigError


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
    path = path.resolve()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = f"{path.read_text(encoding='utf-8').rstrip()}\n\n{addition}".lstrip() if path.exists() else addition
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
