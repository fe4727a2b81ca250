"""How long the served sandbox takes for its lists, over loopback HTTP. Run: python -m tests.bench.sandbox_requests [scale]

Every list operation with each of its filters and sorts at a scale (huge by default): first, middle and last page, one call
after the other on one connection, 100 rows a page. The worst call is named at the end. The machine's speed drifts: compare
figures of one run only.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx

CALLS = 5  # of each page; the fastest counts, since other work on the machine only adds
ROWS = 100
GOAL = 0.050  # seconds for a page of a list


class Listing(NamedTuple):
    """A list call. `paged`: it has pages; `whole`: it answers with everything there is, so the goal does not bind it."""

    path: str
    query: dict[str, Any] = {}  # noqa: RUF012 - never changed
    paged: bool = True
    whole: bool = False

    @property
    def name(self) -> str:
        """The call as it is printed."""
        path = "/".join("{id}" if len(part) == 36 else part for part in self.path.split("/"))
        query = "&".join(f"{name}={'…' if len(str(value)) == 36 else value}" for name, value in self.query.items())
        return f"{path}{'?' if query else ''}{query}"


class Timed(NamedTuple):
    """Seconds of the fastest call of one page."""

    seconds: float
    call: str
    bytes: int


def fastest(http: httpx.Client, listing: Listing, page: int | None) -> Timed:
    """The fastest of some calls of one page."""
    query = {**listing.query, **({"limit": ROWS, "page": page} if page else {})}
    times = []
    for _ in range(CALLS):
        started = time.perf_counter()
        answer = http.get(listing.path, params=query).raise_for_status()
        times.append(time.perf_counter() - started)
    return Timed(min(times), f"{listing.name} page {page}" if page else listing.name, len(answer.content))


def measure(http: httpx.Client, listing: Listing) -> list[Timed]:
    """Print first, middle and last page of a list."""
    rows: int | str = ""
    pages: list[int | None] = [None]
    if listing.paged:
        first = http.get(listing.path, params={**listing.query, "limit": 1}).raise_for_status().json()
        rows = first["pagination"]["total"] if "pagination" in first else first["total_count"]
        last = max(1, -(-int(rows) // ROWS))
        pages = [1, last // 2 or 1, last]
    timed = [fastest(http, listing, page) for page in pages]
    print(f"{listing.name:<66}{rows:>9}" + "".join(f"{one.seconds * 1000:9.1f}" for one in timed), flush=True)
    return timed


def lists(http: httpx.Client) -> Iterator[Listing]:
    """Every list with each of its filters and sorts."""
    campaigns = http.get("/campaigns", params={"sort_by": "sent_count", "limit": 1}).json()["campaigns"]
    usual = campaigns[0]["campaign_id"]
    # The last campaign that was made holds what is left of the leads: the largest of all.
    newest = http.get("/campaigns", params={"sort_by": "created_at", "limit": 1}).json()["campaigns"][0]["campaign_id"]
    yield Listing("/campaigns")
    for sort in ("name", "status", "launched_at", "sent_count", "reply_count"):
        yield Listing("/campaigns", {"sort_by": sort})
    for status in ("ACTIVE", "COMPLETED"):
        yield Listing("/campaigns", {"status": status})
        yield Listing("/campaigns", {"status": status, "sort_by": "reply_count", "sort_order": "asc"})
    yield Listing("/campaigns", {"search": "wave"})
    yield Listing("/campaigns", {"days": 152})
    leads = f"/campaigns/{newest}/leads"
    yield Listing(leads)
    yield Listing(leads, {"status": "PENDING"})
    yield Listing(leads, {"status": "REPLIED"})
    yield Listing(leads, {"search": "ann"})
    batch = http.get(leads, params={"limit": 1}).json()["leads"][0]["batch_id"]
    yield Listing(leads, {"batch_id": batch})
    yield Listing(f"/campaigns/{usual}/leads", {"status": "OPENED"})
    yield from contacts(http, usual, newest)
    yield Listing("/replies")
    for name, value in (("status", "unread"), ("is_read", True), ("is_starred", False), ("category", "not_now")):
        yield Listing("/replies", {name: value})
    yield Listing("/replies", {"campaign_id": usual})
    yield Listing("/replies", {"search": "ann"})
    yield Listing("/sender-accounts")
    for sort in ("email_address", "inbox_type", "health_score"):
        yield Listing("/sender-accounts", {"sort_by": sort})
    for name, text in (("status", "PAUSED"), ("inbox_type", "COLDSEND"), ("search", "box9")):
        yield Listing("/sender-accounts", {name: text})
    yield Listing("/domains")
    yield Listing("/domains", {"status": "ACTIVE"})
    yield Listing("/contacts/lists", paged=False)
    yield Listing("/sender-accounts/quotas", {"campaign_id": usual}, paged=False)
    yield Listing("/analytics/campaigns/timeline", paged=False)
    yield Listing(f"/analytics/campaigns/{usual}/ctr", paged=False)
    yield Listing(f"/analytics/campaigns/{usual}/ctr/links", paged=False)
    yield Listing("/sender-accounts/daily-usage", paged=False, whole=True)
    yield Listing("/analytics/campaigns", paged=False, whole=True)
    yield Listing("/analytics/campaigns", {"status": "ACTIVE"}, paged=False, whole=True)


def contacts(http: httpx.Client, usual: str, newest: str) -> Iterator[Listing]:
    """The contact searches, with a saved list of each type."""
    yield Listing("/contacts")
    for signal in ("UNSUBSCRIBED", "BOUNCED", "HOT_LEAD", "ENGAGED", "CONTACTED", "NEVER_CONTACTED"):
        yield Listing("/contacts", {"signal": signal})
    for flag in ("has_replied", "has_opened", "is_unsubscribed", "is_bounced"):
        yield Listing("/contacts", {flag: True})
    yield Listing("/contacts", {"has_opened": False})
    yield Listing("/contacts", {"source_type": "CSV_UPLOAD"})
    yield Listing("/contacts", {"source_name": "people.csv"})
    for campaign in (usual, newest):
        yield Listing("/contacts", {"campaign_id": campaign})
        yield Listing("/contacts", {"not_in_campaign_id": campaign})
    yield Listing("/contacts", {"campaign_id": newest, "signal": "NEVER_CONTACTED"})
    yield Listing("/contacts", {"not_in_campaign_id": newest, "has_opened": False})
    yield Listing("/contacts", {"search": "olga.suzuki"})
    yield Listing("/contacts", {"search": "ann"})
    yield Listing("/contacts", {"search": "ann", "has_replied": True})
    people = [row["contact_id"] for row in http.get("/contacts", params={"limit": 100}).json()["contacts"]]
    made = {
        "STATIC": {"contact_ids": people},
        "DYNAMIC": {"filter_definition": {"signal": ["ENGAGED"], "has_replied": True}},
    }
    for kind, content in made.items():
        body = {"name": f"Measured {kind}", "list_type": kind, **content}
        answer = http.post("/contacts/lists", json=body).raise_for_status().json()
        saved = answer["list"]["list_id"] if "list" in answer else answer["list_id"]
        yield Listing("/contacts", {"list_id": saved})
        yield Listing("/contacts", {"list_id": saved, "has_opened": True})


def main() -> None:
    """Start a sandbox, measure, end it."""
    scale = sys.argv[1] if len(sys.argv) > 1 else "huge"
    command = [
        sys.executable,
        "-m",
        "coldsend_tui.sandbox",
        "--json",
        "--scale",
        scale,
        "--speed",
        "0",
        "--no-rate-limit",
    ]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        greeting = json.loads(process.stdout.readline())
        print(f"{scale} workspace listening after {time.perf_counter() - started:.1f} s")
        headers = {"X-API-Key": greeting["api_key"]}
        with httpx.Client(base_url=greeting["base_url"], headers=headers, timeout=60) as http:
            floor = fastest(http, Listing("/sender-accounts", {"limit": 1}, paged=False), None)
            print(f"a call that does next to nothing: {floor.seconds * 1000:.1f} ms; below, the fastest of 5 in ms")
            print(f"{'GET':<66}{'rows':>9}{'first':>9}{'middle':>9}{'last':>9}")
            timed = [(listing, one) for listing in lists(http) for one in measure(http, listing)]
        process.terminate()
    worst = max((one for listing, one in timed if not listing.whole), key=lambda one: one.seconds)
    late = sum(one.seconds > GOAL for listing, one in timed if not listing.whole)
    print(
        f"worst page: {worst.seconds * 1000:.1f} ms, GET {worst.call}; {late} of {len(timed)} over {GOAL * 1000:.0f} ms"
    )
    pages = [one.seconds for listing, one in timed if listing.path == "/campaigns"]
    leads = [one.seconds for listing, one in timed if listing.path.endswith("/leads")]
    print(
        f"requests a second: GET /campaigns {1 / statistics.mean(pages):.0f}, GET …/leads {1 / statistics.mean(leads):.0f}"
    )


if __name__ == "__main__":
    main()
