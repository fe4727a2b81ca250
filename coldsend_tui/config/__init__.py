"""Profiles and settings: TOML in, checked, TOML out, and where files live.

Checked by hand on plain tuples: the console's start must not wait for pydantic.
"""

from coldsend_tui.config import checks
from coldsend_tui.config.guard import GuardRules
from coldsend_tui.config.keys import find_key, key_origin
from coldsend_tui.config.paths import cache_path, config_path
from coldsend_tui.config.reader import load, loads
from coldsend_tui.config.selection import NoProfileError, select
from coldsend_tui.config.settings import DEFAULT_BASE_URL, Profile, Settings

__all__ = [
    "DEFAULT_BASE_URL",
    "GuardRules",
    "NoProfileError",
    "Profile",
    "Settings",
    "cache_path",
    "checks",
    "config_path",
    "find_key",
    "key_origin",
    "load",
    "loads",
    "select",
]
