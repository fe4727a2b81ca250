"""A campaign file read and checked, before anything is sent: every fault with its line, all at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coldsend_tui.campaign_file import state_rules
from coldsend_tui.campaign_file.content import CampaignFile, FollowUp
from coldsend_tui.campaign_file.faults import Fault, Refused, located, nearest
from coldsend_tui.campaign_file.mail import check_follow_ups, check_variants
from coldsend_tui.campaign_file.places import Path, places
from coldsend_tui.campaign_file.settings import BY_KEY, NONE, shown

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
KEYS: Final = ("id", *BY_KEY, "inboxes", "variants", "follow_ups")


class Reading(NamedTuple):
    """`file` is set exactly when there is no fault."""

    file: CampaignFile | None
    faults: tuple[Fault, ...]


class Identity(NamedTuple):
    """Which campaign a file is about; "" where it does not say."""

    id: str
    name: str


def parse(text: str) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """The TOML of `text`, or where it is none."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff")), ()
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        said = _AT_LINE.sub("", str(error)).strip()
        return {}, (Fault(line, "", f"this is not valid TOML: {said}"),)
    except RecursionError:
        return {}, (Fault(1, "", "this is nested too deeply"),)


def identify(text: str) -> Identity:
    """The id and the name in `text`, as far as they can be read."""
    table, _ = parse(text)
    id, name = table.get("id"), table.get("name")
    return Identity(id if isinstance(id, str) else "", name if isinstance(name, str) else "")


def read(
    text: str,
    base: CampaignFile,
    *,
    status: str = "",
    whole: bool = False,
    inboxes: Collection[str] | None = None,
) -> Reading:
    """The campaign that `text` asks for. A key that is left out keeps what `base` has.

    A value equal to the one of `base` is never a fault, even one that the limits would refuse: it is not sent.
    `status` is the campaign's state: what cannot be changed in it is a fault too.
    `inboxes` are the addresses that exist (None: not checked). `whole` says that the text began as the whole of `base`, so
    that mails that are missing now were deleted by hand: that must be said by `follow_ups = []`.
    """
    table, faults = parse(text)
    if faults:
        return Reading(None, faults)
    reader = _Reader(table, base, whole, inboxes)
    file = reader.run()
    refused = reader.refused or list(state_rules.refusals(status, base, file))
    if refused:
        return Reading(None, located(refused, places(text.removeprefix("\ufeff"))))
    return Reading(file, ())


class _Reader:
    def __init__(
        self, table: Mapping[str, Any], base: CampaignFile, whole: bool, inboxes: Collection[str] | None
    ) -> None:
        self.refused: list[Refused] = []
        self._table = table
        self._base = base
        self._whole = whole
        self._inboxes = inboxes

    def run(self) -> CampaignFile:
        for key in self._table:
            if key not in KEYS:
                self._refuse((key,), f"there is no such key.{nearest(key, KEYS)}")
        self._id()
        values = {key: self._setting(key) for key in BY_KEY}
        start = values["start_date"]
        if isinstance(start, datetime) and start.tzinfo is None:
            values["start_date"] = self._in_zone(start, values["timezone"])
        return CampaignFile(
            id=self._base.id,
            inboxes=self._addresses(),
            variants=self._mails("variants", check_variants, self._base.variants),
            follow_ups=self._follow_ups(),
            **values,
        )

    def _refuse(self, path: Path, message: str) -> None:
        self.refused.append(Refused(path, message))

    def _id(self) -> None:
        if "id" in self._table and self._table["id"] != self._base.id:
            said = f'it says which campaign this is ("{self._base.id}")' if self._base.id else "a new campaign has none"
            self._refuse(("id",), f"must not be changed: {said}")

    def _setting(self, key: str) -> Any:
        kept = getattr(self._base, key)
        if key not in self._table:
            if key == "name" and not kept:
                self._refuse((key,), "a new campaign needs a name")
            return kept
        value, setting = self._table[key], BY_KEY[key]
        if kept is not None and _same(value, setting.write(kept)):
            return kept
        if value == NONE and (setting.none or kept is None):
            return None
        try:
            return setting.check(value)
        except ValueError as error:
            self._refuse((key,), str(error))
            return kept

    def _in_zone(self, moment: datetime, zone: object) -> datetime | None:
        try:
            return moment.replace(tzinfo=ZoneInfo(str(zone))).astimezone(UTC)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return self._base.start_date  # the zone itself has been refused

    def _addresses(self) -> tuple[str, ...]:
        if "inboxes" not in self._table:
            return self._base.inboxes
        value = self._table["inboxes"]
        if not isinstance(value, list):
            self._refuse(("inboxes",), f"must be a list of addresses, not {shown(value)}")
            return self._base.inboxes
        known = {address.lower(): address for address in (*(self._inboxes or ()), *self._base.inboxes)}
        found: list[str] = []
        for item in value:
            if not isinstance(item, str):
                self._refuse(("inboxes",), f"must be a list of addresses, not of {shown(item)}")
            elif self._inboxes is not None and item.lower() not in known:
                self._refuse(("inboxes",), f"there is no sender account {shown(item)}.{nearest(item, known.values())}")
            elif (address := known.get(item.lower(), item)) in found:
                self._refuse(("inboxes",), f"names {shown(item)} twice")
            else:
                found.append(address)
        return tuple(found)

    def _mails(self, key: str, check: Callable[..., Any], kept: Any) -> Any:
        if key not in self._table:
            if self._whole and kept:
                self._refuse((key,), f"is gone; write {key} = [] to remove all, or put it back")
            return kept
        return check(self._table[key], (key,), self._refuse, kept)

    def _follow_ups(self) -> tuple[FollowUp, ...]:
        steps: tuple[FollowUp, ...] = self._mails("follow_ups", check_follow_ups, self._base.follow_ups)
        return steps


def _same(value: object, written: str) -> bool:
    """Whether `value` is what was written, in type too: true is not 1."""
    before = tomllib.loads(f"x = {written}")["x"]
    return bool(value == before) and type(value) is type(before)
