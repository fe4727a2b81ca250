"""Sending, checking and reading back what `edits` plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from coldsend_tui.actions.campaign_names import ids_of
from coldsend_tui.actions.edits import CREATE, Edit, content_state, held, summary
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.actions.readings import Answer, Readings, Seen, Verdict
from coldsend_tui.api.errors import NotFound
from coldsend_tui.campaign_file.compare import Change, compare, facts

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend

CHANGED: Final = "it was changed meanwhile"
"""How the reason of a conflict begins."""


async def send_edit(client: ColdSend, item: PlanItem) -> Answer:
    """PUT the planned body."""
    missing = (await client.campaigns.update(item.id, **_body(item))).missing_requirements
    return Answer(missing=None if missing is None else tuple(missing))


async def send_creation(client: ColdSend, item: PlanItem) -> Answer:
    """POST the planned body."""
    return Answer(made=(await client.campaigns.create(**_body(item))).campaign_id)


def _body(item: PlanItem) -> Any:
    return dict(cast("Edit", item.sends).body)


async def conflict(readings: Readings, item: PlanItem) -> str:
    """Why the campaign is not any more what the plan was made for; "" when it is. Costs a request if the plan expects something."""
    if not item.expects:
        return ""
    try:
        now = held(await readings.client.campaigns.get(item.id))
    except NotFound:
        return "it is gone"
    if now.content == item.expects:
        return ""
    status = item.expects.split(" #")[0]
    parts = [f"it is {now.status}, not {status}"] if now.status != status else []
    if isinstance(item.sends, Edit) and (changes := compare(item.sends.base, now.file)):
        parts.append(summary(changes))
    return f"{CHANGED} ({'; '.join(parts) or 'another content'}): nothing was overwritten"


async def name_is_taken(readings: Readings, item: PlanItem) -> str:
    """A second campaign of the same name could not be told from a creation whose answer got lost."""
    if await ids_of(readings.client, item.name):
        return "a campaign of that name exists already"
    return ""


async def look(readings: Readings, item: PlanItem) -> Seen:
    """Read the campaign and compare every field that was written. Without the request (after a crash) its digest decides."""
    id = item.id
    if not id:
        named = await ids_of(readings.client, item.name)
        if not named:
            return Seen(item.before, Verdict.UNCHANGED)
        if len(named) > 1:
            return Seen(None, Verdict.OTHER, "there are several campaigns of that name")
        id = named[0]
    try:
        now = held(await readings.client.campaigns.get(id))
    except NotFound:
        return Seen(None, Verdict.OTHER, "it is gone")
    verdict, note = (
        _compared(item.sends, now.file) if isinstance(item.sends, Edit) else (_by_digest(item, now.content), "")
    )
    return Seen(content_state(now.status, now.file), verdict, note, id)


def _by_digest(item: PlanItem, content: str) -> Verdict:
    digest = content.split(" #")[-1]
    if item.after is not None and item.after.endswith(digest):
        return Verdict.DONE
    return Verdict.UNCHANGED if item.action != CREATE and item.before.endswith(digest) else Verdict.OTHER


def _compared(edit: Edit, now: Any) -> tuple[Verdict, str]:
    base, wanted, read = facts(edit.base), facts(edit.wanted), facts(now)
    written = {change.field for change in compare(edit.base, edit.wanted)}
    kept = [
        field
        for field in sorted(written)
        if read.get(field) != wanted.get(field) and read.get(field) == base.get(field)
    ]
    others = tuple(change for change in compare(edit.wanted, now) if change.field not in kept)
    if kept and len(kept) == len(written):
        return Verdict.UNCHANGED, "nothing of it changed"
    if kept:
        return Verdict.OTHER, f"{', '.join(kept)} did not change"
    return Verdict.DONE, _own_changes(others)


def _own_changes(changes: tuple[Change, ...]) -> str:
    return f"the server changed by itself: {summary(changes)}" if changes else ""
