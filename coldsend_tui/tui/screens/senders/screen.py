"""All sender accounts, the selected one beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.containers import Horizontal

from coldsend_tui.live import feeds
from coldsend_tui.tui.columns import senders as columns
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.screens.place import Place
from coldsend_tui.tui.screens.senders import view
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Rows, Table
from coldsend_tui.tui.widgets.title import title
from coldsend_tui.workspace import Campaign, Sender


class SendersScreen(Place):
    """Health, usage, limits."""

    NAME = "senders"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("sort", "s", "sort", "Sort by the next column", footer=2),
        Command("reverse", "S", "reverse", "Turn the order around", footer=3),
        Command("side", "o", "side pane", "Show the selected inbox beside the list", footer=1),
        Command("copy", "y", "copy address", "Copy the address to your clipboard (OSC 52)", footer=4),
    )

    def __init__(self) -> None:
        super().__init__()
        self.side: bool | None = None
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

    def on_mount(self) -> None:
        """The list has the keys."""
        super().on_mount()
        rows = self.query_one(Rows)
        rows.when_moved = self.on_rows_moved
        rows.focus()

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
        unread = state.fetched_at(feeds.SENDERS) is None
        table.show(senders, empty=failure or ("reading sender accounts …" if unread else "no sender accounts yet"))
        table.body.redraw()
        self._draw_side()

    @property
    def side_shown(self) -> bool:
        """From 120 columns on by itself."""
        return self.app.size.width >= 120 if self.side is None else self.side

    def _draw_side(self) -> None:
        side = self.query_one("#side", Paper)
        side.display = self.side_shown
        sender: Sender | None = self.query_one(Rows).current
        if not self.side_shown or sender is None:
            side.show([])
            return
        state = self.state
        domain = next((d for d in state.workspace.domains if d.id == sender.domain_id), None)
        known = self._users.get(sender.id, []) if state.workspace.settings else None
        since = state.store.state_since("sender").get(sender.id)
        side.show(view.detail(sender, domain, known, since, state.clock.now(), side.size.width or 40))

    def on_rows_moved(self) -> None:
        """The pane follows the cursor."""
        self._draw_side()

    def select(self, sender_id: str) -> None:
        """Put the cursor on an inbox."""
        rows = self.query_one(Rows)
        rows.move_to(next((at for at, sender in enumerate(rows.rows) if sender.id == sender_id), 0))

    def do_sort(self) -> None:
        self.query_one(Table).sort_next()

    def do_reverse(self) -> None:
        self.query_one(Table).sort_reverse()

    def do_side(self) -> None:
        self.side = not self.side_shown
        self._draw_side()

    def do_copy(self) -> None:
        sender: Sender | None = self.query_one(Rows).current
        if sender:
            self.app.copy_to_clipboard(sender.email)
            self.state.say(f"copied {sender.email}")


def users(campaigns: Iterable[Campaign], settings: Any) -> dict[str, list[Campaign]]:
    """Campaigns by inbox id, as far as their settings were read; finished ones do not use an inbox any more."""
    found: dict[str, list[Campaign]] = {}
    for campaign in campaigns:
        known = settings.get(campaign.id)
        if known is None or campaign.status in ("ARCHIVED", "COMPLETED"):
            continue
        for inbox in known.inboxes or ():
            found.setdefault(inbox.id, []).append(campaign)
    return found
