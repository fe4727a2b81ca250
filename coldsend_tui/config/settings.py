"""What can be configured, as plain values."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from coldsend_tui.config.guard import NO_RULES, GuardRules
from coldsend_tui.secret import Secret

DEFAULT_BASE_URL = "https://api.coldsend.pro/api/public/v1"  # [docs] behaviour contract, transport


class Profile(NamedTuple):
    """One workspace: an API key, where it is valid, and how the console treats it.

    The key comes from the first of `environment_key`, `api_key_command`, `api_key_file`, `api_key` that is set.
    `source` is the file the profile was read from, `None` when the environment alone made it.
    """

    name: str
    base_url: str = DEFAULT_BASE_URL
    api_key_command: str | None = None
    api_key_file: Path | None = None
    api_key: Secret | None = None
    accent: str | None = None
    read_only: bool = False
    guard: GuardRules = NO_RULES
    source: Path | None = None
    environment_key: Secret | None = None


class Settings(NamedTuple):
    """The whole configuration file. `read_only` and `guard` hold for every profile; a profile can only tighten them."""

    default_profile: str | None = None
    theme: str | None = None
    mouse: bool = True
    profiles: Mapping[str, Profile] = MappingProxyType({})
    read_only: bool = False
    guard: GuardRules = NO_RULES
