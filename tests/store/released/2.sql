-- Times are whole microseconds since 1970 in UTC, but for samples, where `at` is whole seconds. NULL is "the API did not say".

CREATE TABLE campaign (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    total_leads INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    replied INTEGER NOT NULL,
    bounced INTEGER NOT NULL,
    unsubscribed INTEGER,
    created_at INTEGER,
    launched_at INTEGER,
    seen_at INTEGER NOT NULL,
    in_analytics INTEGER NOT NULL DEFAULT 0,
    in_list INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE campaign_settings (
    campaign_id TEXT PRIMARY KEY,
    body TEXT,
    missing_requirements TEXT,
    seen_at INTEGER
);

CREATE TABLE quota (
    campaign_id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    seen_at INTEGER NOT NULL
);

CREATE TABLE sender (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    display_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    health REAL,
    daily_limit INTEGER,
    sent_today INTEGER,
    rate_limited INTEGER,
    domain_id TEXT,
    domain TEXT,
    created_at INTEGER,
    seen_at INTEGER NOT NULL,
    in_list INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE domain (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    max_inboxes INTEGER,
    current_inboxes INTEGER,
    mail_server_ready INTEGER,
    dns_verified INTEGER,
    created_at INTEGER,
    seen_at INTEGER NOT NULL,
    in_list INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE domain_setup (
    domain_id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    seen_at INTEGER NOT NULL
);

CREATE TABLE timeline_day (
    day TEXT PRIMARY KEY,
    sent INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    replied INTEGER NOT NULL,
    bounced INTEGER NOT NULL
) WITHOUT ROWID;

-- Single values: unread replies and the like.
CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    value INTEGER
) WITHOUT ROWID;

CREATE TABLE feed_state (
    name TEXT PRIMARY KEY,
    fetched_at INTEGER,
    failed_at INTEGER,
    error TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- Since when (workspace time) an object has been in its present status, as far as this console saw.
CREATE TABLE state (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    status TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- Differences between two readings of something configured: schedules, limits, variants, DNS, states.
CREATE TABLE config_change (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    what TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
);
CREATE INDEX config_change_object ON config_change (kind, id, seq);

-- One series of counters per campaign; key 0 is the workspace. `raw_*` is the last reading of the server's counters, `*_lost` what
-- falls of a counter (server resets) have to be given back so that samples never fall.
CREATE TABLE series (
    key INTEGER PRIMARY KEY,
    campaign_id TEXT UNIQUE,
    raw_sent INTEGER NOT NULL,
    raw_opened INTEGER NOT NULL,
    raw_replied INTEGER NOT NULL,
    raw_bounced INTEGER NOT NULL,
    sent_lost INTEGER NOT NULL DEFAULT 0,
    opened_lost INTEGER NOT NULL DEFAULT 0,
    replied_lost INTEGER NOT NULL DEFAULT 0,
    bounced_lost INTEGER NOT NULL DEFAULT 0,
    last_at INTEGER NOT NULL
);
CREATE INDEX series_last ON series (last_at);

CREATE TABLE sample (
    series INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    replied INTEGER NOT NULL,
    bounced INTEGER NOT NULL,
    PRIMARY KEY (series, at)
) WITHOUT ROWID;

-- Measures that go up and down: health and usage of an inbox, inboxes of a domain.
CREATE TABLE gauge (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    measure TEXT NOT NULL,
    at INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (kind, id, measure, at)
) WITHOUT ROWID;

CREATE TABLE finding (
    rule TEXT NOT NULL,
    object_id TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    text TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    resolved_at INTEGER,
    PRIMARY KEY (rule, object_id)
) WITHOUT ROWID;

CREATE TABLE quiet_finding (
    rule TEXT NOT NULL,
    object_id TEXT NOT NULL,
    until INTEGER,
    reason TEXT NOT NULL,
    PRIMARY KEY (rule, object_id)
) WITHOUT ROWID;

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    entry TEXT NOT NULL CHECK (entry IN ('intent', 'result')),
    intent INTEGER,
    line TEXT NOT NULL,
    object_id TEXT,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX journal_intent ON journal (intent) WHERE intent IS NOT NULL;
CREATE TRIGGER journal_is_not_edited BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Consoles of one profile on one machine: what each shows, and which of them polls.
CREATE TABLE console (
    id TEXT PRIMARY KEY,
    alive_at INTEGER NOT NULL,
    wants TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Who leads is a lock beside the file, not a row in it.
DROP TABLE lease;

-- Requests spent per minute of the operator's clock (minutes since 1970), for an hour.
CREATE TABLE spent (
    minute INTEGER PRIMARY KEY,
    requests INTEGER NOT NULL
);
