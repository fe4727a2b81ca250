-- Campaigns with their content. Column names are the API's where the API has a name.

CREATE TABLE campaign (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'DRAFT',
  created_at INTEGER NOT NULL,
  updated_at INTEGER,
  launched_at INTEGER,              -- first launch
  completed_at INTEGER,
  archived_at INTEGER,
  failure TEXT,                     -- why it is FAILED
  daily_limit_per_inbox INTEGER,
  start_date INTEGER,
  timezone TEXT NOT NULL DEFAULT 'America/New_York',
  sending_days TEXT NOT NULL DEFAULT '[1,2,3,4,5]',
  sending_window_start INTEGER NOT NULL DEFAULT 9,
  sending_window_start_minute INTEGER NOT NULL DEFAULT 0,
  sending_window_end INTEGER NOT NULL DEFAULT 17,
  sending_window_end_minute INTEGER NOT NULL DEFAULT 0,
  enable_tracking INTEGER NOT NULL DEFAULT 0,
  enable_unsubscribe INTEGER NOT NULL DEFAULT 1,
  enable_click_tracking INTEGER NOT NULL DEFAULT 0,
  ramp_up_enabled INTEGER NOT NULL DEFAULT 0,
  ramp_up_increment INTEGER,
  ramp_up_max_limit INTEGER,
  lead_mapping TEXT,                -- JSON object
  reply_to TEXT,
  subsequences_enabled INTEGER NOT NULL DEFAULT 0,
  -- Counters, kept in the same transaction as the facts they count. All but mail_count count leads, each lead once.
  total_leads INTEGER NOT NULL DEFAULT 0,
  pending_count INTEGER NOT NULL DEFAULT 0,      -- leads still PENDING
  due_count INTEGER NOT NULL DEFAULT 0,          -- leads with a follow-up or branch mail ahead
  sent_count INTEGER NOT NULL DEFAULT 0,         -- leads whose first mail left, those that bounced later included
  open_count INTEGER NOT NULL DEFAULT 0,
  reply_count INTEGER NOT NULL DEFAULT 0,        -- human replies
  bounce_count INTEGER NOT NULL DEFAULT 0,
  unsubscribe_count INTEGER NOT NULL DEFAULT 0,
  failed_count INTEGER NOT NULL DEFAULT 0,
  mail_count INTEGER NOT NULL DEFAULT 0,         -- mails with all follow-ups and branch mails
  -- What the audience is like (hidden from the API) and whether the platform forgot the campaign (scenario).
  true_open_rate REAL NOT NULL,
  true_reply_rate REAL NOT NULL,
  true_remove_me_share REAL NOT NULL,
  stalled INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX campaign_by_created ON campaign (created_at);
CREATE INDEX campaign_by_status ON campaign (status, created_at);

-- A variant of the initial mail (sequence_id null) or of a follow-up. Edited content is a new row; the old one is retired,
-- so that a mail that was sent keeps its words.
CREATE TABLE variant (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign_id INTEGER NOT NULL,
  sequence_id INTEGER,
  variant_name TEXT NOT NULL,
  variant_label TEXT,
  subject_template TEXT,            -- null on a follow-up: Re: the initial subject
  email_content TEXT NOT NULL,
  content_type TEXT NOT NULL DEFAULT 'plaintext',
  distribution_percent INTEGER NOT NULL,
  true_remove_me_share REAL,        -- hidden: of its replies, where its words annoy (scenario); null: as the campaign's
  retired INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX variant_of_campaign ON variant (campaign_id);

-- A MAIN follow-up, steps 2-11. A deleted step is retired when mails of it exist.
CREATE TABLE sequence (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign_id INTEGER NOT NULL,
  step_number INTEGER NOT NULL,
  trigger_type TEXT NOT NULL,
  wait_days INTEGER NOT NULL,
  enable_unsubscribe INTEGER,
  retired INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX sequence_of_campaign ON sequence (campaign_id, step_number);

CREATE TABLE campaign_inbox (
  campaign_id INTEGER NOT NULL,
  inbox_id INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, inbox_id)
) WITHOUT ROWID;
CREATE INDEX campaign_of_inbox ON campaign_inbox (inbox_id);

-- Mails of one campaign by MAIN step (node_id 0) or branch node (step 0): what CTR and branch analytics divide by.
CREATE TABLE step_count (
  campaign_id INTEGER NOT NULL,
  step INTEGER NOT NULL,
  node_id INTEGER NOT NULL,
  mails INTEGER NOT NULL DEFAULT 0,
  opened INTEGER NOT NULL DEFAULT 0,
  replied INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (campaign_id, step, node_id)
) WITHOUT ROWID;
