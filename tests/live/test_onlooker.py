"""Who looks at what, and whether anybody does."""

from __future__ import annotations

from coldsend_tui.live.feeds import HOT, Presence
from coldsend_tui.live.onlooker import Onlooker
from coldsend_tui.live.tempo import View


def test_what_is_shown_is_told_once() -> None:
    onlooker = Onlooker(0.0, idle_after=120.0, hot_after=15.0)
    now, people = View(("analytics", "senders"), "analytics"), View(("senders",), None)
    assert onlooker.watch("now", now)
    assert not onlooker.watch("now", now)
    assert onlooker.watch("people", people)
    assert onlooker.names == ("analytics", "senders", "senders")
    assert onlooker.watch("now", people)
    onlooker.unwatch("people")
    onlooker.unwatch("nobody")
    assert onlooker.views == (people,)


def test_an_operator_is_there_for_a_while_after_a_key_and_away_behind_another_window() -> None:
    onlooker = Onlooker(0.0, idle_after=120.0, hot_after=15.0)
    assert (onlooker.presence(119.0), onlooker.presence(120.0)) == (Presence.THERE, Presence.IDLE)
    assert (onlooker.hot(14.0), onlooker.hot(15.0)) == (True, False)
    assert onlooker.touch(200.0)
    assert not onlooker.touch(200.0 + HOT)
    assert onlooker.hot(210.0)
    onlooker.blur()
    assert onlooker.presence(201.0) is Presence.AWAY
    onlooker.focus()
    assert onlooker.presence(201.0) is Presence.THERE
