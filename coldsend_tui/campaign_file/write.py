"""A campaign as commented TOML: what may be written, within which limits, and what its state allows."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from coldsend_tui.api import limits
from coldsend_tui.campaign_file import toml_text
from coldsend_tui.campaign_file.content import CampaignFile, FollowUp, MailVariant
from coldsend_tui.campaign_file.settings import NONE, SETTINGS, Setting
from coldsend_tui.campaign_file.state_rules import explained
from coldsend_tui.text import safe

CONTENT_TYPES: Final = ("plaintext", "html", "raw_html")
TRIGGERS: Final = ("NOT_REPLIED", "NOT_OPENED", "OPENED_BUT_NOT_REPLIED")
INHERIT: Final = "inherit"
_COLUMNS: Final = 80
_VALUE: Final = 40
_SENDERS: Final = 40

_ABOUT: Final = "A key that is left out keeps its value. Limits are those of the API."
_STEPS = f"{limits.SEQUENCE_STEP_NUMBERS[0]}-{limits.SEQUENCE_STEP_NUMBERS[1]}"
_VARIANTS = f"""\
The first mail: {limits.VARIANTS_PER_MAIL[0]}-{limits.VARIANTS_PER_MAIL[1]} variants. name: letters only, share: 0-100, \
together exactly {limits.VARIANT_SHARE_TOTAL}; subject: {limits.SUBJECT_LENGTH[0]}-{limits.SUBJECT_LENGTH[1]} characters; \
body: {limits.BODY_LENGTH[0]}-{limits.BODY_LENGTH[1]:,}; label (optional): up to {limits.VARIANT_LABEL_LENGTH_MAX}, shown in \
analytics; content_type: {", ".join(CONTENT_TYPES)}. The line break before the mark that closes a body is not part of it.
Variables: {{{{first_name}}}} {{{{last_name}}}} {{{{company}}}} {{{{job_title}}}} {{{{email}}}} and custom fields by their name. \
Fallback {{{{company|your team}}}}, spintax {{{{Hi|Hello|Hey}}}}."""
_FOLLOW_UPS = f"""\
Follow-ups: step {_STEPS} (the API's documentation ends at 4), sent wait_days ({limits.WAIT_DAYS[0]}-{limits.WAIT_DAYS[1]}) after the \
step before if the trigger holds: {", ".join(TRIGGERS)}. unsubscribe: true, false or "inherit". Variants as above; a \
subject of "" stays in the thread. To remove all of them write: follow_ups = []"""


def write(file: CampaignFile, *, status: str = "", heading: Sequence[str] = (), senders: Collection[str] = ()) -> str:
    """`file` as TOML text. `status` is the campaign's state ("" for one that does not exist yet), `heading` what to say on
    top, `senders` the addresses there are to choose from."""
    blocks = [*_comment(heading), *_comment([*explained(status), _ABOUT]), ""]
    if file.id:
        blocks += [f"id = {toml_text.literal(file.id)}  # which campaign this is; not to be changed"]
    section = ""
    for setting in SETTINGS:
        if setting.section != section:
            section = setting.section
            blocks += ["", f"# {section}"]
        blocks.append(_setting(setting, getattr(file, setting.key)))
    blocks += [
        "",
        *_comment(["Sender accounts, by address. At least one is needed for the launch.", *_others(file, senders)]),
    ]
    blocks.append("inboxes = " + toml_text.literal(list(file.inboxes)))
    blocks += ["", *_comment([_VARIANTS])]
    if not file.variants:
        blocks.append("variants = []")
    if not file.follow_ups:
        blocks += ["", *_comment([_FOLLOW_UPS]), "follow_ups = []"]
    for variant in file.variants:
        blocks += ["", "[[variants]]", *_variant(variant)]
    if file.follow_ups:
        blocks += ["", *_comment([_FOLLOW_UPS])]
    for step in file.follow_ups:
        blocks += ["", *_follow_up(step)]
    return "\n".join(blocks).lstrip("\n") + "\n"


def _others(file: CampaignFile, senders: Collection[str]) -> Iterator[str]:
    assigned = {address.lower() for address in file.inboxes}
    others = sorted(address for address in senders if address.lower() not in assigned)
    if others:
        more = f" and {len(others) - _SENDERS} more" if len(others) > _SENDERS else ""
        yield f"{'Others' if assigned else 'There are'}: {', '.join(others[:_SENDERS])}{more}"


def _setting(setting: Setting, value: object) -> str:
    if value is not None:
        text = f"{setting.key} = {setting.write(value)}"
    elif setting.none:
        text = f'{setting.key} = "{NONE}"'
    else:
        text = f"# {setting.key} ="
    beside = f"{text:<{_VALUE}}  # {setting.note}"
    return beside if len(beside) <= _COLUMNS else "\n".join([*_comment([setting.note]), text])


def _variant(variant: MailVariant) -> Iterator[str]:
    yield f"name = {toml_text.literal(variant.name)}"
    yield f"share = {variant.share}"
    if variant.label is not None:
        yield f"label = {toml_text.literal(variant.label)}"
    if variant.content_type is not None:
        yield f"content_type = {toml_text.literal(variant.content_type)}"
    yield f"subject = {toml_text.literal(variant.subject)}"
    yield f"body = {toml_text.body(variant.body)}"


def _follow_up(step: FollowUp) -> Iterator[str]:
    yield "[[follow_ups]]"
    yield f"step = {step.step}"
    yield f"trigger = {toml_text.literal(step.trigger)}"
    yield f"wait_days = {step.wait_days}"
    yield f"unsubscribe = {toml_text.literal(INHERIT if step.unsubscribe is None else step.unsubscribe)}"
    if not step.variants:
        yield "variants = []"
    for variant in step.variants:
        yield ""
        yield "[[follow_ups.variants]]"
        yield from _variant(variant)


def _comment(paragraphs: Iterable[str]) -> list[str]:
    lines: list[str] = []
    for paragraph in paragraphs:
        for part in safe(paragraph, newlines=True).split("\n"):
            lines += [f"# {line}" for line in textwrap.wrap(part, _COLUMNS - 2)] or ["#"]
    return lines
