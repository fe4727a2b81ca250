"""The mails of a campaign file checked: variants and follow-ups (behaviour.md §8-9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from coldsend_tui.api import limits
from coldsend_tui.campaign_file.content import FollowUp, MailVariant
from coldsend_tui.campaign_file.faults import nearest
from coldsend_tui.campaign_file.places import Path
from coldsend_tui.campaign_file.settings import flag, one_of, shown, text_between, whole_between
from coldsend_tui.campaign_file.toml_text import read_body
from coldsend_tui.campaign_file.write import CONTENT_TYPES, INHERIT, TRIGGERS

Refuse = Callable[[Path, str], None]
Check = Callable[[object], Any]

_MOST_VARIANTS = limits.VARIANTS_PER_MAIL[1]
_MOST_STEPS: Final = limits.SEQUENCE_STEP_NUMBERS[1] - limits.SEQUENCE_STEP_NUMBERS[0] + 1
_REQUIRED: Final = object()


def _name(value: object) -> str:
    if not isinstance(value, str) or not (value.isascii() and value.isalpha()):
        raise ValueError(f"must be letters only such as A, not {shown(value)}")
    return value.upper()


def _body(value: object) -> str:
    return text_between(*limits.BODY_LENGTH)(read_body(value) if isinstance(value, str) else value)


def _unsubscribe(value: object) -> bool | None:
    if value == INHERIT:
        return None
    try:
        return flag(value)
    except ValueError:
        raise ValueError(f'must be true, false or "{INHERIT}", not {shown(value)}') from None


_VARIANT: Final[Mapping[str, tuple[Check, object]]] = {
    "name": (_name, "A"),
    "share": (whole_between(0, limits.VARIANT_SHARE_TOTAL), limits.VARIANT_SHARE_TOTAL),
    "label": (text_between(0, limits.VARIANT_LABEL_LENGTH_MAX), None),
    "content_type": (one_of(*CONTENT_TYPES), None),
    "subject": (text_between(*limits.SUBJECT_LENGTH), _REQUIRED),
    "body": (_body, _REQUIRED),
}
_LATER_VARIANT: Final = {**_VARIANT, "subject": (text_between(0, limits.SUBJECT_LENGTH[1]), "")}
_FOLLOW_UP: Final[Mapping[str, tuple[Check, object]]] = {
    "step": (whole_between(*limits.SEQUENCE_STEP_NUMBERS), _REQUIRED),
    "trigger": (one_of(*TRIGGERS), _REQUIRED),
    "wait_days": (whole_between(*limits.WAIT_DAYS), _REQUIRED),
    "unsubscribe": (_unsubscribe, None),
}


def check_variants(
    value: object, path: Path, refuse: Refuse, kept: Sequence[MailVariant], *, later: bool = False
) -> tuple[MailVariant, ...]:
    """The variants of one mail; `later` for a follow-up, whose subject may be left out. `kept` are those of the server.

    A mail that stands as the server has it is not judged.
    """
    rows = _tables(value, path, refuse)
    found: list[MailVariant] = []
    faults: list[tuple[Path, str]] = []
    by_name = {variant.name: variant for variant in kept}
    for at, row in enumerate(rows):
        known, old = _LATER_VARIANT if later else _VARIANT, by_name.get(str(row.get("name", "A")))
        values = _fields(row, known, (*path, at), lambda where, message: faults.append((where, message)), old)
        found.append(MailVariant(**values))
    variants = tuple(sorted(found, key=lambda variant: variant.name))
    if _as_kept(rows, kept):
        return tuple(kept)
    if rows or later:
        judge_shares = not any(where[-1] == "share" for where, _ in faults)
        faults += [(path, message) for message in _together(variants, later, judge_shares)]
    for where_path, message in faults:
        refuse(where_path, message)
    return variants


def _as_kept(rows: Sequence[Mapping[str, Any]], kept: Sequence[MailVariant]) -> bool:
    if len(rows) != len(kept):
        return False
    by_name = {variant.name: variant for variant in kept}
    for row in rows:
        old = by_name.get(row.get("name", "A"))
        if old is None:
            return False
        body = row.get("body")
        said = {
            "share": row.get("share", limits.VARIANT_SHARE_TOTAL),
            "label": row.get("label"),
            "content_type": row.get("content_type"),
            "subject": row.get("subject", ""),
            "body": read_body(body) if isinstance(body, str) else body,
        }
        if set(row) - {"name", *said} or any(getattr(old, key) != item for key, item in said.items()):
            return False
    return len({row.get("name", "A") for row in rows}) == len(rows)


def _together(variants: Sequence[MailVariant], later: bool, judge_shares: bool) -> list[str]:
    wrong = []
    names = [variant.name for variant in variants]
    if not variants and later:
        wrong.append("a follow-up needs at least one variant")
    if len(variants) > _MOST_VARIANTS:
        wrong.append(f"at most {_MOST_VARIANTS} variants of a mail, there are {len(variants)}")
    for name in sorted({name for name in names if names.count(name) > 1}):
        wrong.append(f"there are two variants {name}; their names must differ")
    total = sum(variant.share for variant in variants)
    if judge_shares and variants and total != limits.VARIANT_SHARE_TOTAL:
        parts = " + ".join(str(variant.share) for variant in variants)
        wrong.append(f"shares must add up to exactly {limits.VARIANT_SHARE_TOTAL}: {parts} = {total}")
    return wrong


def check_follow_ups(value: object, path: Path, refuse: Refuse, kept: Sequence[FollowUp]) -> tuple[FollowUp, ...]:
    """The follow-ups, in the order of their steps as they stand in the file."""
    rows = _tables(value, path, refuse)
    before = {step.step: step for step in kept}
    found: list[FollowUp] = []
    for at, row in enumerate(rows):
        here = (*path, at)
        old = before.get(row.get("step", 0))
        fields = _fields({key: item for key, item in row.items() if key != "variants"}, _FOLLOW_UP, here, refuse, old)
        variants = check_variants(
            row.get("variants", []), (*here, "variants"), refuse, old.variants if old else (), later=True
        )
        found.append(FollowUp(**fields, variants=variants))
    numbers = [step.step for step in found]
    for number in sorted({number for number in numbers if number and numbers.count(number) > 1}):
        refuse((*path, len(numbers) - 1 - numbers[::-1].index(number)), f"there are two steps {number}")
    if len(found) > _MOST_STEPS:
        refuse(path, f"at most {_MOST_STEPS} follow-ups, there are {len(found)}")
    return tuple(sorted(found, key=lambda step: step.step))


def _tables(value: object, path: Path, refuse: Refuse) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        refuse(path, f"must be tables; write [[{'.'.join(part for part in path if isinstance(part, str))}]] for each")
        return []
    return value


def _fields(
    row: Mapping[str, Any],
    known: Mapping[str, tuple[Check, object]],
    path: Path,
    refuse: Refuse,
    kept: FollowUp | MailVariant | None = None,
) -> dict[str, Any]:
    keys = (*known, "variants") if known is _FOLLOW_UP else tuple(known)
    for key in row:
        if key not in keys:
            refuse((*path, key), f"there is no such key.{nearest(key, keys)}")
    values: dict[str, Any] = {}
    for key, (check, default) in known.items():
        if key not in row:
            if default is _REQUIRED:
                refuse(path, f"{key} is missing")
            values[key] = _STAND_INS.get(key, "") if default is _REQUIRED else default
            continue
        said = read_body(row[key]) if key == "body" and isinstance(row[key], str) else row[key]
        if kept is not None and getattr(kept, key) == said and type(said) is not bool:
            # What the server has is not judged: it may know more than we do.
            values[key] = said
            continue
        try:
            values[key] = check(row[key])
        except ValueError as error:
            refuse((*path, key), str(error))
            values[key] = _STAND_INS.get(key, "")
    return values


_STAND_INS: Final = {"step": 0, "wait_days": 0, "share": 0, "unsubscribe": None, "label": None, "content_type": None}
"""What a faulty field counts as until it is mended."""
