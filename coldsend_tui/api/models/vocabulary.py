"""The words of the contract. Answers hold plain texts, which compare equal to these; an unknown word survives as text."""

from __future__ import annotations

from enum import StrEnum


class CampaignStatus(StrEnum):
    """States of a campaign; ARCHIVED is known from [client] only."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    ARCHIVED = "ARCHIVED"


class LeadStatus(StrEnum):
    """States of a lead [docs]; EXTERNAL is an unsolicited incoming mail."""

    PENDING = "PENDING"
    QUEUED = "QUEUED"
    SENT = "SENT"
    OPENED = "OPENED"
    REPLIED = "REPLIED"
    FAILED = "FAILED"
    BOUNCED = "BOUNCED"
    UNSUBSCRIBED = "UNSUBSCRIBED"
    EXTERNAL = "EXTERNAL"


class Trigger(StrEnum):
    """When a follow-up of the main chain is sent [docs]."""

    NOT_OPENED = "NOT_OPENED"
    NOT_REPLIED = "NOT_REPLIED"
    OPENED_BUT_NOT_REPLIED = "OPENED_BUT_NOT_REPLIED"


class BranchTrigger(StrEnum):
    """What moves a lead into a branch [client]."""

    INTENT_TAG = "INTENT_TAG"
    KEYWORD = "KEYWORD"
    STATUS = "STATUS"


class InboxType(StrEnum):
    """Kinds of sender accounts [docs]."""

    COLDSEND = "COLDSEND"
    GOOGLE_WORKSPACE = "GOOGLE_WORKSPACE"
    OUTLOOK_365 = "OUTLOOK_365"
    CUSTOM_SMTP = "CUSTOM_SMTP"


class SenderStatus(StrEnum):
    """States of a sender account; PENDING while its connection is checked."""

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    DISABLED = "DISABLED"


class DomainStatus(StrEnum):
    """States of a sending domain, in the order of its setup [docs]."""

    PENDING = "PENDING"
    DNS_CONFIGURING = "DNS_CONFIGURING"
    DNS_PENDING = "DNS_PENDING"
    SERVICES_CONFIGURING = "SERVICES_CONFIGURING"
    ACTIVE = "ACTIVE"
    FAILED = "FAILED"


class JobStatus(StrEnum):
    """States of uploads, bulk jobs and domain setup [docs]."""

    PENDING = "PENDING"
    VALIDATING = "VALIDATING"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


class ContactSignal(StrEnum):
    """What is known of a contact at a glance [client]."""

    UNSUBSCRIBED = "UNSUBSCRIBED"
    BOUNCED = "BOUNCED"
    HOT_LEAD = "HOT_LEAD"
    ENGAGED = "ENGAGED"
    CONTACTED = "CONTACTED"
    NEVER_CONTACTED = "NEVER_CONTACTED"


class ContactListType(StrEnum):
    """STATIC lists hold members, DYNAMIC ones a filter [client]."""

    STATIC = "STATIC"
    DYNAMIC = "DYNAMIC"
