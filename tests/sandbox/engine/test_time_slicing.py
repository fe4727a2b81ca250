"""The history depends on the seed and the calls, not on how time was cut up, what was read, or what the engine had in memory."""

from __future__ import annotations

import random

from coldsend_tui.sandbox.virtual_clock import RunningClock
from coldsend_tui.sandbox.world import World
from tests.sandbox.engine import worlds


def test_slices_do_not_matter() -> None:
    seeded = World.create(scale="small").snapshot()
    whole, cut = World.from_snapshot(seeded), World.from_snapshot(seeded)
    whole.advance(75)
    chance = random.Random(1)
    while cut.now < whole.now:
        if chance.random() < 0.3:
            cut.simulation.forget()
            cut.reads.mail_text(1)
        cut.advance_to(min(whole.now, cut.now + chance.choice([1, 7, 60, 300, 3600, 20000])))
    assert worlds.tables(whole) == worlds.tables(cut)


def test_the_same_seed_and_calls_give_the_same_history() -> None:
    def lived(seed: int) -> World:
        world = worlds.empty(seed)
        worlds.campaign(world, worlds.native(world, "ann bob"), leads=120, steps=[("NOT_REPLIED", 1)], bad_share=0.05)
        world.advance(30)
        world.campaigns.pause(1)
        world.advance(24)
        world.campaigns.activate(1)
        world.advance(40)
        return world

    assert worlds.tables(lived(3)) == worlds.tables(lived(3))
    assert worlds.tables(lived(3))["mail"] != worlds.tables(lived(4))["mail"]


def test_a_request_after_a_long_idle_is_bounded_and_the_clock_slips() -> None:
    real = 1000.0
    clock = RunningClock(60.0, real=lambda: real)
    world = World.create(scale="small", clock=clock)
    start = world.now
    real += 10
    world.catch_up()
    assert world.now == start + 600
    world.set_speed(0)
    real += 100
    world.catch_up()
    assert world.now == start + 600
    world.set_speed(3600)
    real += 1
    world.catch_up()
    assert world.now == start + 600 + 3600
