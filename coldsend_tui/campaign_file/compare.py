"""Two states of a campaign compared: which fields differ, from what to what; bodies line by line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

from coldsend_tui.campaign_file.content import CampaignFile, FollowUp, MailVariant
from coldsend_tui.campaign_file.settings import NONE, SETTINGS, days_text, moment_text

R = TypeVar("R", MailVariant, FollowUp)

_NOT_TOLD: Final = "–"
_AROUND: Final = 1
"""Unchanged lines shown around a changed one."""
_LONG: Final = 120
"""Longer lines (in characters) are cut down to where they differ, with so many characters beside it:"""
_BESIDE: Final = 40
_MANY_LINES: Final = 1_000


class Change(NamedTuple):
    """One field: `before` or `after` is None where it does not exist. `long` texts are compared line by line."""

    field: str
    before: str | None
    after: str | None
    long: bool = False


class DiffLine(NamedTuple):
    """A line of a readable difference; `sign` is "+" for new, "-" for old, "" for what stands around. Not yet safe to draw."""

    sign: str
    text: str


def compare(before: CampaignFile, after: CampaignFile) -> tuple[Change, ...]:
    """The fields that differ, in the order of the file. Inboxes are compared as a set, the id not at all."""
    old, new = facts(before), facts(after)
    fields = [*old, *(field for field in new if field not in old)]
    return tuple(
        Change(field, old.get(field), new.get(field), field.endswith(" body"))
        for field in fields
        if old.get(field) != new.get(field)
    )


def facts(file: CampaignFile) -> Mapping[str, str]:
    """Everything `file` says, one text per field: `variant A subject`, `step 2 wait_days` …"""
    found = {setting.key: _setting_text(setting.key, getattr(file, setting.key)) for setting in SETTINGS}
    found["inboxes"] = ", ".join(sorted(file.inboxes, key=str.lower)) or NONE
    found.update(_mail("", file.variants))
    for step in file.follow_ups:
        found.update(_step(step))
    return found


def _setting_text(key: str, value: object) -> str:
    if value is None:
        return NONE if key in ("start_date", "daily_limit_per_inbox") else _NOT_TOLD
    if isinstance(value, bool):
        return "on" if value else "off"
    if key == "sending_days":
        return days_text(value)  # type: ignore[arg-type]
    if key == "start_date":
        return moment_text(value)  # type: ignore[arg-type]
    return str(value)


def _mail(where: str, variants: tuple[MailVariant, ...]) -> Iterator[tuple[str, str]]:
    for variant in variants:
        name = f"{where}variant {variant.name}"
        yield f"{name} share", f"{variant.share} %"
        yield f"{name} label", variant.label or NONE
        yield f"{name} content_type", variant.content_type or _NOT_TOLD
        yield f"{name} subject", variant.subject
        yield f"{name} body", variant.body


def _step(step: FollowUp) -> Iterator[tuple[str, str]]:
    name = f"step {step.step}"
    yield f"{name} trigger", step.trigger
    yield f"{name} wait_days", str(step.wait_days)
    inherits = step.unsubscribe is None
    yield f"{name} unsubscribe", "inherit" if inherits else "on" if step.unsubscribe else "off"
    yield from _mail(f"{name} ", step.variants)


def diff_lines(changes: tuple[Change, ...]) -> Iterator[DiffLine]:
    """`changes` for people: `field: before → after`; a body as its changed lines; a new or gone part field by field."""
    for change in changes:
        if change.long:
            yield DiffLine("", f"{change.field}:")
            yield from _body_lines(change.before, change.after)
        elif not change.before and (change.before is None or change.field == "name"):
            if change.after not in (NONE, _NOT_TOLD):
                yield DiffLine("+", f"{change.field}: {change.after}")
        elif change.after is None:
            if change.before not in (NONE, _NOT_TOLD):
                yield DiffLine("-", f"{change.field}: {change.before}")
        else:
            yield DiffLine("", f"{change.field}: {change.before or '(empty)'} → {change.after or '(empty)'}")


def _body_lines(before: str | None, after: str | None) -> Iterator[DiffLine]:
    old = [] if before is None else before.split("\n")
    new = [] if after is None else after.split("\n")
    # A hundred thousand characters may be fifty thousand lines: there a coarser comparison that takes no seconds.
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > _MANY_LINES)
    for group in matcher.get_grouped_opcodes(_AROUND):
        for kind, old_from, old_to, new_from, new_to in group:
            gone, come = old[old_from:old_to], new[new_from:new_to]
            if kind == "equal":
                yield from (DiffLine("", _indented(_cut(line))) for line in gone)
                continue
            if len(gone) == len(come):
                pairs = [_excerpts(*pair) for pair in zip(gone, come, strict=True)]
                gone, come = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
            yield from (DiffLine("-", _indented(line)) for line in gone)
            yield from (DiffLine("+", _indented(line)) for line in come)


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """Two long lines (HTML mails often are one) cut down to where they differ."""
    if max(len(old), len(new)) <= _LONG:
        return old, new
    head = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - head
    tail = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    start = max(0, head - _BESIDE)
    end = max(0, tail - _BESIDE)
    before, after = "…" if start else "", "…" if end else ""
    return before + old[start : len(old) - end] + after, before + new[start : len(new) - end] + after


def _cut(line: str) -> str:
    return line if len(line) <= _LONG else line[:_LONG] + "…"


def _indented(line: str) -> str:
    return f"    {_visible_end(line)}"


def _visible_end(line: str) -> str:
    """Blanks and carriage returns at the end of a line, which a diff would hide, as marks."""
    kept = line.rstrip(" \t\r")
    return kept + line[len(kept) :].replace(" ", "·").replace("\t", "→").replace("\r", "␍")


def rebased(base: CampaignFile, wanted: CampaignFile, now: CampaignFile) -> CampaignFile:
    """What was `wanted` when the server had `base`, for a server that has `now` meanwhile.

    A setting or mail that the writer left as it was is taken from `now`. What both changed stays as the writer wants it:
    the difference to `now` will show it.
    """
    values = {}
    for name in CampaignFile.__slots__:
        mine, theirs, old = (getattr(file, name) for file in (wanted, now, base))
        values[name] = theirs if mine == old else mine
    if wanted.variants != base.variants:
        values["variants"] = _merged(base.variants, wanted.variants, now.variants, "name")
    if wanted.follow_ups != base.follow_ups:
        values["follow_ups"] = _merged(base.follow_ups, wanted.follow_ups, now.follow_ups, "step")
    return CampaignFile(**values)


def _merged(base: Sequence[R], wanted: Sequence[R], now: Sequence[R], key: str) -> tuple[R, ...]:
    """Rows by their key, each as in `rebased`."""
    olds: dict[str | int, R] = {getattr(row, key): row for row in base}
    mines: dict[str | int, R] = {getattr(row, key): row for row in wanted}
    theirs: dict[str | int, R] = {getattr(row, key): row for row in now}
    chosen = (
        theirs.get(name) if mines.get(name) == olds.get(name) else mines.get(name)
        for name in sorted({*olds, *mines, *theirs})
    )
    return tuple(row for row in chosen if row is not None)
