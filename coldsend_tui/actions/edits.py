"""Plans that write what a campaign says: edit one in its state's own way, or create one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, Row
from coldsend_tui.actions.transitions import READ_ONLY
from coldsend_tui.campaign_file import state_rules
from coldsend_tui.campaign_file.compare import Change, compare, diff_lines
from coldsend_tui.campaign_file.content import CampaignFile, digest, of_campaign
from coldsend_tui.campaign_file.request import settings_body, update_body
from coldsend_tui.campaign_file.template import BLANK
from coldsend_tui.ops.lifecycle import State, Transition

if TYPE_CHECKING:
    from coldsend_tui.api.models.campaigns import Campaign

EDIT: Final = "edit"
CREATE: Final = "create"
_NEW: Final = "not there"
_DOCUMENTED_STEPS: Final = 4  # [docs]; the client knows 11, behaviour.md §19.1
_LONGEST_DETAIL: Final = 160
_SIGN_ROLES: Final = {"+": "added", "-": "removed", "": ""}


class Held(NamedTuple):
    """A campaign as the server has it. Ids of its inboxes by lower-case address, of its follow-ups by step number."""

    status: str
    file: CampaignFile
    inbox_ids: Mapping[str, str]
    sequence_ids: Mapping[int, str]

    @property
    def content(self) -> str:
        """State and content in the journal's words."""
        return content_state(self.status, self.file)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a write of a campaign's content sends: from `base` to `wanted` by `body`, a request body as data."""

    base: CampaignFile
    wanted: CampaignFile
    body: Mapping[str, Any]


def held(campaign: Campaign) -> Held:
    """What the API's detail says, for planning."""
    return Held(
        campaign.status,
        of_campaign(campaign),
        {inbox.email_address.lower(): inbox.inbox_id for inbox in campaign.inboxes or ()},
        {step.step_number or 0: step.sequence_id or "" for step in campaign.sequences or ()},
    )


def content_state(status: str, file: CampaignFile) -> str:
    """`PAUSED #3f2a9c1e07`: the state, and a digest of everything that can be written."""
    return f"{status} #{digest(file)}"


def plan_edit(
    now: Held,
    wanted: CampaignFile,
    *,
    inbox_ids: Mapping[str, str],
    meanwhile: tuple[Change, ...] = (),
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> Plan:
    """Plan the smallest change from what the server has `now` to what is `wanted`; without a difference it has no items.

    An ACTIVE campaign is paused, edited and resumed in one plan. `inbox_ids` are ids by lower-case address of all sender
    accounts that `wanted` may name. `meanwhile` is what others changed since the writer began, to be told.
    """
    changes = compare(now.file, wanted)
    inbox_ids = {**inbox_ids, **now.inbox_ids}
    reason, instead = _refusal(now, wanted, inbox_ids, read_only)
    items: tuple[PlanItem, ...] = ()
    if changes and not reason:
        items = _edit_items(now, wanted, changes, inbox_ids)
    warnings = (*_meanwhile(meanwhile), *(_warnings(now.status, changes, wanted) if items else ()))
    return Plan(
        title=f"Edit {now.file.name}",
        verb=EDIT,
        items=items,
        refusals=(Refusal(now.file.name, reason, instead),) if reason else (),
        warnings=warnings,
        irreversible=(),
        confirmation=for_write(ConfirmationLevel.BUTTON, 1, now.file.name, now.file.id),
        requests=_cost(items),
        budget_left=budget_left,
    )


def _refusal(now: Held, wanted: CampaignFile, inbox_ids: Mapping[str, str], read_only: str | bool) -> tuple[str, str]:
    if read_only:
        return (read_only if isinstance(read_only, str) else READ_ONLY), ""
    reason, instead = state_rules.closed(now.status)
    if reason:
        return reason, instead
    impossible = next(state_rules.refusals(now.status, now.file, wanted), None)
    if impossible:
        return impossible.message, ""
    kept = {step.step: step for step in wanted.follow_ups}
    unnamed = [step.step for step in now.file.follow_ups if not now.sequence_ids.get(step.step)]
    if now.status != State.DRAFT and any(
        kept.get(step.step) != step for step in now.file.follow_ups if step.step in unnamed
    ):
        return f"the API does not tell the id of follow-up {unnamed[0]}, so it cannot be changed", "use the dashboard"
    return _unknown_inbox(wanted, inbox_ids)


def _unknown_inbox(wanted: CampaignFile, inbox_ids: Mapping[str, str]) -> tuple[str, str]:
    unknown = [address for address in wanted.inboxes if address.lower() not in inbox_ids]
    return (f"there is no sender account {unknown[0]}", "take it out, or add it first") if unknown else ("", "")


def _edit_items(
    now: Held, wanted: CampaignFile, changes: tuple[Change, ...], inbox_ids: Mapping[str, str]
) -> tuple[PlanItem, ...]:
    edited = State.DRAFT if now.status == State.DRAFT else State.PAUSED
    body = update_body(edited, now.file, wanted, inbox_ids=inbox_ids, sequence_ids=now.sequence_ids)
    edit = Edit(now.file, wanted, body)
    before, after = content_state(edited, now.file), content_state(edited, wanted)
    steps = (f"PUT {', '.join(body)}", "read it back and compare every field")
    change = PlanItem(
        "campaign", now.file.id, now.file.name, EDIT, before, after, steps,
        sends=edit, shown=shown(changes), detail=summary(changes), expects=before,
    )  # fmt: skip
    if now.status != State.ACTIVE:
        return (change,)
    paused = change._replace(
        action=Transition.PAUSE.value, before=State.ACTIVE.value, after=State.PAUSED.value, steps=("POST pause",),
        shown=(), detail="for an edit", expects=now.content,
    )  # fmt: skip
    resumed = paused._replace(
        action=Transition.ACTIVATE.value, before=State.PAUSED.value, after=State.ACTIVE.value,
        steps=("POST activate",), detail="after an edit", expects="", follows=True,
    )  # fmt: skip
    return (paused, change._replace(follows=True), resumed)


def plan_create(
    wanted: CampaignFile,
    *,
    inbox_ids: Mapping[str, str],
    taken: bool = False,
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> Plan:
    """Plan a new DRAFT: its creation with the settings, then an update with inboxes and mails. `taken` says that a campaign of
    that name exists: then an answer that got lost could not be told from it."""
    reason, instead = _unknown_inbox(wanted, inbox_ids)
    if read_only:
        reason, instead = (read_only if isinstance(read_only, str) else READ_ONLY), ""
    elif taken:
        reason, instead = "a campaign of that name exists", "choose another name"
    items = () if reason else _create_items(wanted, inbox_ids)
    return Plan(
        title=f"Create {wanted.name}",
        verb=CREATE,
        items=items,
        refusals=(Refusal(wanted.name, reason, instead),) if reason else (),
        warnings=tuple(_mail_notes(wanted)) if items else (),
        irreversible=(),
        confirmation=for_write(ConfirmationLevel.BUTTON, 1, wanted.name, ""),
        requests=_cost(items),
        budget_left=budget_left,
    )


def _create_items(wanted: CampaignFile, inbox_ids: Mapping[str, str]) -> tuple[PlanItem, ...]:
    empty = replace(wanted, id="", inboxes=(), variants=(), follow_ups=())
    body = {"name": wanted.name, **settings_body(BLANK, empty)}
    settings, rest = compare(BLANK, empty), compare(empty, wanted)
    created = PlanItem(
        "campaign", "", wanted.name, CREATE, _NEW, content_state(State.DRAFT, empty),
        ("POST the campaign", "read it back"),
        sends=Edit(BLANK, empty, body), shown=shown(settings), detail=summary(settings),
    )  # fmt: skip
    if not rest:
        return (created,)
    more = update_body(State.DRAFT, empty, wanted, inbox_ids=inbox_ids, sequence_ids={})
    filled = created._replace(
        action=EDIT, before=content_state(State.DRAFT, empty), after=content_state(State.DRAFT, wanted),
        steps=(f"PUT {', '.join(more)}", "read it back"), sends=Edit(empty, wanted, more),
        shown=shown(rest), detail=summary(rest), follows=True,
    )  # fmt: skip
    return (created, filled)


def _cost(items: tuple[PlanItem, ...]) -> int:
    """Each is sent and read back; contents and names that must still be so are read before."""
    return sum(2 + bool(item.expects or item.action == CREATE) for item in items)


def shown(changes: tuple[Change, ...]) -> tuple[Row, ...]:
    """A difference as rows of a plan."""
    return tuple(Row(f"{line.sign or ' '} {line.text}", _SIGN_ROLES[line.sign]) for line in diff_lines(changes))


def summary(changes: tuple[Change, ...]) -> str:
    """A difference in one line: short values from → to, of longer texts only that they changed."""
    parts = []
    for change in changes:
        before, after = change.before, change.after
        short = not change.long and before is not None and after is not None and len(before) + len(after) <= 60
        parts.append(f"{change.field} {before} → {after}" if short else change.field)
    text = "; ".join(parts)
    return text if len(text) <= _LONGEST_DETAIL else text[: _LONGEST_DETAIL - 1] + "…"


def _meanwhile(changes: tuple[Change, ...]) -> Iterator[str]:
    if changes:
        yield f"it was changed on the server while you wrote: {summary(changes)}."


def _warnings(status: str, changes: tuple[Change, ...], wanted: CampaignFile) -> Iterator[str]:
    if status == State.ACTIVE:
        yield "it sends nothing until it is resumed; if the edit fails it stays PAUSED."
    if status != State.DRAFT and any(change.field.endswith((" body", " subject")) for change in changes):
        yield "mails already sent do not change."
    yield from _mail_notes(wanted)


def _mail_notes(wanted: CampaignFile) -> Iterator[str]:
    opens = [step.step for step in wanted.follow_ups if step.trigger != "NOT_REPLIED"]
    if opens and not wanted.enable_tracking:
        yield f"step {opens[0]} asks for opens, but enable_tracking is off: nobody ever counts as having opened."
    kinds = {variant.content_type for variant in wanted.variants}
    if wanted.enable_tracking and "plaintext" in kinds:
        yield "opens cannot be tracked in plaintext: they need an HTML body."
    if any(step.step > _DOCUMENTED_STEPS for step in wanted.follow_ups):
        yield f"the documentation knows steps up to {_DOCUMENTED_STEPS} only; the server may refuse more."
    if wanted.ramp_up_enabled and not (wanted.ramp_up_increment and wanted.ramp_up_max_limit):
        yield "the ramp-up has no increment or no end."
