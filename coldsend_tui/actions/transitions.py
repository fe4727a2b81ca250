"""Plans for the five moves of a campaign's life: launch, pause, resume, archive, delete; one campaign or many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, cost
from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops import health, leads, lifecycle, wording
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.capacity import capacity
from coldsend_tui.ops.evidence import Z99, wilson_lower
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.ops.preflight import CheckLevel, preflight
from coldsend_tui.ops.schedule import Window, open_time, opening, opening_text
from coldsend_tui.workspace import Campaign, Workspace


class _Manner(NamedTuple):
    level: ConfirmationLevel
    steps: tuple[str, ...]


_MANNERS: Final = {
    Transition.LAUNCH: _Manner(ConfirmationLevel.BUTTON, ("PUT the campaign with launch: true", "read it back")),
    Transition.PAUSE: _Manner(ConfirmationLevel.KEY, ("POST pause", "read it back")),
    Transition.ACTIVATE: _Manner(ConfirmationLevel.BUTTON, ("POST activate", "read it back")),
    Transition.ARCHIVE: _Manner(ConfirmationLevel.TYPE, ("POST archive", "read it back")),
    Transition.DELETE: _Manner(ConfirmationLevel.TYPE, ("DELETE the campaign", "read that it is gone")),
}
READ_ONLY: Final = "this console is read-only"


def plan_transition(
    transition: Transition,
    campaigns: Sequence[Campaign],
    *,
    settings: Mapping[str, CampaignSettings],
    workspace: Workspace | None = None,
    read_only: str | bool = False,
    budget_left: int | None = None,
    now: datetime,
) -> Plan:
    """Plan `transition` for `campaigns`, each judged by its present state; illegal ones are refused with the reason.

    `settings` are what is known of the campaigns' details, `workspace` adds senders for capacity. `read_only` refuses
    everything (a text is the reason shown). A pause of many goes to the worst bounces first, a start of many to the calmest.
    """
    label = lifecycle.RULES[transition].label
    items, refusals = [], []
    for campaign in _ordered(transition, campaigns):
        move = lifecycle.move(campaign.status, transition)
        if read_only:
            reason = read_only if isinstance(read_only, str) else READ_ONLY
            refusals.append(Refusal(campaign.name, reason, ""))
        elif not move.legal:
            refusals.append(Refusal(campaign.name, move.reason, move.instead))
        else:
            items.append((campaign, move.target))
    manner = _MANNERS[transition]
    planned = [campaign for campaign, _ in items]
    first = planned[0] if planned else None
    title = _title(label, campaigns, planned)
    world = workspace or Workspace(campaigns=tuple(campaigns), settings=settings)
    notes = _Notes(settings, world, now)
    requests = cost(len(items), read_each=transition is Transition.DELETE)
    return Plan(
        title=title,
        verb=label,
        items=tuple(
            PlanItem("campaign", campaign.id, campaign.name, transition.value, campaign.status, target, manner.steps)
            for campaign, target in items
        ),
        refusals=tuple(refusals),
        warnings=(*notes.of(transition, planned), *_budget_note(requests, budget_left)),
        irreversible=_losses(transition, planned),
        confirmation=for_write(manner.level, len(items), first.name if first else "", first.id if first else ""),
        requests=requests,
        budget_left=budget_left,
    )


def _title(label: str, asked: Sequence[Campaign], planned: Sequence[Campaign]) -> str:
    if len(asked) == 1:
        return f"{label.capitalize()} {asked[0].name}"
    total = wording.plural(len(planned), "campaign")
    return f"{label.capitalize()} {total}" + (f" of {wording.count(len(asked))}" if len(planned) < len(asked) else "")


def by_harm(campaigns: Sequence[Campaign]) -> list[Campaign]:
    """Worst first: what is proven of the bounce rate, then the leads that could still be mailed."""

    def harm(campaign: Campaign) -> tuple[float, int]:
        return (-wilson_lower(campaign.bounced, campaign.sent, Z99), -leads.left(campaign))

    return sorted(campaigns, key=harm)


def _ordered(transition: Transition, campaigns: Sequence[Campaign]) -> Sequence[Campaign]:
    """What stops harm begins with the worst, what may do harm with the calmest."""
    if transition is Transition.PAUSE:
        return by_harm(campaigns)
    starts = transition in (Transition.ACTIVATE, Transition.LAUNCH)
    return list(reversed(by_harm(campaigns))) if starts else campaigns


def _budget_note(requests: int, budget_left: int | None) -> Iterator[str]:
    if budget_left is not None and requests > budget_left:
        yield "the request budget of this minute does not reach; it goes on as the budget refills."


def _losses(transition: Transition, planned: Sequence[Campaign]) -> tuple[str, ...]:
    if not planned:
        return ()
    if transition is Transition.ARCHIVE:
        return ("an archived campaign is view-only and takes in no more replies; its inboxes are freed.",)
    if transition is Transition.DELETE:
        total = wording.plural(sum(campaign.total_leads for campaign in planned), "lead")
        sent = wording.plural(sum(campaign.sent for campaign in planned), "mail")
        return (f"{total}, the record of {sent} and all analytics are deleted for good.",)
    return ()


class _Notes:
    """What a person should know before a transition, from what is known of the campaigns."""

    def __init__(self, settings: Mapping[str, CampaignSettings], workspace: Workspace, now: datetime) -> None:
        self._settings = settings
        self._workspace = workspace
        self._now = now

    def of(self, transition: Transition, planned: Sequence[Campaign]) -> Iterator[str]:
        if not planned:
            return
        match transition:
            case Transition.PAUSE:
                yield "mails already handed over still arrive."
            case Transition.LAUNCH:
                for campaign in planned:
                    yield from self._launch(campaign, len(planned) > 1)
            case Transition.ACTIVATE:
                yield from self._resume(planned)
            case _:
                return

    def _launch(self, campaign: Campaign, named: bool) -> Iterator[str]:
        prefix = f"{campaign.name}: " if named else ""
        settings = self._settings.get(campaign.id)
        checks = preflight(campaign, settings, self._workspace, self._now)
        blockers = [check for check in checks if check.level is CheckLevel.BLOCKER]
        if blockers:
            reasons = ", ".join(check.text for check in blockers)
            yield f"{prefix}not ready by our checks: {reasons}. The server decides."
        elif settings is None:
            yield f"{prefix}its settings have not been read, so readiness is not checked here."
        else:
            yield f"{prefix}{self._pace(campaign, settings)}"

    def _pace(self, campaign: Campaign, settings: CampaignSettings) -> str:
        room = capacity(campaign, settings, self._workspace, self._now)
        pace = f"up to {wording.count(room.per_day)} mails a sending day" if room and room.per_day else "pace not known"
        window = Window.of(settings)
        start = ""
        if window is not None:
            state = opening(window, self._now)
            text = opening_text(state, window, self._now)
            start = f"; the window is {text}" if state.is_open else f"; first mails {text}"
        return f"{pace} to {wording.plural(leads.left(campaign), 'lead')}{start}."

    def _resume(self, planned: Sequence[Campaign]) -> Iterator[str]:
        backlog = sum(leads.left(campaign) for campaign in planned)
        rooms = [
            capacity(campaign, settings, self._workspace, self._now)
            for campaign in planned
            if (settings := self._settings.get(campaign.id))
        ]
        per_day = sum(room.per_day or 0 for room in rooms if room)
        pace = f", at up to {wording.count(per_day)} mails a sending day" if per_day else ""
        unread = len(planned) - len(rooms)
        more = f" ({wording.plural(unread, 'campaign')} of unknown pace)" if unread and per_day else ""
        yield f"sending goes on where it stopped: {wording.plural(backlog, 'lead')} left{pace}{more}."
        for campaign in planned:
            yield from self._burst(campaign)
            verdict = health.bounce(campaign)
            if verdict.level in (Level.WARN, Level.CRIT):
                yield f"{campaign.name}: {verdict.text}. Resuming sends to the same list."

    def _burst(self, campaign: Campaign) -> Iterator[str]:
        """A first day far above the campaign's own mean, in first mails of a sending day since launch."""
        settings = self._settings.get(campaign.id)
        window = Window.of(settings) if settings else None
        if settings is None or window is None or campaign.launched_at is None or not campaign.sent:
            return
        room = capacity(campaign, settings, self._workspace, self._now)
        length = timedelta(minutes=window.minutes)
        days = max(1.0, open_time(window, campaign.launched_at, self._now) / length)
        mean = campaign.sent / days
        possible = min(room.per_day or 0, leads.left(campaign)) if room else 0
        if possible > limits.RESUME_BURST * mean:
            pace = f"up to {wording.count(possible)} mails on the first day against {mean:.0f} on its mean day"
            yield f"{campaign.name}: {pace}; a lower limit per inbox makes the restart gentle."
