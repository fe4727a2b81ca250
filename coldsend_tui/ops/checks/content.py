"""What can be told about mails from their text alone (field.md §5: checks 1, 4, 14, 17). No lead data is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from coldsend_tui.details import CampaignSettings, Variant
from coldsend_tui.ops import html_text
from coldsend_tui.ops.templates import SINGLE_BRACE

_OPT_OUT: Final = re.compile(r"unsubscribe|opt[ -]?out|stop (?:receiving|these) (?:e-?mails|messages)", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"\bp\.? ?o\.? ?box\s+\d"
    r"|\b\d{1,5}\s+(?:\w+\.?\s+){1,3}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|court|ct|square|sq)\b"
    r"|\b\w{2,}(?:straße|strasse|str\.|weg|gasse|platz)\s+\d{1,4}\b"
    r"|\{\{[^}]*address[^}]*\}\}",
    re.IGNORECASE,
)
_FAKE_REPLY: Final = re.compile(r"\s*(?:re|fwd?|aw|wg)\s*:", re.IGNORECASE)
_URGENT: Final = re.compile(r"\burgent\b|\bact now\b|\blast chance\b", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^>]{1,500}>")
_CAPITALS_FROM: Final = 8
_IMAGE: Final = re.compile(r"<img\b", re.IGNORECASE)
_WORDS_OF_AN_IMAGE: Final = 10
WORDS_ADVISED: Final = 125
"""Words of one mail. field.md §3 job 6 and §5, 17."""
SUBJECT_ADVISED: Final = 60
"""Characters of a subject. field.md §3 job 6; behaviour.md §8 advises 40-60."""
LINKS_ADVISED: Final = 1
"""Links in one mail. field.md §5, 17."""


class Problem(NamedTuple):
    """Something in a mail's text; `blocks` when it must not go out like that. `number` is the check's in field.md §5."""

    blocks: bool
    text: str
    fix: str
    number: int = 17


def mails(settings: CampaignSettings) -> Iterator[tuple[int, Variant]]:
    """Every variant with the number of its step; the first mail is step 1."""
    for variant in settings.variants or ():
        yield 1, variant
    for step in settings.steps or ():
        for variant in step.variants:
            yield step.number, variant


def every_mail_offers_opt_out(settings: CampaignSettings) -> bool:
    """Whether each mail has an opt-out line of its own; False when there is no mail."""
    bodies = [variant.body for _, variant in mails(settings)]
    return bool(bodies) and all(_OPT_OUT.search(body) for body in bodies)


def mails_without_address(settings: CampaignSettings) -> int:
    """Mails in whose text no postal address was recognised (street and number, P.O. box, or an address tag)."""
    return sum(1 for _, variant in mails(settings) if not _ADDRESS.search(_TAG.sub(" ", variant.body)))


def problems(settings: CampaignSettings) -> Iterator[Problem]:
    """Problems of all mails, in the order of the steps. Step and variant are named in each text."""
    for step, variant in mails(settings):
        where = f"step {step}, variant {variant.name}"
        yield from _subject(step, variant, where)
        yield from _body(variant, where)


def _subject(step: int, variant: Variant, where: str) -> Iterator[Problem]:
    subject = variant.subject.strip()
    if step == 1 and not subject:
        yield Problem(True, f"{where}: no subject", "write one", 4)
    if step == 1 and _FAKE_REPLY.match(subject):
        yield Problem(True, f"{where}: subject pretends to be a reply", "take Re: or Fwd: off the first mail", 4)
    letters = [char for char in re.sub(r"\{\{.*?\}\}", "", subject) if char.isalpha()]
    if len(letters) >= _CAPITALS_FROM and all(char.isupper() for char in letters):
        yield Problem(False, f"{where}: subject in capitals", "write it like a sentence", 4)
    if _URGENT.search(subject):
        yield Problem(False, f"{where}: subject presses ({_URGENT.search(subject)[0]})", "say what it is about", 4)  # type: ignore[index]
    if len(subject) > SUBJECT_ADVISED:
        yield Problem(False, f"{where}: subject of {len(subject)} characters", f"keep it within {SUBJECT_ADVISED}", 4)


def _body(variant: Variant, where: str) -> Iterator[Problem]:
    for text in (variant.subject, variant.body):
        if found := SINGLE_BRACE.search(text):
            tag = found.group(1)
            yield Problem(True, f"{where}: single braces around {tag}", f"write {{{{{tag}}}}}", 14)
            break
    words = len(_TAG.sub(" ", variant.body).split())
    if words > WORDS_ADVISED:
        yield Problem(False, f"{where}: {words} words", f"keep a mail within {WORDS_ADVISED}")
    links = len(html_text.links(variant.body))
    if links > LINKS_ADVISED:
        yield Problem(False, f"{where}: {links} links", f"keep at most {LINKS_ADVISED}")
    if _IMAGE.search(variant.body) and words < _WORDS_OF_AN_IMAGE:
        yield Problem(False, f"{where}: little but an image", "write the message as text")
