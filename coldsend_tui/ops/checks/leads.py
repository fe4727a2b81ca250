"""Checks of the list, made on the page of leads that was read (field.md §5: 5-12, 14). What one page cannot tell says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from coldsend_tui.details import CampaignSettings, LeadSample, SampleLead
from coldsend_tui.ops import templates, wording
from coldsend_tui.ops.checks import content
from coldsend_tui.ops.checks.check import Check, CheckLevel
from coldsend_tui.ops.templates import STANDARD, Origin

_SYNTAX: Final = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_ROLES: Final = frozenset(
    {"info", "sales", "admin", "office", "contact", "support", "hello", "team", "billing", "hr", "jobs"}
)
_NEVER: Final = frozenset({"abuse", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply"})
_FREE: Final = frozenset(
    {"gmail.com", "googlemail.com", "yahoo.com", "hotmail.com", "outlook.com", "live.com", "icloud.com", "aol.com",
     "gmx.de", "gmx.net", "web.de", "proton.me", "protonmail.com", "mail.ru", "yandex.ru", "qq.com"}
)  # fmt: skip
_TYPOS: Final = frozenset(
    {"gmil.com", "gmial.com", "gamil.com", "gmai.com", "gnail.com", "gmail.co", "gmail.con", "hotmial.com", "hotmai.com",
     "outlok.com", "yaho.com", "yahooo.com"}
)  # fmt: skip
_DISPOSABLE: Final = frozenset(
    {"mailinator.com", "guerrillamail.com", "10minutemail.com", "yopmail.com", "tempmail.com", "trashmail.com",
     "sharklasers.com", "getnada.com", "temp-mail.org", "dispostable.com"}
)  # fmt: skip
_CONSENT: Final = {
    "ca": "CASL: note the basis of consent",
    "de": "consent is needed",
    "at": "consent is needed",
    "uk": "PECR: companies only",
}
FREE_MAIL_SHARE: Final = 0.20
"""Free-mail share of a B2B list that is warned of. field.md §5, 9."""
LIST_AGE_WARN: Final = timedelta(days=182)
LIST_AGE_CRITICAL: Final = timedelta(days=365)
"""Age of an unverified list. field.md §5, 12."""


def people(settings: CampaignSettings, sample: LeadSample | None, now: datetime) -> Iterator[Check]:
    """All checks of the list; without a page of leads each says that it could not be made."""
    yield Check(
        "suppression",
        CheckLevel.UNKNOWN,
        "leads suppressed in other campaigns: not checkable here",
        "the platform skips them",
        5,
    )
    yield Check(
        "twice", CheckLevel.UNKNOWN, "same address in another campaign: not checkable here", "compare the CSV files", 6
    )
    if sample is None:
        told = "no page of leads read yet: addresses, merge fields and list age are not checked"
        yield Check("unread", CheckLevel.UNKNOWN, told, "one page is read when the campaign is opened", 7)
    elif not sample.leads:
        told = "no lead to look at: addresses, merge fields and list age are not checked"
        yield Check("list", CheckLevel.UNKNOWN, told, "add leads first", 7)
    else:
        yield from _addresses(sample)
        yield from _countries(sample)
        yield from _age(sample, now)
        yield from _merge_fields(settings, sample, now)
    note = "legitimate-interest note, data source: the API keeps no such record"
    yield Check("basis", CheckLevel.UNKNOWN, note, "keep it beside the list (GDPR art. 6(1)(f), 14)", 11)


def _of(count: int, sample: LeadSample) -> str:
    """`3 of 100 leads looked at`, with the whole list where it is longer."""
    whole = f", {sample.total:,} in all" if sample.total and sample.total > len(sample.leads) else ""
    return f"{count} of {len(sample.leads)} leads looked at{whole}"


def _addresses(sample: LeadSample) -> Iterator[Check]:
    emails = [lead.email.strip().lower() for lead in sample.leads]
    never = [email for email in emails if email.partition("@")[0] in _NEVER]
    roles = [email for email in emails if email.partition("@")[0] in _ROLES]
    if never:
        yield Check(
            "roles",
            CheckLevel.BLOCKER,
            f"addresses that must not be mailed: {_of(len(never), sample)}",
            f"take off {never[0]}",
            7,
        )
    if roles:
        yield Check(
            "roles",
            CheckLevel.WARN,
            f"role addresses: {_of(len(roles), sample)}",
            f"take off {roles[0]} and its like",
            7,
        )
    if not never and not roles:
        yield Check("roles", CheckLevel.OK, f"role addresses: {_of(0, sample)}", number=7)
    bad = [email for email in emails if not _SYNTAX.fullmatch(email) or email.partition("@")[2] in _TYPOS | _DISPOSABLE]
    if bad:
        text = f"broken, mistyped or disposable addresses: {_of(len(bad), sample)}"
        yield Check("addresses", CheckLevel.BLOCKER, text, f"correct or take off {bad[0]}", 8)
    else:
        yield Check(
            "addresses", CheckLevel.OK, f"broken, mistyped, disposable: {_of(0, sample)}; MX not checked", number=8
        )
    free = sum(email.partition("@")[2] in _FREE for email in emails)
    level = CheckLevel.WARN if free > FREE_MAIL_SHARE * len(emails) else CheckLevel.OK
    fix = "private persons may need to consent; Gmail's rules aim at them" if level is CheckLevel.WARN else ""
    yield Check("free-mail", level, f"free-mail addresses: {_of(free, sample)}", fix, 9)


def _countries(sample: LeadSample) -> Iterator[Check]:
    found = Counter(lead.email.rpartition(".")[2].lower() for lead in sample.leads)
    special = {land: found[land] for land in _CONSENT if found[land]}
    if special:
        text = ", ".join(f".{land} {count}" for land, count in special.items())
        fix = "; ".join(f".{land} {_CONSENT[land]}" for land in special)
        yield Check(
            "countries", CheckLevel.WARN, f"stricter law for {text} of {len(sample.leads)} leads looked at", fix, 10
        )
    else:
        yield Check("countries", CheckLevel.OK, f".ca .de .at .uk addresses: {_of(0, sample)}", number=10)


def _age(sample: LeadSample, now: datetime) -> Iterator[Check]:
    known = [lead.created_at for lead in sample.leads if lead.created_at]
    if not known:
        yield Check("list-age", CheckLevel.UNKNOWN, "when the leads were uploaded is not told", number=12)
        return
    age = now - min(known)
    level = CheckLevel.BLOCKER if age > LIST_AGE_CRITICAL else CheckLevel.WARN if age > LIST_AGE_WARN else CheckLevel.OK
    text = f"oldest upload {wording.duration(age)} ago; when the addresses were collected is not told"
    yield Check("list-age", level, text, "verify the list again" if level is not CheckLevel.OK else "", 12)


def _merge_fields(settings: CampaignSettings, sample: LeadSample, now: datetime) -> Iterator[Check]:
    """Tags that no lead has as a field, and tags that come out blank for somebody (14)."""
    names = {name for lead in sample.leads for name in lead.values} | set(STANDARD)
    unknown: dict[str, None] = {}
    for _, variant in content.mails(settings):
        used = templates.fields_used(variant.subject) | templates.fields_used(variant.body)
        unknown |= dict.fromkeys(sorted(used - names))
    for name in unknown:
        fix = "upload that column, or write the tag as a field of the leads"
        yield Check("merge", CheckLevel.BLOCKER, f"{{{{{name}}}}} is no field of these leads", fix, 14)
    blanks = _blanks(settings, sample.leads, names, now)
    for name, count in blanks.most_common():
        if name not in unknown:
            fix = f"give it a fallback: {{{{{name}|there}}}}"
            yield Check("merge", CheckLevel.BLOCKER, f"{{{{{name}}}}} is blank for {_of(count, sample)}", fix, 14)
    if not unknown and not blanks:
        yield Check(
            "merge", CheckLevel.OK, f"every merge tag is filled: {len(sample.leads)} leads looked at", number=14
        )


def _blanks(settings: CampaignSettings, leads: Sequence[SampleLead], names: set[str], now: datetime) -> Counter[str]:
    """For how many leads each tag comes out blank. Only where a condition may hide the tag is the mail rendered."""
    blanks: Counter[str] = Counter()
    bodies = [text for _, variant in content.mails(settings) for text in (variant.subject, variant.body) if text]
    tags = [(body, templates.bare_tags(body) & names) for body in bodies]
    for lead in leads:
        values = dict.fromkeys(names, "") | lead.values
        hit: set[str] = set()
        for body, used in tags:
            blank = {name for name in used if not values[name].strip()}
            if blank and "{%" in body:
                pieces = templates.render(body, values, sent_at=now, choose=_first)
                blank = {problem.tag for problem in templates.problems(pieces) if problem.origin is Origin.BLANK}
            hit |= blank
        blanks.update(hit)
    return blanks


def _first(_place: int, _options: int) -> int:
    return 0
