"""One person in every campaign: its memberships by the contacts search, one of them opened as a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError
from coldsend_tui.live.browsing import contacts as browsing
from coldsend_tui.people import Membership
from coldsend_tui.tui.modals.pick import Choice, Pick

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp


def open_memberships(app: ConsoleApp, email: str, *, besides: str = "") -> None:
    """Find the campaigns of the person with this address; open the only one, or the one that is picked."""
    app.run_worker(
        _open(app, email, besides), name="memberships", group="memberships", exclusive=True, exit_on_error=True
    )


async def _open(app: ConsoleApp, email: str, besides: str) -> None:
    session = app.state.session
    if session is None:
        app.state.say("not connected yet", "warn")
        return
    app.state.say(f"looking for {email} in all campaigns …")
    try:
        found = await browsing.read_memberships(session, email)
    except ColdSendError as error:
        app.state.say(f"{error.title}: {error}", "error")
        return
    app.state.say("")
    others = [one for one in found if one.campaign_id and one.campaign_id != besides]
    if not others:
        where = "no other campaign" if besides else "no campaign"
        app.state.say(f"{email} is a lead of {where}")
        return
    if len(others) == 1 and not besides:
        _show(app, others[0], email)
        return
    by_id = {one.campaign_id or "": one for one in others}
    choices = [Choice(id, one.campaign or "(no name)", one.status) for id, one in by_id.items()]
    chosen = await app.push_screen_wait(Pick(f"{email} is a lead of", choices, one=True))
    if chosen:
        _show(app, by_id[chosen[0]], email)


def _show(app: ConsoleApp, one: Membership, email: str) -> None:
    from coldsend_tui.tui.screens.leads.screen import LeadsScreen

    app.push_screen(LeadsScreen(one.campaign_id or "", email))
