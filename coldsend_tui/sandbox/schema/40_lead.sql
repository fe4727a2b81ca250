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
  written_to INTEGER NOT NULL DEFAULT 0,         -- of how many campaigns a mail went to this person (kept by triggers below)
  created_at INTEGER NOT NULL,
  updated_at INTEGER,
  signal TEXT AS (                               -- derived unless it is pinned [client]
    coalesce(signal_override,
      CASE WHEN is_unsubscribed THEN 'UNSUBSCRIBED' WHEN is_bounced THEN 'BOUNCED' WHEN is_hot THEN 'HOT_LEAD'
        WHEN has_replied OR has_opened THEN 'ENGAGED' WHEN written_to THEN 'CONTACTED' ELSE 'NEVER_CONTACTED' END)),
  -- All that lists filter people by and that has few values, in one number: reads/contact_facets.py takes it apart.
  facet INTEGER AS (
    CASE source_type WHEN 'CSV_UPLOAD' THEN 0 WHEN 'MANUAL' THEN 1 WHEN 'API' THEN 2 WHEN 'IMPORT' THEN 3 ELSE 4 END * 128
    + CASE signal WHEN 'UNSUBSCRIBED' THEN 0 WHEN 'BOUNCED' THEN 1 WHEN 'HOT_LEAD' THEN 2 WHEN 'ENGAGED' THEN 3 WHEN 'CONTACTED' THEN 4 ELSE 5 END * 16
    + has_replied * 8 + has_opened * 4 + is_unsubscribed * 2 + is_bounced)
);
CREATE INDEX contact_of_facet ON contact (facet);
CREATE INDEX contact_of_source ON contact (source_name) WHERE source_name IS NOT NULL;

-- How many people of each facet are in each block of 4,096 rows: any page of any mixture of facets is found by adding up
-- a few hundred numbers, however many people there are.
CREATE TABLE contact_block (
  facet INTEGER NOT NULL,
  block INTEGER NOT NULL,                        -- contact.id >> 12
  people INTEGER NOT NULL,
  PRIMARY KEY (facet, block)
) WITHOUT ROWID;
CREATE TRIGGER contact_added AFTER INSERT ON contact BEGIN
  INSERT INTO contact_block VALUES (new.facet, new.id >> 12, 1) ON CONFLICT (facet, block) DO UPDATE SET people = people + 1;
END;
CREATE TRIGGER contact_removed AFTER DELETE ON contact BEGIN
  DELETE FROM contact_block WHERE facet = old.facet AND block = old.id >> 12 AND people = 1;
  UPDATE contact_block SET people = people - 1 WHERE facet = old.facet AND block = old.id >> 12;
END;
CREATE TRIGGER contact_moved AFTER UPDATE OF signal_override, source_type, has_opened, has_replied, is_unsubscribed, is_bounced, is_hot, written_to
ON contact WHEN new.facet <> old.facet BEGIN
  DELETE FROM contact_block WHERE facet = old.facet AND block = old.id >> 12 AND people = 1;
  UPDATE contact_block SET people = people - 1 WHERE facet = old.facet AND block = old.id >> 12;
  INSERT INTO contact_block VALUES (new.facet, new.id >> 12, 1) ON CONFLICT (facet, block) DO UPDATE SET people = people + 1;
END;

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
CREATE INDEX lead_people ON lead (campaign_id, contact_id);
CREATE UNIQUE INDEX lead_of_contact ON lead (contact_id, campaign_id);
CREATE INDEX lead_pending ON lead (campaign_id) WHERE status = 'PENDING';
CREATE INDEX lead_due ON lead (campaign_id, next_due_at) WHERE next_due_at IS NOT NULL;
CREATE TRIGGER lead_written_to AFTER UPDATE OF last_contacted_at ON lead
WHEN (old.last_contacted_at IS NULL) <> (new.last_contacted_at IS NULL) BEGIN
  UPDATE contact SET written_to = written_to + CASE WHEN new.last_contacted_at IS NULL THEN -1 ELSE 1 END WHERE id = new.contact_id;
END;
CREATE TRIGGER lead_removed AFTER DELETE ON lead WHEN old.last_contacted_at IS NOT NULL BEGIN
  UPDATE contact SET written_to = written_to - 1 WHERE id = old.contact_id;
END;

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
