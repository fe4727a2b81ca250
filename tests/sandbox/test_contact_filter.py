"""The quick evaluation of contact filters finds the same people as looking at each of them."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from coldsend_tui.sandbox.reads import contact_facets
from coldsend_tui.sandbox.reads.contact_search import is_indexed, make_index
from coldsend_tui.sandbox.world import World
from tests.sandbox.engine import worlds

SIGNALS = st.sampled_from(contact_facets.SIGNALS)
CAMPAIGN = st.integers(1, 9)  # some of them do not exist
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "signal": st.lists(SIGNALS, min_size=1, max_size=3),
        **{flag: st.booleans() for flag in contact_facets.FLAGS},
        "source_type": st.sampled_from(["CSV_UPLOAD", "MANUAL", "IMPORT", "TAPE"]),
        "source_name": st.sampled_from(["spring.csv", "elsewhere"]),
        "campaign_id": CAMPAIGN,
        "not_in_campaign_id": CAMPAIGN,
        "search": st.sampled_from(["an", "Ö", "LOGISTICS", "ada mo", "100%"]),
    },
)


@cache
def peopled() -> World:
    """The small workspace with more kinds of people: pinned signals, other sources, some who are in two campaigns."""
    world = World.create(scale="small")
    for contact in range(1, 120, 7):
        world.contacts.set_signal(contact, contact_facets.SIGNALS[contact % 6])
    world.contacts.set_signal(8, None)
    world.contacts.import_rows([(n, {"email": f"new{n}@people.example"}) for n in range(40)], filename="spring.csv")
    world.contacts.add_to_campaign(list(range(200, 330)), 4)
    world.contacts.delete([world.uid("contact", 635)])
    world.db.execute("UPDATE contact SET source_type = 'TAPE' WHERE id % 50 = 3")
    return world


def looked_at(world: World, wanted: dict[str, Any]) -> list[int]:
    """The same, person by person."""
    members = {
        name: {
            row["contact_id"]
            for row in world.db.execute("SELECT contact_id FROM lead WHERE campaign_id = ?", (wanted.get(name),))
        }
        for name in ("campaign_id", "not_in_campaign_id")
    }

    def passes(person: Any) -> bool:
        text = (person["email"], f"{person['first_name'] or ''} {person['last_name'] or ''}", person["company"] or "")
        part = wanted.get("search", "")
        return (
            person["signal"] in wanted.get("signal", [person["signal"]])
            and all(
                person[name] == wanted.get(name, person[name])
                for name in (*contact_facets.FLAGS, "source_type", "source_name")
            )
            and ("campaign_id" not in wanted or person["id"] in members["campaign_id"])
            and ("not_in_campaign_id" not in wanted or person["id"] not in members["not_in_campaign_id"])
            and any(part.lower() in field.lower() for field in text)
        )

    return [person["id"] for person in world.db.execute("SELECT * FROM person ORDER BY id DESC") if passes(person)]


@settings(max_examples=40, deadline=None)
@given(FILTERS, FILTERS, st.integers(1, 60), st.floats(0, 1.1))
def test_any_filter_finds_the_people_it_describes(
    wanted: dict[str, Any], inner: dict[str, Any], limit: int, where: float
) -> None:
    world = peopled()
    expected = looked_at(world, wanted)
    offset = int(where * len(expected))
    page = expected[offset : offset + limit]
    assert world.reads.contact_ids(wanted, limit=limit, offset=offset) == (len(expected), page)
    for saved, members in (
        (_list(world, {"list_type": "DYNAMIC", "filter_definition": inner}), set(looked_at(world, inner))),
        (_list(world, {"list_type": "STATIC", "contact_ids": page}), set(page)),
    ):
        found = world.reads.contact_ids({**wanted, "list_id": saved}, limit=1000)
        both = [person for person in expected if person in members]
        assert found == (len(both), both)
        world.lists.delete(saved)


def test_an_index_of_words_finds_the_same_and_follows_changes() -> None:
    world = World.create(scale="small")
    indexed = World.from_snapshot(world.snapshot())
    make_index(indexed.db)
    for place in (world, indexed):
        place.contacts.update(3, {"first_name": "Wilhelmine", "company": None})
        place.contacts.import_rows([(1, {"email": "new@people.example", "last_name": 'O"Hara'})])
        place.contacts.import_rows([(1, {"email": "gone@people.example"})])
        place.contacts.delete([place.db.execute("SELECT max(id) FROM contact").fetchone()[0]])
    for part in (
        "wilhelm",
        "mine",
        "people.example",
        'o"h',
        "gone@",
        "100%",
        "cedar r",
        "a l",
        "nul\0",
        "OR",
        "a* OR b*",
        "x",
    ):
        for more in ({}, {"has_opened": False}):
            wanted = {"search": part, **more}
            assert indexed.reads.contact_ids(wanted, limit=7, offset=2) == world.reads.contact_ids(
                wanted, limit=7, offset=2
            ), part
    assert indexed.reads.contact_ids({"search": "wilhelmine"}, limit=9) == (1, [3])
    indexed.reset()
    assert not is_indexed(indexed.db)


def _list(world: World, fields: dict[str, Any]) -> int:
    return world.lists.create({"name": f"{fields['list_type']} people", **fields})


def test_pages_cross_the_borders_of_blocks() -> None:
    world = worlds.empty()
    worlds.campaign(world, worlds.native(world, "ann"), leads=9000, launch=False)
    world.contacts.set_signal(5000, "HOT_LEAD")
    everybody = [person for person in range(9000, 0, -1) if person != 5000]
    for offset in (0, 700, 4000, 8900, 9000):
        found = world.reads.contact_ids({"signal": ["NEVER_CONTACTED"]}, limit=1000, offset=offset)
        assert found == (8999, everybody[offset : offset + 1000])
    worlds.check_people(world)


def test_who_was_written_to_is_forgotten_with_the_campaign() -> None:
    world = World.create(scale="small")
    campaign = world.db.execute("SELECT id FROM campaign WHERE sent_count > 0 AND status <> 'DRAFT'").fetchone()["id"]
    world.dashboard.start_over(campaign)
    worlds.check_people(world)
    for row in world.db.execute("SELECT id, status FROM campaign").fetchall():
        if row["status"] == "ACTIVE":
            world.campaigns.pause(row["id"])
        elif row["status"] == "COMPLETED":
            world.campaigns.archive(row["id"])
        world.campaigns.delete(row["id"])
    assert world.reads.contact_ids({"signal": ["CONTACTED"]}, limit=1)[0] == 0
    worlds.check_people(world)


def test_conversations_are_found_under_the_name_a_person_has_now() -> None:
    world = World.create(scale="small")
    thread = world.db.execute("SELECT * FROM thread ORDER BY id").fetchone()
    world.leads.update(thread["lead_id"], {"first_name": "Wilhelmine"})
    world.contacts.update(thread["contact_id"], {"first_name": "Nobody", "last_name": "Else"})
    found = world.db.execute("SELECT search_text FROM thread WHERE id = ?", (thread["id"],)).fetchone()["search_text"]
    assert found.startswith("Wilhelmine ")
    world.leads.update(thread["lead_id"], {"first_name": None, "last_name": None})
    worlds.check_people(world)
    assert (
        "Nobody Else" in world.db.execute("SELECT search_text FROM thread WHERE id = ?", (thread["id"],)).fetchone()[0]
    )
