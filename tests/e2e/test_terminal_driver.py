"""The driver of the end-to-end tests sees what a person would see: checked on a small full-screen program."""

from __future__ import annotations

import signal
import sys
import textwrap

from tests.e2e.terminal import Terminal

PROGRAM = textwrap.dedent(
    """
    import shutil, signal, sys, termios, tty
    before = termios.tcgetattr(0); tty.setraw(0)
    def draw(*_):
        size = shutil.get_terminal_size()
        sys.stdout.write(f"\\x1b[2J\\x1b[3;5Hsize \\x1b[1;38;2;1;2;3m{size.columns}x{size.lines}\\x1b[0m"); sys.stdout.flush()
    sys.stdout.write("hello\\n\\x1b[?1049h\\x1b[?25l\\x1b[?1000;1006h\\x1b[?2004h\\x1b[>1u\\x1b]0;a title\\x07\\x1b[?2026$p")
    signal.signal(signal.SIGWINCH, draw); draw()
    while (key := sys.stdin.read(1)) != "q":
        sys.stdout.write(f"\\r\\n<{ord(key)}>"); sys.stdout.flush()
    if "clean" in sys.argv:
        sys.stdout.write("\\x1b[?1049l\\x1b[?25h\\x1b[?1000;1006l\\x1b[?2004l\\x1b[<u"); sys.stdout.flush()
        termios.tcsetattr(0, termios.TCSANOW, before)
    sys.exit(7)
    """
)


def program(*arguments: str) -> Terminal:
    return Terminal([sys.executable, "-c", PROGRAM, *arguments], size=(60, 40))


def test_it_sees_the_screen_presses_keys_and_resizes() -> None:
    with program("clean") as terminal:
        screen = terminal.wait_for("size 60x40")
        assert screen.splitlines()[2] == "    size 60x40"
        assert "hello" not in screen
        assert "title" not in screen
        terminal.wait_for("<50>")  # the answer to the question for synchronized updates: 2026;2$y
        terminal.press("enter", "x")
        terminal.wait_for("<120>")
        terminal.resize((50, 8))
        terminal.wait_for("size 50x8")
        assert terminal.unrestored() != []
        terminal.press("q")
        assert terminal.wait_for_exit() == 7
        assert terminal.unrestored() == []


def test_it_tells_what_was_left_behind() -> None:
    with program() as terminal:
        terminal.wait_for("size")
        terminal.press("q")
        assert terminal.wait_for_exit() == 7
        left = ["mouse", "mouse SGR", "bracketed paste", "alternate screen", "hidden cursor", "kitty keyboard"]
        assert terminal.unrestored() == [*left, "line discipline"]


def test_a_dropped_line_hangs_the_program_up() -> None:
    with program() as terminal:
        terminal.wait_for("size")
        terminal.hang_up()
        assert terminal.wait_for_exit() == -signal.SIGHUP
