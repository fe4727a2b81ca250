-- Sender accounts (inboxes), sending domains, and how much of both is used.

CREATE TABLE domain (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  domain_name TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL,
  state_since INTEGER NOT NULL,
  next_stage_at INTEGER,                         -- when setup moves on by itself; null: waits for somebody
  dns_live_at INTEGER,                           -- when the owner's nameservers can be seen; null: never
  nameservers TEXT NOT NULL,                     -- JSON array
  mailcow_added INTEGER NOT NULL DEFAULT 0,
  cloudflare_verified INTEGER NOT NULL DEFAULT 0,
  dkim_ok INTEGER NOT NULL DEFAULT 1,            -- hidden; lost in a scenario
  will_fail INTEGER NOT NULL DEFAULT 0,          -- hidden: its service setup ends in FAILED
  max_inboxes INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER
);

CREATE TABLE redirect (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  domain_id INTEGER NOT NULL UNIQUE,
  target_domain TEXT NOT NULL,
  status_code INTEGER NOT NULL,
  preserve_path INTEGER NOT NULL,
  preserve_query_string INTEGER NOT NULL,
  is_active INTEGER NOT NULL DEFAULT 1,
  completes_at INTEGER NOT NULL,                 -- setup_completed once the clock has passed it
  created_at INTEGER NOT NULL
);

CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email_address TEXT NOT NULL UNIQUE,
  display_name TEXT,
  inbox_type TEXT NOT NULL,                      -- COLDSEND, GOOGLE_WORKSPACE, OUTLOOK_365, CUSTOM_SMTP
  overall_status TEXT NOT NULL,                  -- PENDING, ACTIVE, PAUSED, DISABLED
  daily_limit INTEGER NOT NULL,
  domain_id INTEGER,                             -- null: the address' domain is not managed here
  smtp_host TEXT,
  smtp_port INTEGER,
  smtp_username TEXT,
  smtp_use_tls INTEGER,
  imap_host TEXT,
  imap_port INTEGER,
  imap_username TEXT,
  imap_use_ssl INTEGER,
  validated_at INTEGER,                          -- when a PENDING inbox will turn ACTIVE
  created_at INTEGER NOT NULL,
  updated_at INTEGER,
  deleted_at INTEGER,                            -- gone from the API; its history stays
  next_free_at INTEGER NOT NULL DEFAULT 0,       -- the gap after its last mail ends here
  sent_day INTEGER NOT NULL DEFAULT 0,           -- the UTC day that sent_today counts
  sent_today INTEGER NOT NULL DEFAULT 0,         -- read it through the view `sender`, which knows the day
  mails INTEGER NOT NULL DEFAULT 0,              -- all of its life, and what came of them: the parts of its health
  opens INTEGER NOT NULL DEFAULT 0,
  replies INTEGER NOT NULL DEFAULT 0,
  hard_bounces INTEGER NOT NULL DEFAULT 0,
  policy_bounces INTEGER NOT NULL DEFAULT 0,
  unsubscribes INTEGER NOT NULL DEFAULT 0,
  complaints INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX inbox_of_domain ON inbox (domain_id);

-- Mails of one inbox for one campaign on one UTC day (direct mails: campaign 0).
CREATE TABLE inbox_day (
  day INTEGER NOT NULL,
  inbox_id INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  mails INTEGER NOT NULL,
  PRIMARY KEY (day, inbox_id, campaign_id)
) WITHOUT ROWID;

-- Mails of one native domain in one clock hour (Unix seconds / 3600).
CREATE TABLE domain_hour (
  hour INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  mails INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  PRIMARY KEY (hour, domain_id)
) WITHOUT ROWID;
