"""The keys of a recording that plays. They take the places of those that read the API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from coldsend_tui.live.recording.marks import following, preceding
from coldsend_tui.tui.commands import EVERYWHERE, Command

if TYPE_CHECKING:
    from coldsend_tui.live.recording.playback import Playback

LEAP = timedelta(minutes=5)
_GROUP = "Recording"

KEYS = (
    Command("freeze", "z", "play/pause", "Pause or play", footer=90, group=_GROUP),
    Command("step_on", "full_stop", "step", "Go to the next change", footer=92, group=_GROUP),
    Command("step_back", "comma", "back", "Go to the change before", footer=91, group=_GROUP),
    Command(
        "next_finding", "greater_than_sign", "finding", "Go to where the findings change next", footer=94, group=_GROUP
    ),
    Command("last_finding", "less_than_sign", "finding before", "Go to where the findings changed last", group=_GROUP),
    Command("leap_on", "right_curly_bracket", "5 minutes on", "Go on by five minutes", group=_GROUP),
    Command("leap_back", "left_curly_bracket", "5 minutes back", "Go back by five minutes", group=_GROUP),
    Command("faster", "right_square_bracket", "faster", "Play faster, up to 600 times", footer=95, group=_GROUP),
    Command("slower", "left_square_bracket", "slower", "Play slower, down to as it was", group=_GROUP),
)
_REPLACED = {"refresh", "freeze"}
COMMANDS = (*KEYS, *(command for command in EVERYWHERE if command.name not in _REPLACED))


class ReplayKeys:
    """Carries the keys out; `say` puts a line on the flash line."""

    def __init__(self, playback: Playback, say: Callable[[str], None], redraw: Callable[[], None]) -> None:
        self._playback = playback
        self._say = say
        self._redraw = redraw

    def do_freeze(self) -> None:
        self._playback.toggle()
        self._redraw()

    def do_refresh(self) -> None:
        self._say("a recording is not read again; z plays it, . goes to the next change")

    def do_step_on(self) -> None:
        self._go(following(self._playback.marks.changes, self._playback.aimed), "nothing changes after this")

    def do_step_back(self) -> None:
        self._go(preceding(self._playback.marks.changes, self._playback.aimed), "the recording begins here")

    def do_next_finding(self) -> None:
        self._go(following(self._findings, self._playback.aimed), "findings do not change after this")

    def do_last_finding(self) -> None:
        self._go(preceding(self._findings, self._playback.aimed), "findings did not change before this")

    def do_leap_on(self) -> None:
        self._go(self._playback.place_in(LEAP), "")

    def do_leap_back(self) -> None:
        self._go(self._playback.place_in(-LEAP), "")

    def do_faster(self) -> None:
        self._playback.change_speed(1)
        self._redraw()

    def do_slower(self) -> None:
        self._playback.change_speed(-1)
        self._redraw()

    @property
    def _findings(self) -> Sequence[int]:
        return self._playback.marks.findings

    def _go(self, place: int | None, nowhere: str) -> None:
        if place is None or place >= self._playback.length:
            self._say(nowhere)
        else:
            self._playback.aim(place)
