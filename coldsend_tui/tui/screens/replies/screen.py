"""The inbox: conversations left, unread first and of these the positive ones; the selected one right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from coldsend_tui.errors import ColdSendError
from coldsend_tui.live import LiveSession, feeds
from coldsend_tui.live.browsing.replies import Thread, UnreadFirst, Wanted, read_thread
from coldsend_tui.live.pages import ReadPage
from coldsend_tui.ops import reply_query
from coldsend_tui.people import Conversation
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import replies as columns
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.browser import Browser
from coldsend_tui.tui.screens.replies import view
from coldsend_tui.tui.widgets.pane import Pane
from coldsend_tui.tui.widgets.table import Rows

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.tui.screens.replies.answering import Answering


class RepliesScreen(Browser[Conversation, Thread]):
    """What people answered."""

    NAME = "replies"
    LIST_TITLE = "Replies"
    PEOPLE = "conversations"
    PANE_TITLE = "Conversation"
    DEFAULT_CSS = "RepliesScreen.-normal #pane { width: 3fr; } RepliesScreen.-wide #pane { width: 72; }"
    SEARCH_HINT = 'campaign:"Q4 CFO" category:interested unread starred word'
    EMPTY = "no answers yet: what people write back will stand here"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("open", "enter", "open", "Read the conversation; esc goes back to the list", footer=0),
        Command("next_unread", "n", "next unread", "Go to the next unread conversation", footer=1),
        Command("last_unread", "N", "previous unread", "Go to the previous unread conversation"),
        Command(
            "reply", "R", "reply", "Answer here, from the conversation's own inbox", writes=True, footer=2,
            scope=("answer", "reply"),
        ),
        Command(
            "reply_editor", "e", "reply in editor", "Answer in your editor, with the conversation below the text",
            writes=True, scope=("answer", "reply"),
        ),
        Command(
            "read", "m", "mark read", "Mark this conversation read, or all marked ones; there is no way back", writes=True,
            footer=3, scope=("conversation", "mark read"),
        ),
        Command(
            "star", "asterisk", "star", "Set the star, or take it off", writes=True, footer=4,
            scope=("conversation", "star"),
        ),
        Command("filter", "slash", "search", "Search on the server: words, campaign:, category:, unread, starred", footer=5),
        Command("kinds", "u", "unread only", "Unread ones only, starred ones only, or all, unread first", footer=6),
        Command("category", "c", "category", "Only one category: interested, then each of the others, then all again", footer=7),
        Command("side", "o", "side pane", "Show or hide the selected row beside the list"),
        Command("mark", "space", "mark", "Mark a conversation; marked ones are marked read together"),
        Command("quotes", "h", "quotes", "Hide or show quoted text"),
        Command("copy", "y", "copy", "Copy the address, a link or an attachment's address (OSC 52)", footer=9),
    )  # fmt: skip

    def __init__(self, campaign_id: str | None = None) -> None:
        super().__init__()
        self.campaign_id = campaign_id
        self.wanted = Wanted(campaign_id=campaign_id)
        self.asked = reply_query.Asked()
        self.unfolded = False
        self._reader: UnreadFirst | None = None
        self._unread: int | None = None
        self._marking = False
        self._own: int | None = None
        self._answering: Answering | None = None
        self._categories = set(reply_query.DOCUMENTED)

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """How many are unread: when that moves, the list is read again."""
        return (feeds.UNREAD,), feeds.UNREAD

    def reader(self, session: LiveSession) -> ReadPage[Conversation]:
        """Unread ones first."""
        asked, wanted = self.asked, self.wanted
        self._reader = UnreadFirst(
            session,
            Wanted(
                unread=wanted.unread or asked.unread,
                starred=wanted.starred or asked.starred,
                campaign_id=asked.campaign_id or wanted.campaign_id,
                category=asked.category or wanted.category,
                search=asked.words,
            ),
        )
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
        campaign = next((c for c in self.state.workspace.campaigns if c.id == self.campaign_id), None)
        words = [safe(campaign.name)[:48]] if campaign else []
        words += [f"{unread:,} unread"] if unread is not None and not wanted.unread else []
        words += [f"{self._reader.positive:,} of them positive"] if self._reader and self._reader.positive else []
        words += ["unread only"] * wanted.unread + ["starred"] * wanted.starred
        return words + ([safe(wanted.category).replace("_", " ")] if wanted.category else [])

    def draw(self) -> None:
        """As every list, and read again when the number of unread ones has moved."""
        unread = self.state.workspace.unread_replies
        # Not while an answer is being written: rows would move under it.
        if unread != self._unread and not (self._answering is not None and self._answering.box is not None):
            own = self._marking or unread == self._own
            if self._unread is not None and self.pages is not None and not own:
                self.pages.refresh()
            self._unread = unread
        super().draw()

    # -- commands -----------------------------------------------------------------------------------------------------

    def narrowed(self) -> bool:
        """By words or filters."""
        return super().narrowed() or self.wanted != Wanted(campaign_id=self.campaign_id)

    def unfiltered(self) -> bool:
        """All conversations again."""
        nothing = Wanted(campaign_id=self.campaign_id)
        before, self.wanted, self.asked = self.wanted, nothing, reply_query.Asked()
        return super().unfiltered() and before == nothing

    def search_for(self, text: str) -> None:
        """Read the search against the server's fields; what cannot be asked for stays in the line, with the reason."""
        try:
            self.asked = reply_query.parse(text, {row.name: row.id for row in self.state.workspace.campaigns})
        except ColdSendError as error:
            self.state.say(f"{error.message} {error.hint}".strip(), "warn")
            return
        self.submit(text)
        if said := reply_query.doubt(self.asked):
            self.state.say(said, "warn")

    def _want(self, wanted: Wanted) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.browse()
            self.draw_all()

    def do_kinds(self) -> None:
        unread, starred = self.wanted.unread, self.wanted.starred
        self._want(self.wanted._replace(unread=not unread and not starred, starred=unread))

    def do_category(self) -> None:
        known = self.categories
        at = known.index(self.wanted.category) + 1 if self.wanted.category in known else 0
        self._want(self.wanted._replace(category=known[at] if at < len(known) else None))

    @property
    def categories(self) -> list[str]:
        """Every category met so far, whatever is shown now: the positive ones first."""
        rows = self.pages.known if self.pages is not None else []
        self._categories |= {row.category for row in rows if row.category}
        return reply_query.by_weight(self._categories)

    def do_quotes(self) -> None:
        self.unfolded = not self.unfolded
        self.draw_pane()

    def do_copy(self) -> None:
        from coldsend_tui.tui.modals.pick import Pick
        from coldsend_tui.tui.screens.replies.copying import choices

        if (row := self.selected) is None:
            return
        known = self.details.get(row.id)
        offered = choices(row, known if isinstance(known, Thread) else None)

        def chosen(texts: tuple[str, ...] | None) -> None:
            if texts:
                self.app.copy_to_clipboard("\n".join(texts))
                self.state.say(f"copied {safe(', '.join(texts))[:120]}")

        if len(offered) == 1:
            chosen((row.email,))
        else:
            self.app.push_screen(Pick("Copy", offered), chosen)

    def do_next_unread(self) -> None:
        self._to_unread(1)

    def do_last_unread(self) -> None:
        self._to_unread(-1)

    def _to_unread(self, step: int) -> None:
        rows = self.query_one(Rows)
        # Unread ones stand first: beyond them there is nothing to find.
        unread = self._reader.unread_places if self._reader else 0
        for at in range(rows.cursor + step, unread if step > 0 else -1, step):
            row = rows.rows[at] if at < len(rows.rows) else None
            if at < unread if row is None else row.read is False:
                rows.move_to(at)
                return
        self.state.say("no unread conversation " + ("below" if step > 0 else "above"))

    # -- writes -------------------------------------------------------------------------------------------------------

    def do_read(self) -> None:
        from coldsend_tui.actions.conversations import KIND, READ, plan_read
        from coldsend_tui.tui.writes import budget_left, offer

        rows = self.acted_on()
        if not rows:
            return
        plan = plan_read(rows, read_only=self.state.refusal_of(KIND, READ), budget_left=budget_left(self.console_app))
        self._marking, before = True, self.state.workspace.unread_replies
        offer(self.console_app, plan, lambda outcome: self._marked_read(rows, before, outcome))

    def _marked_read(self, rows: Sequence[Conversation], before: int | None, outcome: Outcome | None) -> None:
        self._marking = False
        done = {one.id for one in outcome.items if one.fate.value == "done"} if outcome else set()
        if not done:
            return
        if self._reader is not None:
            self._reader.has_read([row for row in rows if row.id in done])
        # The count that the server tells next is this console's own doing: no reason to read the list again.
        self._own = None if before is None else max(0, before - len(done))
        for row in rows:
            if row.id in done:
                self.put(row._replace(read=True))
        self.query_one(Rows).clear_marks()
        self.draw_all()

    def do_star(self) -> None:
        from coldsend_tui.actions.conversations import KIND, plan_star
        from coldsend_tui.tui.writes import budget_left, offer

        if (row := self.selected) is None:
            return
        plan = plan_star(row, read_only=self.state.refusal_of(KIND, "star"), budget_left=budget_left(self.console_app))

        def ended(outcome: Outcome | None) -> None:
            if outcome is not None and outcome.items[0].verified:
                self.put(row._replace(starred=outcome.items[0].after == "starred"))
            elif outcome is not None and self.pages is not None:
                self.pages.refresh()

        offer(self.console_app, plan, ended)

    @property
    def answering(self) -> Answering:
        """The answers under work here."""
        from coldsend_tui.tui.screens.replies.answering import Answering

        if self._answering is None:
            self._answering = Answering(self)
        return self._answering

    def do_reply(self) -> None:
        if row := self.selected:
            self.run_worker(self.answering.begin(row), group="answer", exclusive=True, exit_on_error=False)

    def do_reply_editor(self) -> None:
        if row := self.selected:
            work = self.answering.begin(row, in_editor=True)
            self.run_worker(work, group="answer", exclusive=True, exit_on_error=False)

    async def read(self, row: Conversation) -> None:
        """Read a conversation in full, now."""
        await self._read(row)

    def read_again(self, row: Conversation) -> None:
        """Something was written in a conversation: read it once more."""
        self.details.pop(row.id, None)
        self.run_worker(self._read(row), group="detail", exclusive=True, exit_on_error=False)

    def answered(self, row: Conversation, text: str) -> None:
        """An answer went out: the row tells it, the conversation is read again."""
        count = None if row.messages is None else row.messages + 1
        self.put(row._replace(preview=" ".join(text.split())[:140], at=self.state.clock.now(), messages=count))
        self.read_again(row)

    def show_newest(self) -> None:
        """The newest message is what is answered."""
        self.draw_pane()
        pane = self.query_one(Pane)
        self.call_after_refresh(lambda: pane.scroll_end(animate=False))

    def draw_pane(self) -> None:
        """As every pane; the box of another conversation is put away, its text is kept."""
        super().draw_pane()
        if self._answering is not None and self._answering.aside():
            self.run_worker(self._answering.close(), group="answer", exclusive=True, exit_on_error=False)

    def after_answering(self) -> None:
        """The box is gone: the keys go back to the list, or at 80 columns to the conversation."""
        if self.has_class("-narrow"):
            self.query_one("#pane").focus()
        else:
            self.query_one(Rows).focus()
        self.call_after_refresh(self.draw_all)
