"""After an interruption: find out what became of writes without a result, then go on with what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError
from coldsend_tui.ops import wording
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.lines import Line, line

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp


def lines(state: Console, columns: int) -> list[Line]:
    """What an earlier run left behind and what a kill switch stopped, each after the key that deals with it: where a line is cut,
    the key stays."""
    found: list[Line] = []
    if state.aftermath.unsure:
        many = wording.plural(len(state.aftermath.unsure), "write")
        has = "has" if len(state.aftermath.unsure) == 1 else "have"
        found.append(
            line((" ? ", "warn"), ("v ", "key"), ("reads what became of it  " if has == "has" else "reads what became of them  ", "muted"),
                 (f"{many} {has} no result", "warn"), (": the run ended in between", "muted"))
        )  # fmt: skip
    elif state.aftermath.undone:
        many = wording.plural(len(state.aftermath.undone), "write")
        found.append(
            line((" ▲ ", "warn"), ("C ", "key"), ("plans the rest  ", "muted"),
                 (f"{many} of a broken-off plan not done", "warn"), ("  or ", "muted"), (":journal leave", "key"))
        )  # fmt: skip
    if state.aftermath.stopped is not None:
        from coldsend_tui.tui.stopping import standing_text

        found.append(
            line(
                (" ■ ", "accent"),
                ("R ", "key"),
                ("restores  ", "muted"),
                standing_text(state.aftermath.stopped, state, short=columns < 100),
            )
        )
    return found


def verify(app: ConsoleApp) -> None:
    """Read what became of the writes without a result. Sends no write."""
    if not app.state.aftermath.unsure:
        app.state.say("every write has its result")
        return
    app.run_worker(_verify(app), name="verify", group="recovery", exclusive=True, exit_on_error=False)


def resume(app: ConsoleApp) -> None:
    """Verify if need be, then put the plan for the rest before the operator."""
    state = app.state
    if not state.aftermath.unsure and not state.aftermath.undone:
        state.say("no plan was broken off: there is nothing to continue")
        return
    app.run_worker(_resume(app), name="continue", group="recovery", exclusive=True, exit_on_error=False)


def leave(app: ConsoleApp) -> None:
    """Note in the journal that the rest is not wanted."""
    from coldsend_tui.actions import recovery

    state = app.state
    left = state.aftermath.undone
    if not left:
        state.say("no plan was broken off: there is nothing to leave")
        return
    recovery.leave(left, state.store, state.clock)
    state.reload()
    state.on_change(frozenset())
    state.say(f"{wording.plural(len(left), 'write')} left as they are", "done")


async def _verify(app: ConsoleApp) -> bool:
    from coldsend_tui.actions import recovery
    from coldsend_tui.actions.outcome import Fate

    state = app.state
    if state.session is None or state.connection is None or state.connection.state != "online":
        state.say("not connected: what became of them can be read once the API answers", "warn")
        return False
    entries = state.aftermath.unsure
    state.say(f"reading what became of {wording.plural(len(entries), 'write')} …")
    try:
        client = await state.session.connected()
        results = await recovery.verify(
            entries, client=client, store=state.store, clock=state.clock, session=state.session
        )
    except ColdSendError as error:
        state.say(f"{error.title}: {error}", "error")
        return False
    state.reload()
    await state.catch_up()
    done, failed = (sum(result.fate is fate for result in results) for fate in (Fate.DONE, Fate.FAILED))
    unclear = len(results) - done - failed
    parts = [f"{done} happened", f"{failed} did not", *([f"{unclear} cannot be told"] if unclear else [])]
    more = "; C continues with the rest" if state.aftermath.undone else ""
    state.say(f"of {wording.plural(len(results), 'write')} {', '.join(parts)}{more}", "warn" if unclear else "done")
    return True


async def _resume(app: ConsoleApp) -> None:
    from coldsend_tui.actions import recovery
    from coldsend_tui.live import feeds
    from coldsend_tui.tui.writes import budget_left, offer

    state = app.state
    if state.aftermath.unsure and not await _verify(app):
        return
    if state.session is None:
        return
    try:
        await state.session.reread(feeds.ANALYTICS)
    except ColdSendError as error:
        state.say(f"not continued, the campaigns could not be read: {error.message}", "error")
        return
    state.reload()
    await state.catch_up()
    if not state.aftermath.undone:
        state.say("everything of the broken-off plan has happened: there is nothing left to do", "done")
        return
    plans = recovery.plan_rest(
        state.aftermath.undone,
        state.workspace,
        now=state.clock.now(),
        read_only=state.refusal_of("campaign", state.aftermath.undone[0].item.action),
        budget_left=budget_left(app),
    )
    if plans:
        offer(app, plans[0])
