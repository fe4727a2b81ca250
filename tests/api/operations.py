"""All operations of the contract: the method that makes each one, called with every argument it has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from coldsend_tui.api import ColdSend
from coldsend_tui.api.models.campaign_fields import CampaignSettings, SequenceStep, VariantText
from coldsend_tui.api.models.contact_fields import ContactQuery, PreviewFilter
from coldsend_tui.api.models.flow import SubsequenceStep
from coldsend_tui.api.models.sender_jobs import SmtpInbox
from coldsend_tui.secret import Secret

A = "0b0e5a3c-0000-4000-8000-00000000000a"
B = "0b0e5a3c-0000-4000-8000-00000000000b"
PEOPLE = Path(__file__).with_name("people.csv")

SETTINGS = CampaignSettings(
    daily_limit_per_inbox=None,
    start_date=datetime(2027, 3, 1, 9, tzinfo=UTC),
    timezone="Europe/Berlin",
    sending_days=(1, 2, 3),
    sending_window_start=9,
    sending_window_start_minute=30,
    sending_window_end=17,
    sending_window_end_minute=0,
    enable_tracking=True,
    enable_unsubscribe=True,
    enable_click_tracking=False,
    ramp_up_enabled=True,
    ramp_up_increment=5,
    ramp_up_max_limit=50,
)
VARIANT = VariantText(
    variant_name="A",
    variant_label="Short",
    subject_template="A question",
    email_content="Would a short call make sense?",
    content_type="plaintext",
    distribution_percent=100,
)
STEP = SequenceStep(step_number=2, trigger_type="NOT_REPLIED", wait_days=3, variants=[VARIANT], enable_unsubscribe=None)
BRANCH_STEP = SubsequenceStep(
    wait_seconds=0,
    variants=[{"variant_name": "A", "subject": "Yes", "body": "Thank you for asking.", "weight": 100}],
    condition_type="ALWAYS",
    label="first",
)
SMTP = SmtpInbox(
    email_address="mina@acme-outreach.example",
    display_name="Mina",
    inbox_type="CUSTOM_SMTP",
    smtp_host="smtp.example.com",
    smtp_port=587,
    smtp_username="mina",
    smtp_password=Secret("open sesame"),
    imap_host="imap.example.com",
    imap_port=993,
    imap_username="mina",
    imap_password=Secret("open sesame"),
    daily_limit=20,
    smtp_use_tls=True,
    imap_use_ssl=True,
)
PREVIEW = PreviewFilter(
    signal="ENGAGED",
    campaign_id=A,
    not_in_campaign_id=B,
    has_replied=True,
    has_opened=True,
    is_unsubscribed=False,
    is_bounced=False,
    search="ada",
)
QUERY = ContactQuery(**PREVIEW, source_type="csv", source_name="people.csv", list_id=B)
FILE = {"filename": "plan.txt", "content_base64": "cGxhbg==", "content_type": "text/plain"}


class Operation(NamedTuple):
    """Where the method is, and a call of it."""

    method: str
    call: Callable[[ColdSend], Awaitable[Any]]


OPERATIONS: dict[str, Operation] = {
    "createCampaign": Operation("campaigns.create", lambda cs: cs.campaigns.create("Spring outreach", **SETTINGS)),
    "listCampaigns": Operation(
        "campaigns.list",
        lambda cs: cs.campaigns.list(
            page=2, limit=5, status="ACTIVE", search="spring", sort_by="name", sort_order="asc", days=30
        ),
    ),
    "getCampaign": Operation("campaigns.get", lambda cs: cs.campaigns.get(A)),
    "updateCampaign": Operation(
        "campaigns.update",
        lambda cs: cs.campaigns.update(
            A,
            name="Summer outreach",
            lead_mapping={"email": "Mail"},
            inbox_ids=[B],
            variants=[VARIANT],
            sequences=[STEP],
            sequence_edits=[{"action": "edit", "sequence_id": B, "wait_days": 4}],
            launch=True,
            **SETTINGS,
        ),
    ),
    "deleteCampaign": Operation("campaigns.delete", lambda cs: cs.campaigns.delete(A)),
    "pauseCampaign": Operation("campaigns.pause", lambda cs: cs.campaigns.pause(A)),
    "activateCampaign": Operation("campaigns.activate", lambda cs: cs.campaigns.activate(A)),
    "archiveCampaign": Operation("campaigns.archive", lambda cs: cs.campaigns.archive(A)),
    "getFlow": Operation("flow.get", lambda cs: cs.flow.get(A)),
    "createSubsequence": Operation(
        "flow.create_subsequence",
        lambda cs: cs.flow.create_subsequence(
            A,
            trigger_type="KEYWORD",
            trigger_params={"phrases": ["price"]},
            steps=[BRANCH_STEP],
            entry_from_node_id=B,
            priority=1,
            label="Price",
        ),
    ),
    "updateSubsequence": Operation(
        "flow.update_subsequence",
        lambda cs: cs.flow.update_subsequence(
            A,
            B,
            label="Price",
            trigger_type="STATUS",
            trigger_params={"status": "interested"},
            priority=2,
            is_active=False,
            steps=[BRANCH_STEP],
        ),
    ),
    "deleteSubsequence": Operation("flow.delete_subsequence", lambda cs: cs.flow.delete_subsequence(A, B)),
    "moveLeadsToSubsequence": Operation(
        "flow.move_leads_to_subsequence", lambda cs: cs.flow.move_leads_to_subsequence(A, [A, B], B)
    ),
    "getLeadJourney": Operation("leads.journey", lambda cs: cs.leads.journey(A, B)),
    "listLeads": Operation(
        "leads.list", lambda cs: cs.leads.list(A, page=1, limit=50, status="SENT", search="ada", batch_id=B)
    ),
    "uploadLeads": Operation(
        "leads.upload",
        lambda cs: cs.leads.upload(
            A, PEOPLE, mapping={"email": "Mail"}, duplicate_action="update", delete_existing=False
        ),
    ),
    "deleteLeads": Operation("leads.delete", lambda cs: cs.leads.delete(A, (A, B))),
    "addLead": Operation(
        "leads.add",
        lambda cs: cs.leads.add(
            A,
            "ada@example.com",
            first_name="Ada",
            last_name=None,
            company="Example",
            title="Founder",
            custom_fields={"city": "Riga"},
        ),
    ),
    "getLeadUpload": Operation("leads.upload_progress", lambda cs: cs.leads.upload_progress(A, B)),
    "exportLeads": Operation("leads.export", lambda cs: cs.leads.export(A, Path("exported.csv"))),
    "getLead": Operation("leads.get", lambda cs: cs.leads.get(A, B)),
    "updateLead": Operation(
        "leads.update", lambda cs: cs.leads.update(A, B, first_name="Ada", custom_fields={"city": None})
    ),
    "listContacts": Operation("contacts.list", lambda cs: cs.contacts.list(page=1, limit=10, **QUERY)),
    "deleteContacts": Operation("contacts.delete", lambda cs: cs.contacts.delete([A, B])),
    "importContacts": Operation(
        "contacts.import_", lambda cs: cs.contacts.import_(PEOPLE, mapping={"email": "Mail"}, list_id=B)
    ),
    "getContact": Operation("contacts.get", lambda cs: cs.contacts.get(A)),
    "updateContact": Operation("contacts.update", lambda cs: cs.contacts.update(A, company=None, custom_fields={})),
    "setContactSignal": Operation("contacts.set_signal", lambda cs: cs.contacts.set_signal(A, None)),
    "sendDirectEmail": Operation(
        "contacts.send_direct_email",
        lambda cs: cs.contacts.send_direct_email(
            A,
            inbox_id=B,
            subject="Hello",
            body_text="Hello there.",
            body_html="<p>Hello there.</p>",
            cc=["cc@example.com"],
            bcc=["bcc@example.com"],
            attachments=[FILE],  # type: ignore[list-item]
        ),
    ),
    "bulkAddTag": Operation("contacts.bulk_add_tag", lambda cs: cs.contacts.bulk_add_tag([A], B)),
    "bulkRemoveTag": Operation("contacts.bulk_remove_tag", lambda cs: cs.contacts.bulk_remove_tag([A], B)),
    "bulkAddToList": Operation("contacts.bulk_add_to_list", lambda cs: cs.contacts.bulk_add_to_list([A], B)),
    "bulkAddToCampaign": Operation(
        "contacts.bulk_add_to_campaign", lambda cs: cs.contacts.bulk_add_to_campaign([A], B)
    ),
    "listContactLists": Operation("contact_lists.list", lambda cs: cs.contact_lists.list(list_type="STATIC")),
    "createContactList": Operation(
        "contact_lists.create",
        lambda cs: cs.contact_lists.create(
            "Warm", "DYNAMIC", description="d", filter_definition={"signal": ["ENGAGED"]}, contact_ids=[A]
        ),
    ),
    "previewContactFilter": Operation(
        "contact_lists.preview_filter", lambda cs: cs.contact_lists.preview_filter(sample_size=3, **PREVIEW)
    ),
    "getContactList": Operation("contact_lists.get", lambda cs: cs.contact_lists.get(A)),
    "updateContactList": Operation(
        "contact_lists.update",
        lambda cs: cs.contact_lists.update(A, name="Warmer", description="d", filter_definition={"has_replied": True}),
    ),
    "deleteContactList": Operation("contact_lists.delete", lambda cs: cs.contact_lists.delete(A)),
    "listSenderAccounts": Operation(
        "sender_accounts.list",
        lambda cs: cs.sender_accounts.list(
            page=1,
            limit=10,
            inbox_type="COLDSEND",
            status="ACTIVE",
            search="mina",
            sort_by="health_score",
            sort_order="desc",
        ),
    ),
    "addSenderAccountLegacy": Operation("sender_accounts.add_legacy", lambda cs: cs.sender_accounts.add_legacy(**SMTP)),
    "getInboxQuotas": Operation("sender_accounts.quotas", lambda cs: cs.sender_accounts.quotas(A)),
    "getDailyUsage": Operation("sender_accounts.daily_usage", lambda cs: cs.sender_accounts.daily_usage()),
    "createNativeInbox": Operation(
        "sender_accounts.create_native", lambda cs: cs.sender_accounts.create_native(A, "mina", "Mina")
    ),
    "bulkCreateNative": Operation(
        "sender_accounts.bulk_create_native",
        lambda cs: cs.sender_accounts.bulk_create_native(A, [{"email_prefix": "mina", "display_name": "Mina"}]),
    ),
    "getNativeBulk": Operation(
        "sender_accounts.native_bulk_progress", lambda cs: cs.sender_accounts.native_bulk_progress(A)
    ),
    "createSmtpInbox": Operation("sender_accounts.create_smtp", lambda cs: cs.sender_accounts.create_smtp(**SMTP)),
    "bulkCreateSmtp": Operation(
        "sender_accounts.bulk_create_smtp", lambda cs: cs.sender_accounts.bulk_create_smtp([SMTP])
    ),
    "getSmtpBulk": Operation("sender_accounts.smtp_bulk_progress", lambda cs: cs.sender_accounts.smtp_bulk_progress(A)),
    "bulkDeleteSenders": Operation("sender_accounts.bulk_delete", lambda cs: cs.sender_accounts.bulk_delete([A, B])),
    "getBulkDelete": Operation(
        "sender_accounts.bulk_delete_progress", lambda cs: cs.sender_accounts.bulk_delete_progress(A)
    ),
    "getSenderAccount": Operation("sender_accounts.get", lambda cs: cs.sender_accounts.get(A)),
    "deleteSenderAccount": Operation("sender_accounts.delete", lambda cs: cs.sender_accounts.delete(A)),
    "sendTestEmail": Operation(
        "sender_accounts.send_test_email", lambda cs: cs.sender_accounts.send_test_email(A, "ada@example.com")
    ),
    "listDomains": Operation("domains.list", lambda cs: cs.domains.list(page=1, limit=10, status="ACTIVE")),
    "addDomain": Operation("domains.add", lambda cs: cs.domains.add("acme-spring.example")),
    "getDomain": Operation("domains.get", lambda cs: cs.domains.get(A)),
    "deleteDomain": Operation("domains.delete", lambda cs: cs.domains.delete(A)),
    "activateDomain": Operation("domains.activate", lambda cs: cs.domains.activate(A)),
    "getDomainProgress": Operation("domains.progress", lambda cs: cs.domains.progress(A)),
    "getRedirect": Operation("domains.redirect", lambda cs: cs.domains.redirect(A)),
    "setRedirect": Operation(
        "domains.set_redirect",
        lambda cs: cs.domains.set_redirect(
            A, "example.com", status_code=302, preserve_path=False, preserve_query_string=True
        ),
    ),
    "deleteRedirect": Operation("domains.delete_redirect", lambda cs: cs.domains.delete_redirect(A)),
    "getCampaignAnalytics": Operation(
        "analytics.campaigns",
        lambda cs: cs.analytics.campaigns(status="ACTIVE", from_date=date(2027, 1, 1), to_date=date(2027, 2, 1)),
    ),
    "getTimeline": Operation(
        "analytics.timeline", lambda cs: cs.analytics.timeline(from_date=date(2027, 1, 1), to_date=date(2027, 2, 1))
    ),
    "getCtr": Operation("analytics.ctr", lambda cs: cs.analytics.ctr(A)),
    "getCtrLinks": Operation("analytics.ctr_links", lambda cs: cs.analytics.ctr_links(A, verified=False)),
    "getSubsequenceAnalytics": Operation("analytics.subsequences", lambda cs: cs.analytics.subsequences(A)),
    "listConversations": Operation(
        "replies.list",
        lambda cs: cs.replies.list(
            page=1,
            limit=10,
            campaign_id=A,
            is_read=False,
            is_starred=True,
            category="interested",
            status="unread",
            search="ada",
        ),
    ),
    "getThread": Operation("replies.get", lambda cs: cs.replies.get(A)),
    "listThreadMessages": Operation("replies.list_messages", lambda cs: cs.replies.list_messages(A, page=1, limit=10)),
    "sendReply": Operation(
        "replies.send",
        lambda cs: cs.replies.send(A, body="Yes.", html_body="<p>Yes.</p>", attachments=[FILE]),  # type: ignore[list-item]
    ),
    "markThreadRead": Operation("replies.mark_read", lambda cs: cs.replies.mark_read(A)),
    "toggleThreadStar": Operation("replies.toggle_star", lambda cs: cs.replies.toggle_star(A)),
    "getMe": Operation("me", lambda cs: cs.me()),
}
