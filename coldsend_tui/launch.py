"""What the command line hands to the console: the workspace to open and how to reach it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from coldsend_tui.clock import Clock
from coldsend_tui.secret import Secret

if TYPE_CHECKING:
    from coldsend_tui.config import GuardRules
    from coldsend_tui.live.portfolio import Standing
    from coldsend_tui.live.recording.playback import Playback
    from coldsend_tui.live.recording.recorder import Recorder


class Mode(StrEnum):
    """What the console is opened on. READ-ONLY and OFFLINE are states that the console derives by itself."""

    LIVE = "LIVE"
    DEMO = "DEMO"
    REPLAY = "REPLAY"


class Target(NamedTuple):
    """Where the API is and as whom we speak. `base_url` has no trailing slash; plain http leads to loopback only."""

    base_url: str
    api_key: Secret


class Look(NamedTuple):
    """How the console's frame looks on this terminal: tabs as (digit, label, name), and by the name of what they colour
    the parameters of the escape sequence SGR."""

    tabs: tuple[tuple[str, str, str], ...]
    inks: Mapping[str, str]


class Workspaces(Protocol):
    """The workspaces that are configured, of which one is open. Everything here may block; `read` does not."""

    @property
    def names(self) -> Sequence[str]:
        """Of their profiles, as configured."""
        ...

    @property
    def refusal(self) -> str:
        """Why none of them can be switched to; "" when they can."""
        ...

    def launch(self, name: str) -> "Launch":
        """What opens a workspace in the place of the present one. Raises `ConfigError`."""
        ...

    def standings(self) -> Sequence["Standing"]:
        """What the cache of each knows; nothing is sent."""
        ...

    async def read(self, name: str) -> None:
        """Bring one workspace's cache up to date, within its own budget. Raises `ColdSendError`."""
        ...


class Launch(NamedTuple):
    """One console, ready to open.

    `clock` is the same object for the whole run; in the demo `connect` sets it to the sandbox's time in place.
    `connect` is awaited after the first paint: it finds the key or waits for the demo's sandbox, raises `ConfigError` or
    `SandboxError`, and may be awaited again. `store_path` is `None` for a cache in memory. `theme` is the name that was
    asked for, unchecked; `spell` turns text into what the terminal can show, as wide as before (None: it shows everything); `guard` is applied to every plan (None: no rules); `accent` is `#rrggbb`. `on_look` is told once
    how the first frame looks. `workspaces` are those that may be switched to, None where there is only this one. `recorder` records what the console comes to know; a `playback` takes the place of the API,
    the clock and the cache.
    """

    profile: str
    mode: Mode
    clock: Clock
    connect: Callable[[], Awaitable[Target]]
    store_path: Path | None
    read_only: bool = False
    guard: "GuardRules | None" = None
    accent: str | None = None
    theme: str | None = None
    mouse: bool = True
    spell: Callable[[str], str] | None = None
    on_look: Callable[[Look], None] | None = None
    workspaces: Workspaces | None = None
    recorder: "Recorder | None" = None
    playback: "Playback | None" = None
