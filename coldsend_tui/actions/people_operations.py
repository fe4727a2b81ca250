"""What the plans for many people send, what the server told of each, and who of them is read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from coldsend_tui.actions.people import DELETE, ENROL, KIND, PUT, TAG, UNTAG, Group
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.actions.readings import Answer, Readings, Seen, Verdict
from coldsend_tui.api.errors import NotFound

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.api.models.contacts import BulkResult

_NAMED: Final = 5


async def _tag(client: ColdSend, item: PlanItem) -> Answer:
    group = _group(item)
    return counted(await client.contacts.bulk_add_tag(group.ids, group.target), "had it already")


async def _untag(client: ColdSend, item: PlanItem) -> Answer:
    group = _group(item)
    return counted(await client.contacts.bulk_remove_tag(group.ids, group.target), "did not have it")


async def _put(client: ColdSend, item: PlanItem) -> Answer:
    group = _group(item)
    target = group.target or item.id.partition("/")[0]
    return counted(await client.contacts.bulk_add_to_list(group.ids, target), "were in it already")


async def _enrol(client: ColdSend, item: PlanItem) -> Answer:
    group = _group(item)
    answer = await client.contacts.bulk_add_to_campaign(group.ids, group.target)
    blocked = (answer.details or {}).get("blocked")
    return counted(answer, "skipped", blocked if isinstance(blocked, list) else (), dict(group.sample))


async def _delete(client: ColdSend, item: PlanItem) -> Answer:
    answer = await client.contacts.delete(_group(item).ids)
    deleted, missing = answer.deleted, _number(answer.not_found)
    if deleted is None:
        return Answer()
    kept = len(_group(item).ids) - deleted - (missing or 0)
    told = _told(
        [(deleted, "deleted"), (kept, "kept by the platform (in a campaign or a conversation)"), (missing, "not known")]
    )
    return Answer(declined=told) if kept > 0 and not deleted and not missing else Answer(note=told)


def counted(
    answer: BulkResult, skipped: str, blocked: Sequence[Any] = (), names: Mapping[str, str] | None = None
) -> Answer:
    """What a bulk call tells of its people: changed, `skipped`, unknown, and by name those who are blocked."""
    missing = _number(answer.not_found)
    others = None if answer.skipped is None else max(0, answer.skipped - len(blocked))
    told = _told([(answer.affected, "changed"), (others, skipped), (missing, "not known")])
    if blocked:
        shown = ", ".join(_blocked(one, names or {}) for one in blocked[:_NAMED])
        more = f" and {len(blocked) - _NAMED:,} more" if len(blocked) > _NAMED else ""
        told += f", {len(blocked):,} blocked: {shown}{more}"
    nobody = not answer.affected and answer.affected is not None and not others
    return Answer(declined=told) if nobody and (blocked or missing) else Answer(note=told)


def _blocked(one: Any, names: Mapping[str, str]) -> str:
    if not isinstance(one, Mapping):
        return str(one)
    id = str(one.get("contact_id", ""))
    who = str(one.get("email") or names.get(id) or id)
    reason = one.get("reason")
    return f"{who} ({reason})" if reason else who


def _number(value: int | list[str] | None) -> int | None:
    return len(value) if isinstance(value, list) else value


def _told(counts: Sequence[tuple[int | None, str]]) -> str:
    return ", ".join(
        f"{number:,} {word}" for at, (number, word) in enumerate(counts) if number or (number == 0 and not at)
    )


def _group(item: PlanItem) -> Group:
    return cast("Group", item.sends)


async def _look(readings: Readings, item: PlanItem) -> Seen:
    """Read the sample. One who is as planned proves that the call was carried out; the counts tell of the rest."""
    target, _, first = item.id.partition("/")
    group = item.sends if isinstance(item.sends, Group) else Group((first,), target, ((first, ""),))
    there = [await _is_so(readings, item.action, target, id, email) for id, email in group.sample]
    if not any(there):
        return Seen(item.before, Verdict.UNCHANGED, f"{item.name} read as before: {item.before}")
    note = "" if all(there) else f"of {len(there)} read back {there.count(True)} are as planned"
    return Seen(item.after, Verdict.DONE, note)


async def _is_so(readings: Readings, action: str, target: str, id: str, email: str) -> bool:
    contacts = readings.client.contacts
    try:
        if action == PUT:
            email = email or (await contacts.get(id)).email
            page = await contacts.list(list_id=target, search=email, limit=10)
            return any(row.contact_id == id for row in page)
        person = await contacts.get(id)
    except NotFound:
        return action == DELETE
    if action == ENROL:
        return any(one.campaign_id == target for one in person.campaigns or ())
    tagged = any(tag.tag_id == target for tag in person.tags or ())
    return tagged if action == TAG else not tagged if action == UNTAG else False


async def _free(readings: Readings, item: PlanItem) -> str:
    return ""


WRITES: Final = {
    (KIND, TAG): (_tag, _look, _free),
    (KIND, UNTAG): (_untag, _look, _free),
    (KIND, PUT): (_put, _look, _free),
    (KIND, ENROL): (_enrol, _look, _free),
    (KIND, DELETE): (_delete, _look, _free),
}
"""What is sent, how its fate is read, what must hold before."""
