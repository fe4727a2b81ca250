"""All sending domains, the selected one beside them; add, activate, redirect and delete them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from coldsend_tui.live import feeds
from coldsend_tui.ops import capacity, domain_setup
from coldsend_tui.ops.domain_room import domain_room
from coldsend_tui.ops.index import index_of
from coldsend_tui.ops.query_fields import DOMAIN_FIELDS
from coldsend_tui.tui.columns import domains as columns
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.detailed import FINDING, Detailed
from coldsend_tui.tui.screens.domains import view
from coldsend_tui.tui.widgets.table import Table
from coldsend_tui.tui.widgets.title import title
from coldsend_tui.workspace import Domain

UNDER_WAY = ("PENDING", "DNS_CONFIGURING", "SERVICES_CONFIGURING")
"""States that the platform leaves by itself, within minutes."""


class DomainsScreen(Detailed[Domain]):
    """Set-up states, nameservers, capacity."""

    NAME = "domains"
    SIDE_FROM = 116
    FIELDS = DOMAIN_FIELDS
    EXAMPLE = "status:active free>0 inboxes>2"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        *(command for command in FINDING if command.name != "mark"),
        Command(
            "add",
            "n",
            "add domain",
            "Add a domain; its nameservers come back at once",
            writes=True,
            footer=1,
            scope=("domain", "add"),
        ),
        Command(
            "activate",
            "A",
            "activate",
            "Activate the domain, or retry after FAILED",
            writes=True,
            footer=2,
            scope=("domain", "activate"),
        ),
        # Not marked as writing: where nothing may be written it still tells what is set.
        Command("redirect", "e", "redirect", "Set, change or remove where visitors of the domain are sent", footer=3),
        Command("delete", "D", "delete", "Delete the domain", writes=True, footer=4, scope=("domain", "delete")),
        Command("copy", "y", "copy DNS", "Copy nameservers and records to your clipboard (OSC 52)", footer=6),
    )

    def __init__(self) -> None:
        super().__init__()
        self.awaited = ""
        """Name to put the cursor on as soon as it is listed."""
        self._followed: dict[str, str] = {}

    def table(self) -> Table[Domain]:
        table: Table[Domain] = Table((), lambda d: d.id, sort="state", id="list")
        table.border_title = "Domains"
        return table

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """The list and the selected domain's set-up; what is being set up is what the operator looks at."""
        names, focus = [feeds.DOMAINS, feeds.SENDERS], feeds.DOMAINS
        if self.is_mounted and (domain := self.selected):
            names.insert(1, feeds.domain(domain.id))
            if domain.status in UNDER_WAY:
                focus = feeds.domain(domain.id)
        return tuple(names), focus

    def draw(self) -> None:
        """Rows, title, pane."""
        state = self.state
        now = state.clock.now()
        loads = {
            load.domain: (load.per_hour, load.limit, load.level) for load in capacity.domain_loads(state.workspace, now)
        }
        domains = state.workspace.domains
        table, shown = self.query_one(Table), self.passing(domains)
        table.columns = columns.columns(now, loads, index_of(state.workspace).unread)
        active = sum(domain.status == "ACTIVE" for domain in domains)
        failure = state.failure(feeds.DOMAINS)
        unread = state.fetched_at(feeds.DOMAINS) is None
        none = state.unread("domains", feeds.DOMAINS) if unread else failure or "no domains yet: n adds one"
        table.show(shown, empty="no domain passes the filter (esc clears it)" if domains else none)
        title(table, self.count_title("Domains", len(shown), len(domains), f"{active:,} active"))
        if self.awaited and (row := next((d for d in shown if d.name == self.awaited), None)):
            self.awaited = ""
            self.select(row.id)
        self._follow(domains)
        table.body.redraw()
        self.draw_side()

    def _follow(self, domains: Sequence[Domain]) -> None:
        """Tell the end of a set-up that was seen under way."""
        for domain in domains:
            before = self._followed.get(domain.id)
            if domain.status in UNDER_WAY:
                self._followed[domain.id] = domain.status
            elif before is not None:
                del self._followed[domain.id]
                self._tell(domain)

    def _tell(self, domain: Domain) -> None:
        if domain.status == "ACTIVE":
            self.state.say(f"{domain.name} is ACTIVE: inboxes can be added (3, n)", "done")
        elif domain.status == domain_setup.FAILED:
            self.state.say(f"{domain.name} FAILED: A retries the activation", "error")
        elif domain.status == "DNS_PENDING":
            self.state.say(f"{domain.name} waits for its nameservers: y copies them, then A", "warn")
        self.attend()

    def side_lines(self, row: Domain, columns: int) -> Sequence[Line]:
        """The domain in full, with the inboxes on it."""
        state = self.state
        now = state.clock.now()
        senders = [sender for sender in state.workspace.senders if sender.domain_id == row.id]
        room = domain_room(row, state.workspace, now)
        return view.detail(row, state.store.domain_setup(row.id), room, senders, now, columns)

    # -- commands -----------------------------------------------------------------------------------------------------

    def in_hand(self) -> tuple[str, str] | None:
        """The domain under the cursor."""
        return ("domain", domain.id) if (domain := self.selected) else None

    def why_not(self, command: str) -> str:
        """The pipeline's own reason; what a deletion or a redirect lacks."""
        if command not in ("activate", "delete", "redirect"):
            return ""
        domain = self.selected
        if domain is None:
            return "nothing is selected"
        if command == "redirect":
            return (
                ""
                if domain.status == "ACTIVE"
                else f"{domain.name} is {domain.status}; redirects need an ACTIVE domain: activate it with A"
            )
        if command == "delete":
            return ""
        move = domain_setup.activation(domain.status)
        why = move.reason + (f"; {move.instead}" if move.instead else "")
        return "" if move.legal else f"{domain.name}: {why}"

    def do_add(self) -> None:
        from coldsend_tui.tui.screens.domains.operating import add

        add(self.console_app, self)

    def do_activate(self) -> None:
        from coldsend_tui.tui.writes import propose_domain

        if domain := self.selected:
            propose_domain(self.console_app, (domain.id,))

    def do_redirect(self) -> None:
        from coldsend_tui.tui.screens.domains.redirecting import edit

        if domain := self.selected:
            edit(self.console_app, domain)

    def do_delete(self) -> None:
        from coldsend_tui.tui.screens.domains.operating import delete

        if domain := self.selected:
            delete(self.console_app, domain)

    def do_copy(self) -> None:
        from coldsend_tui.tui.screens.domains.operating import copy

        domain = self.selected
        setup = self.state.store.domain_setup(domain.id) if domain else None
        if domain is None or setup is None or not (setup.nameservers or setup.records):
            self.state.say("no nameservers known yet", "warn")
        else:
            copy(self.console_app, domain, setup)
