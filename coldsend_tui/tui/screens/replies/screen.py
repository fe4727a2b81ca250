"""The inbox: conversations left, unread first; the selected one right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from coldsend_tui.live import LiveSession, feeds
from coldsend_tui.live.browsing.replies import Thread, UnreadFirst, Wanted, read_thread
from coldsend_tui.live.pages import ReadPage
from coldsend_tui.people import Conversation
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import replies as columns
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.browser import Browser
from coldsend_tui.tui.screens.replies import view
from coldsend_tui.tui.widgets.table import Rows


class RepliesScreen(Browser[Conversation, Thread]):
    """What people answered."""

    NAME = "replies"
    LIST_TITLE = "Replies"
    PANE_TITLE = "Conversation"
    DEFAULT_CSS = "RepliesScreen.-normal #pane { width: 3fr; }"
    SEARCH_HINT = "name, address or subject   enter searches, esc clears"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("open", "enter", "open", "Read the conversation; esc goes back to the list", footer=0),
        Command("next_unread", "n", "next unread", "Go to the next unread conversation", footer=1),
        Command("last_unread", "N", "previous unread", "Go to the previous unread conversation"),
        Command("filter", "slash", "search", "Search names, addresses and subjects on the server", footer=2),
        Command("kinds", "u", "unread only", "Unread ones only, starred ones only, or all, unread first", footer=3),
        Command("category", "c", "category", "Only one category: the next of those in sight, then all again", footer=4),
        Command("quotes", "Q", "quotes", "Fold or unfold quoted text"),
        Command("copy", "y", "copy address", "Copy the address to your clipboard (OSC 52)", footer=9),
    )

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self.unfolded = False
        self._reader: UnreadFirst | None = None
        self._unread: int | None = None

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """How many are unread: when that moves, the list is read again."""
        return (feeds.UNREAD,), feeds.UNREAD

    def reader(self, session: LiveSession) -> ReadPage[Conversation]:
        """Unread ones first."""
        self._reader = UnreadFirst(session, self.wanted._replace(search=self.search))
        return self._reader

    async def read_detail(self, session: LiveSession, row: Conversation) -> Thread:
        """The thread with its messages."""
        return await read_thread(session, row.id)

    def list_columns(self) -> Sequence[Column[Conversation]]:
        """Ages by workspace time."""
        return columns.columns(self.state.clock.now())

    def head_lines(self, row: Conversation, detail: Thread | None, width: int) -> list[Line]:
        """Subject, people, campaign, category."""
        return view.head(row, detail, width)

    def detail_lines(self, row: Conversation, detail: Thread, width: int) -> list[Line]:
        """The messages."""
        return view.messages(detail, self.state.clock.now(), width, unfolded=self.unfolded)

    def title_words(self) -> list[str]:
        """Unread count and filters."""
        unread, wanted = self._reader.unread if self._reader else None, self.wanted
        words = [f"{unread:,} unread"] if unread is not None and not wanted.unread else []
        words += ["unread only"] * wanted.unread + ["starred"] * wanted.starred
        return words + ([safe(wanted.category).replace("_", " ")] if wanted.category else [])

    def draw(self) -> None:
        """As every list, and read again when the number of unread ones has moved."""
        unread = self.state.workspace.unread_replies
        if unread != self._unread:
            if self._unread is not None and self.pages is not None:
                self.pages.refresh()
            self._unread = unread
        super().draw()

    # -- commands -----------------------------------------------------------------------------------------------------

    def unfiltered(self) -> bool:
        """All conversations again."""
        before, self.wanted = self.wanted, Wanted()
        return super().unfiltered() and before == Wanted()

    def _want(self, wanted: Wanted) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.browse()
            self.draw_all()

    def do_kinds(self) -> None:
        unread, starred = self.wanted.unread, self.wanted.starred
        self._want(self.wanted._replace(unread=not unread and not starred, starred=unread))

    def do_category(self) -> None:
        seen = sorted({row.category for row in self.pages.known if row.category}) if self.pages is not None else []
        if self.wanted.category and self.wanted.category not in seen:
            seen = [self.wanted.category, *seen]
        at = seen.index(self.wanted.category) + 1 if self.wanted.category in seen else 0
        self._want(self.wanted._replace(category=seen[at] if at < len(seen) else None))

    def do_quotes(self) -> None:
        self.unfolded = not self.unfolded
        self.draw_pane()

    def do_copy(self) -> None:
        if row := self.selected:
            self.app.copy_to_clipboard(row.email)
            self.state.say(f"copied {row.email}")

    def do_next_unread(self) -> None:
        self._to_unread(1)

    def do_last_unread(self) -> None:
        self._to_unread(-1)

    def _to_unread(self, step: int) -> None:
        rows = self.query_one(Rows)
        # Unread ones stand first: beyond them there is nothing to find.
        unread = self._reader.unread or 0 if self._reader else 0
        for at in range(rows.cursor + step, unread if step > 0 else -1, step):
            row = rows.rows[at] if at < len(rows.rows) else None
            if at < unread if row is None else row.read is False:
                rows.move_to(at)
                return
        self.state.say("no unread conversation " + ("below" if step > 0 else "above"))
