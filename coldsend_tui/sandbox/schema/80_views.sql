-- Read-only faces of the tables, as the API shows them.

-- Health of a sender account, 0-100, from what can be observed of it; each part is 0-100:
--   25 % domain      ACTIVE (or not managed here) 100, in setup 40, signatures failing 0
--   15 % network     by type: Google 95, Microsoft 92, ColdSend 90, other servers 80
--   25 % engagement  40 + 60 * opens/mails against 35 %, or replies/mails against 3 % when that is better; 70 below 20 mails
--   20 % complaints  100 down to 0 at 0.3 %
--   15 % bounces     100 down to 0 at 8 %
-- Shares are smoothed with 50 good mails. A hard failure caps the whole: bounces from 4 % (on 50 or more) 55, from 10 % 40, failing signatures 40.
-- The weights are those of the vendor's public skill texts (behaviour.md §11), the scales are field.md §2.
CREATE VIEW sender AS
WITH today AS (SELECT now / 86400 AS day FROM world),
shares AS (
  SELECT i.id,
    CASE WHEN i.sent_day = today.day THEN i.sent_today ELSE 0 END AS used,
    d.domain_name,
    CASE WHEN d.id IS NULL THEN 100.0 WHEN NOT d.dkim_ok THEN 0.0 WHEN d.status = 'ACTIVE' THEN 100.0 ELSE 40.0 END AS domain_part,
    CASE i.inbox_type WHEN 'GOOGLE_WORKSPACE' THEN 95.0 WHEN 'OUTLOOK_365' THEN 92.0 WHEN 'COLDSEND' THEN 90.0 ELSE 80.0 END AS network_part,
    CASE WHEN i.mails < 20 THEN 70.0
      ELSE 40.0 + 60.0 * min(1.0, max(i.opens / 0.35, i.replies / 0.03) / i.mails) END AS engagement_part,
    100.0 * max(0.0, 1.0 - i.complaints / (i.mails + 50.0) / 0.003) AS complaint_part,
    100.0 * max(0.0, 1.0 - (i.hard_bounces + i.policy_bounces) / (i.mails + 50.0) / 0.08) AS bounce_part,
    CASE WHEN d.id IS NOT NULL AND NOT d.dkim_ok THEN 40.0
      WHEN i.mails >= 50 AND (i.hard_bounces + i.policy_bounces) >= 0.10 * i.mails THEN 40.0
      WHEN i.mails >= 50 AND (i.hard_bounces + i.policy_bounces) >= 0.04 * i.mails THEN 55.0 ELSE 100.0 END AS cap
  FROM inbox i CROSS JOIN today LEFT JOIN domain d ON d.id = i.domain_id
  WHERE i.deleted_at IS NULL
)
SELECT i.*, s.used AS sent_now, s.domain_name,
  max(0, i.daily_limit - s.used) AS remaining,
  s.used >= i.daily_limit AS is_rate_limited,
  round(min(s.cap, 0.25 * s.domain_part + 0.15 * s.network_part + 0.25 * s.engagement_part + 0.20 * s.complaint_part + 0.15 * s.bounce_part), 1)
    AS health_score
FROM inbox i JOIN shares s ON s.id = i.id;

-- A person with what all campaigns know of them.
CREATE VIEW person AS
SELECT c.*,
  c.is_unsubscribed OR c.is_bounced AS is_suppressed,
  CASE WHEN c.is_unsubscribed THEN 'unsubscribed' WHEN c.is_bounced THEN 'bounced' END AS suppression_reason,
  (SELECT count(*) FROM lead l WHERE l.contact_id = c.id) AS campaign_count,
  (SELECT count(*) FROM mail m JOIN lead l ON l.id = m.lead_id WHERE l.contact_id = c.id AND NOT m.rejected) AS sent_count,
  (SELECT count(m.opened_at) FROM mail m JOIN lead l ON l.id = m.lead_id WHERE l.contact_id = c.id) AS open_count,
  (SELECT count(m.replied_at) FROM mail m JOIN lead l ON l.id = m.lead_id WHERE l.contact_id = c.id) AS reply_count,
  (SELECT max(l.last_contacted_at) FROM lead l WHERE l.contact_id = c.id) AS last_contacted_at
FROM contact c;
