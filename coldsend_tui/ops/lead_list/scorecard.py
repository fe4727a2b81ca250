"""What a list is worth, in numbers with their denominators: one finding per line, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from coldsend_tui.ops import wording
from coldsend_tui.ops.checks.check import CheckLevel
from coldsend_tui.ops.lead_list import addresses
from coldsend_tui.ops.lead_list.columns import EMAIL
from coldsend_tui.ops.lead_list.qualify import Fault, Qualified
from coldsend_tui.ops.lead_list.tags import Tag

VALID_OK, VALID_WARN = 0.95, 0.90
"""Share of valid addresses of a list: good from 95 %, critical below 90 % (field.md §2, last row)."""
DUPLICATES_WARN: Final = 0.05
BLANKS_WARN: Final = 0.10
"""Share of rows with a blank merge field that is bad even with a fallback (field.md §2: no first_name < 10 %)."""
FREE_WARN: Final = 0.20
"""Share of free mail of a B2B list (field.md §5, 9)."""
COMPANY_WARN: Final = 5
"""More leads of one company than this look like a blast to those who work there [practice]."""
STRICT_LANDS: Final = {"ca": "CASL", "de": "UWG", "at": "TKG", "uk": "PECR"}
"""Top-level domains of stricter consent rules (field.md §5, 10)."""
EXAMPLES: Final = 3
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_ORDER: Final = (CheckLevel.BLOCKER, CheckLevel.WARN, CheckLevel.UNKNOWN, CheckLevel.OK)


class Finding(NamedTuple):
    """One line: `hits` of `whole` rows (None: there is nothing to divide by). Examples are strangers' text, not yet safe."""

    name: str
    level: CheckLevel
    hits: int
    whole: int | None
    text: str
    advice: str = ""
    examples: tuple[str, ...] = ()

    @property
    def figures(self) -> str:
        """`12/10,000 0.1 %`; "" where nothing was counted."""
        if self.level is CheckLevel.UNKNOWN:
            return ""
        return wording.count(self.hits) if self.whole is None else wording.ratio(self.hits, self.whole)


class Context(NamedTuple):
    """What is known of the campaign: the fields its mails use (None: not read), and why something could not be compared."""

    tags: Sequence[Tag] | None = None
    campaign_unread: str = "the leads of the campaign were not read"
    suppressed_unread: str = "suppressed contacts were not read"


_UNREAD: Final = Context()


def scorecard(judged: Qualified, context: Context = _UNREAD) -> tuple[Finding, ...]:
    """All findings, blockers first; in each level in the order in which they matter."""
    found = list(_findings(judged, context))
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.level)))


def _findings(judged: Qualified, context: Context) -> Iterator[Finding]:
    rows = len(judged.table.records)
    yield _sent(judged, rows)
    yield from _left_out(judged, rows)
    yield from _not_compared(judged, context)
    if judged.leads:
        yield from _people(judged)
        yield from _tags(judged, context.tags)
        yield from _cells(judged)


def _sent(judged: Qualified, rows: int) -> Finding:
    invalid = sum(reject.fault in _INVALID for reject in judged.rejects)
    share = 1 - invalid / rows
    level = CheckLevel.OK if share >= VALID_OK else CheckLevel.WARN if share >= VALID_WARN else CheckLevel.BLOCKER
    advice = (
        "" if level is CheckLevel.OK else "verify the list before it is used; bounces hurt every campaign of the domain"
    )
    return Finding("valid", level, rows - invalid, rows, "rows with an address that can be mailed", advice)


_INVALID: Final = frozenset({Fault.SYNTAX, Fault.SHAPE, Fault.NEVER, Fault.DISPOSABLE, Fault.TYPO})
_TOLD: Final = {
    Fault.SYNTAX: (CheckLevel.WARN, "rows without a valid address", "left out; correct them in the rejects file"),
    Fault.SHAPE: (CheckLevel.WARN, "rows broken by a separator or a quote", "left out; correct them in the rejects file"),
    Fault.TWICE: (CheckLevel.OK, "rows with an address that stands above", "left out; the first row counts"),
    Fault.KNOWN: (CheckLevel.OK, "leads that the campaign has", "left out; duplicates update or replace changes them"),
    Fault.SUPPRESSED: (CheckLevel.WARN, "people who unsubscribed or bounced before", "left out; they must not be mailed again"),
    Fault.NEVER: (CheckLevel.WARN, "abuse@, postmaster@, noreply@", "left out; they cost reputation"),
    Fault.DISPOSABLE: (CheckLevel.WARN, "disposable addresses", "left out; nobody will read there"),
    Fault.TYPO: (CheckLevel.WARN, "mistyped domains", "left out; correct them in the rejects file"),
    Fault.ROLE: (CheckLevel.OK, "role addresses", "left out, as you asked"),
}  # fmt: skip


def _left_out(judged: Qualified, rows: int) -> Iterator[Finding]:
    at = judged.mapping.index(EMAIL)
    for fault, (level, text, advice) in _TOLD.items():
        hit = [reject for reject in judged.rejects if reject.fault is fault]
        if fault is Fault.TWICE and len(hit) > DUPLICATES_WARN * rows:
            level = CheckLevel.WARN
        if hit:
            examples = tuple(f"row {one.record.row}: {one.record.cells[at] or '(empty)'}" for one in hit[:EXAMPLES])
            yield Finding(fault.name.lower(), level, len(hit), rows, text, advice, examples)
        elif fault in (Fault.SYNTAX, Fault.TWICE, Fault.DISPOSABLE, Fault.TYPO, Fault.NEVER):
            yield Finding(fault.name.lower(), CheckLevel.OK, 0, rows, text)


def _not_compared(judged: Qualified, context: Context) -> Iterator[Finding]:
    if judged.against.campaign is None:
        yield Finding(
            "campaign", CheckLevel.UNKNOWN, 0, None, f"duplicates in the campaign: {context.campaign_unread}",
            "the server compares them itself",
        )  # fmt: skip
    elif judged.against.updates:
        known = judged.against.campaign
        changed = sum(email.lower() in known for email in judged.values(EMAIL))
        yield Finding("campaign", CheckLevel.WARN if changed else CheckLevel.OK, changed, len(judged.leads),
                      "leads that the campaign has and this changes", "look twice" if changed else "")  # fmt: skip
    if judged.against.suppressed is None:
        yield Finding(
            "suppressed", CheckLevel.UNKNOWN, 0, None, f"unsubscribed or bounced before: {context.suppressed_unread}",
            "the platform mails none of them",
        )  # fmt: skip


def _people(judged: Qualified) -> Iterator[Finding]:
    emails = judged.values(EMAIL)
    whole = len(emails)
    roles = [email for email in emails if addresses.box_of(email) in addresses.ROLES]
    advice = "reach a person instead, or leave them out in the mapping" if roles else ""
    yield _counted("roles", CheckLevel.WARN, roles, whole, "role addresses (info@, sales@ …)", advice)
    free = [email for email in emails if addresses.domain_of(email) in addresses.FREE]
    many = len(free) > FREE_WARN * whole
    advice = "private persons may need to consent first" if many else ""
    yield Finding("free-mail", CheckLevel.WARN if many else CheckLevel.OK, len(free), whole, "free mail (gmail.com …)",
                  advice, tuple(free[:EXAMPLES]))  # fmt: skip
    lands = Counter(email.rpartition(".")[2].lower() for email in emails)
    strict = {land: lands[land] for land in STRICT_LANDS if lands[land]}
    if strict:
        told = ", ".join(f".{land} {count:,} ({STRICT_LANDS[land]})" for land, count in strict.items())
        yield Finding("countries", CheckLevel.WARN, sum(strict.values()), whole, "under stricter law on consent",
                      "keep the basis of consent on file", (told,))  # fmt: skip
    if "company" in judged.fields:
        companies = Counter(name.casefold() for name in judged.values("company") if name)
        big = [(name, count) for name, count in companies.most_common() if count > COMPANY_WARN]
        text = f"companies with more than {COMPANY_WARN} leads"
        advice = "spread them over days; colleagues compare" if big else ""
        yield Finding("companies", CheckLevel.WARN if big else CheckLevel.OK, len(big), len(companies) or None, text, advice,
                      tuple(f"{name} ({count})" for name, count in big[:EXAMPLES]))  # fmt: skip


def _tags(judged: Qualified, tags: Sequence[Tag] | None) -> Iterator[Finding]:
    if tags is None:
        yield Finding("merge", CheckLevel.UNKNOWN, 0, None, "merge tags: the mails of the campaign were not read")
        return
    whole = len(judged.leads)
    for tag in tags:
        if tag.name == EMAIL:
            continue
        shown = tag.shown
        if tag.name not in judged.fields:
            level = CheckLevel.WARN if tag.covered else CheckLevel.BLOCKER
            yield Finding(f"merge {tag.name}", level, whole, whole, f"without {shown}: no column has it",
                          "its fallback is sent" if tag.covered else "map a column to it, or take it out of the mails")  # fmt: skip
            continue
        blank = [lead for lead, value in zip(judged.leads, judged.values(tag.name), strict=True) if not value]
        many = len(blank) > BLANKS_WARN * whole
        level = (
            CheckLevel.OK
            if not blank or (tag.covered and not many)
            else CheckLevel.WARN
            if tag.covered
            else CheckLevel.BLOCKER
        )
        advice = (
            ""
            if not blank
            else "its fallback is sent"
            if tag.covered
            else f"give it a fallback: {{{{{tag.name}|there}}}}"
        )
        yield Finding(f"merge {tag.name}", level, len(blank), whole, f"with a blank {shown}", advice,
                      tuple(f"row {lead.row}" for lead in blank[:EXAMPLES]))  # fmt: skip


def _cells(judged: Qualified) -> Iterator[Finding]:
    hit = [
        (lead.row, value)
        for lead in judged.leads
        for value in lead.values[1:]
        if value.startswith(_FORMULA) and len(value) > 1
    ]
    examples = tuple(f"row {row}: {value[:40]}" for row, value in hit[:EXAMPLES])
    advice = "they are sent as they stand; a spreadsheet would run them" if hit else ""
    yield Finding("formulas", CheckLevel.WARN if hit else CheckLevel.OK, len({row for row, _ in hit}), len(judged.leads),
                  "cells that look like formulas", advice, examples)  # fmt: skip


def _counted(name: str, level: CheckLevel, hit: Sequence[str], whole: int, text: str, advice: str) -> Finding:
    return Finding(name, level if hit else CheckLevel.OK, len(hit), whole, text, advice, tuple(hit[:EXAMPLES]))


def worst(findings: Iterable[Finding]) -> CheckLevel:
    """The level of the worst finding."""
    return min((finding.level for finding in findings), key=_ORDER.index, default=CheckLevel.OK)
