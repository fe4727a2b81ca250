"""One character that is no character does not hide an answer."""

from __future__ import annotations

import httpx

from tests.hostile.corpus import CORPUS
from tests.hostile.wire import HostileWire, Spoiler
from tests.sandbox.local import LocalSandbox


async def test_half_of_a_pair_in_a_name_leaves_everything_readable(sandbox: LocalSandbox) -> None:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.secret import Secret

    wire: httpx.AsyncBaseTransport = HostileWire(
        sandbox.transport, Spoiler({"halves": CORPUS["lone halves"] + "\\ud83d\U0001f600"})
    )
    async with ColdSend(Secret(sandbox.api_key), base_url=sandbox.base_url, wire=wire) as client:
        names = {campaign.name async for campaign in client.campaigns.iter()}
    assert names == {"a\ufffdb\ufffdc\\ud83d\U0001f600"}
