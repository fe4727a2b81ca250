"""What came of the mails of each campaign, inbox or domain: one row each, every rate over the mails that it is told of."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from coldsend_tui.ops import figures
from coldsend_tui.ops.attribution import Attributed, attribute
from coldsend_tui.ops.evidence import Ratio
from coldsend_tui.ops.figures import Figures, of
from coldsend_tui.ops.query import Field, FieldKind
from coldsend_tui.workspace import Sample, Workspace


class By(StrEnum):
    """What the rows are."""

    CAMPAIGN = "campaign"
    INBOX = "inbox"
    DOMAIN = "domain"


class Entry(NamedTuple):
    """One row. `figures` are sums since the beginning; of an inbox or domain those of the `alone` campaigns that use nothing else.

    Without one of these they are shared: those of the `mixed` campaigns, mails of their other inboxes included, and say little.
    `unsubscribed` is None where the API did not say.
    """

    id: str
    name: str
    status: str
    figures: Figures
    unsubscribed: int | None = None
    alone: int = 0
    mixed: int = 0
    used: int | None = None
    limit: int | None = None

    @property
    def shared(self) -> bool:
        """Whether the figures are also those of others."""
        return not self.alone and bool(self.mixed)

    def ratio(self, name: str) -> Ratio:
        """One of the rates; "unsubscribed" too (a part of 0 where it is not told)."""
        if name == "unsubscribed":
            return Ratio(self.unsubscribed or 0, self.figures.sent)
        return self.figures.ratio(name)


class Breakdown(NamedTuple):
    """All rows, and how many campaigns that sent mails tell of no inbox because their settings were not read."""

    rows: tuple[Entry, ...]
    unread: int = 0


def by_campaign(workspace: Workspace) -> Breakdown:
    """Every campaign, those without a mail too."""
    return Breakdown(tuple(Entry(c.id, c.name, c.status, of(c), c.unsubscribed) for c in workspace.campaigns))


def by_inbox(workspace: Workspace) -> Breakdown:
    """Every inbox. Decodes settings of campaigns: with thousands of them in a thread."""
    told = attribute(workspace.campaigns, workspace.settings, lambda inbox: inbox.id)
    rows = []
    for sender in workspace.senders:
        own = told.owners.get(sender.id, Attributed())
        rows.append(
            Entry(
                sender.id,
                sender.email,
                sender.status,
                own.figures if own.alone else own.shared,
                None,
                own.alone,
                own.mixed,
                sender.sent_today,
                sender.daily_limit,
            )
        )
    return Breakdown(tuple(rows), told.unread)


def by_domain(workspace: Workspace) -> Breakdown:
    """Every domain. Decodes settings of campaigns: with thousands of them in a thread."""
    owners = {sender.id: sender.domain_id or sender.domain for sender in workspace.senders}
    told = attribute(workspace.campaigns, workspace.settings, lambda inbox: owners.get(inbox.id))
    used = _sums(workspace, "sent_today")
    limits = _sums(workspace, "daily_limit")
    rows = []
    for domain in workspace.domains:
        own = told.owners.get(domain.id) or told.owners.get(domain.name, Attributed())
        rows.append(
            Entry(
                domain.id,
                domain.name,
                domain.status,
                own.figures if own.alone else own.shared,
                None,
                own.alone,
                own.mixed,
                used.get(domain.id),
                limits.get(domain.id),
            )
        )
    return Breakdown(tuple(rows), told.unread)


def within(workspace: Workspace, growth: Mapping[str, Sample]) -> Workspace:
    """The workspace with what its campaigns grew by in a time instead of all they ever did. Unsubscribes have no history."""
    nothing = figures.Figures()
    rows = []
    for campaign in workspace.campaigns:
        own = figures.of(growth[campaign.id]) if campaign.id in growth else nothing
        rows.append(campaign._replace(**own._asdict(), unsubscribed=None))
    return workspace._replace(campaigns=rows)


def of_workspace(workspace: Workspace, by: By) -> Breakdown:
    """The rows by what they are."""
    made = {By.CAMPAIGN: by_campaign, By.INBOX: by_inbox, By.DOMAIN: by_domain}
    return made[by](workspace)


def _sums(workspace: Workspace, name: str) -> Mapping[str, int]:
    sums: dict[str, int] = {}
    for sender in workspace.senders:
        value = getattr(sender, name)
        if sender.domain_id and value is not None:
            sums[sender.domain_id] = sums.get(sender.domain_id, 0) + value
    return sums


def _rate(name: str) -> Field:
    return Field(lambda row: row.ratio(name).rate, FieldKind.RATE)


ENTRY_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field(lambda row: row.name, FieldKind.TEXT),
    "status": Field(lambda row: row.status, FieldKind.TEXT),
    "id": Field(lambda row: row.id, FieldKind.TEXT),
    "sent": Field(lambda row: row.figures.sent, FieldKind.NUMBER),
    "open": _rate("opened"),
    "reply": _rate("replied"),
    "bounce": _rate("bounced"),
}
"""What rows can be filtered by; rates are over mails sent."""
