"""All sender accounts, the selected one beside them; add, test and delete them, alone or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from coldsend_tui.live import feeds
from coldsend_tui.ops import inbox_users
from coldsend_tui.ops.domain_room import domain_room
from coldsend_tui.ops.query_fields import SENDER_FIELDS
from coldsend_tui.tui.columns import senders as columns
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.detailed import FINDING, Detailed
from coldsend_tui.tui.screens.senders import view
from coldsend_tui.tui.widgets.table import Table
from coldsend_tui.tui.widgets.title import title
from coldsend_tui.workspace import Campaign, Sender, Workspace

_NOT_DONE = ("failed", "refused", "unknown")


class SendersScreen(Detailed[Sender]):
    """Health, usage, limits."""

    NAME = "senders"
    SIDE_FROM = 120
    FIELDS = SENDER_FIELDS
    EXAMPLE = "status:active health<80 used>90% domain:acme"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        *FINDING,
        Command("add", "n", "add inbox", "Add a managed inbox on one of your domains", writes=True, footer=1, scope=("sender", "add")),
        Command("add_smtp", "N", "add SMTP", "Connect a mailbox: Google, Microsoft, or its own servers", writes=True, footer=2, scope=("sender", "add")),
        Command("test", "t", "test mail", "Send a test mail from the selected inbox", writes=True, footer=3, scope=("sender", "test")),
        Command("delete", "D", "delete", "Delete the inbox, or the marked ones", writes=True, footer=4, scope=("sender", "delete")),
        Command("import", "I", "from CSV", "Add many inboxes from a CSV file", writes=True, footer=6, scope=("sender", "add")),
        Command("copy", "y", "copy address", "Copy the address to your clipboard (OSC 52)", footer=9),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._users: dict[str, list[Campaign]] = {}
        self._users_of: Workspace | None = None
        self.awaited = ""
        """Address to put the cursor on as soon as it is listed."""
        self.recipient = ""
        """Who got the last test mail."""

    def table(self) -> Table[Sender]:
        table: Table[Sender] = Table(
            columns.columns(self._used_by), lambda s: s.id, sort="usage", markable=True, id="list"
        )
        table.border_title = "Senders"
        return table

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """Usage moves, the list hardly does."""
        return (feeds.USAGE, feeds.SENDERS, feeds.DOMAINS), feeds.USAGE

    def _used_by(self, sender: Sender) -> int | None:
        return len(self._users.get(sender.id, ())) if self.state.workspace.settings else None

    def draw(self) -> None:
        """Rows, title, pane."""
        state = self.state
        if self._users_of is not state.workspace:
            # Settings are decoded when they are looked at: once for what was read, not for every drawing.
            self._users_of = state.workspace
            self._users = inbox_users.users(state.workspace.campaigns, state.workspace.settings)
        senders = state.workspace.senders
        table, shown = self.query_one(Table), self.passing(senders)
        active = sum(sender.status == "ACTIVE" for sender in senders)
        failure = state.failure(feeds.SENDERS)
        unread = state.recalled or state.fetched_at(feeds.SENDERS) is None
        none = "no sender accounts yet: n adds an inbox, N connects one, I reads a CSV file"
        nothing = (
            "no sender account passes the filter (esc clears it)"
            if senders
            else state.unread("sender accounts", feeds.SENDERS)
            if unread
            else failure or none
        )
        table.show(shown, empty=nothing)
        title(table, self.count_title("Senders", len(shown), len(senders), f"{active:,} active"))
        if self.awaited and (row := next((s for s in shown if s.email == self.awaited), None)):
            self.awaited = ""
            self.select(row.id)
        table.body.redraw()
        self.draw_side()

    def side_lines(self, row: Sender, columns: int) -> Sequence[Line]:
        """The account in full, as far as it is known."""
        state = self.state
        now = state.clock.now()
        domain = next((d for d in state.workspace.domains if d.id == row.domain_id), None)
        since = now - timedelta(days=view.DAYS)
        entries = state.store.journal.entries(20, object_id=row.id)
        known = view.Known(
            domain=domain,
            users=self._users.get(row.id, []) if state.workspace.settings else None,
            since=state.store.state_since("sender", row.id),
            room=domain_room(domain, state.workspace, now) if domain else None,
            sent=state.store.gauges("sender", row.id, "sent_today", since, view.READINGS),
            scores=state.store.gauges("sender", row.id, "health", since),
            failed=next((entry for entry in entries if entry.result in _NOT_DONE), None),
            gaps=state.store.gaps(now - timedelta(hours=view.HOURS)),
        )
        return view.detail(row, known, now, columns)

    # -- commands -----------------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        """What is wrong with the selected account for this."""
        if command == "delete":
            return "" if self.targets() else "nothing is selected"
        if command != "test":
            return ""
        sender = self.selected
        if sender is None:
            return "nothing is selected"
        if sender.status == "ACTIVE":
            return ""
        way = "wait until it is" if sender.status == "PENDING" else "enable it in the ColdSend dashboard"
        return f"{sender.email} is {sender.status}; only an ACTIVE account can send: {way}"

    def do_add(self) -> None:
        from coldsend_tui.tui.screens.senders.adding import add_native

        add_native(self.console_app, self)

    def do_add_smtp(self) -> None:
        from coldsend_tui.tui.screens.senders.adding import add_smtp

        add_smtp(self.console_app, self)

    def do_import(self) -> None:
        from coldsend_tui.tui.screens.senders.importing import ask_for_file

        ask_for_file(self.console_app)

    def do_test(self) -> None:
        from coldsend_tui.tui.screens.senders.testing import ask_for_recipient

        if sender := self.selected:
            ask_for_recipient(self.console_app, self, sender)

    def do_delete(self) -> None:
        from coldsend_tui.tui.screens.senders.deleting import delete

        if targets := self.targets():
            delete(self.console_app, targets)

    def in_hand(self) -> tuple[str, str] | None:
        """The inbox under the cursor."""
        return ("sender", sender.id) if (sender := self.selected) else None

    def do_copy(self) -> None:
        if targets := self.targets():
            self.app.copy_to_clipboard("\n".join(sender.email for sender in targets))
            self.state.say(f"copied {targets[0].email}" if len(targets) == 1 else f"copied {len(targets)} addresses")
