"""What is known of one contact, and of one saved list, as lines."""

from __future__ import annotations

from datetime import datetime

from coldsend_tui.live.browsing.contacts import Known, Preview
from coldsend_tui.ops import wording
from coldsend_tui.ops.contact_query import Names, spelled
from coldsend_tui.people import Contact, ContactList
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.columns.contacts import signal
from coldsend_tui.tui.lines import BLANK, Line, joined, line, pad, wrap

FIELDS_SHOWN = 24


def head(row: Contact, now: datetime, width: int) -> list[Line]:
    """Address, person, signal, suppression, counters, fields."""
    lines: list[Line] = wrap(safe(row.email) or "(no address)", width, "bold")
    person = [safe(part) for part in (row.name, row.company) if part]
    if person:
        lines.append(joined([line((text, "muted")) for text in person]))
    lines.append(joined([signal(row), *(line((safe(tag.name), "accent")) for tag in row.tags)]))
    if row.suppressed:
        why = f": {safe(row.suppression)}" if row.suppression else ""
        lines += wrap(f"suppressed{why}. No campaign and no direct mail reaches this person.", width, "warn")
    campaigns = "campaign" if row.campaigns == 1 else "campaigns"
    figures = [(row.sent, "sent"), (row.opened, "opened"), (row.replied, "replied"), (row.campaigns, campaigns)]
    told: list[Line | str] = [line(f"{number:,} ", (word, "muted")) for number, word in figures if number is not None]
    lines.append(joined(told) if told else line(("the API told no counters", "faint")))
    when = f"last mailed {wording.age(row.contacted_at, now)} ago" if row.contacted_at else "never mailed"
    source = f" · from {safe(row.source)}" if row.source else ""
    lines.append(line((when + source, "faint")))
    if row.custom:
        lines += [BLANK, line(("fields", "title"))]
        for name, value in list(row.custom.items())[:FIELDS_SHOWN]:
            lines += wrap(f"{safe(name)}: {safe(value)}", width, "muted")
        if len(row.custom) > FIELDS_SHOWN:
            lines.append(line((f"and {len(row.custom) - FIELDS_SHOWN} more", "faint")))
    return lines


def memberships(known: Known, now: datetime) -> list[Line]:
    """The campaigns this person is or was in, the newest first."""
    lines: list[Line] = [line(("in campaigns", "title"))]
    newest = sorted(known.memberships, key=lambda one: one.added_at.timestamp() if one.added_at else 0.0, reverse=True)
    for one in newest:
        when = f"{one.added_at:%d %b %Y}" if one.added_at else "no date    "
        state = pad(states.state(one.status, states.LEAD), 14)
        lines.append((*line((f"{when}  ", "faint")), *state, ("  ", ""), (safe(one.campaign), "")))
    return lines if newest else [*lines, line(("none", "muted"))]


def list_head(row: ContactList, names: Names, now: datetime, width: int) -> list[Line]:
    """Name, type, what a dynamic list asks for in the words of the search, what the server counted, dates in UTC."""
    lines: list[Line] = wrap(safe(row.name) or "(no name)", width, "bold")
    if row.description:
        lines += wrap(safe(row.description), width, "muted")
    kind = "members are put in by hand" if row.kind == "STATIC" else "members are found by its filter, at every look"
    lines += wrap(f"{safe(row.kind).lower()} · {kind}", width, "muted")
    for name, value in row.filter.items():
        if value is not None:
            word = spelled({name: value}, names) or f"{name}: {value}"
            lines += wrap(safe(word), width, "accent")
    if row.counted is not None:
        lines.append(line((f"{row.counted:,} ", ""), ("counted by the server when it last looked", "faint")))
    for word, at in (("created", row.created_at), ("changed", row.updated_at)):
        if at is not None:
            lines.append(
                line((f"{word} ", "muted"), f"{at:%d %b %Y %H:%M} UTC", (f" · {wording.age(at, now)} ago", "faint"))
            )
    return lines


def members(found: Preview) -> list[Line]:
    """How many there are now, and the newest of them."""
    total = "not told by the API" if found.total is None else wording.plural(found.total, "person", "people")
    lines: list[Line] = [line((total, "title"), (", the newest first" if found.sample else "", "faint"))]
    lines += [(*pad(signal(one), 18), (safe(one.email), "")) for one in found.sample]
    missing = (found.total or 0) - len(found.sample)
    return [*lines, line((f"and {missing:,} more", "faint"))] if missing > 0 else lines
