"""What the database keeps up by itself for looking people up, set aside while a workspace is written and worked out once at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection

# Nothing that happens while a history is made asks for these.
_INDEXES = ("contact_of_facet", "contact_of_source", "lead_people", "thread_of_contact")
_WORKED_OUT = (
    "UPDATE contact SET written_to = n FROM "
    "(SELECT contact_id, count(*) AS n FROM lead WHERE last_contacted_at IS NOT NULL GROUP BY 1) WHERE contact_id = contact.id",
    "DELETE FROM contact_block",
    "INSERT INTO contact_block SELECT facet, id >> 12, count(*) FROM contact GROUP BY 1, 2",
    "INSERT OR IGNORE INTO tag (name, tag_group) SELECT DISTINCT ai_category, 'intent' FROM thread WHERE ai_category IS NOT NULL ORDER BY 1",
    "INSERT OR IGNORE INTO thread_tag (thread_id, tag_id) SELECT t.id, tag.id FROM thread t JOIN tag ON tag.name = t.ai_category",
    "INSERT OR IGNORE INTO contact_tag (contact_id, tag_id) SELECT t.contact_id, tag.id FROM thread t JOIN tag ON tag.name = t.ai_category",
    "UPDATE thread SET search_text = (SELECT text FROM thread_text v WHERE v.id = thread.id)",
)


@contextmanager
def set_aside(db: Connection) -> Iterator[None]:
    """Write without triggers and without the indexes for lists; both are there again afterwards, and everything agrees.

    In memory also without a journal, which is a tenth of the work: a workspace whose seeding fails is thrown away.
    """
    in_memory = not db.execute("PRAGMA database_list").fetchone()["file"]
    if in_memory:
        db.execute("PRAGMA journal_mode = OFF")
    things = db.execute(
        f"SELECT type, name, sql FROM sqlite_master WHERE type = 'trigger' OR name IN ({', '.join('?' * len(_INDEXES))})",
        _INDEXES,
    ).fetchall()
    for thing in things:
        db.execute(f"DROP {thing['type']} {thing['name']}")
    yield
    for query in _WORKED_OUT:
        db.execute(query)
    for thing in things:
        db.execute(thing["sql"])
    if in_memory:
        db.execute("PRAGMA journal_mode = MEMORY")
