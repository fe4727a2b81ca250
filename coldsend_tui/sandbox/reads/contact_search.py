"""An index of parts of words over all people, for workspaces with so many that looking at each takes longer than a request may.

It is made for the large scales only (5 µs and 200 bytes for each person) and kept by triggers from
then on. Without it, and for parts of fewer than three characters, every person is looked at: half a second for a million.
With it the case of all letters is ignored, not only of ASCII ones.
"""

from __future__ import annotations

from sqlite3 import Connection

SHORTEST = 3  # characters of an entry of the index
_NAMES = "coalesce({0}first_name, '') || ' ' || coalesce({0}last_name, '')"
_MAKE = "CREATE VIRTUAL TABLE contact_search USING fts5 (email, names, company, content='', tokenize='trigram')"
_SORTED_IN_MEMORY = (
    "INSERT INTO contact_search (contact_search, rank) VALUES ('hashsize', ?)"  # bytes before a piece is written
)
_FILL = f"INSERT INTO contact_search (rowid, email, names, company) SELECT id, email, {_NAMES.format('')}, company FROM contact"
_ADD = f"INSERT INTO contact_search (rowid, email, names, company) VALUES (new.id, new.email, {_NAMES.format('new.')}, new.company)"
_REMOVE = (
    "INSERT INTO contact_search (contact_search, rowid, email, names, company) "
    f"VALUES ('delete', old.id, old.email, {_NAMES.format('old.')}, old.company)"
)
_KEEP = (
    f"CREATE TRIGGER contact_indexed AFTER INSERT ON contact BEGIN {_ADD}; END",
    f"CREATE TRIGGER contact_unindexed AFTER DELETE ON contact BEGIN {_REMOVE}; END",
    f"CREATE TRIGGER contact_renamed AFTER UPDATE OF email, first_name, last_name, company ON contact BEGIN {_REMOVE}; {_ADD}; END",
)
_TRIGGERS = ("contact_indexed", "contact_unindexed", "contact_renamed")


def make_index(db: Connection) -> None:
    """Index everybody, and whoever comes later. The caller holds the transaction."""
    db.execute(_MAKE)
    db.execute(_SORTED_IN_MEMORY, (1 << 26,))
    db.execute(_FILL)
    db.execute(_SORTED_IN_MEMORY, (1 << 20,))
    for trigger in _KEEP:
        db.execute(trigger)


def drop_index(db: Connection) -> None:
    """Take the index away, if there is one."""
    for trigger in _TRIGGERS:
        db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    db.execute("DROP TABLE IF EXISTS contact_search")


def condition(db: Connection, part: str) -> tuple[str, list[str]]:
    """What is true of a contact `c` whose address, name or company holds `part`, with its parameters."""
    if len(part) >= SHORTEST and "\0" not in part and is_indexed(db):
        quoted = part.replace('"', '""')
        return "c.id IN (SELECT rowid FROM contact_search WHERE contact_search MATCH ?)", [f'"{quoted}"']
    pattern = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    names = _NAMES.format("c.")
    like = f"(c.email LIKE ? ESCAPE '\\' OR {names} LIKE ? ESCAPE '\\' OR c.company LIKE ? ESCAPE '\\')"
    return like, [pattern] * 3


def found(db: Connection, part: str, *, limit: int, offset: int) -> tuple[int, list[int]] | None:
    """How many people the index finds, and a page of them, newest first; None if the index cannot answer."""
    _, values = condition(db, part)
    if len(values) > 1:
        return None
    rest = "FROM contact_search WHERE contact_search MATCH ?"
    total = db.execute(f"SELECT count(*) {rest}", values).fetchone()[0]
    rows = db.execute(f"SELECT rowid {rest} ORDER BY rowid DESC LIMIT ? OFFSET ?", (*values, limit, offset))
    return total, [row["rowid"] for row in rows]


def is_indexed(db: Connection) -> bool:
    """Whether this workspace has the index."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'contact_search'").fetchone() is not None
