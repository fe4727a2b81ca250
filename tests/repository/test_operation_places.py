"""Where each of the 75 operations is done in the console or on the command line, and which test does it there.

`PLACES` is the table: operation, key path (screen, then keys) and command, test file and test.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.api.operations import OPERATIONS

ROOT = Path(__file__).parents[2]
ROOMS = ("actions", "live", "commands", "tui")
WITHIN = {
    "leads.upload_progress": "leads.follow",
    "sender_accounts.native_bulk_progress": "sender_accounts.bulk_create_native",
    "sender_accounts.smtp_bulk_progress": "sender_accounts.bulk_create_smtp",
    "sender_accounts.bulk_delete_progress": "sender_accounts.bulk_delete",
}
"""Asked by the client itself while a job is followed: the call that gives the job."""
UNCALLED = {"sender_accounts.add_legacy"}
"""Never asked by the console, on purpose."""


class Place(NamedTuple):
    """Keys or command, the test file below tests/, and the test there that does it."""

    keys: str
    file: str
    test: str


PLACES: dict[str, Place] = {
    # campaigns
    "createCampaign": Place(
        "2 n, N, F · new, apply FILE", "tui/test_editing.py", "test_a_new_campaign_from_the_starter"
    ),
    "listCampaigns": Place(
        "2 · export campaigns", "tui/test_screens.py", "test_campaigns_show_counters_with_their_rates"
    ),
    "getCampaign": Place(
        "2 enter", "tui/test_campaign_screen.py", "test_it_opens_with_the_machine_readiness_and_progress"
    ),
    "updateCampaign": Place(
        "2 e, 2 L, 2 enter i I U · apply FILE",
        "tui/test_editing.py",
        "test_an_edit_is_shown_as_a_difference_then_written_and_read_back",
    ),
    "deleteCampaign": Place("2 D · campaign delete", "tui/test_writes.py", "test_deleting_needs_the_typed_name"),
    "pauseCampaign": Place(
        "2 P, 1 P, K · campaign pause, stop", "tui/test_writes.py", "test_pausing_takes_one_key_on_the_plan"
    ),
    "activateCampaign": Place(
        "2 A, R · campaign activate, restore",
        "tui/test_writes.py",
        "test_resuming_needs_the_button_that_has_not_the_focus",
    ),
    "archiveCampaign": Place("2 Z · campaign archive", "tui/test_lifecycle.py", "test_a_whole_life_by_keys"),
    "getFlow": Place("2 enter b", "tui/test_campaign_screen.py", "test_a_branch_is_created_by_keys"),
    "createSubsequence": Place("2 enter b B", "tui/test_campaign_screen.py", "test_a_branch_is_created_by_keys"),
    "updateSubsequence": Place("2 enter b E, W", "tui/test_campaign_screen.py", "test_a_branch_is_created_by_keys"),
    "deleteSubsequence": Place(
        "2 enter b X",
        "actions/test_branches_and_inboxes.py",
        "test_a_branch_is_created_edited_paused_resumed_and_deleted",
    ),
    "moveLeadsToSubsequence": Place(
        "2 l B, 2 enter b M", "tui/test_lead_writes.py", "test_marked_leads_are_moved_into_a_branch"
    ),
    # leads
    "listLeads": Place("2 l", "tui/test_leads.py", "test_only_pages_in_sight_are_read"),
    "getLeadJourney": Place("2 l enter", "tui/test_leads.py", "test_a_lead_with_everything_that_happened"),
    "getLead": Place("2 l e", "tui/test_lead_writes.py", "test_a_lead_is_edited_and_a_field_removed"),
    "addLead": Place("2 l n", "tui/test_lead_writes.py", "test_a_lead_is_added"),
    "updateLead": Place("2 l e", "tui/test_lead_writes.py", "test_a_lead_is_edited_and_a_field_removed"),
    "deleteLeads": Place(
        "2 l D", "tui/test_lead_writes.py", "test_marked_pending_leads_are_deleted_by_typing_their_number"
    ),
    "uploadLeads": Place(
        "2 l u · leads upload", "tui/test_lead_writes.py", "test_a_list_is_uploaded_from_the_file_to_the_result"
    ),
    "getLeadUpload": Place(
        "2 l u · leads upload", "tui/test_lead_writes.py", "test_a_list_is_uploaded_from_the_file_to_the_result"
    ),
    "exportLeads": Place(
        "2 l x · leads export", "tui/test_lead_writes.py", "test_all_leads_are_exported_to_a_new_file"
    ),
    # contacts and lists
    "listContacts": Place(
        "8, 2 l a · export contacts, contacts search", "tui/test_contacts.py", "test_the_server_searches_by_fields"
    ),
    "getContact": Place("8 enter · contacts show", "tui/test_contacts.py", "test_a_person_with_the_campaigns_it_is_in"),
    "listContactLists": Place("8 t · export lists, lists list", "tui/test_contacts.py", "test_the_people_of_a_list"),
    "importContacts": Place(
        "8 I · contacts import", "tui/test_contact_writes.py", "test_a_file_is_imported_in_three_looks"
    ),
    "updateContact": Place("8 e · contacts edit", "tui/test_contact_writes.py", "test_fields_are_edited_in_a_form"),
    "deleteContacts": Place(
        "8 D · contacts delete", "tui/test_contact_writes.py", "test_people_are_deleted_by_typing_their_number"
    ),
    "setContactSignal": Place(
        "8 S · contacts signal", "tui/test_contact_writes.py", "test_a_signal_is_pinned_and_left_to_the_platform_again"
    ),
    "sendDirectEmail": Place(
        "8 E · contacts mail",
        "tui/test_contact_writes.py",
        "test_direct_mail_is_shown_sent_once_and_kept_when_it_fails",
    ),
    "bulkAddTag": Place(
        "8 T · contacts tag", "tui/test_contact_writes.py", "test_marked_people_are_tagged_by_tags_that_were_seen"
    ),
    "bulkRemoveTag": Place(
        "8 U · contacts untag", "tui/test_contact_writes.py", "test_marked_people_are_tagged_by_tags_that_were_seen"
    ),
    "bulkAddToList": Place(
        "8 p · contacts put",
        "tui/test_contact_writes.py",
        "test_a_list_of_marked_people_is_made_filled_renamed_and_deleted",
    ),
    "bulkAddToCampaign": Place(
        "8 C · contacts enrol", "tui/test_contact_writes.py", "test_people_are_enrolled_and_blocked_ones_named"
    ),
    "createContactList": Place(
        "8 t n · lists create",
        "tui/test_contact_writes.py",
        "test_a_list_of_marked_people_is_made_filled_renamed_and_deleted",
    ),
    "previewContactFilter": Place(
        "8 t n, 8 t e · lists preview", "tui/test_contact_writes.py", "test_a_filter_is_counted_while_it_is_typed"
    ),
    "getContactList": Place("8 t o", "tui/test_contacts.py", "test_a_list_in_full_when_somebody_stays_on_it"),
    "updateContactList": Place(
        "8 t e · lists edit",
        "tui/test_contact_writes.py",
        "test_a_list_of_marked_people_is_made_filled_renamed_and_deleted",
    ),
    "deleteContactList": Place(
        "8 t D · lists delete",
        "tui/test_contact_writes.py",
        "test_a_list_of_marked_people_is_made_filled_renamed_and_deleted",
    ),
    # sender accounts
    "listSenderAccounts": Place(
        "3 · export senders, senders list",
        "tui/test_screens.py",
        "test_senders_show_usage_and_health_of_the_selected_one",
    ),
    "getDailyUsage": Place("3, 1", "live/test_session.py", "test_the_first_turn_fills_the_workspace"),
    "getInboxQuotas": Place("2 enter i", "tui/test_campaign_screen.py", "test_an_inbox_is_assigned_by_keys"),
    "getSenderAccount": Place(
        "3 D: whether it is gone",
        "tui/test_senders.py",
        "test_deleting_names_the_campaigns_that_use_it_and_else_asks_for_the_name",
    ),
    "createNativeInbox": Place(
        "3 n · senders add-native", "tui/test_senders.py", "test_a_managed_inbox_is_added_previewed_and_selected"
    ),
    "createSmtpInbox": Place(
        "3 N · senders add-smtp",
        "actions/test_sender_writes.py",
        "test_smtp_with_a_preset_and_the_password_stands_nowhere",
    ),
    "addSenderAccountLegacy": Place(
        "cs.operations.add_sender_account_legacy (older form of 3 n, 3 N; no key on purpose)",
        "api/test_every_operation_on_sandbox.py",
        "test_a_story_of",
    ),
    "bulkCreateNative": Place(
        "3 b · senders import",
        "tui/test_senders.py",
        "test_a_file_is_checked_planned_made_by_jobs_and_the_failed_row_tried_again",
    ),
    "getNativeBulk": Place(
        "3 b · senders import",
        "tui/test_senders.py",
        "test_a_file_is_checked_planned_made_by_jobs_and_the_failed_row_tried_again",
    ),
    "bulkCreateSmtp": Place(
        "3 b · senders import",
        "tui/test_senders.py",
        "test_a_file_is_checked_planned_made_by_jobs_and_the_failed_row_tried_again",
    ),
    "getSmtpBulk": Place(
        "3 b · senders import",
        "tui/test_senders.py",
        "test_a_file_is_checked_planned_made_by_jobs_and_the_failed_row_tried_again",
    ),
    "deleteSenderAccount": Place(
        "3 D · senders delete",
        "tui/test_senders.py",
        "test_deleting_names_the_campaigns_that_use_it_and_else_asks_for_the_name",
    ),
    "bulkDeleteSenders": Place(
        "3 space D · senders delete --where", "tui/test_senders.py", "test_marked_ones_are_deleted_by_their_number"
    ),
    "getBulkDelete": Place(
        "3 space D · senders delete --where", "tui/test_senders.py", "test_marked_ones_are_deleted_by_their_number"
    ),
    "sendTestEmail": Place("3 t · senders test", "tui/test_senders.py", "test_a_test_mail_asks_whom_and_remembers"),
    # domains
    "listDomains": Place(
        "4 · export domains, domains list", "tui/test_screens.py", "test_domains_show_their_pipeline_and_nameservers"
    ),
    "getDomain": Place("4 o", "tui/test_screens.py", "test_domains_show_their_pipeline_and_nameservers"),
    "getDomainProgress": Place(
        "4 o · domains activate --follow",
        "live/test_domain_feed.py",
        "test_an_active_domain_tells_its_redirect_and_another_its_progress",
    ),
    "activateDomain": Place(
        "4 A · domains activate",
        "tui/test_domains.py",
        "test_activation_is_followed_to_its_end_and_a_failure_offers_the_retry",
    ),
    "addDomain": Place(
        "4 n · domains add", "tui/test_domains.py", "test_a_domain_is_added_selected_and_its_nameservers_copied"
    ),
    "deleteDomain": Place(
        "4 D · domains delete", "tui/test_domains.py", "test_deleting_names_the_inboxes_or_asks_for_the_name"
    ),
    "getRedirect": Place(
        "4 e, 4 o · domains redirect", "tui/test_domains.py", "test_a_redirect_is_set_changed_and_removed"
    ),
    "setRedirect": Place(
        "4 e · domains redirect --to", "tui/test_domains.py", "test_a_redirect_is_set_changed_and_removed"
    ),
    "deleteRedirect": Place(
        "4 e · domains redirect --remove", "tui/test_domains.py", "test_a_redirect_is_set_changed_and_removed"
    ),
    # analytics
    "getCampaignAnalytics": Place(
        "1, 2, 6 · status", "tui/test_screens.py", "test_campaigns_show_counters_with_their_rates"
    ),
    "getTimeline": Place("6 t, 6 d, 6 c", "tui/test_analytics.py", "test_the_period_is_held_against_the_one_before"),
    "getCtr": Place("2 enter s, 6 f", "tui/test_campaign_clicks.py", "test_clicks_are_told_by_step_and_link"),
    "getCtrLinks": Place("2 enter s, 6 f", "tui/test_campaign_clicks.py", "test_clicks_are_told_by_step_and_link"),
    "getSubsequenceAnalytics": Place(
        "2 enter b, 6 f", "tui/test_branch_figures.py", "test_what_came_of_each_branch_is_told"
    ),
    # replies
    "listConversations": Place("5 · export replies, replies list", "tui/test_replies.py", "test_the_server_searches"),
    "getThread": Place("5 enter · replies show", "live/test_reply_pages.py", "test_a_thread_is_read_with_its_messages"),
    "listThreadMessages": Place("5 enter · replies show", "tui/test_replies.py", "test_the_thread_follows_the_cursor"),
    "sendReply": Place("5 R, 5 e · replies reply", "tui/test_reply_writes.py", "test_an_answer_from_the_pane"),
    "markThreadRead": Place(
        "5 m · replies read", "tui/test_reply_writes.py", "test_m_marks_read_in_place_and_the_counts_follow"
    ),
    "toggleThreadStar": Place("5 * · replies star", "tui/test_reply_writes.py", "test_the_star_turns_and_is_read_back"),
    # account
    "getMe": Place("doctor", "commands/test_status.py", "test_doctor_says_whose_key_it_is_and_never_the_key"),
}


def called(method: str) -> list[str]:
    """The modules of the console that make this call of the client, or follow the job that makes it."""
    names = {"campaigns.update": ("campaigns.update", "campaigns.launch")}.get(method, (WITHIN.get(method, method),))
    each = "|".join(re.escape(name) for name in (*names, method.replace(".list", ".iter")))
    call = re.compile(rf"\b(?:client|cs|api)\.(?:{each})\(")
    return [module for module, text in sources().items() if call.search(text)]


@cache
def sources() -> dict[str, str]:
    """The modules of the rooms that may call the client, and their text."""
    paths = [path for room in ROOMS for path in (ROOT / "coldsend_tui" / room).rglob("*.py")]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}


def test_the_table_has_every_operation_once() -> None:
    assert set(PLACES) == set(OPERATIONS)
    assert all(place.keys for place in PLACES.values())


@pytest.mark.parametrize("name", PLACES)
def test_the_console_makes_the_call_and_a_test_goes_there(name: str) -> None:
    method, place = OPERATIONS[name].method, PLACES[name]
    assert bool(called(method)) == (method not in UNCALLED), f"who calls {method}: {called(method)}"
    tests = (ROOT / "tests" / place.file).read_text(encoding="utf-8")
    assert f"def {place.test}(" in tests, f"{place.file} has no {place.test}"
