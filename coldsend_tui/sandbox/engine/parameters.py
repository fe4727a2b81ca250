"""Every number the simulation runs on, with its source. Shares and rates are fractions 0-1, durations are seconds.

`[docs]`, `[help]`, `[client]` are the contract's evidence tags (behaviour.md), `§6` is field.md §6, `[assumed]` is ours.
"""

from __future__ import annotations

MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 604800

# -- the platform ---------------------------------------------------------------------------------------------------------
GAP = (180, 300)  # between two mails of one inbox, uniform [help]
DOMAIN_HOUR_LIMIT = 100  # mails of one native domain in a clock hour; the excess is rejected [help]
RAMP_UP_PERIOD_DAYS = 7  # behaviour.md §19.9: docs say a day, the newer client a week

# -- campaigns differ: what an audience is like is drawn once for a campaign ----------------------------------------------
OPEN_RATE_MEAN, OPEN_RATE_SD = 0.30, 0.12  # human opens, Beta §6
REPLY_RATE_MEDIAN, REPLY_RATE_SIGMA = 0.026, 1.1  # log-normal §6
REPLY_RATE_BOUNDS = (0.001, 0.25)  # §6
BAD_ADDRESS_SHARE = (0.010, 0.020)  # a clean list §6
REMOVE_ME_SHARE = 0.10  # of human replies §6

# -- delivery -------------------------------------------------------------------------------------------------------------
FOLLOW_UP_BOUNCE = 0.001  # an address that took the first mail rarely refuses a later one [assumed]
BOUNCE_CODES = ((0.70, "5.1.1"), (0.90, "5.7.1"), (1.00, "5.2.2"))  # 70 % unknown user, 20 % policy, 10 % full §6
BOUNCE_FAST_SHARE, BOUNCE_FAST, BOUNCE_SLOW = 0.90, (15, 300), (300, 72 * HOUR)  # §6
UNSIGNED_BOUNCE, UNSIGNED_CODE = (
    0.35,
    "5.7.26",
)  # a domain without valid DKIM is refused by the large providers [assumed]
INBOX_PLACEMENT = 0.85  # §6; without DKIM:
UNSIGNED_PLACEMENT = 0.30  # [assumed]
SPAM_FOLDER_FACTOR = 0.1  # §6

# -- opens ----------------------------------------------------------------------------------------------------------------
# Attention by the hour of the recipient's clock, midnight first: peak 9-11, second 13-15, trough 2-3 §6; the heights are [assumed].
OPENS_BY_HOUR = (
    0.30, 0.20, 0.12, 0.12, 0.20, 0.40, 0.75, 1.15, 1.65, 2.05, 2.05, 1.65,
    1.45, 1.75, 1.75, 1.50, 1.35, 1.15, 1.00, 0.95, 0.95, 0.85, 0.65, 0.45,
)  # fmt: skip
# Log-normal in hours of attention (engine/day_shape.py). Mails that leave between 9 and 17 are then opened after a median of
# 3.7 h by the clock, 78 % within 24 h and 95 % within 7 days, as §6 has it.
OPEN_DELAY_MEDIAN, OPEN_DELAY_SIGMA = 5.2 * HOUR, 2.0
EAGER_OPEN_DELAY_MEDIAN, EAGER_OPEN_DELAY_SIGMA = (
    3.7 * HOUR,
    1.97,
)  # of those who reply, one of §6's fits: 85-95 % within 72 h
OPEN_DELAY_LIMIT = 21 * DAY
FAITHFUL_OPENER, CASUAL_OPENER = (
    0.80,
    0.05,
)  # a lead either opens most mails or hardly any: opens of one lead are not independent [assumed]
MACHINE_OPENERS = 0.20  # recipients behind a privacy proxy §6 (15-30 %)
MACHINE_OPEN_DELAY = (20, 600)  # "within minutes" §6

# -- replies --------------------------------------------------------------------------------------------------------------
REPLY_DELAY_MEDIAN, REPLY_DELAY_SIGMA = 3.0 * HOUR, 1.62  # after the open, log-normal in hours of attention §6
REPLY_DELAY_LIMIT = 21 * DAY
REPLY_SHARE_BY_STEP = (0.60, 0.18, 0.12, 0.06, 0.04)  # §6; sources conflict
WEEKDAY_REPLY_FACTOR = (0.92, 1.02, 1.05, 1.08, 0.97, 0.73, 0.73)  # Monday first §6
REPLY_MIX = (("interested", 0.25), ("not_now", 0.45), ("not_interested", 0.20))  # the rest asks to be removed §6
AUTO_REPLY_RATIO = 0.22  # on top of human replies §6 (15-30 %)
AUTO_REPLY_DELAY = (30, 300)  # [assumed]
BRANCH_REPLY_RATE = 0.20  # a lead that is in conversation answers a branch mail [assumed]
PAUSED_BRANCH_RETRY = HOUR  # how often a paused branch looks whether it runs again [assumed]
BRANCH_LOT = 100  # keeps the variant draws of branch nodes apart from those of MAIN steps

# -- clicks, unsubscribes, complaints ---------------------------------------------------------------------------------------
CLICK_GIVEN_OPEN = 0.08  # [assumed]
CLICK_DELAY = (5, 240)  # after the open [assumed]
SCANNER_CLICKS = 0.05  # of delivered, all links §6 (2-10 %)
SCANNER_DELAY = (2, 20)  # "in seconds" §6
UNSUBSCRIBE_RATE = 0.0038  # per mail §6
UNSUBSCRIBE_BY_STEP = (1.0, 1.3, 1.7, 2.5)  # §6
COMPLAINT_RATE = 0.0007  # per mail, not visible through the API §6 (0.05-0.1 % good)

# -- setting things up ------------------------------------------------------------------------------------------------------
DNS_CONFIGURING_TIME = 60  # a new domain until it waits for its owner [assumed]
DNS_PROPAGATION_TIME = 22 * MINUTE  # 15-30 min [docs]
SERVICES_TIME = 10 * MINUTE  # [assumed]
REDIRECT_SETUP_TIME = 3 * MINUTE  # [assumed]
INBOX_VALIDATION_TIME = 30  # PENDING until both connections are proven [assumed]
JOB_QUEUE_TIME, JOB_VALIDATION_TIME = 2, 3  # [assumed]
UPLOAD_ROWS_PER_SECOND = 1000  # [assumed]
SENDER_ITEM_TIME = 2  # one item of a bulk sender job [assumed]
