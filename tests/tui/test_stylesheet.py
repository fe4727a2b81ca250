"""Style sheets are parsed again when the theme changed, and only then."""

from __future__ import annotations

import pytest
from textual.css.stylesheet import Stylesheet

from tests.sandbox.local import LocalSandbox
from tests.tui.driver import opened


async def test_another_screen_parses_nothing_again_and_another_theme_does(
    sandbox: LocalSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[Stylesheet] = []
    original = Stylesheet.reparse
    monkeypatch.setattr(Stylesheet, "reparse", lambda sheet: (parsed.append(sheet), original(sheet))[1])
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("2", "3")
        assert parsed == []
        dark = console.place.query_one("#header").styles.background
        console.app.theme = "coldsend-light"
        await console.until(lambda: console.place.query_one("#header").styles.background != dark, "a light header")
        assert len(parsed) == 1
        await console.press("4")
        assert console.place.query_one("#header").styles.background != dark
        assert len(parsed) == 1
