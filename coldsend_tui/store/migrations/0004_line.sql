-- Spans in which the counters were read again and again; what happened between two spans nobody saw. `began` and `ended` are
-- workspace time in seconds like samples, `ended_real` is the operator's clock in microseconds.
CREATE TABLE watched (
    began INTEGER PRIMARY KEY,
    ended INTEGER NOT NULL,
    ended_real INTEGER NOT NULL
);

-- Whether the API answers the console that polls, for the others that share this cache. One row; times of the operator's clock.
CREATE TABLE line (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    state TEXT NOT NULL,
    since INTEGER NOT NULL,
    message TEXT NOT NULL,
    hint TEXT NOT NULL,
    retry_at INTEGER
);

-- From now on a success clears the failure before it: comparing the two times fails when somebody sets the clock.
UPDATE feed_state SET failed_at = NULL WHERE fetched_at >= failed_at;

-- What a counter fell by and may come back to in one step.
ALTER TABLE series ADD COLUMN sent_fall INTEGER NOT NULL DEFAULT 0;
ALTER TABLE series ADD COLUMN opened_fall INTEGER NOT NULL DEFAULT 0;
ALTER TABLE series ADD COLUMN replied_fall INTEGER NOT NULL DEFAULT 0;
ALTER TABLE series ADD COLUMN bounced_fall INTEGER NOT NULL DEFAULT 0;
