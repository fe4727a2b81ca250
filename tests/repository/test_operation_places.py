"""Where each of the 75 operations is done in the console or on the command line, and which test does it there.

`PLACES` is the table: operation, key path (screen, then keys) or command, the test, and a word by which the test is about
it. An operation that is `planned` has its key path as it will be; done, its line gets the test and loses the word.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.api.operations import OPERATIONS

ROOT = Path(__file__).parents[2]
ROOMS = ("actions", "live", "commands", "tui")


class Place(NamedTuple):
    """Keys or command, the test file below tests/, and what it says of it. No test: planned."""

    keys: str
    test: str = ""
    word: str = ""

    @property
    def planned(self) -> bool:
        return not self.test


def planned(keys: str) -> Place:
    """Not yet: another line once it is."""
    return Place(keys)


PLACES: dict[str, Place] = {
    # campaigns
    "createCampaign": Place("2 n, N, F · apply FILE", "tui/test_editing.py", '"n"'),
    "listCampaigns": Place("2 · export campaigns", "tui/test_screens.py", '"2"'),
    "getCampaign": Place("2 enter", "tui/test_campaign_screen.py", '"enter"'),
    "updateCampaign": Place("2 e, 2 L, 2 enter i I · apply FILE", "tui/test_editing.py", '"e"'),
    "deleteCampaign": Place("2 D · campaign delete", "actions/test_run_on_sandbox.py", "DELETE"),
    "pauseCampaign": Place("2 P, 1 P, K · campaign pause, stop", "tui/test_writes.py", '"P"'),
    "activateCampaign": Place("2 A, R · campaign activate, restore", "tui/test_writes.py", '"A"'),
    "archiveCampaign": Place("2 Z · campaign archive", "actions/test_every_move.py", "Transition"),
    "getFlow": Place("2 enter b", "tui/test_campaign_views.py", "branch"),
    "createSubsequence": Place("2 enter b B", "actions/test_branches_and_inboxes.py", "create"),
    "updateSubsequence": Place("2 enter b E, W", "actions/test_branches_and_inboxes.py", "pause"),
    "deleteSubsequence": Place("2 enter b X", "actions/test_branches_and_inboxes.py", "delete"),
    "moveLeadsToSubsequence": Place("2 enter b M", "actions/test_branches_and_inboxes.py", "move"),
    # leads
    "listLeads": Place("2 enter l", "tui/test_leads.py", '"l"'),
    "getLeadJourney": Place("2 enter l enter", "tui/test_leads.py", "journey"),
    "getLead": planned("2 enter l E"),
    "addLead": planned("2 enter l n"),
    "updateLead": planned("2 enter l E"),
    "deleteLeads": planned("2 enter l D"),
    "uploadLeads": planned("2 enter l U · leads upload"),
    "getLeadUpload": planned("2 enter l U · leads upload"),
    "exportLeads": planned("2 enter l x"),
    # contacts and lists
    "listContacts": Place("8 · export contacts", "tui/test_contacts.py", '"8"'),
    "getContact": Place("8 enter", "tui/test_contacts.py", "enter"),
    "listContactLists": Place("8 t · export lists", "tui/test_contacts.py", '"t"'),
    "importContacts": planned("8 I"),
    "updateContact": planned("8 E"),
    "deleteContacts": planned("8 D"),
    "setContactSignal": planned("8 S"),
    "sendDirectEmail": planned("8 W"),
    "bulkAddTag": planned("8 T"),
    "bulkRemoveTag": planned("8 T"),
    "bulkAddToList": planned("8 A"),
    "bulkAddToCampaign": planned("8 C"),
    "createContactList": planned("8 t n"),
    "previewContactFilter": planned("8 t n"),
    "getContactList": Place("8 t o", "tui/test_contacts.py", "test_a_list_in_full_when_somebody_stays_on_it"),
    "updateContactList": planned("8 t E"),
    "deleteContactList": planned("8 t D"),
    # sender accounts
    "listSenderAccounts": Place("3 · export senders", "tui/test_screens.py", '"3"'),
    "getDailyUsage": Place("3, 1", "tui/test_screens.py", "sent_today"),
    "getInboxQuotas": Place("2 enter i", "tui/test_campaign_screen.py", "quota"),
    "getSenderAccount": planned("3 enter"),
    "createNativeInbox": planned("3 n"),
    "createSmtpInbox": planned("3 N"),
    "addSenderAccountLegacy": planned("none: the older form of 3 n and 3 N; in the client for those who still need it"),
    "bulkCreateNative": planned("3 B"),
    "getNativeBulk": planned("3 B"),
    "bulkCreateSmtp": planned("3 B"),
    "getSmtpBulk": planned("3 B"),
    "deleteSenderAccount": planned("3 D"),
    "bulkDeleteSenders": planned("3 space D"),
    "getBulkDelete": planned("3 space D"),
    "sendTestEmail": planned("3 T"),
    # domains
    "listDomains": Place("4 · export domains", "tui/test_screens.py", '"4"'),
    "getDomain": Place("4 o", "tui/test_screens.py", "nameservers"),
    "getDomainProgress": Place("4 o", "live/test_session.py", "domain"),
    "activateDomain": Place("4 A", "actions/test_domain_plans.py", "activate"),
    "addDomain": planned("4 n"),
    "deleteDomain": planned("4 D"),
    "getRedirect": planned("4 E"),
    "setRedirect": planned("4 E"),
    "deleteRedirect": planned("4 E"),
    # analytics
    "getCampaignAnalytics": Place("1, 2, 6 · status", "tui/test_screens.py", '"6"'),
    "getTimeline": Place("6 t · export timeline", "tui/test_exporting.py", '"6"'),
    "getCtr": Place("2 enter s", "tui/test_campaign_clicks.py", "test_clicks_are_told_by_step_and_link"),
    "getCtrLinks": Place("2 enter s", "tui/test_campaign_clicks.py", "test_clicks_are_told_by_step_and_link"),
    "getSubsequenceAnalytics": Place(
        "2 enter b", "tui/test_branch_figures.py", "test_what_came_of_each_branch_is_told"
    ),
    # replies
    "listConversations": Place("5 · export replies", "tui/test_replies.py", '"5"'),
    "getThread": Place("5 enter", "tui/test_replies.py", "enter"),
    "listThreadMessages": Place("5 enter", "tui/test_replies.py", "message"),
    "sendReply": planned("5 R"),
    "markThreadRead": planned("5 m"),
    "toggleThreadStar": planned("5 *"),
    # account
    "getMe": Place("doctor", "commands/test_status.py", "test_doctor_says_whose_key_it_is_and_never_the_key"),
}
DONE = [name for name, place in PLACES.items() if not place.planned]


def called(method: str) -> list[str]:
    """The modules of the console that make this call of the client."""
    names = {"campaigns.update": ("campaigns.update", "campaigns.launch")}.get(method, (method,))
    each = "|".join(re.escape(name) for name in (*names, method.replace(".list", ".iter")))
    call = re.compile(rf"\b(?:client|cs|api)\.(?:{each})\(")
    own = [path for room in ROOMS for path in (ROOT / "coldsend_tui" / room).rglob("*.py")]
    return [str(path.relative_to(ROOT)) for path in own if call.search(path.read_text(encoding="utf-8"))]


def test_the_table_has_every_operation_once() -> None:
    assert set(PLACES) == set(OPERATIONS)
    assert all(place.keys for place in PLACES.values())


@pytest.mark.parametrize("name", DONE)
def test_the_console_makes_the_call_and_a_test_goes_there(name: str) -> None:
    method, place = OPERATIONS[name].method, PLACES[name]
    assert called(method), f"nobody calls {method}"
    test = ROOT / "tests" / place.test
    assert place.word in test.read_text(encoding="utf-8"), f"{place.test} says nothing of {place.word}"


def test_what_is_done_is_not_called_planned_any_more() -> None:
    """An operation that got its call gets its line: keys, test, word."""
    made = {name: called(OPERATIONS[name].method) for name, place in PLACES.items() if place.planned}
    assert {name: modules for name, modules in made.items() if modules} == {}
