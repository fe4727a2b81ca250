-- Who leads is a lock beside the file, not a row in it.
DROP TABLE lease;

-- Requests spent per minute of the operator's clock (minutes since 1970), for an hour.
CREATE TABLE spent (
    minute INTEGER PRIMARY KEY,
    requests INTEGER NOT NULL
);
