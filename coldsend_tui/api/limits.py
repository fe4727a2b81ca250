"""The numbers of the contract, each with its source: the one place where a limit is written down.

`[docs]` docs.coldsend.pro, `[client]` the vendor's own client, `[inferred]` our conclusion where neither says anything.
"""

from __future__ import annotations

BASE_URL = "https://api.coldsend.pro/api/public/v1"

# Transport
TIMEOUT_SECONDS = 30.0  # [client]
CONNECT_TIMEOUT_SECONDS = (
    5.0  # [inferred] a host that does not answer a handshake in five seconds is down for an operator
)
TRANSFER_TIMEOUT_SECONDS = 120.0  # [inferred] a 50 MB upload is checked by the server before it answers
ANSWER_BYTES_MAX = 64 * 1024 * 1024  # [inferred] 10,000 campaigns take 3 MB
ANSWER_SECONDS_MAX = 120.0  # [inferred] for a body that keeps coming, but slowly

# Rate limits: one pool per key for all endpoints, each call costs one
REQUESTS_PER_MINUTE = 100  # [docs]
REQUESTS_PER_HOUR = 1_000  # [docs]
RETRY_DELAYS = (1.0, 2.0, 4.0, 8.0, 16.0)  # [docs] seconds before the second, third ... try
RATE_LIMIT_WAIT_SECONDS = 60.0  # [docs] the wait the 429 body names

# Paging
PAGE_LIMIT_DEFAULT = 20  # [docs]
PAGE_LIMIT_MAX = 100  # [docs]
MESSAGES_PAGE_LIMIT_DEFAULT = 50  # [docs]
DAYS_FILTER_MAX = 365  # [client]

# Campaigns
CAMPAIGN_NAME_LENGTH = (8, 255)  # [docs]
DAILY_LIMIT_PER_INBOX = (1, 100)  # [docs] null means no campaign cap
TIMEZONE_LENGTH_MAX = 100  # [docs]
RAMP_UP_INCREMENT = (1, 100)  # [docs][client]
RAMP_UP_MAX_LIMIT = (1, 1_000)  # [docs][client]
VARIANTS_PER_MAIL = (1, 4)  # [docs]
VARIANT_SHARE_TOTAL = 100  # [docs]
VARIANT_LABEL_LENGTH_MAX = 100  # [docs]
SUBJECT_LENGTH = (1, 500)  # [docs]
BODY_LENGTH = (10, 100_000)  # [docs]
SEQUENCE_STEP_NUMBERS = (2, 11)  # [client]; the docs end at 4, behaviour unknown 1
WAIT_DAYS = (1, 30)  # [docs]
TIMELINE_DEFAULT_DAYS = 90  # [docs]

# Leads and contacts
UPLOAD_BYTES_MAX = 50 * 1024 * 1024  # [docs]
UPLOAD_LEADS_MAX = 10_000  # [docs]
MOVE_LEADS = (1, 500)  # [client] leads in one move to a branch
BULK_CONTACTS_MAX = 1_000  # [client]
PREVIEW_SAMPLE = (0, 50)  # [client] default 10

# Senders and mail
BULK_INBOXES = (1, 100)  # [docs][client]
NATIVE_DOMAIN_MAILS_PER_HOUR = 100  # [docs: help centre] mails above it are rejected, not queued
INBOX_DAILY_LIMIT_DEFAULT = 100  # [docs]
ATTACHMENTS_MAX = 5  # [docs]
ATTACHMENT_BYTES_MAX = 10 * 1024 * 1024  # [docs] all attachments of one mail together
REDIRECT_STATUS = (301, 308)  # [docs]
