-- Requests spent per minute of the operator's clock (minutes since 1970), for an hour.
CREATE TABLE spent (
    minute INTEGER PRIMARY KEY,
    requests INTEGER NOT NULL
);
