"""The mails of a campaign as a lead gets them: variants side by side, every tag that goes wrong marked, the verdict on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from coldsend_tui.details import CampaignSettings, LeadSample, SampleLead, Variant
from coldsend_tui.ops import html_text, templates, wording
from coldsend_tui.ops.checks.content import LINKS_ADVISED, SUBJECT_ADVISED, WORDS_ADVISED
from coldsend_tui.ops.experiment import Call, Verdict
from coldsend_tui.ops.templates import Origin, Piece
from coldsend_tui.text import safe
from coldsend_tui.tui.flowing import beside, block_width, flow
from coldsend_tui.tui.lines import BLANK, Line, Span, joined, line, spread, wrap
from coldsend_tui.tui.widgets.meter import bar

NARROWEST: Final = 34
"""Cells that a variant needs; what does not fit beside goes below."""
LONGEST: Final = 8_000
"""Characters of one mail that are drawn; a body may have 100,000 [docs], and nobody reads those in a terminal."""
ROLES: Final = {
    Origin.TEXT: "",
    Origin.FIELD: "accent",
    Origin.FALLBACK: "title",
    Origin.SPIN: "series2",
    Origin.COMPUTED: "series3",
    Origin.BLANK: "crit",
    Origin.UNKNOWN: "crit",
    Origin.SINGLE_BRACE: "crit",
    Origin.BROKEN: "crit",
}
_CALLS: Final = {Call.WINNER: "ok", Call.EARLY_WINNER: "ok", Call.NO_WINNER: "accent", Call.TOO_SMALL: "warn"}


class Mail(NamedTuple):
    """One mail of the chain: its step, what sends it, and its variants."""

    step: int
    when: str
    variants: tuple[Variant, ...]


class Reading(NamedTuple):
    """For whom and when a mail is rendered. Without a `lead` the tags stand as they are written; `unread` says why no
    page of leads is there."""

    lead: SampleLead | None
    number: int
    sample: LeadSample | None
    sent_at: datetime
    seed: int
    source: bool
    unread: str = ""


def chain(settings: CampaignSettings) -> tuple[Mail, ...]:
    """The first mail and the follow-ups."""
    first = Mail(1, "first mail", settings.variants or ())
    waits = [Mail(step.number, f"+{step.wait_days} d", step.variants) for step in settings.steps or ()]
    return (first, *waits)


def page(
    mails: Sequence[Mail], at: int, reading: Reading, verdict: Verdict | None, reached: Line, columns: int
) -> list[Line]:
    """Which mail, for whom, the verdict on the variants, and the variants."""
    mail = mails[at]
    lines = [_which(mails, at), _whom(reading, columns)]
    if verdict is not None and at == 0:
        lines += _verdict(verdict, reached, columns)
    if not mail.variants:
        return [*lines, BLANK, line(("✗ ", "crit"), "no variant: nothing to send")]
    values = values_of(reading, mail.variants)
    first = mails[0].variants[0].subject if mails[0].variants else ""
    across = max(1, min(len(mail.variants), (columns + 3) // (NARROWEST + 3)))
    for start in range(0, len(mail.variants), across):
        row = mail.variants[start : start + across]
        each = block_width(len(row), columns)
        lines.append(BLANK)
        lines += beside([variant(one, values, reading, first, each) for one in row], columns)
    return [*lines, BLANK, _legend(reading)]


def values_of(reading: Reading, variants: Sequence[Variant]) -> dict[str, str]:
    """The lead's values; fields that other leads have and this one lacks are blank, not unknown."""
    if reading.lead is None:
        used = {name for one in variants for text in (one.subject, one.body) for name in templates.fields_used(text)}
        return {name: f"{{{{{name}}}}}" for name in used | set(templates.STANDARD)}
    sample = reading.sample.leads if reading.sample else (reading.lead,)
    names = {name for lead in sample for name in lead.values}
    return dict.fromkeys(names, "") | reading.lead.values


def variant(one: Variant, values: Mapping[str, str], reading: Reading, thread: str, columns: int) -> list[Line]:
    """One variant: name and share, subject, size, troubles, text."""
    choose = templates.seeded(reading.seed)
    subject = templates.render(one.subject or thread, values, sent_at=reading.sent_at, choose=choose)
    body = templates.render(html_text.readable(one.body), values, sent_at=reading.sent_at, choose=choose)
    head = line((f"{safe(one.name)} ", "accent"), (f"{one.share} %", "muted"))
    kind = line(("html" if html_text.is_html(one.body) else "plain text", "faint"))
    lines = [spread(head, kind, columns)]
    prefix: list[Span] = [] if one.subject else [("Re: ", "muted")]
    if reading.source:
        lines += flow([*prefix, (safe(one.subject or thread), "bold")], columns)
        lines.append(_size(one, subject, body))
        return [*lines, BLANK, *_text(_source(one.body[: LONGEST + 1]), len(one.body), columns)]
    lines += flow([*prefix, *_spans(subject, "bold")], columns)
    lines.append(_size(one, subject, body))
    lines += _troubles((*subject, *body), columns)
    return [*lines, BLANK, *_text(_spans(body), len(templates.text_of(body)), columns)]


def _text(spans: Sequence[Span], characters: int, columns: int) -> list[Line]:
    """The first `LONGEST` characters in lines, and how many there are more."""
    shown: list[Span] = []
    room = LONGEST
    for text, role in spans:
        if room <= 0:
            break
        shown.append((text[:room], role))
        room -= len(text)
    lines = flow(shown, columns)
    if characters > LONGEST:
        lines.append(line((f"… {characters - LONGEST:,} characters more", "muted")))
    return lines


def _spans(pieces: Sequence[Piece], plain: str = "") -> list[Span]:
    spans: list[Span] = []
    for piece in pieces:
        text = safe(piece.text, newlines=True)
        if piece.origin is Origin.TEXT:
            spans.append((text, plain))
        elif piece.origin in (Origin.BLANK, Origin.UNKNOWN):
            spans.append((f"⟨{piece.origin.value}: {safe(piece.tag)}⟩", "crit"))
        else:
            spans.append((text, ROLES[piece.origin]))
    return spans


def _source(body: str) -> list[Span]:
    """The text as it is written, tags lit."""
    spans: list[Span] = []
    rest = safe(body, newlines=True)
    while rest:
        starts = [place for place in (rest.find("{{"), rest.find("{%")) if place >= 0]
        if not starts:
            return [*spans, (rest, "")]
        start = min(starts)
        closing = "}}" if rest.startswith("{{", start) else "%}"
        end = rest.find(closing, start)
        end = len(rest) if end < 0 else end + 2
        spans += [(rest[:start], ""), (rest[start:end], "accent")]
        rest = rest[end:]
    return spans


def _size(one: Variant, subject: Sequence[Piece], body: Sequence[Piece]) -> Line:
    """Length of the subject, words, links, against what is advised."""
    letters = len(templates.text_of(tuple(subject)))
    words = len(templates.text_of(tuple(body)).split())
    links = len(html_text.links(one.body))
    return joined(
        [
            _counted(letters, SUBJECT_ADVISED, f"subject {letters}"),
            _counted(words, WORDS_ADVISED, wording.plural(words, "word")),
            _counted(links, LINKS_ADVISED, wording.plural(links, "link")),
        ],
        role="faint",
    )


def _counted(number: int, advised: int, text: str) -> Line:
    return line((f"▲ {text} of {advised}", "warn")) if number > advised else line((text, "muted"))


def _troubles(pieces: tuple[Piece, ...], columns: int) -> list[Line]:
    told = {
        Origin.BLANK: "is blank for this lead: give it a fallback",
        Origin.UNKNOWN: "is no field of these leads",
        Origin.SINGLE_BRACE: "has single braces: it is sent as it stands",
        Origin.BROKEN: "",
    }
    lines: list[Line] = []
    for problem in templates.problems(pieces):
        text = f"✗ {safe(problem.tag)} {told[problem.origin]}".rstrip()
        lines += wrap(text, columns, "crit")
    return lines


def _which(mails: Sequence[Mail], at: int) -> Line:
    spans: list[Line | str] = []
    for number, mail in enumerate(mails):
        text = f"{'▸' if number == at else ''}{mail.step} {mail.when}"
        spans.append(line((text, "lit" if number == at else "muted")))
    return line(("mail   ", "muted"), *joined(spans, "  "), ("   ← →", "faint"))


def _whom(reading: Reading, columns: int) -> Line:
    lead, sample = reading.lead, reading.sample
    if lead is None:
        told = reading.unread if sample is None else "no lead: tags stand as they are written"
        return line(("for    ", "muted"), (told, "muted"))
    name = " ".join(part for part in (lead.first_name, lead.last_name) if part) or "(no name)"
    who = joined([line((safe(name), "bold")), safe(lead.email), safe(lead.company), line((safe(lead.status), "muted"))])
    total = f" of {sample.total:,}" if sample and sample.total else ""
    count = line((f"lead {reading.number + 1}{total}", "muted"), ("  < >", "faint"))
    return spread(line(("for    ", "muted"), *who), count, columns)


def _verdict(verdict: Verdict, reached: Line, columns: int) -> list[Line]:
    role = _CALLS.get(verdict.call, "warn" if verdict.call is Call.LOCKED else "")
    first, *rest = wrap(safe(verdict.text), columns - 7, role)
    lines = [line(("A/B    ", "muted"), *first), *(line(("       ", ""), *more) for more in rest)]
    return [*lines, line(("       ", ""), *reached)]


def reached(verdict: Verdict, baseline: float, lift: float) -> Line:
    """How far the sample is, with the plan behind it."""
    share = verdict.reached / verdict.planned if verdict.planned else None
    plan = f" of {verdict.planned:,} leads per variant planned ({baseline * 100:.1f} → {baseline * (1 + lift) * 100:.1f} % replies)"
    return line(*bar(share, 12), f" about {verdict.reached:,}", (plan, "muted"))


def _legend(reading: Reading) -> Line:
    if reading.source:
        return line(("the source, as it is written", "faint"))
    shown = [
        (Origin.FIELD, "field"),
        (Origin.FALLBACK, "fallback"),
        (Origin.SPIN, "spintax"),
        (Origin.COMPUTED, "date"),
    ]
    spans = [line((word, ROLES[origin])) for origin, word in shown]
    when = f"as sent {reading.sent_at:%a %d %b %H:%M}"
    return joined([*spans, line(("⟨blank or unknown⟩", "crit")), line((when, "faint"))], "  ")
