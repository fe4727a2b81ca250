"""All sending domains, the selected one beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual.containers import Horizontal

from coldsend_tui.live import feeds
from coldsend_tui.ops import capacity, domain_setup
from coldsend_tui.tui.columns import domains as columns
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.domains import view
from coldsend_tui.tui.screens.listing import Listing
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Table
from coldsend_tui.tui.widgets.title import title
from coldsend_tui.workspace import Domain


class DomainsScreen(Listing[Domain]):
    """Set-up states, nameservers, capacity."""

    NAME = "domains"
    SIDE_FROM = 116
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command(
            "activate",
            "A",
            "activate",
            "Activate the domain, or retry after FAILED",
            writes=True,
            footer=1,
            scope=("domain", "activate"),
        ),
        Command("copy", "y", "copy nameservers", "Copy the nameservers to your clipboard (OSC 52)", footer=2),
        Command("side", "o", "side pane", "Show the selected domain beside the list", footer=3),
        Command("sort", "s", "sort", "Sort by the next column", footer=4),
        Command("reverse", "S", "reverse", "Turn the order around"),
    )

    def compose_body(self) -> Iterable[Any]:
        """List and pane."""
        with Horizontal(id="body"):
            table: Table[Domain] = Table((), lambda d: d.id, sort="state", id="list")
            table.border_title = "Domains"
            yield table
            side = Paper(id="side", classes="panel")
            side.border_title = "Selected"
            yield side

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """The list, and the selected domain's set-up."""
        names = [feeds.DOMAINS]
        if self.is_mounted and (domain := self.selected):
            names.append(feeds.domain(domain.id))
        return tuple(names), feeds.DOMAINS

    def draw(self) -> None:
        """Rows, title, pane."""
        state = self.state
        now = state.clock.now()
        loads = {
            load.domain: (load.per_hour, load.limit, load.level) for load in capacity.domain_loads(state.workspace, now)
        }
        domains = state.workspace.domains
        table = self.query_one(Table)
        table.columns = columns.columns(now, loads)
        active = sum(domain.status == "ACTIVE" for domain in domains)
        title(table, f"Domains {len(domains):,} · {active:,} active" if domains else "Domains")
        failure = state.failure(feeds.DOMAINS)
        unread = state.fetched_at(feeds.DOMAINS) is None
        table.show(domains, empty=failure or ("reading domains …" if unread else "no domains yet"))
        table.body.redraw()
        self.draw_side()

    def side_lines(self, row: Domain, columns: int) -> Sequence[Line]:
        """The domain in full, with the inboxes on it."""
        state = self.state
        senders = [sender for sender in state.workspace.senders if sender.domain_id == row.id]
        return view.detail(row, state.store.domain_setup(row.id), senders, state.clock.now(), columns)

    def in_hand(self) -> tuple[str, str] | None:
        """The domain under the cursor."""
        return ("domain", domain.id) if (domain := self.selected) else None

    def why_not(self, command: str) -> str:
        """The pipeline's own reason."""
        if command != "activate":
            return ""
        domain = self.selected
        if domain is None:
            return "nothing is selected"
        move = domain_setup.activation(domain.status)
        return "" if move.legal else move.reason + (f"; {move.instead}" if move.instead else "")

    def do_activate(self) -> None:
        from coldsend_tui.tui.writes import propose_domain

        if domain := self.selected:
            propose_domain(self.console_app, (domain.id,))

    def do_copy(self) -> None:
        domain = self.selected
        setup = self.state.store.domain_setup(domain.id) if domain else None
        if setup is None or not setup.nameservers:
            self.state.say("no nameservers known yet", "warn")
            return
        self.app.copy_to_clipboard("\n".join(setup.nameservers))
        self.state.say(f"copied {len(setup.nameservers)} nameservers")
