"""Sending, checking and reading back what `leads` plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from coldsend_tui.actions.leads import NOT_THERE, PENDING, Deletion, Wanted, content, wanted_of
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.actions.readings import Answer, Readings, Seen, Verdict
from coldsend_tui.api.errors import NotFound
from coldsend_tui.live.projection import leads as projection

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.people import Lead


def _ids(item: PlanItem) -> tuple[str, str]:
    campaign_id, _, lead_id = item.id.partition("/")
    return campaign_id, lead_id


async def send_add(client: ColdSend, item: PlanItem) -> Answer:
    """POST the lead."""
    body: Any = item.sends
    await client.leads.add(_ids(item)[0], item.name, **body)
    return Answer()


async def is_there(readings: Readings, item: PlanItem) -> str:
    """A lead of that address could not be told from one whose answer got lost."""
    found = await _by_address(readings, _ids(item)[0], item.name)
    return f"the campaign has it already, it is {found.status}" if found else ""


async def look_added(readings: Readings, item: PlanItem) -> Seen:
    """Whether the campaign has the address."""
    found = await _by_address(readings, _ids(item)[0], item.name)
    if found is None:
        return Seen(NOT_THERE, Verdict.UNCHANGED)
    return Seen(found.status, Verdict.DONE, "" if found.status == PENDING else f"it is {found.status} meanwhile")


async def send_edit(client: ColdSend, item: PlanItem) -> Answer:
    """PUT the merge-patch."""
    body: Any = item.sends
    await client.leads.update(*_ids(item), **body)
    return Answer()


async def was_changed(readings: Readings, item: PlanItem) -> str:
    """Why the lead is not any more what the plan was made for."""
    now = await _by_id(readings, item)
    if now is None:
        return "it is gone"
    return "" if content(now) == item.expects else "it was changed meanwhile: nothing was overwritten"


async def look_edited(readings: Readings, item: PlanItem) -> Seen:
    """Whether all fields read as they were sent. Without the request (after a crash) their digest decides."""
    now = await _by_id(readings, item)
    if now is None:
        return Seen(None, Verdict.OTHER, "it is gone")
    state = content(now)
    if state == item.after:
        return Seen(state, Verdict.DONE)
    body = item.sends if isinstance(item.sends, dict) else None
    if body is None:
        return Seen(state, Verdict.UNCHANGED if state == item.before else Verdict.OTHER)
    differs = [name for name, value in body.items() if name != "custom_fields" and now.value(name) != (value or "")]
    custom = body.get("custom_fields", {})
    differs += [name for name, value in custom.items() if now.custom.get(name) != value]
    if not differs:
        return Seen(state, Verdict.DONE)
    verdict = Verdict.UNCHANGED if state == item.before else Verdict.OTHER
    return Seen(state, verdict, f"it does not read as sent: {', '.join(differs)}")


async def send_delete(client: ColdSend, item: PlanItem) -> Answer:
    """DELETE the ids at once."""
    deletion = cast("Deletion", item.sends)
    deletion.deleted = (await client.leads.delete(_ids(item)[0], deletion.ids)).deleted_count
    return Answer(declined="none of them is PENDING any more: nothing was deleted" if deletion.deleted == 0 else "")


async def look_deleted(readings: Readings, item: PlanItem) -> Seen:
    """The first lead, one between and the last, each by a reading of its own; the rest by the server's count."""
    campaign_id, first = _ids(item)
    deletion = item.sends if isinstance(item.sends, Deletion) else None
    ids = deletion.ids if deletion else (first,)
    left = []
    for lead_id in dict.fromkeys((ids[0], ids[len(ids) // 2], ids[-1])):
        try:
            left.append((await readings.client.leads.get(campaign_id, lead_id)).status)
        except NotFound:
            continue
    skipped = len(ids) - deletion.deleted if deletion and deletion.deleted is not None else 0
    note = f"{skipped:,} of {len(ids):,} were not PENDING any more and stay" if skipped else ""
    if not left or (skipped and skipped < len(ids)):
        return Seen(None, Verdict.DONE, note)
    return Seen(left[0], Verdict.UNCHANGED if left[0] == PENDING else Verdict.OTHER)


async def _by_address(readings: Readings, campaign_id: str, email: str) -> Lead | None:
    page = await readings.client.leads.list(campaign_id, search=email, limit=100)
    rows = map(projection.lead, page.rows)
    return next((row for row in rows if row is not None and row.email.lower() == email.lower()), None)


async def _by_id(readings: Readings, item: PlanItem) -> Wanted | None:
    """A lead's fields by the list, which tells its title; the detail does not."""
    campaign_id, lead_id = _ids(item)
    found = await _by_address(readings, campaign_id, item.name)
    if found is not None and found.id == lead_id:
        return wanted_of(found)
    try:
        lead = projection.lead((await readings.client.leads.get(campaign_id, lead_id)).payload())
    except NotFound:
        return None
    return wanted_of(lead) if lead else None
