"""Content for a chosen lead: next lead, next mail, other words, source."""

from __future__ import annotations

from typing import Any

from coldsend_tui.details import CampaignSettings, LeadSample
from coldsend_tui.live import feeds
from coldsend_tui.ops import experiment
from coldsend_tui.ops.experiment import Arm, Verdict
from coldsend_tui.ops.forecast import forecast
from coldsend_tui.ops.schedule import Window
from coldsend_tui.tui.lines import BLANK, Line, wrap
from coldsend_tui.tui.screens.campaign.content import view
from coldsend_tui.tui.screens.campaign.tab import SheetTab
from coldsend_tui.workspace import Campaign

_OWN_RATE_FROM = 300
_RATES = (0.01, 0.20)
"""A campaign's own reply rate is the baseline from this many leads on, within reason."""
_WEEK = 7


class ContentTab(SheetTab):
    """The mails, rendered."""

    def __init__(self, campaign_screen: Any) -> None:
        super().__init__(campaign_screen)
        self.lead, self.mail, self.seed, self.source = 0, 0, 1, False
        self._verdict: tuple[object, Verdict, float] | None = None
        self._page: tuple[object, list[Line]] | None = None

    def feeds(self) -> tuple[str, ...]:
        """One page of leads."""
        return (feeds.sample(self.of.campaign_id),)

    def heading(self) -> str:
        return "Content · source" if self.source else "Content"

    @property
    def sample(self) -> LeadSample | None:
        """The page of leads that was read."""
        return self.state.store.lead_sample(self.of.campaign_id)

    def lines(self, columns: int, rows: int) -> list[Line]:
        campaign, settings = self.campaign, self.settings
        if campaign is None or settings is None or settings.variants is None:
            return wrap(self.state.unread("the mails", feeds.campaign(self.of.campaign_id)), columns, "muted")
        mails = view.chain(settings)
        at = min(self.mail, len(mails) - 1)
        verdict, told = None, BLANK
        if len(settings.variants) > 1:
            verdict, baseline = self._judged(campaign, settings)
            told = view.reached(verdict, baseline, experiment.LIFT)
        reading = self._reading(campaign, settings)
        key = (
            settings,
            at,
            reading._replace(sent_at=reading.sent_at.replace(second=0, microsecond=0)),
            verdict,
            columns,
        )
        if self._page is None or self._page[0] != key:
            # Bodies may have 100,000 characters [docs]: they are broken into lines only when something about them changed.
            self._page = key, view.page(mails, at, reading, verdict, told, columns)
        return self._page[1]

    def _reading(self, campaign: Campaign, settings: CampaignSettings) -> view.Reading:
        sample = self.sample
        leads = sample.leads if sample else ()
        number = self.lead % len(leads) if leads else 0
        moment = self.state.next_send(campaign).at or self.now
        window = Window.of(settings)
        local = moment.astimezone(window.zone) if window else moment
        unread = self.state.unread("leads", feeds.sample(campaign.id))
        return view.Reading(leads[number] if leads else None, number, sample, local, self.seed, self.source, unread)

    def _judged(self, campaign: Campaign, settings: CampaignSettings) -> tuple[Verdict, float]:
        """The verdict with its baseline. Leads per variant are told by its share: the API counts none."""
        today = self.now.date()
        key = (campaign._replace(seen_at=self.now.replace(hour=0, minute=0, second=0, microsecond=0)), settings, today)
        if self._verdict is not None and self._verdict[0] == key:
            return self._verdict[1], self._verdict[2]
        shares = [variant.share / 100 for variant in settings.variants or ()]
        arms = [
            Arm(variant.name, round(campaign.sent * share), None)
            for variant, share in zip(settings.variants or (), shares, strict=True)
        ]
        baseline = experiment.BASELINE
        if campaign.sent >= _OWN_RATE_FROM:
            baseline = min(max(campaign.replied / campaign.sent, _RATES[0]), _RATES[1])
        window = Window.of(settings)
        per_day = forecast(campaign, settings, self.state.workspace, self.now).per_day
        least = min(shares, default=0.0)
        calendar = len(window.days) / _WEEK if window else 1.0
        ran = (self.now - campaign.launched_at).total_seconds() / 86_400 if campaign.launched_at else 0.0
        verdict = experiment.judge(
            arms,
            days=ran,
            per_arm_and_day=per_day * least * calendar if per_day else None,
            leads_per_arm=campaign.total_leads * least,
            baseline=baseline,
        )
        self._verdict = key, verdict, baseline
        return verdict, baseline

    # -- commands -----------------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        if command in ("next_lead", "previous_lead"):
            sample = self.sample
            if sample is None:
                return "no page of leads has been read yet"
            return "" if sample.leads else "the campaign has no leads"
        return ""

    def _turn(self, by: int) -> None:
        self.lead += by
        self.draw()

    def do_next_lead(self) -> None:
        self._turn(1)

    def do_previous_lead(self) -> None:
        self._turn(-1)

    def _leaf(self, by: int) -> None:
        settings = self.settings
        if settings is not None:
            self.mail = min(max(0, self.mail + by), len(view.chain(settings)) - 1)
            self.edge(-1)
            self.draw()

    def do_next_mail(self) -> None:
        self._leaf(1)

    def do_previous_mail(self) -> None:
        self._leaf(-1)

    def do_reroll(self) -> None:
        self.seed += 1
        self.draw()

    def do_raw(self) -> None:
        self.source = not self.source
        self.draw()
