"""All sender accounts, the selected one beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual.containers import Horizontal

from coldsend_tui.live import feeds
from coldsend_tui.tui.columns import senders as columns
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.listing import Listing
from coldsend_tui.tui.screens.senders import view
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Table
from coldsend_tui.tui.widgets.title import title
from coldsend_tui.workspace import Campaign, CampaignSettings, Sender


class SendersScreen(Listing[Sender]):
    """Health, usage, limits."""

    NAME = "senders"
    SIDE_FROM = 120
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("sort", "s", "sort", "Sort by the next column", footer=2),
        Command("reverse", "S", "reverse", "Turn the order around", footer=3),
        Command("side", "o", "side pane", "Show the selected inbox beside the list", footer=1),
        Command("copy", "y", "copy address", "Copy the address to your clipboard (OSC 52)", footer=4),
    )

    def __init__(self) -> None:
        super().__init__()
        self._users: dict[str, list[Campaign]] = {}

    def compose_body(self) -> Iterable[Any]:
        """List and pane."""
        with Horizontal(id="body"):
            table: Table[Sender] = Table(columns.columns(self._used_by), lambda s: s.id, sort="usage", id="list")
            table.border_title = "Senders"
            yield table
            side = Paper(id="side", classes="panel")
            side.border_title = "Selected"
            yield side

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """Usage moves, the list hardly does."""
        return (feeds.USAGE, feeds.SENDERS), feeds.USAGE

    def _used_by(self, sender: Sender) -> int | None:
        return len(self._users.get(sender.id, ())) if self.state.workspace.settings else None

    def draw(self) -> None:
        """Rows, title, pane."""
        state = self.state
        self._users = users(state.workspace.campaigns, state.workspace.settings)
        senders = state.workspace.senders
        table = self.query_one(Table)
        active = sum(sender.status == "ACTIVE" for sender in senders)
        title(table, f"Senders {len(senders):,} · {active:,} active" if senders else "Senders")
        failure = state.failure(feeds.SENDERS)
        unread = state.recalled or state.fetched_at(feeds.SENDERS) is None
        table.show(senders, empty=failure or ("reading sender accounts …" if unread else "no sender accounts yet"))
        table.body.redraw()
        self.draw_side()

    def side_lines(self, row: Sender, columns: int) -> Sequence[Line]:
        """The sender in full, with the campaigns that use it as far as they are known."""
        state = self.state
        domain = next((d for d in state.workspace.domains if d.id == row.domain_id), None)
        known = self._users.get(row.id, []) if state.workspace.settings else None
        since = state.store.state_since("sender", row.id)
        return view.detail(row, domain, known, since, state.clock.now(), columns)

    def in_hand(self) -> tuple[str, str] | None:
        """The inbox under the cursor."""
        return ("sender", sender.id) if (sender := self.selected) else None

    def do_copy(self) -> None:
        if sender := self.selected:
            self.app.copy_to_clipboard(sender.email)
            self.state.say(f"copied {sender.email}")


def users(campaigns: Iterable[Campaign], settings: Mapping[str, CampaignSettings]) -> dict[str, list[Campaign]]:
    """Campaigns by inbox id, as far as their settings were read; finished ones do not use an inbox any more."""
    found: dict[str, list[Campaign]] = {}
    for campaign in campaigns:
        known = settings.get(campaign.id)
        if known is None or campaign.status in ("ARCHIVED", "COMPLETED"):
            continue
        for inbox in known.inboxes or ():
            found.setdefault(inbox.id, []).append(campaign)
    return found
