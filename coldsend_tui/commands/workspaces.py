"""The configured workspaces as the console and `status --all` see them: each with its own key, cache and budget."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coldsend_tui.clock import SystemClock
from coldsend_tui.config import Profile, Settings, cache_path, find_key, key_origin, select
from coldsend_tui.config.selection import KEY_VARIABLE

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.glance.asked import Asked
    from coldsend_tui.launch import Launch
    from coldsend_tui.live.portfolio import Standing


class ConfiguredWorkspaces:
    """See `launch.Workspaces`. A key in the environment belongs to no profile and is left out."""

    def __init__(self, options: Asked | Namespace, settings: Settings) -> None:
        self._options, self._settings = options, settings

    @property
    def names(self) -> Sequence[str]:
        """Of the profiles, in the order of the file."""
        return tuple(self._settings.profiles)

    @property
    def refusal(self) -> str:
        """With a key in the environment every profile would be the same workspace under another name."""
        if os.environ.get(KEY_VARIABLE, "").strip():
            return f"{KEY_VARIABLE} is set and stands above every profile's key: all would be the same workspace"
        return ""

    def launch(self, name: str) -> Launch:
        """Its key is looked for as far as that needs no waiting."""
        from coldsend_tui.commands.console import launch_of

        profile = self._profile(name)
        key_origin(profile)
        if profile.api_key_command is None:
            find_key(profile)
        return launch_of(self._options, self._settings, profile)

    def standings(self) -> list[Standing]:
        """Worst first."""
        from coldsend_tui.live.portfolio import standing, worst_first

        clock = SystemClock()
        profiles = map(self._profile, self.names)
        return worst_first(standing(one.name, cache_path(one), clock, one.accent or "") for one in profiles)

    async def read(self, name: str) -> None:
        """As `status` does."""
        from coldsend_tui.commands.console import connect
        from coldsend_tui.commands.reading import read
        from coldsend_tui.store import Store

        profile = self._profile(name)
        key_origin(profile)
        store = Store.open(cache_path(profile))
        try:
            await read(await connect(profile), store, SystemClock())
        finally:
            store.close()

    def _profile(self, name: str) -> Profile:
        environment = {key: value for key, value in os.environ.items() if key != KEY_VARIABLE}
        return select(self._settings, name, environment)
