"""`coldsend-tui lists`: the saved lists of contacts from a shell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from coldsend_tui.actions import contact_lists as plans
from coldsend_tui.commands.as_json import dumped
from coldsend_tui.commands.chosen_people import chosen, names
from coldsend_tui.commands.writing import Desk, carry_out, consult
from coldsend_tui.errors import ExitCode, UsageError
from coldsend_tui.live.browsing import contacts as browsing
from coldsend_tui.live.browsing.contacts import Preview
from coldsend_tui.ops import contact_query, wording
from coldsend_tui.people import ContactList
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.plan import Plan


def run(options: Namespace) -> int:
    """Carry out the command that was asked for; the exit status."""
    if options.what in _PLANS:
        return carry_out(options, lambda desk: _PLANS[options.what](desk, options), "nothing to do")
    return {"list": _list, "show": _show, "preview": _preview}[options.what](options)


async def list_named(desk: Desk, text: str) -> ContactList:
    """A list by its id or name. UsageError where there is none."""
    every = await browsing.read_lists(desk.session)
    found = [row for row in every if text in (row.id, row.name)] or [
        row for row in every if row.name.casefold() == text.casefold()
    ]
    if not found:
        known = ", ".join(safe(row.name) for row in every[:10])
        raise UsageError(f"There is no list {safe(text)}.", f"Lists are {known}." if known else "There is none yet.")
    return found[0]


def _list(options: Namespace) -> int:
    rows, _ = consult(options, lambda desk: browsing.read_lists(desk.session))
    if options.json:
        print(dumped(rows))
        return ExitCode.OK
    for row in rows:
        count = "not counted" if row.counted is None else f"{row.counted:,}"
        print(f"{row.id}  {safe(row.kind):<8}{count:>12}  {safe(row.name)}  {safe(row.description)}".rstrip())
    return ExitCode.OK


def _show(options: Namespace) -> int:
    async def work(desk: Desk) -> tuple[ContactList, Preview]:
        row = await list_named(desk, options.name)
        return row, await browsing.read_members(desk.session, row)

    (row, found), _ = consult(options, work)
    if options.json:
        print(dumped({"list": row, "total": found.total, "newest": found.sample}))
        return ExitCode.OK
    print(f"{safe(row.name)}  {safe(row.kind)}  {row.id}")
    for name, value in row.filter.items():
        print(f"  {safe(str(name))}: {safe(str(value))}")
    _people(found)
    return ExitCode.OK


def _preview(options: Namespace) -> int:
    async def work(desk: Desk) -> Preview:
        return await browsing.preview(
            desk.session, contact_query.parse_filter(options.filter, await names(desk, options.filter))
        )

    found, _ = consult(options, work)
    if options.json:
        print(dumped(found))
    else:
        _people(found)
    return ExitCode.OK


def _people(found: Preview) -> None:
    print("  not counted" if found.total is None else f"  {wording.plural(found.total, 'person', 'people')}")
    for row in found.sample:
        print(f"  {row.id}  {safe(row.email)}")


def _about(desk: Desk, action: str) -> dict[str, Any]:
    return {"read_only": desk.refusal(plans.KIND, action), "budget_left": desk.budget_left}


async def _create(desk: Desk, options: Namespace) -> Plan:
    taken = [row.name for row in await browsing.read_lists(desk.session)]
    if options.filter is not None:
        if options.who or options.where:
            raise UsageError("A DYNAMIC list finds its people itself.", "Give a filter, or people.")
        filter = contact_query.parse_filter(options.filter, await names(desk, options.filter))
        return plans.plan_create(
            options.name, plans.DYNAMIC, description=options.description, filter=filter, taken=taken,
            **_about(desk, plans.CREATE),
        )  # fmt: skip
    members = await chosen(desk, options, required=False)
    return plans.plan_create(
        options.name, plans.STATIC, description=options.description, members=members, taken=taken,
        **_about(desk, plans.CREATE),
    )  # fmt: skip


async def _edit(desk: Desk, options: Namespace) -> Plan:
    row = await list_named(desk, options.name)
    filter = None
    if options.filter is not None:
        filter = contact_query.parse_filter(options.filter, await names(desk, options.filter))
    taken = [one.name for one in await browsing.read_lists(desk.session)]
    return plans.plan_edit(
        row,
        name=options.rename,
        description=options.description,
        filter=filter,
        taken=taken,
        **_about(desk, plans.EDIT),
    )


async def _delete(desk: Desk, options: Namespace) -> Plan:
    return plans.plan_delete(await list_named(desk, options.name), **_about(desk, plans.DELETE))


_PLANS: dict[str, Callable[[Desk, Namespace], Awaitable[Plan | None]]] = {
    "create": _create,
    "edit": _edit,
    "delete": _delete,
}
