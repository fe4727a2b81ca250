"""Campaign settings, quotas and domain setups as JSON text, and a mapping that decodes settings only when they are asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ..details import (
    AssignedInbox,
    CampaignSettings,
    DnsRecord,
    DomainRedirect,
    DomainSetup,
    InboxQuota,
    SequenceStep,
    Variant,
)
from .times import maybe_micros, maybe_moment

_OWN_COLUMNS = {"id", "missing_requirements", "seen_at"}
_SETTING_NAMES = tuple(name for name in CampaignSettings._fields if name not in _OWN_COLUMNS)


def settings_text(settings: CampaignSettings) -> str:
    """The settings as canonical JSON: equal settings give equal text. Identity, time and refusals have columns of their own."""
    body: dict[str, Any] = {name: getattr(settings, name) for name in _SETTING_NAMES}
    body["start_date"] = maybe_micros(settings.start_date)
    return _canonical({name: value for name, value in body.items() if value is not None})


def settings_from(campaign_id: str, body: str | None, missing: str | None, seen_at: int | None) -> CampaignSettings:
    """The settings of one row of `campaign_settings`."""
    known: dict[str, Any] = json.loads(body) if body else {}
    inboxes, variants, steps = known.get("inboxes"), known.get("variants"), known.get("steps")
    return CampaignSettings(
        id=campaign_id,
        timezone=known.get("timezone"),
        sending_days=tuple(known.get("sending_days", ())),
        window_start=_pair(known.get("window_start")),
        window_end=_pair(known.get("window_end")),
        start_date=maybe_moment(known.get("start_date")),
        daily_limit_per_inbox=known.get("daily_limit_per_inbox"),
        tracking=known.get("tracking"),
        click_tracking=known.get("click_tracking"),
        unsubscribe=known.get("unsubscribe"),
        ramp_up=known.get("ramp_up"),
        ramp_up_increment=known.get("ramp_up_increment"),
        ramp_up_max=known.get("ramp_up_max"),
        inboxes=None if inboxes is None else tuple(AssignedInbox(*inbox) for inbox in inboxes),
        variants=None if variants is None else tuple(Variant(*variant) for variant in variants),
        steps=None if steps is None else tuple(_step(step) for step in steps),
        missing_requirements=None if missing is None else tuple(json.loads(missing)),
        seen_at=maybe_moment(seen_at),
    )


def quotas_text(quotas: Sequence[InboxQuota]) -> str:
    """The quotas of one campaign as JSON."""
    return _canonical(quotas)


def quotas_from(body: str) -> tuple[InboxQuota, ...]:
    """The other way round."""
    return tuple(InboxQuota(*quota) for quota in json.loads(body))


def setup_text(setup: DomainSetup) -> str:
    """A domain's setup as JSON, without its time. The redirect stands last, and only where it was read."""
    redirect = () if setup.redirect is None else (setup.redirect,)
    return _canonical([setup.nameservers, setup.records, setup.progress, setup.stage, setup.message, *redirect])


def setup_from(domain_id: str, body: str, seen_at: int) -> DomainSetup:
    """The other way round."""
    nameservers, records, progress, stage, message, *redirect = json.loads(body)
    return DomainSetup(
        id=domain_id,
        nameservers=tuple(nameservers),
        records=tuple(DnsRecord(*record) for record in records),
        progress=progress,
        stage=stage,
        message=message,
        seen_at=maybe_moment(seen_at),
        redirect=DomainRedirect(*redirect[0]) if redirect else None,
    )


class SettingsOnDemand(Mapping[str, CampaignSettings]):
    """Settings of all campaigns whose detail was read. Ten thousand of them cost nothing until they are looked at."""

    def __init__(self, campaign_ids: frozenset[str], load: Callable[[str], CampaignSettings | None]) -> None:
        self._ids = campaign_ids
        self._load = load

    def __getitem__(self, campaign_id: str) -> CampaignSettings:
        settings = self._load(campaign_id) if campaign_id in self._ids else None
        if settings is None:
            raise KeyError(campaign_id)
        return settings

    def __contains__(self, campaign_id: object) -> bool:
        return campaign_id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return maybe_micros(value)
    raise TypeError(f"{type(value).__name__} does not belong into the cache")


def _pair(value: Sequence[int] | None) -> tuple[int, int] | None:
    return None if value is None else (value[0], value[1])


def _step(step: Sequence[Any]) -> SequenceStep:
    number, trigger, wait_days, variants = step
    return SequenceStep(number, trigger, wait_days, tuple(Variant(*variant) for variant in variants))
