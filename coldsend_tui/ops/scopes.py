"""Which scope of the API key each write needs, and whether a set of granted scopes covers it (behaviour.md §2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

NEEDED: Final[Mapping[tuple[str, str], str]] = {
    ("campaign", "pause"): "campaigns:pause",
    ("campaign", "activate"): "campaigns:activate",
    ("campaign", "launch"): "campaigns:update",
    ("campaign", "archive"): "campaigns:update",
    ("campaign", "delete"): "campaigns:delete",
    ("campaign", "edit"): "campaigns:update",
    ("campaign", "create"): "campaigns:create",
    ("inboxes", "assign"): "campaigns:update",
    ("inboxes", "unassign"): "campaigns:update",
    ("branch", "create branch"): "campaigns:update",
    ("branch", "edit branch"): "campaigns:update",
    ("branch", "pause branch"): "campaigns:update",
    ("branch", "resume branch"): "campaigns:update",
    ("branch", "delete branch"): "campaigns:update",
    ("moved leads", "move leads"): "leads:update",
    ("lead upload", "upload"): "leads:create",
    ("lead", "add lead"): "leads:create",
    ("lead", "edit lead"): "leads:update",
    ("lead", "delete leads"): "leads:delete",
    ("leads", "delete leads"): "leads:delete",
    ("sender", "add"): "sender_accounts:create",
    ("sender", "test"): "sender_accounts:create",
    ("sender", "delete"): "sender_accounts:delete",
    ("domain", "add"): "domains:create",
    ("domain", "activate"): "domains:update",
    ("domain", "set redirect"): "domains:update",
    ("domain", "remove redirect"): "domains:update",
    ("domain", "delete"): "domains:delete",
    ("conversation", "mark read"): "replies:update",
    ("conversation", "star"): "replies:update",
    ("conversation", "unstar"): "replies:update",
    ("answer", "reply"): "replies:create",
    ("direct mail", "direct mail"): "contacts:send_email",
    ("people", "tag people"): "contacts:update",
    ("people", "untag people"): "contacts:update",
    ("people", "put into list"): "contacts:update",
    ("people", "enrol"): "contacts:update",
    ("people", "delete people"): "contacts:delete",
    ("contact", "edit contact"): "contacts:update",
    ("contact", "pin signal"): "contacts:update",
    ("contact", "unpin signal"): "contacts:update",
    ("contact file", "import contacts"): "contacts:create",
    ("list", "create list"): "contacts:create",
    ("list", "edit list"): "contacts:update",
    ("list", "delete list"): "contacts:delete",
}
"""By kind of object and action; archive and domains are inferred, the rest is documented."""


def covers(granted: Collection[str], needed: str) -> bool:
    """Whether `granted` holds `needed`: by itself, by `resource:all`, or by `*`."""
    resource = needed.partition(":")[0]
    return not {needed, f"{resource}:all", "*"}.isdisjoint(granted)


def lacking(granted: Collection[str] | None, kind: str, action: str) -> str:
    """Why a key with `granted` scopes (None: not known) cannot do `action`; "" when it can or nobody knows."""
    needed = NEEDED.get((kind, action))
    if granted is None or needed is None or covers(granted, needed):
        return ""
    return f"the API key lacks the scope {needed}"


def reads_only(granted: Collection[str] | None) -> bool:
    """Whether it is known that a key can do none of the writes."""
    return granted is not None and not any(covers(granted, needed) for needed in NEEDED.values())
