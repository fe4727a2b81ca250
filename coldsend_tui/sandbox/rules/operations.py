"""The one table of the API: what each of the 75 operations is called, where it lives, which scope it needs, how it may answer.

Routes, scope checks, the served OpenAPI and the tests all read this table. Source: openapi.yaml and behaviour.md §2;
the scopes of domains, of the split contacts family, of archive, test-email, progress, export and ctr are `[inferred]`
(behaviour.md §19.13). 204 is announced for deletions, but clients read JSON: they answer 200 (behaviour.md §19.17).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

PUBLIC: Final = "/api/public/v1"
"""Where the public API begins."""

EVERYWHERE: Final = (401, 403, 422, 429, 500, 503)
"""Statuses any operation may answer with `[docs]`."""

# Columns: operation id, method, path, scope ("-": any valid key), status of success, refusals besides EVERYWHERE.
_TABLE: Final = """
# Campaigns
createCampaign          POST   /campaigns                                                    campaigns:create        201 400
listCampaigns           GET    /campaigns                                                    campaigns:read          200
getCampaign             GET    /campaigns/{campaign_id}                                      campaigns:read          200 404
updateCampaign          PUT    /campaigns/{campaign_id}                                      campaigns:update        200 400 404
deleteCampaign          DELETE /campaigns/{campaign_id}                                      campaigns:delete        200 400 404
pauseCampaign           POST   /campaigns/{campaign_id}/pause                                campaigns:pause         200 400 404
activateCampaign        POST   /campaigns/{campaign_id}/activate                             campaigns:activate      200 400 404
archiveCampaign         POST   /campaigns/{campaign_id}/archive                              campaigns:update        200 400 404
# Flow and subsequences
getFlow                 GET    /campaigns/{campaign_id}/flow                                 campaigns:read          200 404
createSubsequence       POST   /campaigns/{campaign_id}/flow/subsequences                    campaigns:update        201 400 404
updateSubsequence       PUT    /campaigns/{campaign_id}/flow/subsequences/{subsequence_id}   campaigns:update        200 400 404
deleteSubsequence       DELETE /campaigns/{campaign_id}/flow/subsequences/{subsequence_id}   campaigns:update        200 404
moveLeadsToSubsequence  POST   /campaigns/{campaign_id}/leads/move-to-subsequence            leads:update            200 400 404
getLeadJourney          GET    /campaigns/{campaign_id}/leads/{lead_id}/journey              leads:read              200 404
# Leads
listLeads               GET    /campaigns/{campaign_id}/leads                                leads:read              200 404
uploadLeads             POST   /campaigns/{campaign_id}/leads                                leads:create            200 400 404
deleteLeads             DELETE /campaigns/{campaign_id}/leads                                leads:delete            200 400 404
addLead                 POST   /campaigns/{campaign_id}/leads/manual                         leads:create            201 400 404 409
getLeadUpload           GET    /campaigns/{campaign_id}/leads/upload/{job_id}                leads:read              200 404
exportLeads             GET    /campaigns/{campaign_id}/leads/export                         leads:read              200 404
getLead                 GET    /campaigns/{campaign_id}/leads/{lead_id}                      leads:read              200 404
updateLead              PUT    /campaigns/{campaign_id}/leads/{lead_id}                      leads:update            200 400 404
# Contacts
listContacts            GET    /contacts                                                     contacts:read           200
deleteContacts          DELETE /contacts                                                     contacts:delete         200
importContacts          POST   /contacts/import                                              contacts:create         200 400
getContact              GET    /contacts/{contact_id}                                        contacts:read           200 404
updateContact           PATCH  /contacts/{contact_id}                                        contacts:update         200 404
setContactSignal        PUT    /contacts/{contact_id}/signal                                 contacts:update         200 404
sendDirectEmail         POST   /contacts/{contact_id}/send-email                             contacts:send_email     200 400 402 404 409
bulkAddTag              POST   /contacts/bulk/tags                                           contacts:update         200 404
bulkRemoveTag           POST   /contacts/bulk/tags/remove                                    contacts:update         200 404
bulkAddToList           POST   /contacts/bulk/lists                                          contacts:update         200 400 404
bulkAddToCampaign       POST   /contacts/bulk/campaigns                                      contacts:update         200 400 404
# Contact lists
listContactLists        GET    /contacts/lists                                               contacts:read           200
createContactList       POST   /contacts/lists                                               contacts:create         201 400 409
previewContactFilter    GET    /contacts/lists/preview                                       contacts:read           200
getContactList          GET    /contacts/lists/{list_id}                                     contacts:read           200 404
updateContactList       PATCH  /contacts/lists/{list_id}                                     contacts:update         200 400 404 409
deleteContactList       DELETE /contacts/lists/{list_id}                                     contacts:delete         200 404
# Sender accounts
listSenderAccounts      GET    /sender-accounts                                              sender_accounts:read    200
addSenderAccountLegacy  POST   /sender-accounts                                              sender_accounts:create  201 400 409
getInboxQuotas          GET    /sender-accounts/quotas                                       sender_accounts:read    200 404
getDailyUsage           GET    /sender-accounts/daily-usage                                  sender_accounts:read    200
createNativeInbox       POST   /sender-accounts/coldsend-native                              sender_accounts:create  201 400 404 409
bulkCreateNative        POST   /sender-accounts/coldsend-native/bulk                         sender_accounts:create  200 400 404
getNativeBulk           GET    /sender-accounts/coldsend-native/bulk/{job_id}/progress       sender_accounts:read    200 404
createSmtpInbox         POST   /sender-accounts/smtp                                         sender_accounts:create  201 400 409
bulkCreateSmtp          POST   /sender-accounts/smtp/bulk                                    sender_accounts:create  200 400
getSmtpBulk             GET    /sender-accounts/smtp/bulk/{job_id}/progress                  sender_accounts:read    200 404
bulkDeleteSenders       POST   /sender-accounts/bulk/delete                                  sender_accounts:delete  200 400
getBulkDelete           GET    /sender-accounts/bulk/delete/{job_id}/progress                sender_accounts:read    200 404
getSenderAccount        GET    /sender-accounts/{inbox_id}                                   sender_accounts:read    200 404
deleteSenderAccount     DELETE /sender-accounts/{inbox_id}                                   sender_accounts:delete  200 400 404 409
sendTestEmail           POST   /sender-accounts/{inbox_id}/test-email                        sender_accounts:create  200 400 404
# Domains
listDomains             GET    /domains                                                      domains:read            200
addDomain               POST   /domains                                                      domains:create          201 400 409
getDomain               GET    /domains/{domain_id}                                          domains:read            200 404
deleteDomain            DELETE /domains/{domain_id}                                          domains:delete          200 400 404
activateDomain          POST   /domains/{domain_id}/activate                                 domains:update          200 400 404
getDomainProgress       GET    /domains/{domain_id}/progress                                 domains:read            200 404
# Domain redirects
getRedirect             GET    /domains/{domain_id}/redirect                                 domains:read            200 404
setRedirect             POST   /domains/{domain_id}/redirect                                 domains:update          200 400 404
deleteRedirect          DELETE /domains/{domain_id}/redirect                                 domains:update          200 404
# Analytics
getCampaignAnalytics    GET    /analytics/campaigns                                          campaigns:read          200 400
getTimeline             GET    /analytics/campaigns/timeline                                 campaigns:read          200 400
getCtr                  GET    /analytics/campaigns/{campaign_id}/ctr                        campaigns:read          200 404
getCtrLinks             GET    /analytics/campaigns/{campaign_id}/ctr/links                  campaigns:read          200 404
getSubsequenceAnalytics GET    /analytics/campaigns/{campaign_id}/subsequences               campaigns:read          200 404
# Replies
listConversations       GET    /replies                                                      replies:read            200
getThread               GET    /replies/threads/{thread_id}                                  replies:read            200 404
listThreadMessages      GET    /replies/threads/{thread_id}/messages                         replies:read            200 404
sendReply               POST   /replies/threads/{thread_id}/reply                            replies:create          200 400 404
markThreadRead          PATCH  /replies/threads/{thread_id}/read                             replies:update          200 404
toggleThreadStar        PATCH  /replies/threads/{thread_id}/star                             replies:update          200 404
# Account
getMe                   GET    /me                                                           -                       200 404
"""


class Operation(NamedTuple):
    """One operation of the public API; `refusals` are the statuses it may answer with besides `EVERYWHERE`."""

    id: str
    method: str
    path: str
    scope: str | None
    success: int
    refusals: tuple[int, ...]
    tag: str


def _rows() -> list[Operation]:
    rows, tag = [], ""
    for line in _TABLE.strip().splitlines():
        if line.startswith("#"):
            tag = line.removeprefix("# ")
            continue
        name, method, path, scope, success, *refusals = line.split()
        scope_or_none = None if scope == "-" else scope
        rows.append(Operation(name, method, path, scope_or_none, int(success), tuple(map(int, refusals)), tag))
    return rows


OPERATIONS: Final = {operation.id: operation for operation in _rows()}
"""Operation id → operation, in the order of the contract."""


BY_PRECEDENCE: Final = sorted(
    OPERATIONS.values(), key=lambda row: [part.startswith("{") for part in row.path.split("/")]
)
"""All operations, literal path parts before ids, so that `/contacts/lists` is never read as a contact id."""


def match(method: str, path: str) -> Operation | None:
    """The operation a call to `path` (below the public API) is meant for."""
    return next((operation for operation in _at(path) if operation.method == method), None)


def methods_at(path: str) -> list[str]:
    """The methods `path` (below the public API) may be called with, for the header `Allow`; HEAD wherever GET is."""
    methods = {operation.method for operation in _at(path)}
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def _at(path: str) -> Iterator[Operation]:
    parts = path.split("/")
    for operation in BY_PRECEDENCE:
        pattern = operation.path.split("/")
        if len(pattern) == len(parts) and all(
            want == got or want.startswith("{") for want, got in zip(pattern, parts, strict=True)
        ):
            yield operation
