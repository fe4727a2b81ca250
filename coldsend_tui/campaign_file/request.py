"""The smallest update that turns what the server has into what is wanted, in the form its state allows (behaviour.md §7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from coldsend_tui.campaign_file.content import CampaignFile, FollowUp, MailVariant
from coldsend_tui.campaign_file.settings import SETTINGS
from coldsend_tui.ops.lifecycle import State

Ids = Mapping[str, str]


def settings_body(base: CampaignFile, wanted: CampaignFile) -> dict[str, Any]:
    """The settings that differ, by the API's names. The window goes as a whole: its four numbers make sense together only."""
    body: dict[str, Any] = {}
    for setting in SETTINGS:
        value = getattr(wanted, setting.key)
        if value == getattr(base, setting.key):
            continue
        if setting.key != "sending_window":
            body[setting.key] = list(value) if isinstance(value, tuple) else value
        elif value is not None:
            body |= {
                "sending_window_start": value.start.hour,
                "sending_window_start_minute": value.start.minute,
                "sending_window_end": value.end.hour,
                "sending_window_end_minute": value.end.minute,
            }
    return body


def update_body(
    status: str, base: CampaignFile, wanted: CampaignFile, *, inbox_ids: Ids, sequence_ids: Mapping[int, str]
) -> dict[str, Any]:
    """The update for a campaign in `status` (DRAFT or PAUSED; ACTIVE means PAUSED by then), {} when nothing differs.

    `inbox_ids` are ids by lower-case address, `sequence_ids` the server's ids of follow-ups by step number. A DRAFT gets
    its variants and its chain replaced, a PAUSED campaign gets variants to merge by name and edits of single steps.
    """
    body = settings_body(base, wanted)
    if {address.lower() for address in wanted.inboxes} != {address.lower() for address in base.inboxes}:
        body["inbox_ids"] = [inbox_ids[address.lower()] for address in wanted.inboxes]
    if wanted.variants != base.variants:
        # All of them even where they are merged: the shares that are sent make 100 whichever way the server counts.
        body["variants"] = [_variant(variant, first=True) for variant in wanted.variants]
    if wanted.follow_ups != base.follow_ups:
        if status == State.DRAFT:
            body["sequences"] = [_step(step) for step in wanted.follow_ups]
        else:
            body["sequence_edits"] = _edits(base.follow_ups, wanted.follow_ups, sequence_ids)
    return body


def _variant(variant: MailVariant, *, first: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "variant_name": variant.name,
        "variant_label": variant.label,
        "subject_template": variant.subject if first or variant.subject else None,
        "email_content": variant.body,
        "distribution_percent": variant.share,
    }
    if variant.content_type is not None:
        row["content_type"] = variant.content_type
    return row


def _variants(step: FollowUp) -> list[dict[str, Any]]:
    return [_variant(variant, first=False) for variant in step.variants]


def _step(step: FollowUp) -> dict[str, Any]:
    return {
        "step_number": step.step,
        "trigger_type": step.trigger,
        "wait_days": step.wait_days,
        "enable_unsubscribe": step.unsubscribe,
        "variants": _variants(step),
    }


_EDITED: Final = (("trigger", "trigger_type"), ("wait_days", "wait_days"), ("unsubscribe", "enable_unsubscribe"))


def _edits(base: Sequence[FollowUp], wanted: Sequence[FollowUp], ids: Mapping[int, str]) -> list[dict[str, Any]]:
    """Deletions first: their numbers are free then."""
    old, new = {step.step: step for step in base}, {step.step: step for step in wanted}
    edits: list[dict[str, Any]] = [
        {"action": "delete", "sequence_id": ids[number]} for number in old if number not in new
    ]
    for number, step in new.items():
        if number not in old:
            edits.append({"action": "add", **_step(step)})
        elif step != old[number]:
            edit: dict[str, Any] = {"action": "edit", "sequence_id": ids[number]}
            for name, field in _EDITED:
                if getattr(step, name) != getattr(old[number], name):
                    edit[field] = getattr(step, name)
            if step.variants != old[number].variants:
                edit["variants"] = _variants(step)
            edits.append(edit)
    return edits
