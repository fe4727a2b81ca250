"""The demo workspace: about eighteen campaigns in every state, most of them sending while people look at it."""

from __future__ import annotations

from .plan import BranchPlan, CampaignPlan, DomainPlan, ListPlan, SenderPlan, WorkspacePlan

_TWO = (("NOT_REPLIED", 3), ("NOT_REPLIED", 5))
_ONE = (("NOT_REPLIED", 3),)
_OPENED = (("OPENED_BUT_NOT_REPLIED", 2), ("NOT_REPLIED", 6))

_DOMAINS = (
    DomainPlan("acme-outreach.example", hours=24 * 210),
    DomainPlan("northwind-desk.example", hours=24 * 140),
    DomainPlan("fieldnote-post.example", hours=24 * 75),
    DomainPlan("lumen-letters.example", "DNS_PENDING", hours=53),
    DomainPlan("parcel-hello.example", "SERVICES_CONFIGURING", hours=0.5, ready_in=4 * 3600),
    DomainPlan("harbor-notes.example", "FAILED", hours=7),
)

_SENDERS = (
    SenderPlan("mina@acme-outreach.example", "Mina Lindqvist", "COLDSEND", 100, past=(4200, 1650, 190, 22, 4, 11, 1)),
    SenderPlan("jonas@acme-outreach.example", "Jonas Weber", "COLDSEND", 100, past=(3900, 1480, 160, 25, 3, 12, 1)),
    SenderPlan("priya@acme-outreach.example", "Priya Sharma", "COLDSEND", 100, past=(2800, 1010, 110, 18, 2, 9, 0)),
    SenderPlan("hello@acme-outreach.example", "Acme Outreach", "COLDSEND", 50, past=(1500, 420, 30, 22, 4, 8, 2)),
    SenderPlan("elena@northwind-desk.example", "Elena Rossi", "COLDSEND", 100, past=(3100, 1120, 120, 20, 3, 8, 1)),
    SenderPlan("hugo@northwind-desk.example", "Hugo Laurent", "COLDSEND", 100, past=(2700, 930, 95, 21, 2, 9, 1)),
    SenderPlan("sara@northwind-desk.example", "Sara Nielsen", "COLDSEND", 80, past=(2300, 800, 70, 15, 2, 7, 0)),
    SenderPlan("desk@northwind-desk.example", "Northwind Desk", "COLDSEND", 16, past=(600, 190, 14, 6, 1, 2, 0)),
    SenderPlan("tom@fieldnote-post.example", "Tom Baker", "COLDSEND", 40, past=(900, 250, 18, 14, 3, 5, 1)),
    SenderPlan("rosa@fieldnote-post.example", "Rosa Diaz", "COLDSEND", 40, past=(850, 260, 20, 11, 2, 4, 0)),
    SenderPlan("karin@fieldnote-post.example", "Karin Dahl", "COLDSEND", 40, past=(700, 150, 8, 18, 6, 6, 1)),
    SenderPlan("info@fieldnote-post.example", "Fieldnote Post", "COLDSEND", 30, past=(400, 24, 0, 61, 15, 12, 6)),
    SenderPlan(
        "m.lindqvist@acme-mail.example", "Mina Lindqvist", "GOOGLE_WORKSPACE", 40, past=(2100, 860, 105, 9, 1, 4, 0)
    ),
    SenderPlan("j.weber@acme-mail.example", "Jonas Weber", "GOOGLE_WORKSPACE", 40, past=(1900, 790, 96, 8, 0, 3, 0)),
    SenderPlan("p.sharma@acme-mail.example", "Priya Sharma", "GOOGLE_WORKSPACE", 40, past=(1700, 640, 70, 8, 1, 3, 0)),
    SenderPlan("kaito@acme-japan.example", "Kaito Tanaka", "GOOGLE_WORKSPACE", 40, past=(1100, 380, 40, 7, 0, 2, 0)),
    SenderPlan("yara@acme-japan.example", "Yara Ito", "GOOGLE_WORKSPACE", 40, past=(900, 300, 31, 6, 1, 2, 0)),
    SenderPlan("erik@acme-north.example", "Erik Svensson", "OUTLOOK_365", 40, past=(1500, 520, 55, 10, 2, 4, 0)),
    SenderPlan("vera@acme-north.example", "Vera Novak", "OUTLOOK_365", 40, past=(1300, 430, 41, 9, 1, 3, 0)),
    SenderPlan("olga@acme-north.example", "Olga Petrov", "OUTLOOK_365", 40, past=(600, 120, 6, 16, 3, 5, 1)),
    SenderPlan("post@wren-relay.example", "Wren Relay", "CUSTOM_SMTP", 50, past=(1000, 240, 16, 19, 6, 6, 2)),
    SenderPlan("team@wren-relay.example", "Wren Relay Team", "CUSTOM_SMTP", 50, past=(800, 230, 21, 8, 2, 3, 0)),
    SenderPlan("ruth@wren-relay.example", "Ruth Miller", "CUSTOM_SMTP", 50, past=(650, 170, 12, 7, 1, 2, 0)),
    SenderPlan("new@wren-relay.example", "Wren Relay New", "CUSTOM_SMTP", 20, "PENDING"),
)

_MEETING = BranchPlan(
    "Interested: offer a time",
    "INTENT_TAG",
    {"tag_names": ["interested"]},
    (
        (1800, "Hi {{first_name}}, thank you for the quick answer. Does Tuesday at 10 or Thursday at 2 suit you?"),
        (172800, "Hi {{first_name}}, shall I hold a time for you next week?"),
    ),
)

_CAMPAIGNS = (
    CampaignPlan(
        "Finance leads, faster month end", "month end", "A workshop of ours takes two days out of it.",
        leads=1400, senders=(0, 1, 12), launched=16.2, cap=70, variants=3, steps=_TWO, open_rate=0.38, reply_rate=0.058, clicks=True,
    ),
    CampaignPlan(
        "UK logistics, dock scheduling", "dock times", "Our planner gives carriers a slot in one mail.", "Europe/London",
        leads=1100, senders=(4, 5), launched=4.1, variants=2, steps=_TWO, open_rate=0.33, reply_rate=0.044,
    ),
    CampaignPlan(
        "Machine builders, spare parts", "spare parts", "We list what runs out before it does.", "Europe/Berlin",
        leads=900, senders=(6, 17), launched=9.2, variants=2, steps=_OPENED, open_rate=0.29, reply_rate=0.031,
    ),
    CampaignPlan(
        "West coast studios, render budget", "render costs", "A fixed price a frame, known before you start.", "America/Los_Angeles",
        leads=800, senders=(2, 13), launched=5.0, variants=2, steps=_ONE, open_rate=0.41, reply_rate=0.066,
    ),
    CampaignPlan(
        "Tokyo retail, store staffing", "shift plans", "Shift plans that people swap among themselves.", "Asia/Tokyo",
        leads=700, senders=(15, 16), launched=10.5, variants=1, steps=_TWO, open_rate=0.27, reply_rate=0.024,
    ),
    CampaignPlan(
        "Midwest clinics, patient intake", "patient intake", "Forms that are filled in before the visit.", "America/Chicago",
        leads=800, senders=(14, 18), launched=7.1, variants=4, steps=_TWO, open_rate=0.34, reply_rate=0.072, branch=_MEETING,
    ),
    CampaignPlan(
        "Trade show badges, follow-up", "the trade show", "You scanned our badge, here is what we promised.",
        leads=700, senders=(8, 20, 21), launched=2.2, variants=2, steps=_ONE, open_rate=0.24, reply_rate=0.018, bad_share=0.105, remove_me=0.22,
    ),
    CampaignPlan(
        "Nordic software, seat audits", "unused seats", "An audit finds them in an hour.",
        leads=500, senders=(9, 10), launched=5.1, variants=2, steps=_ONE, open_rate=0.31, reply_rate=0.036,
    ),
    CampaignPlan(
        "Law firms, intake forms", "new matters", "One form, checked for conflicts at once.", "America/Toronto",
        leads=600, senders=(22, 7), launched=4.2, variants=1, steps=_TWO, open_rate=0.36, reply_rate=0.039, cap=20, ramp=(5, 50), tracked=False,
    ),
    CampaignPlan(
        "Hotel groups, night audit", "the night audit", "It runs by itself and prints one page.",
        leads=800, senders=(3, 19), launched=22.1, paused=6.3, variants=2, steps=_TWO, open_rate=0.25, reply_rate=0.021,
    ),
    CampaignPlan(
        "University labs, instrument booking", "instrument time", "A calendar that knows who may use what.", "Europe/London",
        leads=500, senders=(5, 18), launched=7.2, paused=3.2, variants=1, steps=_ONE, open_rate=0.39, reply_rate=0.051,
    ),
    CampaignPlan(
        "Spring renewals, second wave", "your renewal", "The terms of last year are still open to you.",
        leads=450, senders=(0, 2, 4, 12), launched=29.2, variants=2, steps=_ONE, open_rate=0.44, reply_rate=0.081,
    ),
    CampaignPlan(
        "Webinar guests, September", "the webinar", "The recording and the three questions that were left open.",
        leads=350, senders=(1, 13, 14), launched=24.0, variants=1, steps=_ONE, open_rate=0.47, reply_rate=0.06,
    ),
    CampaignPlan(
        "Beta waitlist, first invitation", "your place in the beta", "It is yours from Monday.", "Europe/Berlin",
        leads=250, senders=(6, 17), launched=21.2, variants=1, open_rate=0.52, reply_rate=0.11,
    ),
    CampaignPlan(
        "Property managers, meter reading", "meter readings", "Readings arrive without a visit.",
        leads=400, senders=(11,), launched=9.0, starts=8.2, variants=1, steps=_ONE,
    ),
    CampaignPlan(
        "Product news, second quarter", "what is new", "Three changes that people asked for.",
        leads=500, senders=(0, 1, 5, 13), launched=29.1, archived=12.5, variants=1, open_rate=0.35, reply_rate=0.02,
    ),
    CampaignPlan(
        "Former trials, another look", "your trial", "It has become half as long to set up.", "Europe/London",
        leads=450, senders=(4, 6, 14, 18), launched=28.3, archived=9.0, variants=2, open_rate=0.28, reply_rate=0.027,
    ),
    CampaignPlan(
        "Insurance brokers, claims desk", "open claims", "A desk that shows what waits and for whom.",
        leads=600, senders=(2, 13), variants=2, steps=_TWO,
    ),
    CampaignPlan("Dental groups, recall calls", "recalls", "Patients book their own recall.", leads=200, variants=1, steps=_ONE),
    CampaignPlan("Wholesale food, price lists", "price lists", "One list, always the last one.", "Europe/Berlin"),
)  # fmt: skip

# The senders of "Nordic software" were paused yesterday evening; the one of "Property managers" was blocked before it started.
_LISTS = (
    ListPlan("Said interested", "To call before the next campaign", 6.1, category="interested"),
    ListPlan("Opened, never answered", "Another angle, in spring", 12.4, {"has_opened": True, "has_replied": False}),
    ListPlan("Out of office", "To write to again", 2.2, category="out_of_office"),
)

DEMO = WorkspacePlan(
    _DOMAINS, _SENDERS, _CAMPAIGNS, 30, ((0.8, 9, "PAUSED"), (0.8, 10, "PAUSED"), (8.5, 11, "DISABLED")), _LISTS
)

SMALL = WorkspacePlan(
    _DOMAINS[:4],
    (
        *_SENDERS[:2],
        _SENDERS[4],
        _SENDERS[8]._replace(status="PAUSED"),
        _SENDERS[12],
        _SENDERS[17],
        _SENDERS[21],
        _SENDERS[23],
    ),
    (
        _CAMPAIGNS[0]._replace(leads=260, senders=(0, 1, 4), launched=6.2),
        _CAMPAIGNS[9]._replace(leads=140, senders=(2, 5), launched=5.2, paused=1.3),
        _CAMPAIGNS[13]._replace(leads=80, senders=(6,), launched=6.3),
        _CAMPAIGNS[17]._replace(leads=120, senders=(0, 2)),
    ),
    7,
)
