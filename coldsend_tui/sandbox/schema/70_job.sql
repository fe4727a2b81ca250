-- Asynchronous work: CSV uploads, bulk creation and deletion of sender accounts. The engine moves it with the clock.

CREATE TABLE job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,                            -- lead_upload, native_bulk, smtp_bulk, bulk_delete
  status TEXT NOT NULL,                          -- PENDING, VALIDATING, IN_PROGRESS, COMPLETED, FAILED
  campaign_id INTEGER,
  batch_id INTEGER,
  total_count INTEGER NOT NULL,
  valid_count INTEGER NOT NULL DEFAULT 0,
  processed_count INTEGER NOT NULL DEFAULT 0,
  success_count INTEGER NOT NULL DEFAULT 0,
  duplicate_count INTEGER NOT NULL DEFAULT 0,
  skipped_count INTEGER NOT NULL DEFAULT 0,
  error_count INTEGER NOT NULL DEFAULT 0,
  results TEXT NOT NULL DEFAULT '[]',            -- JSON array, per item or per bad row
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  completed_at INTEGER,
  next_step_at INTEGER,                          -- null when it ended
  work TEXT                                      -- JSON: what is left to do; null when it ended
);
CREATE INDEX job_due ON job (next_step_at) WHERE next_step_at IS NOT NULL;
