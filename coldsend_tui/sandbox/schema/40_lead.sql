-- Leads (one campaign membership of one person), the batches they came in, and the people themselves.

CREATE TABLE contact (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL UNIQUE,                    -- lower case
  first_name TEXT,
  last_name TEXT,
  company TEXT,
  custom_fields TEXT NOT NULL DEFAULT '{}',      -- JSON object
  signal_override TEXT,
  source_type TEXT,                              -- CSV_UPLOAD, MANUAL, API, IMPORT
  source_name TEXT,
  has_opened INTEGER NOT NULL DEFAULT 0,
  has_replied INTEGER NOT NULL DEFAULT 0,
  is_unsubscribed INTEGER NOT NULL DEFAULT 0,
  is_bounced INTEGER NOT NULL DEFAULT 0,
  is_hot INTEGER NOT NULL DEFAULT 0,             -- answered with interest
  created_at INTEGER NOT NULL,
  updated_at INTEGER
);

CREATE TABLE lead_batch (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign_id INTEGER NOT NULL,
  filename TEXT,
  total_leads INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  bad_share REAL NOT NULL                        -- hidden: share of its addresses that do not exist
);
CREATE INDEX lead_batch_of_campaign ON lead_batch (campaign_id);

CREATE TABLE lead (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign_id INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  batch_id INTEGER,
  email TEXT NOT NULL,                           -- lower case
  first_name TEXT,
  last_name TEXT,
  company TEXT,
  title TEXT,
  custom_fields TEXT NOT NULL DEFAULT '{}',      -- JSON object
  status TEXT NOT NULL DEFAULT 'PENDING',
  sequence_step INTEGER NOT NULL DEFAULT 0,      -- last MAIN step sent or skipped; 0 before the first mail
  next_due_at INTEGER,                           -- when the next follow-up or branch mail is due; null: nothing is
  node_id INTEGER,                               -- the next mail is this branch node's, not the MAIN chain's
  inbox_id INTEGER,                              -- the inbox its mails come from
  last_contacted_at INTEGER,
  opened_at INTEGER,                             -- first recorded open
  replied_at INTEGER,                            -- first human reply
  unsubscribed INTEGER NOT NULL DEFAULT 0,
  delivery_status TEXT,                          -- delivered, bounced (5.1.1), rejected, suppressed
  created_at INTEGER NOT NULL
);
CREATE INDEX lead_of_campaign ON lead (campaign_id);
CREATE UNIQUE INDEX lead_of_contact ON lead (contact_id, campaign_id);
CREATE INDEX lead_pending ON lead (campaign_id) WHERE status = 'PENDING';
CREATE INDEX lead_due ON lead (campaign_id, next_due_at) WHERE next_due_at IS NOT NULL;

CREATE TABLE contact_list (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  description TEXT,
  list_type TEXT NOT NULL,                       -- STATIC or DYNAMIC
  filter_definition TEXT,                        -- JSON object, DYNAMIC only
  cached_count INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER
);

CREATE TABLE list_member (
  list_id INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  PRIMARY KEY (list_id, contact_id)
) WITHOUT ROWID;
CREATE INDEX list_of_member ON list_member (contact_id);

CREATE TABLE tag (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  tag_group TEXT
);

CREATE TABLE contact_tag (
  contact_id INTEGER NOT NULL,
  tag_id INTEGER NOT NULL,
  PRIMARY KEY (contact_id, tag_id)
) WITHOUT ROWID;
