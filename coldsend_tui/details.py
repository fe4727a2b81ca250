"""What only the detail of an object tells: a campaign's settings, content and flow, a domain's set-up, a page of leads.

Plain rows like those of `workspace.py`, and apart from them because the first frame needs none of these.
"""

from datetime import datetime
from typing import NamedTuple


class Variant(NamedTuple):
    """One variant of a mail. `share` is the percentage of leads that gets it (0-100)."""

    name: str
    subject: str
    body: str
    share: int


class SequenceStep(NamedTuple):
    """One follow-up: its number (2-11), trigger, wait since the previous step in days, and variants."""

    number: int
    trigger: str
    wait_days: int
    variants: tuple[Variant, ...]


class AssignedInbox(NamedTuple):
    """An inbox assigned to a campaign."""

    id: str
    email: str
    kind: str
    status: str
    daily_limit: int | None


class CampaignSettings(NamedTuple):
    """What only the campaign's detail tells: schedule, limits, inboxes and content. Days are ISO (1 = Monday); window ends may be 24:00.

    `missing_requirements` are the server's own words of its last answer to a write, `None` while it has not said.
    """

    id: str
    timezone: str | None = None
    sending_days: tuple[int, ...] = ()
    window_start: tuple[int, int] | None = None
    window_end: tuple[int, int] | None = None
    start_date: datetime | None = None
    daily_limit_per_inbox: int | None = None
    tracking: bool | None = None
    click_tracking: bool | None = None
    unsubscribe: bool | None = None
    ramp_up: bool | None = None
    ramp_up_increment: int | None = None
    ramp_up_max: int | None = None
    inboxes: tuple[AssignedInbox, ...] | None = None
    variants: tuple[Variant, ...] | None = None
    steps: tuple[SequenceStep, ...] | None = None
    missing_requirements: tuple[str, ...] | None = None
    seen_at: datetime | None = None


class InboxQuota(NamedTuple):
    """What one assigned inbox may still send today for a campaign, after the campaign's cap and ramp-up [client: quotas]."""

    id: str
    email: str
    daily_limit: int | None
    effective_limit: int | None
    sent_today: int | None
    remaining: int | None
    rate_limited: bool | None
    ramp_up: bool | None
    ramp_up_limit: int | None


class DnsRecord(NamedTuple):
    """One DNS record the platform wants for a domain."""

    kind: str
    name: str
    value: str
    priority: int | None
    verified: bool | None


class DomainRedirect(NamedTuple):
    """Where visitors of a domain are sent: nowhere when `target` is empty. `code` is an HTTP status, `live` whether it works yet."""

    target: str = ""
    code: int | None = None
    keep_path: bool | None = None
    keep_query: bool | None = None
    live: bool | None = None


class DomainSetup(NamedTuple):
    """What only a domain's detail, its progress and its redirect tell. `progress` is a percentage (0-100), `stage` the progress
    call's own word, `redirect` None while it was not read."""

    id: str
    nameservers: tuple[str, ...] = ()
    records: tuple[DnsRecord, ...] = ()
    progress: int | None = None
    stage: str | None = None
    message: str = ""
    seen_at: datetime | None = None
    redirect: DomainRedirect | None = None


class SampleLead(NamedTuple):
    """One lead of the page that the console looks at for previews and checks. `fields` are its custom fields, in their order.

    All texts are a stranger's. `job_title` is the API's `title` (behaviour.md §19, 16).
    """

    id: str
    email: str
    first_name: str
    last_name: str
    company: str
    job_title: str
    status: str
    step: int | None
    fields: tuple[tuple[str, str], ...]
    created_at: datetime | None

    @property
    def values(self) -> dict[str, str]:
        """What a template's variables stand for, blank ones as ""."""
        own = {
            "email": self.email,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "company": self.company,
            "title": self.job_title,
        }
        custom = dict(self.fields)
        return custom | own | {"job_title": self.job_title or custom.get("job_title", "")}


class LeadSample(NamedTuple):
    """One page of a campaign's leads, of `total` leads in all (None: not told)."""

    leads: tuple[SampleLead, ...]
    total: int | None


class FlowVariant(NamedTuple):
    """One variant of a branch's mail; `html` is "" where the mail is plain text. `weight` is its share (0-100)."""

    name: str
    subject: str
    body: str
    html: str
    weight: int


class FlowNode(NamedTuple):
    """One place of the flow graph: a mail or an exit, of the MAIN chain or of a branch. MAIN mails have their text in the settings."""

    id: str
    group: str
    kind: str
    label: str
    step: int | None
    variants: tuple[FlowVariant, ...]


class FlowEdge(NamedTuple):
    """One arrow: TIMEOUT edges wait (seconds), EVENT edges are the entry of a branch, whose id is theirs [client].

    `params` is the trigger's condition as canonical JSON ("" where there is none). Lower priority numbers win.
    """

    id: str
    kind: str
    source: str
    target: str
    wait: int | None
    condition: str
    params: str
    priority: int
    label: str
    active: bool


class FlowGraph(NamedTuple):
    """The flow of a campaign; `branches_on` is None where the API did not say whether branches are dispatched."""

    branches_on: bool | None
    nodes: tuple[FlowNode, ...]
    edges: tuple[FlowEdge, ...]
