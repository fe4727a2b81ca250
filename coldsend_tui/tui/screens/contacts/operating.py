"""From chosen contacts to a plan: forms and pickers, then `writes.offer`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from coldsend_tui.actions import contacts, people
from coldsend_tui.errors import ColdSendError
from coldsend_tui.live.browsing import contacts as browsing
from coldsend_tui.ops import contact_query
from coldsend_tui.people import Contact, ContactList
from coldsend_tui.tui.modals.pick import Choice, Pick
from coldsend_tui.tui.screens.contacts.fields import changes, form
from coldsend_tui.tui.writes import budget_left, offer

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.actions.plan import Plan
    from coldsend_tui.tui.screens.contacts.screen import ContactsScreen

UNPIN = "unpin"
READ_EACH = 3
"""Up to this many people are read again one by one after a write, more with the list."""


def about(screen: ContactsScreen, kind: str, action: str) -> dict[str, Any]:
    """What every plan is told: whether it may be written, and what is left of the budget."""
    return {"read_only": screen.state.refusal_of(kind, action), "budget_left": budget_left(screen.console_app)}


def put_forward(screen: ContactsScreen, plan: Plan, rows: Sequence[Contact]) -> None:
    """Offer a plan; afterwards the rows tell what became of them."""
    offer(screen.console_app, plan, lambda outcome: _ended(screen, rows, outcome))


def _ended(screen: ContactsScreen, rows: Sequence[Contact], outcome: Outcome | None) -> None:
    if outcome is None:
        return
    if outcome.ok:
        screen.unmark()
    for row in rows:
        screen.details.pop(row.id, None)
    if outcome.plan.verb in (people.DELETE, contacts.IMPORT) or len(rows) > READ_EACH:
        if screen.pages is not None:
            screen.pages.refresh()
        screen.read_selected()
        return
    screen.run_worker(_read(screen, rows), group="detail", exclusive=True, exit_on_error=False)


async def _read(screen: ContactsScreen, rows: Sequence[Contact]) -> None:
    session = screen.state.session
    for row in rows:
        try:
            known = await browsing.read_contact(session, row) if session is not None else None
        except ColdSendError:
            continue
        if known is not None:
            screen.details[row.id] = known
            screen.put(known.contact)
    screen.draw_pane()


def _pick(
    screen: ContactsScreen, verb: str, heading: str, choices: Sequence[Choice], empty: str, chosen: Callable[[str], None]
) -> None:  # fmt: skip
    """One of a list."""

    def answered(ids: tuple[str, ...] | None) -> None:
        if ids:
            chosen(ids[0])
        else:
            screen.state.say(f"{verb}: cancelled, nothing was sent")

    screen.app.push_screen(Pick(heading, choices, empty=empty, one=True), answered)


def _who(rows: Sequence[Contact]) -> str:
    return rows[0].email if len(rows) == 1 else f"{len(rows):,} people"


def edit(screen: ContactsScreen) -> None:
    """Name, company and own fields of the selected person."""
    if (row := screen.selected) is None:
        return

    def filled(values: dict[str, str] | None) -> None:
        if values is None:
            screen.state.say("edit: cancelled, nothing was sent")
            return
        plan = contacts.plan_edit(row, changes(row, values), **about(screen, contacts.KIND, contacts.EDIT))
        put_forward(screen, plan, [row])

    screen.app.push_screen(form(row), filled)


def signal(screen: ContactsScreen) -> None:
    """Pin a signal to the chosen people, or leave it to the platform again."""
    if not (rows := screen.acted_on()):
        return
    choices = [Choice(name, name, "pin") for name in contact_query.SIGNALS]
    choices.append(Choice(UNPIN, "let the platform decide", "unpin"))

    def chosen(name: str) -> None:
        action = contacts.UNPIN if name == UNPIN else contacts.PIN
        plan = contacts.plan_signal(rows, None if name == UNPIN else name, **about(screen, contacts.KIND, action))
        put_forward(screen, plan, rows)

    _pick(screen, "signal", f"Signal of {_who(rows)}", choices, "", chosen)


def tag(screen: ContactsScreen, *, off: bool = False) -> None:
    """Give the chosen people a tag, or take it. The API lists no tags: those of contacts that were read are offered."""
    if not (rows := screen.acted_on()):
        return
    action = people.UNTAG if off else people.TAG
    known = {one.id: one.name for row in rows for one in row.tags if one.id} if off else dict(screen.tags)
    choices = [
        Choice(id, name, "the API lists no tags: seen on contacts")
        for id, name in sorted(known.items(), key=lambda one: one[1])
    ]
    if not known:
        none = "none of them has a tag" if off else "no contact read here has one, and the API lists no tags"
        screen.state.say(f"{action}: {none}", "warn")
        return

    def chosen(id: str) -> None:
        put_forward(screen, people.plan_tag(rows, id, known[id], off=off, **about(screen, people.KIND, action)), rows)

    heading = f"Take a tag from {_who(rows)}" if off else f"Tag {_who(rows)}"
    _pick(screen, action, heading, choices, "", chosen)


async def put(screen: ContactsScreen) -> None:
    """Put the chosen people into a STATIC list."""
    rows, lists = screen.acted_on(), await read_lists(screen)
    if not rows or lists is None:
        return
    static = {one.id: one for one in lists if one.kind == "STATIC"}
    choices = [
        Choice(one.id, one.name, "" if one.counted is None else f"{one.counted:,} people") for one in static.values()
    ]

    def chosen(id: str) -> None:
        put_forward(screen, people.plan_put(rows, static[id], **about(screen, people.KIND, people.PUT)), rows)

    _pick(
        screen,
        people.PUT,
        f"Put {_who(rows)} into a list",
        choices,
        "there is no STATIC list yet: t, then n makes one",
        chosen,
    )


def enrol(screen: ContactsScreen) -> None:
    """Make the chosen people leads of a campaign."""
    if not (rows := screen.acted_on()):
        return
    into = {one.id: one for one in screen.state.workspace.campaigns if one.status not in people.CLOSED}
    choices = [Choice(one.id, one.name, f"{one.status} · {one.total_leads:,} leads") for one in into.values()]

    def chosen(id: str) -> None:
        put_forward(screen, people.plan_enrol(rows, into[id], **about(screen, people.KIND, people.ENROL)), rows)

    _pick(screen, people.ENROL, f"Enrol {_who(rows)} into a campaign", choices, "no campaign takes leads", chosen)


def delete(screen: ContactsScreen) -> None:
    """Delete the chosen people."""
    if rows := screen.acted_on():
        put_forward(screen, people.plan_delete(rows, **about(screen, people.KIND, people.DELETE)), rows)


async def read_lists(screen: ContactsScreen) -> Sequence[ContactList] | None:
    """The saved lists; None where they cannot be read, which has been said."""
    session = screen.state.session
    if session is None:
        screen.state.say("not connected yet", "warn")
        return None
    try:
        return await browsing.read_lists(session)
    except ColdSendError as error:
        screen.state.say(f"the lists cannot be read: {error.message}", "error")
        return None
