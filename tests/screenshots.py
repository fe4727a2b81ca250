"""Makes screenshots/ from the seeded demo at a fixed clock: `python -m tests.screenshots [DIRECTORY]`.

SVG by Textual, PNG from it by resvg. Reads nothing but the sandbox in its own process, so pictures change only when the
console does.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from coldsend_tui.clock import VirtualClock
from coldsend_tui.live import feeds
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened

FONTS = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
STEPS, STEP_HOURS = 24, 0.05


async def watched(console: Driver) -> None:
    """An hour of the workspace as a console would have seen it: samples every three minutes."""
    session, clock = console.state.session, console.state.clock
    assert session is not None and isinstance(clock, VirtualClock)
    for _ in range(STEPS):
        console.sandbox.advance(STEP_HOURS)
        clock.start = datetime.fromisoformat(str(console.sandbox.world.iso(console.sandbox.world.now)))
        await session.reread(feeds.ANALYTICS)
    every = console.state.workspace.campaigns
    details = [feeds.campaign(campaign.id) for campaign in every if campaign.status not in ("ARCHIVED", "COMPLETED")]
    await session.reread(feeds.USAGE, feeds.SENDERS, feeds.DOMAINS, feeds.UNREAD, *details)
    await settled(console)


async def settled(console: Driver) -> None:
    """Everything that was announced has been drawn."""
    for _ in range(4):
        await console.pilot.pause()


async def open_campaign(console: Driver) -> None:
    """The busiest ACTIVE campaign."""
    active = [campaign for campaign in console.state.workspace.campaigns if campaign.status == "ACTIVE"]
    busiest = max(active, key=lambda campaign: campaign.sent)
    console.app.open_object("campaign", busiest.id)
    await console.pilot.pause()
    await console.until(lambda: "not read yet" not in console.text, "campaign read")


async def plan(console: Driver) -> None:
    """The plan to pause a campaign, before it is confirmed."""
    await console.press("2")
    await console.select(console.campaign("ACTIVE").id)
    await console.press("P")


async def tab(console: Driver, letter: str, gone: str) -> None:
    """A tab of the busiest campaign, when `gone` no longer stands there."""
    await open_campaign(console)
    await console.press(letter)
    await console.until(lambda: gone not in console.text, "tab read")


async def content(console: Driver) -> None:
    """The mails of the busiest campaign, as a lead gets them."""
    await tab(console, "c", "reading")


async def leads(console: Driver) -> None:
    """The leads of the busiest campaign."""
    await tab(console, "l", "reading")
    await console.press("down", "down")
    await console.until(lambda: "reading" not in console.text, "lead read")


async def replies(console: Driver) -> None:
    """A conversation beside the list."""
    await console.press("5")
    await console.until(lambda: "●" in console.text, "conversations read")
    await console.press("n")
    await console.until(lambda: "reading" not in console.text, "conversation read")


async def contacts(console: Driver) -> None:
    """A person beside the list."""
    await console.press("8")
    await console.until(lambda: "@" in console.text, "contacts read")
    await console.press("down", "down", "down")
    await console.until(lambda: "reading" not in console.text, "contact read")


async def stopping(console: Driver) -> None:
    """The plan of the kill switch for everything that sends."""
    await console.press("2", "K")
    await console.until(lambda: "everything" in console.text.lower(), "asked")


def keys(*pressed: str) -> Callable[[Driver], Awaitable[None]]:
    """A picture that is reached by keys."""

    async def press(console: Driver) -> None:
        await console.press(*pressed)
        await console.until(lambda: "not read yet" not in console.text, "read")

    return press


PICTURES: dict[str, tuple[tuple[int, int], Callable[[Driver], Awaitable[None]]]] = {
    "now": ((120, 40), keys("1")),
    "campaigns": ((120, 40), keys("2")),
    "campaign": ((120, 40), open_campaign),
    "plan": ((120, 40), plan),
    "senders": ((120, 40), keys("3")),
    "domains": ((120, 40), keys("4", "down")),
    "replies": ((120, 40), replies),
    "contacts": ((120, 40), contacts),
    "leads": ((120, 40), leads),
    "content": ((120, 40), content),
    "kill-switch": ((120, 40), stopping),
    "analytics": ((120, 40), keys("6")),
    "journal": ((120, 40), keys("7")),
    "help": ((120, 40), keys("2", "question_mark")),
    "now-80x24": ((80, 24), keys("1")),
    "campaign-80x24": ((80, 24), open_campaign),
    "replies-80x24": ((80, 24), replies),
    "senders-200x60": ((200, 60), keys("3")),
    "campaigns-200x60": ((200, 60), keys("2")),
}


def clean(svg: str) -> str:
    """Without fonts from the web, so that the picture looks alike everywhere and loads nothing."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    return re.sub(r"font-family:\s*[^;]+;", f"font-family: {FONTS};", svg)


async def take(directory: Path) -> None:
    """All pictures, one fresh workspace each."""
    import resvg_py

    for name, (size, reach) in PICTURES.items():
        sandbox = LocalSandbox(scale="medium")
        try:
            async with opened(sandbox, drawn=True, size=size, profile="demo") as console:
                await console.ready()
                await console.until(lambda: console.state.write_refusal == "", "connected")
                await watched(console)
                if name == "journal":
                    await plan(console)
                    await console.press("enter")
                    await console.until(lambda: console.state.flash.level == "done", "paused")
                await reach(console)
                await settled(console)
                svg = clean(console.app.export_screenshot(title="coldsend-tui"))
        finally:
            sandbox.close()
        (directory / f"{name}.svg").write_text(svg)
        (directory / f"{name}.png").write_bytes(bytes(resvg_py.svg_to_bytes(svg_string=svg)))
        sys.stderr.write(f"{name} {size[0]}x{size[1]}\n")


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    target.mkdir(exist_ok=True)
    asyncio.run(take(target))
