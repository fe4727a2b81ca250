"""The configuration file, read and checked. Every complaint names the file, the key and what to write instead."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from coldsend_tui.config import checks, guard
from coldsend_tui.config.settings import Profile, Settings
from coldsend_tui.errors import ConfigError
from coldsend_tui.text import safe

Check = Callable[[object], Any]

GENERAL_KEYS: Mapping[str, Check] = MappingProxyType(
    {"default_profile": checks.profile_name, "theme": checks.text, "mouse": checks.flag, "read_only": checks.flag}
)
PROFILE_KEYS: Mapping[str, Check] = MappingProxyType(
    {
        "base_url": checks.base_url,
        "api_key_command": checks.text,
        "api_key_file": checks.path,
        "api_key": checks.secret,
        "accent": checks.accent,
        "read_only": checks.flag,
    }
)
GUARD_KEYS: Mapping[str, Check] = MappingProxyType(
    {**dict.fromkeys((*guard.ACTIONS, guard.OTHERS), guard.rule), guard.MAX_BULK: guard.max_bulk}
)


def load(path: Path) -> Settings:
    """The settings in `path`; the defaults when there is no such file. `ConfigError` on anything that cannot be used."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read ({error.strerror}).", "Check the path and its permissions."
        ) from None
    try:
        return loads(content.decode("utf-8"), path)
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8 text.", "Save it as UTF-8.") from None


def loads(content: str, path: Path) -> Settings:
    """The settings in the text `content`, which came from `path`."""
    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {safe(str(error))}.", "Correct that line.") from None
    profiles = table.pop("profiles", {})
    if not isinstance(profiles, dict):
        raise ConfigError(f"{path}: profiles must be tables.", "Write [profiles.NAME] and the settings below it.")
    rules = _guard(table.pop("guard", {}), path, "[guard]")
    values = _checked(table, GENERAL_KEYS, path, where="")
    read = {name: _profile(name, entry, path) for name, entry in profiles.items()}
    default = values.get("default_profile")
    if default is not None and default not in read:
        raise ConfigError(f'{path}: default_profile is "{default}", which is not there.', _names(default, read))
    return Settings(profiles=read, guard=rules, **values)


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """The name that was probably meant, if one is near enough."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(valid), n=1, cutoff=0.5)), None)


def _profile(name: str, entry: object, path: Path) -> Profile:
    where = f"[profiles.{safe(name)}]"
    try:
        checks.profile_name(name)
    except ValueError as error:
        raise ConfigError(f"{path}: the name of the profile {where} {error}.") from None
    if not isinstance(entry, dict):
        raise ConfigError(
            f"{path}: {where} must be a table.", f"Write {where} on a line of its own, the settings below it."
        )
    table = dict(entry)
    rules = _guard(table.pop("guard", {}), path, f"[profiles.{safe(name)}.guard]")
    return Profile(name=name, source=path, guard=rules, **_checked(table, PROFILE_KEYS, path, where=where))


def _guard(entry: object, path: Path, where: str) -> guard.GuardRules:
    if not isinstance(entry, dict):
        raise ConfigError(
            f"{path}: {where} must be a table.", f'Write {where} and below it rules like delete = "deny".'
        )
    values = _checked(entry, GUARD_KEYS, path, where=where)
    return guard.GuardRules(max_bulk=values.pop(guard.MAX_BULK, None), rules=values)


def _checked(table: Mapping[str, object], keys: Mapping[str, Check], path: Path, *, where: str) -> dict[str, Any]:
    place = f" in {where}" if where else ""
    result = {}
    for key, value in table.items():
        if key not in keys:
            raise ConfigError(f'{path}: unknown key "{safe(key)}"{place}.', _misplaced(key, keys))
        try:
            result[key] = keys[key](value)
        except ValueError as error:
            raise ConfigError(f"{path}: {key}{place} {error}.") from None
    return result


def _misplaced(key: str, keys: Mapping[str, Check]) -> str:
    elsewhere = PROFILE_KEYS if keys is GENERAL_KEYS else GENERAL_KEYS
    if key in elsewhere and keys is not GUARD_KEYS:
        return "It belongs into a [profiles.NAME] table." if keys is GENERAL_KEYS else "It belongs above all tables."
    tables = {id(GENERAL_KEYS): ("profiles", "guard"), id(PROFILE_KEYS): ("guard",)}
    near = nearest(key, [*keys, *tables.get(id(keys), ())])
    return f'Did you mean "{near}"?' if near else f"Known are: {', '.join(keys)}."


def _names(wanted: str, profiles: Mapping[str, Profile]) -> str:
    near = nearest(wanted, profiles)
    if near:
        return f'Did you mean "{near}"?'
    return f"Profiles in it: {', '.join(profiles)}." if profiles else "It has no profiles."
