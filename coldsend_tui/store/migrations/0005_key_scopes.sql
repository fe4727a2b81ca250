-- What a key may do, as the server said when it last refused something. The key itself is not kept: `key` is a digest of it.
CREATE TABLE key_scopes (
    key TEXT PRIMARY KEY,
    granted TEXT NOT NULL,
    said_at INTEGER NOT NULL
) WITHOUT ROWID;
