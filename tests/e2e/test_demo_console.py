"""The demo in a real terminal, from the first key to a broken line."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal, Watched, descendants


def active_campaigns(terminal: Terminal) -> int:
    """Number in the list's title while it is filtered, `Campaigns 8 of 20 · filtered`; -1 before it is."""
    match = re.search(r"Campaigns (\d+) of \d+ · filtered", terminal.text)
    return int(match[1]) if match else -1


@contextmanager
def all_end(terminal: Terminal) -> Iterator[None]:
    """Every process that the console has started ends within the block."""
    with ExitStack() as stack:
        started = [stack.enter_context(Watched(pid)) for pid in descendants(terminal.process.pid)]
        assert started
        yield
        assert all(process.ends() for process in started)


def test_a_campaign_is_paused_and_a_dropped_line_leaves_nothing_behind(coldsend: Open) -> None:
    terminal = coldsend("demo", "--speed", "0")
    terminal.wait_for("DEMO", "What needs you")
    terminal.press("2")
    terminal.wait_for("ACTIVE", "─ Campaigns ")
    terminal.press("/")
    terminal.wait_for("esc clears")
    terminal.press("status:active", "enter")
    terminal.wait_until(lambda: active_campaigns(terminal) > 0, "filtered list")
    # What is typed before the list has the keys again still belongs to the filter.
    terminal.wait_for("P pause")
    before = active_campaigns(terminal)
    terminal.press("P")
    terminal.wait_for("enter pause")
    terminal.press("enter")
    terminal.wait_until(lambda: active_campaigns(terminal) == before - 1, "one ACTIVE campaign less")
    with all_end(terminal):
        terminal.signal(signal.SIGHUP)
        assert terminal.wait_for_exit() == 128 + signal.SIGHUP
    assert terminal.unrestored() == []


def test_it_leaves_on_request(coldsend: Open) -> None:
    terminal = coldsend("demo", size=(80, 24))
    terminal.wait_for("DEMO")
    terminal.press("q")
    assert terminal.wait_for_exit() == 0
    assert terminal.unrestored() == []


def test_sigterm_restores_the_terminal(coldsend: Open) -> None:
    terminal = coldsend("demo")
    terminal.wait_for("DEMO")
    terminal.signal(signal.SIGTERM)
    assert terminal.wait_for_exit() == 128 + signal.SIGTERM
    assert terminal.unrestored() == []


def test_a_killed_console_takes_its_sandbox_along(coldsend: Open) -> None:
    terminal = coldsend("demo")
    terminal.wait_for("DEMO")
    with all_end(terminal):
        terminal.signal(signal.SIGKILL)
        assert terminal.wait_for_exit() == -signal.SIGKILL


def test_a_closed_terminal_ends_console_and_sandbox(coldsend: Open) -> None:
    terminal = coldsend("demo")
    terminal.wait_for("DEMO")
    with all_end(terminal):
        terminal.hang_up()
        terminal.wait_for_exit()


def test_a_key_that_is_no_text_and_a_tiny_window_do_no_harm(coldsend: Open) -> None:
    terminal = coldsend("demo")
    terminal.wait_for("DEMO")
    terminal.press_bytes(b"\xff\xfe\x80")
    terminal.resize((20, 5))
    terminal.resize((120, 40))
    terminal.press("4")
    terminal.wait_for("Domains")
    terminal.press("q")
    assert terminal.wait_for_exit() == 0
    assert terminal.unrestored() == []


@pytest.mark.slow
def test_everything_is_stopped_by_three_keys_and_a_word_and_brought_back(coldsend: Open) -> None:
    terminal = coldsend("demo", "--speed", "0", size=(100, 30))
    terminal.wait_for("DEMO", "What needs you")
    terminal.wait_until(lambda: "api" in terminal.text and "active" in terminal.text, "read")
    terminal.press("K", "a")
    terminal.wait_until(lambda: re.search(r"type \d+ to pause", terminal.text) is not None, "the plan asks for a word")
    asked = re.search(r"type (\d+) to pause", terminal.text)
    assert asked is not None
    terminal.press(asked[1], "enter")
    terminal.wait_for("all done, each read back")
    terminal.press("escape")
    terminal.wait_for(f"{asked[1]} campaigns stopped", "R restores")
    terminal.press("R")
    terminal.wait_for(f"Restore {asked[1]} campaigns of {asked[1]} stopped")
    terminal.press("tab", "enter")
    terminal.wait_for("all done, each read back")
    terminal.press("escape")
    terminal.wait_until(lambda: "campaigns stopped" not in terminal.text, "no stop stands")
