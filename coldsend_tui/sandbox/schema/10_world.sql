-- The world itself: its clock, its team, the keys to it, and the log of everything that happened in it.
-- Every moment in every table is an integer: Unix seconds of virtual time (UTC). Every day is an integer: days since 1970-01-01 UTC.

CREATE TABLE world (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seed INTEGER NOT NULL,
  scale TEXT NOT NULL,
  scenario TEXT,
  now INTEGER NOT NULL,             -- everything up to this moment has happened
  started_at INTEGER NOT NULL,      -- where the clock stood when the workspace was handed over
  mail_count INTEGER NOT NULL DEFAULT 0,
  credits INTEGER NOT NULL DEFAULT 5000
);

CREATE TABLE api_key (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key_hash TEXT NOT NULL UNIQUE,    -- SHA-256 of the key; the key itself is never kept
  scopes TEXT NOT NULL,             -- JSON array
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
);

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  campaign_id INTEGER,
  lead_id INTEGER,
  inbox_id INTEGER,
  mail_id INTEGER,
  detail TEXT
);

-- Counts of one UTC day over the whole workspace, by the day on which each thing happened. `sent` counts first mails
-- (leads contacted), `mails` every mail with its follow-ups.
CREATE TABLE day_count (
  day INTEGER PRIMARY KEY,
  sent INTEGER NOT NULL DEFAULT 0,
  opened INTEGER NOT NULL DEFAULT 0,
  replied INTEGER NOT NULL DEFAULT 0,
  bounced INTEGER NOT NULL DEFAULT 0,
  mails INTEGER NOT NULL DEFAULT 0
);
