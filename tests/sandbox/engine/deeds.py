"""What people do to a world, as plain calls that can be done again: each takes numbers and finds what they point at by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coldsend_tui.sandbox.changes.audience import Audience
from coldsend_tui.sandbox.engine.fate import Outcome
from coldsend_tui.sandbox.problems import Problem
from coldsend_tui.sandbox.world import World
from tests.sandbox.engine import worlds

INBOXES = 3
SMTP = {
    "email_address": "own@relay.example", "display_name": "Own", "inbox_type": "CUSTOM_SMTP", "smtp_host": "smtp.relay.example",
    "smtp_port": 587, "smtp_username": "own", "smtp_password": "-", "imap_host": "imap.relay.example", "imap_port": 993,
    "imap_username": "own", "imap_password": "-", "daily_limit": 25,
}  # fmt: skip
LETTERS = [
    {**worlds.LETTER, "variant_name": "A", "distribution_percent": 60},
    {**worlds.LETTER, "variant_name": "B", "distribution_percent": 40, "email_content": "<p>Have {a look|a read}.</p>"},
]


def begin(seed: int, path: str | None = None) -> World:
    """A Monday night with two managed inboxes and one of a server of its own, which is still being validated."""
    world = World.create(seed=seed, scale="empty", path=path)
    world.advance_to(world.now - world.now % 604800 + 4 * 86400 + 4 * 3600 + 604800)
    worlds.native(world, "ann bob", limit=30)
    world.senders.create_smtp(SMTP)
    return world


def campaign(world: World, number: int) -> int:
    """One of the campaigns there are. Raises Problem if there is none."""
    rows = world.db.execute("SELECT id FROM campaign ORDER BY id").fetchall()
    if not rows:
        raise Problem("there is no campaign")
    return int(rows[number % len(rows)]["id"])


def create(
    world: World, leads: int, first: int, inboxes: int, settings: dict[str, Any], rates: tuple[float, float, float]
) -> None:
    """A DRAFT with content and leads, perhaps with people of other campaigns among them."""
    made = world.campaigns.create({"name": "Any campaign", **settings}, audience=Audience(*rates))
    steps = [("NOT_REPLIED", 1), ("NOT_OPENED", 2), ("OPENED_BUT_NOT_REPLIED", 1)][: leads % 4]
    sequences = [
        {
            "step_number": n,
            "trigger_type": trigger,
            "wait_days": days,
            "variants": [{"email_content": "Any thoughts, {{first_name|you}}?"}],
        }
        for n, (trigger, days) in enumerate(steps, 2)
    ]
    world.campaigns.update(
        made, {"variants": LETTERS, "sequences": sequences, "inbox_ids": list(range(1, inboxes + 1))}
    )
    _upload(world, made, leads, first)


def upload(world: World, number: int, leads: int, first: int, delete_existing: bool) -> None:
    """A CSV of people, every ninth row without an address."""
    _upload(world, campaign(world, number), leads, first, delete_existing)


def _upload(world: World, rowid: int, leads: int, first: int, delete_existing: bool = False) -> None:
    rows = [
        (n, {"email": "none" if n % 9 == 8 else person[0], "first_name": person[1], "custom_fields": {}})
        for n, person in enumerate(worlds.people(first, leads), 2)
    ]
    world.leads.upload(rowid, rows, duplicate_action="update", delete_existing=delete_existing)


def edit(world: World, number: int, settings: dict[str, Any]) -> None:
    """New settings."""
    world.campaigns.update(campaign(world, number), settings)


def state(world: World, number: int, to: str) -> None:
    """launch, pause, activate, archive or delete."""
    rowid = campaign(world, number)
    if to == "launch":
        world.campaigns.update(rowid, {"launch": True})
    else:
        getattr(world.campaigns, to)(rowid)


def add_lead(world: World, number: int, person: int) -> None:
    """One lead by hand."""
    world.leads.add(campaign(world, number), {"email": worlds.people(person, 1)[0][0]})


def delete_leads(world: World, number: int, every: int) -> None:
    """Some of the leads; those that were written to stay."""
    rowid = campaign(world, number)
    rows = world.db.execute("SELECT id FROM lead WHERE campaign_id = ? AND id % ? = 0", (rowid, every)).fetchall()
    world.leads.delete(rowid, [row["id"] for row in rows])


def add_branch(world: World, number: int, trigger: int, wait: int) -> None:
    """A branch of two mails."""
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("INTENT_TAG", {"tag_names": ["Interested"]}), ("KEYWORD", {"phrases": ["call"]}), ("STATUS", {"status": "OPENED"}),
    ]  # fmt: skip
    kind, params = kinds[trigger % 3]
    step = {
        "wait_seconds": wait,
        "variants": [{"variant_name": "A", "subject": "More", "body": "Here it is.", "weight": 100}],
    }
    world.branches.create(
        campaign(world, number),
        {"trigger_type": kind, "trigger_params": params, "steps": [step, {**step, "wait_seconds": 86400}]},
    )


def move_leads(world: World, number: int, every: int) -> None:
    """Leads into the campaign's first branch by hand."""
    rowid = campaign(world, number)
    branch = world.db.execute("SELECT id FROM branch WHERE campaign_id = ? ORDER BY id", (rowid,)).fetchone()
    rows = world.db.execute(
        "SELECT id FROM lead WHERE campaign_id = ? AND id % ? = 0 LIMIT 500", (rowid, every)
    ).fetchall()
    if branch is None or not rows:
        raise Problem("nothing to move")
    world.branches.move(rowid, [row["id"] for row in rows], world.reads.branch(branch["id"])["nodes"][0]["id"])


def answer(world: World, number: int, kind: Outcome, delay: int) -> None:
    """Something comes of a mail that was not to be expected: it is told by the engine when its time has come."""
    rows = world.db.execute(
        "SELECT id, lead_id FROM mail WHERE NOT rejected AND bounced_at IS NULL ORDER BY id"
    ).fetchall()
    if rows:
        mail = rows[number % len(rows)]
        world.db.execute(
            "INSERT OR REPLACE INTO outcome VALUES (?, ?, ?, ?)",
            (world.now + delay, mail["id"], int(kind), mail["lead_id"]),
        )


def sender(world: World, number: int, status: str) -> None:
    """A sender account is paused, disabled or put back to work in the dashboard."""
    world.dashboard.set_sender_status(number % INBOXES + 1, status)


def advance(world: World, seconds: int) -> None:
    """Time passes."""
    world.advance_to(world.now + seconds)


Deed = tuple[Callable[..., None], tuple[Any, ...]]


def do(world: World, deed: Deed) -> bool:
    """Do it. False if the world refused."""
    act, values = deed
    try:
        act(world, *values)
    except Problem:
        return False
    return True
