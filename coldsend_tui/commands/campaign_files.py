"""Campaign files against a server: which campaign each is about, what is wrong with it, and the plan of what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from coldsend_tui.actions.campaign_names import ids_of
from coldsend_tui.actions.edits import Held, held, plan_create, plan_edit
from coldsend_tui.actions.plan import Plan
from coldsend_tui.api.errors import NotFound
from coldsend_tui.campaign_file.faults import Fault, FaultyFiles
from coldsend_tui.campaign_file.read import identify, parse, read
from coldsend_tui.campaign_file.template import BLANK
from coldsend_tui.errors import ColdSendError, UsageError
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend


class NamedText(NamedTuple):
    """A campaign file: where it came from and what it says."""

    name: str
    text: str


class Ambiguous(ColdSendError):
    """A file without an id, and several campaigns of its name."""

    title = "Campaign file"


class Planner:
    """Plans files one after the other; sender accounts are read once, and only if a file names one that is new to it."""

    def __init__(self, client: ColdSend, read_only: bool) -> None:
        self._client = client
        self._read_only = read_only
        self._senders: dict[str, str] | None = None

    async def plan(self, texts: Sequence[NamedText]) -> list[Plan]:
        """A plan for each file. Raises FaultyFiles with the faults of all, and UsageError for two about one campaign."""
        plans: list[Plan] = []
        faulty: dict[str, Sequence[Fault]] = {}
        about: dict[str, str] = {}
        for text in texts:
            _, faults = parse(text.text)
            if not faults:
                now = await self._about(text)
                _once(about, text, now.file.id if now else f"name {identify(text.text).name}")
                plan, faults = await self._plan(text, now)
                plans += [plan] if plan else []
            if faults:
                faulty[text.name] = faults
        if faulty:
            raise FaultyFiles(faulty)
        return plans

    async def _about(self, text: NamedText) -> Held | None:
        """The campaign a file is about, None for one that is to be created."""
        id, name = identify(text.text)
        if not id and name:
            found = await ids_of(self._client, name, most=10)
            if len(found) > 1:
                raise Ambiguous(
                    f'{safe(text.name)} has no id, and {len(found)} campaigns are called "{safe(name)}".',
                    f'Put one of their ids into the file: id = "{found[0]}" …',
                )
            id = found[0] if found else ""
        if not id:
            return None
        try:
            return held(await self._client.campaigns.get(id))
        except NotFound:
            hint = "Take the id out of the file to create it anew."
            raise ColdSendError(f"{safe(text.name)}: there is no campaign with the id {safe(id)}.", hint) from None

    async def _plan(self, text: NamedText, now: Held | None) -> tuple[Plan | None, tuple[Fault, ...]]:
        known = dict(now.inbox_ids) if now else {}
        named = parse(text.text)[0].get("inboxes")
        if isinstance(named, list) and any(isinstance(item, str) and item.lower() not in known for item in named):
            known |= await self._all_senders()
        reading = read(text.text, now.file if now else BLANK, status=now.status if now else "", inboxes=known)
        if reading.file is None:
            return None, reading.faults
        if now is None:
            return plan_create(reading.file, inbox_ids=known, read_only=self._read_only), ()
        return plan_edit(now, reading.file, inbox_ids=known, read_only=self._read_only), ()

    async def _all_senders(self) -> dict[str, str]:
        if self._senders is None:
            self._senders = {
                row.email_address.lower(): row.inbox_id async for row in self._client.sender_accounts.iter()
            }
        return self._senders


def _once(about: dict[str, str], text: NamedText, which: str) -> None:
    if which in about:
        raise UsageError(
            f"{safe(about[which])} and {safe(text.name)} are about the same campaign.", "Apply one of them."
        )
    about[which] = text.name
