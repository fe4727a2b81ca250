-- Mails, what will come of them, clicks, and conversations.

CREATE TABLE mail (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL,
  lead_id INTEGER NOT NULL,
  inbox_id INTEGER NOT NULL,
  step INTEGER NOT NULL,                         -- MAIN step, 0 for a branch mail
  node_id INTEGER,                               -- branch node
  variant_id INTEGER,                            -- null for a branch mail
  variant_index INTEGER,                         -- branch mail: which of the node's variants
  sent_at INTEGER NOT NULL,
  rejected INTEGER NOT NULL DEFAULT 0,           -- refused by the platform before it left (domain hour)
  opened_at INTEGER,
  replied_at INTEGER,
  bounced_at INTEGER,
  bounce_code TEXT                               -- enhanced status code, e.g. 5.1.1
);
CREATE INDEX mail_of_lead ON mail (lead_id);

-- Outcomes decided when the mail left and not yet happened: opens, clicks, replies, bounces, unsubscribes.
CREATE TABLE outcome (
  due_at INTEGER NOT NULL,
  mail_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,                         -- engine/outcomes.py
  lead_id INTEGER NOT NULL,
  PRIMARY KEY (due_at, mail_id, kind)
) WITHOUT ROWID;

CREATE TABLE click (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL,
  lead_id INTEGER NOT NULL,
  mail_id INTEGER NOT NULL,
  step INTEGER NOT NULL,
  link_index INTEGER NOT NULL,
  original_url TEXT NOT NULL,
  at INTEGER NOT NULL,
  is_bot INTEGER NOT NULL
);
CREATE INDEX click_of_campaign ON click (campaign_id, step);

CREATE TABLE thread (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  lead_id INTEGER,                               -- null on an external thread
  contact_id INTEGER NOT NULL,
  campaign_id INTEGER,                           -- null on an external thread
  inbox_id INTEGER,
  subject TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_message_at INTEGER NOT NULL,
  last_message_preview TEXT NOT NULL,
  is_read INTEGER NOT NULL DEFAULT 0,
  is_starred INTEGER NOT NULL DEFAULT 0,
  reply_count INTEGER NOT NULL DEFAULT 0,        -- incoming messages
  ai_category TEXT,
  ai_confidence REAL,
  manual_category TEXT,
  is_archived INTEGER NOT NULL DEFAULT 0,
  archived_domain_name TEXT,
  archived_inbox_email TEXT,
  archived_at INTEGER,
  search_text TEXT                               -- name and address of the person, and the subject (kept by triggers below)
);
CREATE UNIQUE INDEX thread_of_lead ON thread (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX thread_of_campaign ON thread (campaign_id);
CREATE INDEX thread_by_time ON thread (last_message_at);
CREATE INDEX thread_of_contact ON thread (contact_id);

CREATE VIEW thread_text AS
SELECT t.id, trim(coalesce(l.first_name, c.first_name, '') || ' ' || coalesce(l.last_name, c.last_name, ''))
  || ' ' || c.email || ' ' || t.subject AS text
FROM thread t JOIN contact c ON c.id = t.contact_id LEFT JOIN lead l ON l.id = t.lead_id;
CREATE TRIGGER thread_begun AFTER INSERT ON thread BEGIN
  UPDATE thread SET search_text = (SELECT text FROM thread_text v WHERE v.id = new.id) WHERE id = new.id;
END;
CREATE TRIGGER thread_lead_renamed AFTER UPDATE OF first_name, last_name ON lead BEGIN
  UPDATE thread SET search_text = (SELECT text FROM thread_text v WHERE v.id = thread.id) WHERE lead_id = new.id;
END;
CREATE TRIGGER thread_contact_renamed AFTER UPDATE OF first_name, last_name ON contact BEGIN
  UPDATE thread SET search_text = (SELECT text FROM thread_text v WHERE v.id = thread.id) WHERE contact_id = new.id;
END;

CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  thread_id INTEGER NOT NULL,
  is_outgoing INTEGER NOT NULL,
  from_email TEXT NOT NULL,
  to_email TEXT NOT NULL,
  subject TEXT,
  body_text TEXT,
  body_html TEXT,
  is_read INTEGER NOT NULL DEFAULT 0,
  is_auto_reply INTEGER NOT NULL DEFAULT 0,
  is_unsubscribe INTEGER NOT NULL DEFAULT 0,
  message_id TEXT,
  mail_id INTEGER,
  attachments TEXT NOT NULL DEFAULT '[]',        -- JSON array of {filename, content_type, size_bytes}
  created_at INTEGER NOT NULL
);
CREATE INDEX message_of_thread ON message (thread_id, created_at);

CREATE TABLE thread_tag (
  thread_id INTEGER NOT NULL,
  tag_id INTEGER NOT NULL,
  PRIMARY KEY (thread_id, tag_id)
) WITHOUT ROWID;
