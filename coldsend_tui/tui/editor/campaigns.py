"""`e`, `n` and `N`: a campaign as text in the editor, then the plan of what that changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coldsend_tui.campaign_file import state_rules, template
from coldsend_tui.campaign_file.compare import compare, rebased
from coldsend_tui.campaign_file.content import CampaignFile
from coldsend_tui.campaign_file.faults import Fault
from coldsend_tui.campaign_file.places import places
from coldsend_tui.campaign_file.read import Reading, read
from coldsend_tui.campaign_file.write import write
from coldsend_tui.errors import ColdSendError
from coldsend_tui.live import feeds
from coldsend_tui.ops.lifecycle import State, Transition
from coldsend_tui.text import safe
from coldsend_tui.tui.editor.drafts import Draft
from coldsend_tui.tui.editor.writing import view, written
from coldsend_tui.tui.writes import budget_left, offer

if TYPE_CHECKING:
    from coldsend_tui.actions.edits import Held
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.api import ColdSend
    from coldsend_tui.tui.app import ConsoleApp


def edit(app: ConsoleApp, campaign_id: str) -> None:
    """Open a campaign as text; offer the plan of what was changed in it."""
    _start(app, _edit(app, campaign_id))


def create(app: ConsoleApp, like: str = "") -> None:
    """Open the text of a new campaign: a starter, or a copy of the campaign with the id `like`."""
    _start(app, _create(app, like))


def create_by_form(app: ConsoleApp) -> None:
    """Ask for what a DRAFT needs to exist; offer the plan that creates it."""
    from coldsend_tui.actions.edits import plan_create
    from coldsend_tui.tui.modals.new_campaign import NewCampaign

    def answered(file: CampaignFile | None) -> None:
        if file is None:
            app.state.say("new: cancelled, nothing was sent")
            return
        plan = plan_create(
            file, inbox_ids={}, read_only=app.state.refusal_of("campaign", "create"), budget_left=budget_left(app)
        )
        offer(app, plan, lambda outcome: _told(app, outcome))

    names = {row.name for row in app.state.workspace.campaigns}
    app.push_screen(NewCampaign(f"{app.launch.profile} · {app.state.mode}", names), answered)


def _told(app: ConsoleApp, outcome: Outcome | None) -> None:
    if outcome is not None and outcome.ok:
        app.state.say(f"{outcome.summary}: e writes its mails and assigns inboxes", "done")


def _start(app: ConsoleApp, work: Coroutine[Any, Any, None]) -> None:
    async def guarded() -> None:
        try:
            await work
        except ColdSendError as error:
            app.state.say(f"{error.title}: {error}", "error")
        except OSError as error:
            app.state.say(f"the text cannot be kept on this machine ({error.strerror}): nothing was sent", "error")

    app.run_worker(guarded(), name="editor", group="editor", exclusive=True, exit_on_error=True)


async def _client(app: ConsoleApp) -> ColdSend | None:
    from coldsend_tui.api import Priority

    connection = app.state.connection
    if app.state.session is None or connection is None or connection.state != "online":
        app.state.say(app.state.write_refusal or "not connected: the campaign cannot be read", "warn")
        return None
    # The operator waits for it: it may use the requests that are kept for writes.
    return (await app.state.session.connected()).with_options(priority=Priority.WRITE)


async def _edit(app: ConsoleApp, campaign_id: str) -> None:
    from coldsend_tui.actions.edits import held

    client = await _client(app)
    if client is None:
        return
    app.state.say("reading the campaign …")
    now = held(await client.campaigns.get(campaign_id))
    app.state.say("")
    reason, instead = state_rules.closed(now.status)
    closed = app.state.write_refusal or (f"{reason}; {instead}" if reason else "")
    if closed:
        await view(app, Draft(app.launch.store_path, now.file.name, _text(app, now, closed)), closed)
        return
    inboxes = await _inboxes(app)
    draft = Draft(app.launch.store_path, now.file.name, _text(app, now, "", inboxes))
    addresses = {*inboxes, *now.inbox_ids}
    wanted = await written(
        app, draft, lambda text: read(text, now.file, status=now.status, whole=True, inboxes=addresses)
    )
    if wanted is not None:
        await _propose(app, client, draft, now.file, wanted, inboxes)


def _text(app: ConsoleApp, now: Held, closed: str, senders: Collection[str] = ()) -> str:
    title = f"{safe(now.file.name)} · {safe(now.status)} · read {app.state.clock.now():%d %b %H:%M} UTC"
    about = (
        f"View only: {closed}. What you change here is not sent."
        if closed
        else "Save and leave: you are shown what would change before anything is sent. Leave without a change: nothing happens."
    )
    return write(now.file, status=now.status, heading=[title, about], senders=senders)


async def _inboxes(app: ConsoleApp) -> dict[str, str]:
    """Ids of the sender accounts by lower-case address."""
    state = app.state
    if not state.store.senders() and state.session is not None:
        await state.session.reread(feeds.SENDERS)
    return {sender.email.lower(): sender.id for sender in state.store.senders()}


async def _propose(
    app: ConsoleApp, client: ColdSend, draft: Draft, base: CampaignFile, wanted: CampaignFile, inboxes: dict[str, str]
) -> None:
    """Read the campaign once more and offer the plan for what it is now."""
    from coldsend_tui.actions.edits import held, plan_edit

    now = held(await client.campaigns.get(base.id))
    meanwhile = compare(base, now.file)
    merged = wanted
    if meanwhile:
        mended = await _merged(app, draft, now, rebased(base, wanted, now.file), {*inboxes, *now.inbox_ids})
        if mended is None:
            return
        merged = mended
    plan = plan_edit(
        now,
        merged,
        inbox_ids=inboxes,
        meanwhile=meanwhile,
        read_only=app.state.refusal_of("campaign", "edit"),
        budget_left=budget_left(app),
    )
    if not plan.runnable and not plan.refusals:
        draft.discard()
        app.state.say("nothing to change: the campaign is like that already")
        return

    def again() -> None:
        _start(app, _propose(app, client, draft, now.file, merged, inboxes))

    offer(app, plan, lambda outcome: _ended(app, draft, outcome, again))


async def _merged(
    app: ConsoleApp, draft: Draft, now: Held, merged: CampaignFile, addresses: set[str]
) -> CampaignFile | None:
    """Two changes that are right alone may be wrong together (shares of variants): then the text is opened once more."""

    def check(text: str) -> Reading:
        return read(text, now.file, status=now.status, inboxes=addresses)

    text = _text(app, now._replace(file=merged), "", addresses)
    draft.write(text)
    return merged if check(text).file is not None else await written(app, draft, check, faulty=True)


def _ended(app: ConsoleApp, draft: Draft, outcome: Outcome | None, again: Callable[[], None] | None = None) -> None:
    """The text goes when it is done. Else it stays, and what can be done next is offered."""
    if outcome is not None and outcome.ok:
        draft.discard()
        return
    if outcome is not None and again is not None and outcome.standing != State.PAUSED and _conflict(outcome):
        again()
        return
    app.state.say(f"{draft.keep()}; {app.state.flash.message}", app.state.flash.level)
    if outcome is not None and outcome.standing == State.PAUSED:
        _offer_resume(app, outcome)


def _conflict(outcome: Outcome) -> bool:
    from coldsend_tui.actions.edit_operations import CHANGED

    return any(item.detail.startswith(CHANGED) for item in outcome.items)


def _offer_resume(app: ConsoleApp, outcome: Outcome) -> None:
    """The edit of an ACTIVE campaign broke off after its pause: it may go on as it was."""
    from coldsend_tui.actions.transitions import plan_transition

    workspace = app.state.workspace
    plan = plan_transition(
        Transition.ACTIVATE,
        [campaign for campaign in workspace.campaigns if campaign.id == outcome.items[0].id],
        settings=workspace.settings,
        workspace=workspace,
        read_only=app.state.refusal_of("campaign", "activate"),
        budget_left=budget_left(app),
        now=app.state.clock.now(),
    )
    if plan.runnable:
        warnings = (f"{outcome.summary}. Resuming goes on without the edit.", *plan.warnings)
        offer(app, replace(plan, warnings=warnings))


async def _create(app: ConsoleApp, like: str) -> None:
    from coldsend_tui.actions.edits import held, plan_create

    client = await _client(app)
    if client is None:
        return
    file = template.STARTER
    heading = "A new campaign. Write it, save and leave; you are shown the plan before it is created."
    inboxes = await _inboxes(app)
    if like:
        original = held(await client.campaigns.get(like))
        inboxes |= original.inbox_ids
        file = template.copy_of(original.file)
        heading = f"A copy of {safe(original.file.name)}, without its leads. Change its name, save and leave."
    draft = Draft(app.launch.store_path, file.name, write(file, heading=[heading], senders=inboxes))
    wanted = await written(app, draft, lambda text: _read_new(app, text, set(inboxes)))
    if wanted is None:
        return
    plan = plan_create(
        wanted, inbox_ids=inboxes, read_only=app.state.refusal_of("campaign", "create"), budget_left=budget_left(app)
    )
    offer(app, plan, lambda outcome: _ended(app, draft, outcome))


def _read_new(app: ConsoleApp, text: str, addresses: set[str]) -> Reading:
    """A new campaign needs a name that no other has: by it a creation is found whose answer gets lost."""
    reading = read(text, template.BLANK, inboxes=addresses)
    if reading.file is not None and any(row.name == reading.file.name for row in app.state.workspace.campaigns):
        line = places(text).line_of(("name",))
        return Reading(None, (Fault(line, "name", "a campaign of that name exists; choose another"),))
    return reading
