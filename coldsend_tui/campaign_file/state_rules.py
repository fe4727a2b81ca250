"""What each state lets one change (behaviour.md §7), in words for the file and as refusals with a way out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from coldsend_tui.campaign_file.content import CampaignFile, MailVariant
from coldsend_tui.campaign_file.faults import Refused
from coldsend_tui.campaign_file.places import Path
from coldsend_tui.campaign_file.settings import SETTINGS
from coldsend_tui.ops.lifecycle import State
from coldsend_tui.text import safe

EDITABLE: Final = (State.DRAFT, State.PAUSED, State.ACTIVE)
"""States in which an edit can be planned; an ACTIVE campaign is paused for it."""

_MERGED = (
    "Settings, inboxes and texts may change. Variants are merged by name: they can be changed and added, not removed "
    "(give one the share 0 instead). Follow-ups may be added, changed and removed. Mails already sent never change."
)
_WORDS: Final = {
    "": "A new campaign: it is created as a DRAFT and sends nothing before you launch it.",
    State.DRAFT: "It is a DRAFT: everything may change.",
    State.PAUSED: f"It is PAUSED. {_MERGED}",
    State.ACTIVE: f"It is ACTIVE: the plan pauses it, edits it and resumes it. {_MERGED}",
}
_CLOSED: Final = {
    State.COMPLETED: ("every lead has been processed", "copy it as a new campaign (N in the console)"),
    State.FAILED: (
        "its launch failed, and a failed campaign cannot be edited",
        "copy it as a new campaign (N in the console)",
    ),
    State.ARCHIVED: ("it is archived and view-only", "copy it as a new campaign (N in the console)"),
}


def explained(status: str) -> tuple[str, ...]:
    """What may be changed in `status`, as sentences for the top of the file."""
    if status in _WORDS:
        return (_WORDS[status],)
    reason, instead = closed(status)
    return (f"It is {status}: {reason}, so nothing can be changed; {instead}.",)


def closed(status: str) -> tuple[str, str]:
    """Why nothing can be edited in `status`, and what to do instead; two empty texts when something can."""
    if status in EDITABLE:
        return "", ""
    if status in _CLOSED:
        return _CLOSED[State(status)]
    return f"this console does not know the state {safe(status) or '(none)'}", "use the ColdSend dashboard"


def refusals(status: str, base: CampaignFile, wanted: CampaignFile) -> Iterator[Refused]:
    """What the API cannot turn from `base` into `wanted`, in any state or in this one. `base` is what the server has."""
    for setting in SETTINGS:
        if not setting.none and getattr(wanted, setting.key) is None and getattr(base, setting.key) is not None:
            yield Refused((setting.key,), "cannot be unset; write a value")
    if base.inboxes and not wanted.inboxes:
        yield Refused(("inboxes",), "the last inbox cannot be taken away; name at least one")
    if base.variants and not wanted.variants:
        yield Refused(("variants",), "a mail needs at least one variant")
    if status not in (State.PAUSED, State.ACTIVE):
        return
    yield from _taken_away(base.variants, wanted.variants, ("variants",))
    steps = {step.step: step for step in base.follow_ups}
    for at, step in enumerate(wanted.follow_ups):
        if step.step in steps:
            yield from _taken_away(steps[step.step].variants, step.variants, ("follow_ups", at))


def _taken_away(old: tuple[MailVariant, ...], new: tuple[MailVariant, ...], path: Path) -> Iterator[Refused]:
    kept = {variant.name for variant in new}
    for variant in old:
        if variant.name not in kept:
            yield Refused(
                path,
                f"variant {variant.name} cannot be removed once the campaign was launched: variants are merged by name. "
                "Put it back and give it share = 0",
            )
