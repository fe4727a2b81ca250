"""Contacts page by page, one contact with its campaigns, and the saved lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ColdSendError
from ...people import Contact, ContactList, Membership
from ..pages import PageRead, ReadPage
from ..projection import contacts as projection
from ..projection.fields import project

if TYPE_CHECKING:
    from ...api import ColdSend
    from ...api.models.contacts import ContactPage
    from ..session import LiveSession


class Known(NamedTuple):
    """A contact in full: as it is now, and the campaigns it is a lead of."""

    contact: Contact
    memberships: tuple[Membership, ...]


def reader(session: LiveSession, query: Mapping[str, Any]) -> ReadPage[Contact]:
    """Reads pages of the contacts that a query of the API finds (`ops.contact_query`)."""

    async def read(number: int, size: int) -> PageRead[Contact]:
        async def call(client: ColdSend) -> ContactPage:
            return await client.contacts.list(page=number, limit=size, **query)

        page = await session.read(call)
        rows, _ = project(page.rows, projection.contact)
        return PageRead(rows, page.total if page.total is not None else (number - 1) * size + len(rows))

    return read


async def read_contact(session: LiveSession, row: Contact) -> Known:
    """A contact with its campaigns. Raises ColdSendError."""
    payload = (await session.read(lambda client: client.contacts.get(row.id))).payload()
    return Known(projection.contact(payload) or row, projection.memberships(payload))


async def read_memberships(session: LiveSession, email: str) -> tuple[Membership, ...]:
    """The campaigns of the person with this address: a search and the person. Raises ColdSendError."""
    page = await session.read(lambda client: client.contacts.list(search=email, limit=20))
    rows, _ = project(page.rows, projection.contact)
    person = next((row for row in rows if row.email.lower() == email.lower()), None)
    return (await read_contact(session, person)).memberships if person else ()


async def read_id(session: LiveSession, contact_id: str) -> Contact:
    """A contact by its id. Raises ColdSendError."""
    payload = (await session.read(lambda client: client.contacts.get(contact_id))).payload()
    found = projection.contact(payload)
    if found is None:
        raise ColdSendError("The API answered a contact without an id.")
    return found


async def read_lists(session: LiveSession) -> Sequence[ContactList]:
    """All saved lists. Raises ColdSendError."""
    answer = await session.read(lambda client: client.contact_lists.list())
    return project(answer.rows, projection.contact_list)[0]


def lists_reader(session: LiveSession) -> ReadPage[ContactList]:
    """The saved lists as pages of one call: the API does not page them."""

    async def read(number: int, size: int) -> PageRead[ContactList]:
        rows = await read_lists(session)
        return PageRead(rows[(number - 1) * size : number * size], len(rows))

    return read


class Preview(NamedTuple):
    """Who a list finds now: how many, and a sample of at most 50."""

    total: int | None
    sample: Sequence[Contact]


PREVIEWED = frozenset(
    {"campaign_id", "not_in_campaign_id", "has_replied", "has_opened", "is_unsubscribed", "is_bounced", "search"}
)
"""What the preview call can count by beside one signal; for other fields the list itself is asked."""
SAMPLE = 10


async def preview(session: LiveSession, filter: Mapping[str, Any]) -> Preview:
    """Who a stored filter would find now: exact count and a sample. Raises ColdSendError.

    The call takes one signal; a person has only one, so those of several signals are added up.
    """
    signals = filter.get("signal") or [None]
    rest = {name: value for name, value in filter.items() if name != "signal"}
    total: int | None = 0
    sample: list[Contact] = []
    for signal in signals:
        query: Any = rest | ({"signal": signal} if signal else {})
        if set(rest) <= PREVIEWED:
            found = await session.read(
                lambda client, query=query: client.contact_lists.preview_filter(sample_size=SAMPLE, **query)  # type: ignore[misc]
            )
            counted, rows = found.total, found.rows
        else:
            page = await session.read(
                lambda client, query=query: client.contacts.list(limit=SAMPLE, **query)  # type: ignore[misc]
            )
            counted, rows = page.total, page.rows
        total = None if total is None or counted is None else total + counted
        sample += project(rows, projection.contact)[0]
    return Preview(total, sample[:SAMPLE])


class KnownList(NamedTuple):
    """A list in full: as it is now, and who is in it."""

    row: ContactList
    members: Preview


async def read_list(session: LiveSession, row: ContactList) -> KnownList:
    """A list as it is now with the newest of its members, in two requests. Raises ColdSendError."""
    payload = (await session.read(lambda client: client.contact_lists.get(row.id))).payload()
    return KnownList(projection.contact_list(payload) or row, await read_members(session, row))


async def read_members(session: LiveSession, row: ContactList) -> Preview:
    """The members of a list, the newest first. Raises ColdSendError."""
    page = await session.read(lambda client: client.contacts.list(limit=50, list_id=row.id))
    rows, _ = project(page.rows, projection.contact)
    return Preview(page.total, rows)
