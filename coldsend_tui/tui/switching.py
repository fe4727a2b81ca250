"""Other workspaces: the list of them, and the way from one to the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.worker import WorkerError

from coldsend_tui.errors import ColdSendError
from coldsend_tui.launch import Mode
from coldsend_tui.tui.places import PLACES, screen_of

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp


def refusal(app: ConsoleApp) -> str:
    """Why there is no way to another workspace now; "" when there is."""
    state = app.state
    if state.playback:
        return "a recording holds one workspace"
    if state.launch.workspaces is None:
        demo = state.launch.mode is Mode.DEMO
        return "the demo is one workspace" if demo else "only one workspace is configured"
    if state.recorder and state.recorder.running:
        return "this console records (--record), and a recording holds one workspace"
    if reason := state.launch.workspaces.refusal:
        return reason
    if any(write.running for write in app.writes):
        return "a write is under way here: w shows it, and it ends first"
    if app.exporting is not None and app.exporting.running:
        return "an export is under way here: x shows it, :export cancel ends it"
    return ""


def open_portfolio(app: ConsoleApp) -> None:
    """The list of all workspaces, or why there is none."""
    from coldsend_tui.tui.screens.portfolio.screen import PortfolioScreen

    if app.state.playback or app.state.launch.workspaces is None:
        app.state.say(f"workspaces: {refusal(app)}", "warn")
    elif not isinstance(app.screen, PortfolioScreen):
        app.push_screen(PortfolioScreen())


def switch(app: ConsoleApp, name: str) -> None:
    """Close this workspace and open another one in its place; say why where that cannot be."""
    if name == app.state.launch.profile:
        app.state.say(f"{name} is open")
    elif reason := refusal(app):
        app.state.say(f"profile: {reason}", "warn")
    else:
        app.run_worker(_switch(app, name), name="switch", group="switch", exclusive=True)


async def _switch(app: ConsoleApp, name: str) -> None:
    before = app.state
    workspaces = before.launch.workspaces
    assert workspaces is not None
    try:
        launch = await asyncio.to_thread(workspaces.launch, name)
        after = before.successor(launch)
    except ColdSendError as error:
        before.say(f"profile: {error}", "error")
        return
    if reason := refusal(app):
        # Something was begun while the other workspace was looked for.
        after.close()
        before.say(f"profile: {reason}", "warn")
        return
    for worker in app.workers.cancel_group(app, "live"):
        with suppress(WorkerError):
            await worker.wait()
    await app.enter(after)
    before.close()
    after.say(f"{name} is open, {before.launch.profile} is closed", "done")


@asynccontextmanager
async def other_screens(app: ConsoleApp) -> AsyncIterator[None]:
    """New screens in the place of all there are, in one frame; what is done inside is done while there are none."""
    between = "between two workspaces"
    with app.batch_update():
        app.add_mode(between, Screen)
        await app.switch_mode(between)
        yield
        for place in PLACES:
            await app.remove_mode(place.name)
            app.add_mode(place.name, screen_of(place.name))
        await app.switch_mode(app.DEFAULT_MODE)
        await app.remove_mode(between)
