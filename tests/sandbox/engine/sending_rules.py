"""The rules of sending, judged mail by mail as they leave, by the settings of the moment: kept apart from how the engine does it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from coldsend_tui.sandbox.world import World

SHORTEST_GAP, DOMAIN_HOUR, RAMP_DAYS = 180, 100, 7


class Judge:
    """Looks at every mail once, right after the time in which it left. It remembers what deleted campaigns sent."""

    def __init__(self) -> None:
        self._seen = 0
        self._last: dict[int, int] = {}
        self._by_inbox: Counter[tuple[int, int]] = Counter()
        self._by_campaign: Counter[tuple[int, int, int]] = Counter()
        self._by_hour: Counter[tuple[int, int]] = Counter()
        self._silent: dict[int, int] = {}
        self.mails = 0

    def look(self, world: World) -> None:
        """Judge the mails since the last look. Settings must not have changed in between."""
        self._hear(world)
        mails = world.db.execute(
            "SELECT m.*, c.timezone, c.sending_days, c.sending_window_start * 60 + c.sending_window_start_minute AS opens, "
            "c.sending_window_end * 60 + c.sending_window_end_minute AS closes, c.start_date, c.launched_at, c.daily_limit_per_inbox, "
            "c.ramp_up_enabled, c.ramp_up_increment, c.ramp_up_max_limit, i.daily_limit, i.domain_id, l.contact_id "
            "FROM mail m JOIN campaign c ON c.id = m.campaign_id JOIN inbox i ON i.id = m.inbox_id JOIN lead l ON l.id = m.lead_id "
            "WHERE m.id > ? ORDER BY m.sent_at, m.id",
            (self._seen,),
        ).fetchall()
        for mail in mails:
            self._seen = max(self._seen, mail["id"])
            self.mails += 1
            at, inbox, day = mail["sent_at"], mail["inbox_id"], mail["sent_at"] // 86400
            local = datetime.fromtimestamp(at, ZoneInfo(mail["timezone"]))
            assert str(local.isoweekday()) in mail["sending_days"]
            assert mail["opens"] <= local.hour * 60 + local.minute < mail["closes"]
            assert at >= (mail["start_date"] or 0)
            assert at - self._last.get(inbox, 0) >= SHORTEST_GAP
            self._last[inbox] = at
            assert self._silent.get(mail["contact_id"], at) >= at, "written to after an unsubscribe or a hard bounce"
            assert self._silent.get(-mail["lead_id"], at) >= at or mail["node_id"], "a MAIN mail after a reply"
            if mail["rejected"]:
                continue
            self._by_inbox[inbox, day] += 1
            assert self._by_inbox[inbox, day] <= mail["daily_limit"]
            self._by_campaign[mail["campaign_id"], inbox, day] += 1
            cap = mail["daily_limit_per_inbox"]
            if mail["ramp_up_enabled"]:
                weeks = (day - mail["launched_at"] // 86400) // RAMP_DAYS
                cap = min(
                    (cap or mail["daily_limit"]) + mail["ramp_up_increment"] * weeks,
                    max(mail["ramp_up_max_limit"], cap or 0),
                )
            assert cap is None or self._by_campaign[mail["campaign_id"], inbox, day] <= cap
            if mail["domain_id"]:
                self._by_hour[mail["domain_id"], at // 3600] += 1
                assert self._by_hour[mail["domain_id"], at // 3600] <= DOMAIN_HOUR

    def _hear(self, world: World) -> None:
        """Who must not be written to from when on: people after a no or a dead address, leads after an answer (as minus the lead)."""
        heard = world.db.execute(
            "SELECT e.kind, e.at, e.detail, e.lead_id, l.contact_id FROM event e JOIN lead l ON l.id = e.lead_id "
            "WHERE e.kind IN ('unsubscribed', 'bounced', 'replied')"
        )
        for event in heard:
            key = (
                -event["lead_id"]
                if event["kind"] == "replied" or event["detail"] not in (None, "5.1.1")
                else event["contact_id"]
            )
            self._silent[key] = min(event["at"], self._silent.get(key, event["at"]))
