"""Where a recording stands, at the right end of the flash line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.tui.lines import Line, cells, line, spread
from coldsend_tui.tui.widgets.meter import bar

if TYPE_CHECKING:
    from coldsend_tui.live.recording.playback import Playback

WIDE = 120


def beside(said: Line, playback: Playback, columns: int) -> Line:
    """What the flash line says, and behind it where the recording stands; the bar makes room for a longer message."""
    head = playhead(playback, columns)
    if cells(said) + cells(head) >= columns:
        head = playhead(playback, columns, bars=False)
    return spread(said, head, columns)


def playhead(playback: Playback, columns: int, *, bars: bool = True) -> Line:
    """`▶ 60×  ━━━╸──────  Thu 14:32:10  132/480`: state and speed, how far, the workspace's time, frames."""
    if playback.ended:
        state = ("■ end ", "warn" if playback.fault else "muted")
    elif playback.playing:
        state = (f"▶ {playback.speed:g}× ", "ok")
    else:
        state = (f"‖ {playback.speed:g}× ", "warn")
    now = playback.clock.now()
    wide = columns >= WIDE
    total = f"{playback.length:,}"
    return line(
        (f"{state[0]:<7}", state[1]),
        *(bar(playback.share, 24 if wide else 10) if bars else ()),
        f"  {now:%a %d %b %H:%M:%S}" if wide else f" {now:%a %H:%M:%S}",
        (f"  {playback.place + 1:>{len(total)},}/{total} ", "muted"),
    )
