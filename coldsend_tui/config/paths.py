"""Where files live: the configuration file and one cache file per workspace, in the places each system has for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from coldsend_tui.config.settings import DEFAULT_BASE_URL, Profile
from coldsend_tui.errors import ConfigError

APPLICATION = "coldsend-tui"
CONFIG_VARIABLE = "COLDSEND_CONFIG"


def config_path(environment: Mapping[str, str], *, to_write: bool = False) -> Path:
    """The configuration file, there or not. `COLDSEND_CONFIG` names another one, which must be there unless it is written.

    `ConfigError` where it is not: to go on without it would be to go on without its guard rules.
    """
    named = environment.get(CONFIG_VARIABLE, "").strip()
    if named:
        path = Path(named).expanduser().absolute()
        if not to_write and not path.exists():
            raise ConfigError(
                f"{path}: there is no such file; {CONFIG_VARIABLE} names it.",
                f"Correct or unset {CONFIG_VARIABLE}, or type `coldsend-tui login`, which makes the file.",
            )
        return path
    from platformdirs import user_config_path

    return user_config_path(APPLICATION, appauthor=False) / "config.toml"


def cache_path(profile: Profile) -> Path:
    """The cache file of `profile`; its directory is made, closed to others.

    One workspace never shows another one's last known state: a key from the environment or another server gets a file
    of its own, told apart by a digest from which the key cannot be recovered (it has some 200 random bits).
    """
    from platformdirs import user_cache_path

    directory = user_cache_path(APPLICATION, appauthor=False)
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.chmod(0o700)
    except OSError as error:
        raise ConfigError(
            f"{directory}: cannot be used for the cache ({error.strerror}).",
            "Set XDG_CACHE_HOME to a directory you may write to.",
        ) from None
    return directory / f"{profile.name}{_suffix(profile)}.db"


def _suffix(profile: Profile) -> str:
    key = profile.environment_key.get_secret_value() if profile.environment_key is not None else ""
    if not key and profile.base_url == DEFAULT_BASE_URL:
        return ""
    from hashlib import sha256

    return "-" + sha256(f"{profile.base_url}\n{key}".encode()).hexdigest()[:10]
