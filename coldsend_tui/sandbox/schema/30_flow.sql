-- Branches. A branch is an entry EVENT edge into a chain of SUBSEQUENCE nodes; MAIN nodes are the campaign's own steps.

CREATE TABLE branch (
  id INTEGER PRIMARY KEY AUTOINCREMENT,          -- the entry edge: its uuid is the subsequence_id
  campaign_id INTEGER NOT NULL,
  label TEXT,
  trigger_type TEXT NOT NULL,                    -- INTENT_TAG, KEYWORD, STATUS
  trigger_params TEXT NOT NULL DEFAULT '{}',     -- JSON object
  priority INTEGER NOT NULL DEFAULT 0,
  is_active INTEGER NOT NULL DEFAULT 1,
  entry_from_step INTEGER NOT NULL DEFAULT 1,    -- MAIN step it hangs off
  created_at INTEGER NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0             -- deleted; kept because enrolments refer to it
);
CREATE INDEX branch_of_campaign ON branch (campaign_id, priority);

CREATE TABLE branch_node (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  branch_id INTEGER NOT NULL,
  position INTEGER NOT NULL,                     -- 1 is the entry node
  node_type TEXT NOT NULL DEFAULT 'EMAIL',       -- EMAIL or EXIT
  label TEXT,
  wait_seconds INTEGER NOT NULL,
  condition_type TEXT NOT NULL DEFAULT 'ALWAYS',
  variants TEXT,                                 -- JSON array of {variant_name, subject, body, html_body, weight}; null on EXIT
  retired INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX branch_node_of_branch ON branch_node (branch_id, position);

CREATE TABLE enrollment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign_id INTEGER NOT NULL,
  branch_id INTEGER NOT NULL,
  lead_id INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  completed_at INTEGER,
  UNIQUE (lead_id, branch_id)
);
CREATE INDEX enrollment_of_branch ON enrollment (branch_id);
