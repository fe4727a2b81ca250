"""`coldsend-tui demo`: the console on a living workspace that exists only on this machine."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coldsend_tui.clock import VirtualClock
from coldsend_tui.commands.opening import open_console, require_terminal, spelling, start_recording
from coldsend_tui.commands.sandbox_process import START_TIMEOUT, Greeting, SandboxProcess, require_extra, too_late
from coldsend_tui.errors import UsageError
from coldsend_tui.launch import Launch, Mode, Target
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace

# The configuration file is not read here: the demo opens for everyone, also beside a broken configuration.


def run(options: Namespace) -> int:
    """Start the sandbox, open the console on it (or print the Now screen once), end the sandbox."""
    require_extra()
    if options.once and options.record:
        raise UsageError("--record belongs to the console, which --once does not open.", "Leave one of them out.")
    if not options.once:
        require_terminal()
    recorder = start_recording(options, "demo", Mode.DEMO, f"seed {options.seed} {options.scenario or ''}")
    sandbox = SandboxProcess(_arguments(options))
    clock = VirtualClock(datetime.now(UTC), time.time(), 1.0)
    try:
        if options.once:
            from coldsend_tui.commands.demo_once import print_demo

            return print_demo(follow(clock, sandbox.wait_for_greeting()), clock, options.size)
        return open_console(
            Launch(
                profile="demo",
                mode=Mode.DEMO,
                clock=clock,
                connect=lambda: connect(sandbox, clock),
                store_path=None,
                read_only=options.read_only,
                theme=options.theme,
                mouse=not options.no_mouse,
                spell=spelling(ascii=options.ascii),
                recorder=recorder,
            )
        )
    finally:
        if recorder:
            recorder.close()
        sandbox.stop()


def _arguments(options: Namespace) -> list[str]:
    arguments = ["--seed", str(options.seed), "--speed", f"{options.speed:g}"]
    if options.scenario is None:
        return arguments
    from coldsend_tui.config.reader import nearest
    from coldsend_tui.sandbox.scenarios import SCENARIOS

    if options.scenario not in SCENARIOS:
        near = nearest(options.scenario, SCENARIOS)
        hint = f'Did you mean "{near}"?' if near else "`coldsend-tui sandbox scenarios` lists them."
        raise UsageError(f'There is no scenario "{safe(options.scenario)}".', hint)
    return [*arguments, "--scenario", options.scenario]


async def connect(sandbox: SandboxProcess, clock: VirtualClock) -> Target:
    """Where the sandbox listens, once it does; sets `clock` to its time. `SandboxError` when it does not come up."""
    import asyncio

    from coldsend_tui.commands.background import outcome

    try:
        greeting = await asyncio.wait_for(outcome(sandbox.greeting), START_TIMEOUT)
    except TimeoutError:
        raise too_late() from None
    return follow(clock, greeting)


def follow(clock: VirtualClock, greeting: Greeting) -> Target:
    """Set `clock` to the sandbox's time and speed; where it listens."""
    clock.start, clock.real_start, clock.speed = greeting.virtual, greeting.real, greeting.speed
    return greeting.target
