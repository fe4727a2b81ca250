"""Which profile a command works on, after the environment had its say."""

from __future__ import annotations

from collections.abc import Mapping

from coldsend_tui.config import checks
from coldsend_tui.config.reader import nearest
from coldsend_tui.config.settings import Profile, Settings
from coldsend_tui.errors import ConfigError
from coldsend_tui.text import safe

KEY_VARIABLE = "COLDSEND_API_KEY"
BASE_URL_VARIABLE = "COLDSEND_BASE_URL"
UNNAMED = "default"


class NoProfileError(ConfigError):
    """Nothing is configured: no profile in the file and no key in the environment."""

    def __init__(self) -> None:
        super().__init__(
            "No API key is configured yet.",
            "  Your workspace:  type `coldsend-tui login`, or set COLDSEND_API_KEY\n"
            "  Look around:     type `coldsend-tui demo`, which needs no account",
        )


def select(settings: Settings, name: str | None, environment: Mapping[str, str]) -> Profile:
    """The profile `name`, or the default one, with `COLDSEND_API_KEY` and `COLDSEND_BASE_URL` applied to it, and with
    `read_only` and the guard rules of the whole file, which it can only tighten.

    The default is `default_profile`, or the only profile there is, or, with a key in the environment, an unnamed one.
    `NoProfileError` when nothing is configured, `ConfigError` when the choice is not clear or a value cannot be used.
    """
    key, url = environment.get(KEY_VARIABLE, ""), environment.get(BASE_URL_VARIABLE, "")
    profile = _named(settings, name) if name else _default(settings, has_key=bool(key.strip()))
    profile = profile._replace(
        read_only=profile.read_only or settings.read_only,
        guard=settings.guard.tightened(profile.guard),
    )
    try:
        if key.strip():
            profile = profile._replace(environment_key=checks.secret(key))
    except ValueError as error:
        raise ConfigError(f"{KEY_VARIABLE} {error}.") from None
    try:
        if url.strip():
            profile = profile._replace(base_url=checks.base_url(url))
    except ValueError as error:
        raise ConfigError(f"{BASE_URL_VARIABLE} {error}.") from None
    return profile


def _named(settings: Settings, name: str) -> Profile:
    if name in settings.profiles:
        return settings.profiles[name]
    near = nearest(name, settings.profiles)
    if near:
        hint = f'Did you mean "{near}"?'
    elif settings.profiles:
        hint = f"Configured are: {', '.join(settings.profiles)}."
    else:
        hint = "No profile is configured; see config.example.toml."
    raise ConfigError(f'There is no profile "{safe(name)}".', hint)


def _default(settings: Settings, *, has_key: bool) -> Profile:
    if settings.default_profile:
        return settings.profiles[settings.default_profile]
    if len(settings.profiles) == 1:
        return next(iter(settings.profiles.values()))
    if UNNAMED in settings.profiles:
        return settings.profiles[UNNAMED]
    if has_key:
        return Profile(name=UNNAMED)
    if settings.profiles:
        raise ConfigError(
            f"Several profiles are configured: {', '.join(settings.profiles)}.",
            'Choose one with --profile NAME, or write default_profile = "NAME" at the top of the file.',
        )
    raise NoProfileError
