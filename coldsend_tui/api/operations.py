"""Every operation of the contract by its own name: `cs.operations.pause_campaign(id)` is `cs.campaigns.pause(id)`.

For those who have the API's reference open. The names are the operation ids in snake_case; arguments, answers and types are
those of the methods on the resources, which these are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coldsend_tui.api.client import ColdSend


class Operations:
    """`cs.operations`: one method for each of the 75 operations."""

    def __init__(self, client: ColdSend) -> None:
        campaigns = client.campaigns
        self.create_campaign = campaigns.create
        self.list_campaigns = campaigns.list
        self.get_campaign = campaigns.get
        self.update_campaign = campaigns.update
        self.delete_campaign = campaigns.delete
        self.pause_campaign = campaigns.pause
        self.activate_campaign = campaigns.activate
        self.archive_campaign = campaigns.archive

        flow = client.flow
        self.get_flow = flow.get
        self.create_subsequence = flow.create_subsequence
        self.update_subsequence = flow.update_subsequence
        self.delete_subsequence = flow.delete_subsequence
        self.move_leads_to_subsequence = flow.move_leads_to_subsequence

        leads = client.leads
        self.get_lead_journey = leads.journey
        self.list_leads = leads.list
        self.upload_leads = leads.upload
        self.delete_leads = leads.delete
        self.add_lead = leads.add
        self.get_lead_upload = leads.upload_progress
        self.export_leads = leads.export
        self.get_lead = leads.get
        self.update_lead = leads.update

        contacts = client.contacts
        self.list_contacts = contacts.list
        self.delete_contacts = contacts.delete
        self.import_contacts = contacts.import_
        self.get_contact = contacts.get
        self.update_contact = contacts.update
        self.set_contact_signal = contacts.set_signal
        self.send_direct_email = contacts.send_direct_email
        self.bulk_add_tag = contacts.bulk_add_tag
        self.bulk_remove_tag = contacts.bulk_remove_tag
        self.bulk_add_to_list = contacts.bulk_add_to_list
        self.bulk_add_to_campaign = contacts.bulk_add_to_campaign

        contact_lists = client.contact_lists
        self.list_contact_lists = contact_lists.list
        self.create_contact_list = contact_lists.create
        self.preview_contact_filter = contact_lists.preview_filter
        self.get_contact_list = contact_lists.get
        self.update_contact_list = contact_lists.update
        self.delete_contact_list = contact_lists.delete

        sender_accounts = client.sender_accounts
        self.list_sender_accounts = sender_accounts.list
        self.add_sender_account_legacy = sender_accounts.add_legacy
        self.get_inbox_quotas = sender_accounts.quotas
        self.get_daily_usage = sender_accounts.daily_usage
        self.create_native_inbox = sender_accounts.create_native
        self.bulk_create_native = sender_accounts.bulk_create_native
        self.get_native_bulk = sender_accounts.native_bulk_progress
        self.create_smtp_inbox = sender_accounts.create_smtp
        self.bulk_create_smtp = sender_accounts.bulk_create_smtp
        self.get_smtp_bulk = sender_accounts.smtp_bulk_progress
        self.bulk_delete_senders = sender_accounts.bulk_delete
        self.get_bulk_delete = sender_accounts.bulk_delete_progress
        self.get_sender_account = sender_accounts.get
        self.delete_sender_account = sender_accounts.delete
        self.send_test_email = sender_accounts.send_test_email

        domains = client.domains
        self.list_domains = domains.list
        self.add_domain = domains.add
        self.get_domain = domains.get
        self.delete_domain = domains.delete
        self.activate_domain = domains.activate
        self.get_domain_progress = domains.progress
        self.get_redirect = domains.redirect
        self.set_redirect = domains.set_redirect
        self.delete_redirect = domains.delete_redirect

        analytics = client.analytics
        self.get_campaign_analytics = analytics.campaigns
        self.get_timeline = analytics.timeline
        self.get_ctr = analytics.ctr
        self.get_ctr_links = analytics.ctr_links
        self.get_subsequence_analytics = analytics.subsequences

        replies = client.replies
        self.list_conversations = replies.list
        self.get_thread = replies.get
        self.list_thread_messages = replies.list_messages
        self.send_reply = replies.send
        self.mark_thread_read = replies.mark_read
        self.toggle_thread_star = replies.toggle_star

        self.get_me = client.me
