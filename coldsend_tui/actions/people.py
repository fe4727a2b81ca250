"""Contacts changed many at a time: tag, untag, put into a list, enrol, delete (behaviour.md §15). At most 1,000 in one call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal
from coldsend_tui.api.limits import BULK_CONTACTS_MAX
from coldsend_tui.ops import wording
from coldsend_tui.people import Contact, ContactList
from coldsend_tui.workspace import Campaign

KIND: Final = "people"
"""The object of these plans: up to 1,000 people; its id is `id of the target/id of a person`, whose reading proves it."""
TAG, UNTAG, PUT, ENROL, DELETE = "tag people", "untag people", "put into list", "enrol", "delete people"
SAMPLE: Final = 3
"""People of each call who are read back."""
CLOSED: Final = frozenset({"COMPLETED", "FAILED", "ARCHIVED"})
"""States of a campaign that takes no more leads."""
_NAMED: Final = 5


class Group(NamedTuple):
    """Who one call is about: all ids, the `target` (tag, list or campaign; "" for a deletion), and (id, address) of those
    who are read back."""

    ids: tuple[str, ...]
    target: str
    sample: tuple[tuple[str, str], ...]


def plan_tag(
    people: Sequence[Contact], tag_id: str, tag: str, *, off: bool = False, read_only: str = "", budget_left: int | None = None
) -> Plan:  # fmt: skip
    """Plan to tag people, or (`off`) to take the tag from them."""
    before, after = (f"with tag {tag}", f"without tag {tag}") if off else (f"without tag {tag}", f"with tag {tag}")
    idle = sum((tag_id in {one.id for one in row.tags}) is not off for row in people)
    notes = [f"{wording.plural(idle, 'person', 'people')} {'lack' if off else 'have'} it already."] if idle else []
    title = f"Take tag {tag} from {_people(people)}" if off else f"Tag {_people(people)} {tag}"
    reason = read_only or ("" if tag_id else "the API did not tell the id of this tag")
    return _plan(
        UNTAG if off else TAG, people, tag_id, title, (before, after), reason,
        notes=notes, budget_left=budget_left,
    )  # fmt: skip


def plan_put(
    people: Sequence[Contact], into: ContactList, *, read_only: str = "", budget_left: int | None = None
) -> Plan:
    """Plan to put people into a STATIC list; a DYNAMIC one finds its people itself."""
    dynamic = f"{into.name} is a DYNAMIC list: it finds its people by its filter"
    return _plan(
        PUT, people, into.id, f"Put {_people(people)} into {into.name}", (f"not in {into.name}", f"in {into.name}"),
        read_only or ("" if into.kind == "STATIC" else dynamic), budget_left=budget_left,
    )  # fmt: skip


def plan_enrol(
    people: Sequence[Contact], into: Campaign, *, read_only: str = "", budget_left: int | None = None
) -> Plan:
    """Plan to make people leads of a campaign. Suppressed ones are named: the platform blocks them."""
    blocked = [row for row in people if row.suppressed]
    reason = read_only
    if not reason and into.status in CLOSED:
        reason = f"{into.name} is {into.status} and takes no more leads"
    if not reason and people and len(blocked) == len(people):
        reason = "suppressed, so the platform would block every one of them"
    notes = []
    if blocked:
        notes.append(f"suppressed, so the platform will block {_named([row.email for row in blocked])}.")
    if into.status == "ACTIVE":
        notes.append(f"{into.name} is ACTIVE: its first mails to them go out by themselves.")
    notes.append("who is a lead of it already is skipped.")
    return _plan(
        ENROL, people, into.id, f"Enrol {_people(people)} into {into.name}", (f"not in {into.name}", f"in {into.name}"),
        reason, notes=notes, budget_left=budget_left, read_first=[row for row in people if not row.suppressed],
    )  # fmt: skip


def plan_delete(people: Sequence[Contact], *, read_only: str = "", budget_left: int | None = None) -> Plan:
    """Plan to delete people from the workspace."""
    tied = sum(bool(row.campaigns) for row in people)
    who = f"{wording.count(tied)} of them {'is' if tied == 1 else 'are'}" if len(people) > 1 else "This person is"
    notes = [f"{who} in campaigns; the platform may keep {'those' if tied > 1 else 'that one'}."]
    return _plan(
        DELETE, people, "", f"Delete {_people(people)}", ("known", None), read_only,
        level=ConfirmationLevel.TYPE, notes=notes if tied else [],
        losses=[f"{_people(people)}, with tags and memberships of lists, are deleted for good."], budget_left=budget_left,
        read_first=[row for row in people if not row.campaigns],
    )  # fmt: skip


def _plan(
    action: str,
    people: Sequence[Contact],
    target: str,
    title: str,
    states: tuple[str, str | None],
    reason: str,
    *,
    level: ConfirmationLevel = ConfirmationLevel.BUTTON,
    notes: Sequence[str] = (),
    losses: Sequence[str] = (),
    budget_left: int | None = None,
    read_first: Sequence[Contact] = (),
) -> Plan:
    people = tuple({row.id: row for row in people}.values())
    reason = reason or ("" if people else "nobody is chosen")
    items = tuple(_items(action, people, target, states, {row.id for row in read_first}))
    first = people[0] if people else None
    calls = len(items)
    if calls > 1:
        notes = [*notes, f"{calls} calls of at most {BULK_CONTACTS_MAX:,} people."]
    return Plan(
        title=title,
        verb=action,
        items=() if reason else items,
        refusals=(Refusal(_people(people), reason, ""),) if reason else (),
        warnings=() if reason else tuple(notes),
        irreversible=() if reason else tuple(losses),
        confirmation=for_write(level, len(people), first.email if first else "", first.id if first else ""),
        requests=0 if reason else calls + sum(min(SAMPLE, item.objects) for item in items),
        budget_left=budget_left,
    )


def _items(
    action: str, people: Sequence[Contact], target: str, states: tuple[str, str | None], first: set[str]
) -> Iterator[PlanItem]:
    for batch in _batches(people):
        sample = sorted(batch, key=lambda row: row.id not in first)[:SAMPLE]
        read = "read them back" if len(batch) <= SAMPLE else f"read {len(sample)} of them back"
        yield PlanItem(
            KIND, f"{target}/{sample[0].id}", _people(batch), action, states[0], states[1],
            (f"{'DELETE' if action == DELETE else 'POST'} {_people(batch)}", read),
            sends=Group(tuple(row.id for row in batch), target, tuple((row.id, row.email) for row in sample)),
            objects=len(batch),
        )  # fmt: skip


def _batches(people: Sequence[Contact]) -> Iterator[tuple[Contact, ...]]:
    for start in range(0, len(people), BULK_CONTACTS_MAX):
        yield tuple(people[start : start + BULK_CONTACTS_MAX])


def _people(people: Sequence[Contact]) -> str:
    return people[0].email if len(people) == 1 else wording.plural(len(people), "person", "people")


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
