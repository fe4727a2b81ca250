"""Do the draws look like the field? The sanity checks of field.md §6, on many mails of one kind."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.sandbox.engine import parameters as p
from coldsend_tui.sandbox.engine.chance import Chance, threshold
from coldsend_tui.sandbox.engine.day_shape import READING_DAY
from coldsend_tui.sandbox.engine.fate import Outcome, Temperament, bounce_code, decide

MONDAY = 1_789_344_000
MAILS = 30_000
OFFSET = -4 * 3600  # New York in September
CHANCE = Chance(5)


def outcomes(*, bad: float = 0.0, signed: bool = True, **kind: object) -> list[tuple[int, dict[int, int]]]:
    """(lead, kind of outcome -> seconds after the mail) of many first mails, spread over a Tuesday from 9 to 17 in New York."""
    settings = {
        "open_rate": 0.3,
        "reply_rate": 0.05,
        "step": 1,
        "tracked": True,
        "unsubscribe": True,
        "clicks": False,
        **kind,
    }
    temperament = Temperament(**settings)  # type: ignore[arg-type]
    made = []
    for lead in range(1, MAILS):
        sent_at = MONDAY + 86400 + 9 * 3600 - OFFSET + lead * 8 * 3600 // MAILS
        told = decide(
            temperament,
            CHANCE.draws(lead, 1),
            CHANCE.temper(lead),
            sent_at,
            offset=OFFSET,
            bad_address=threshold(bad),
            first=True,
            signed=signed,
        )
        made.append((lead, {outcome: at - sent_at for at, outcome in told}))
    return made


@pytest.fixture(scope="module")
def first_mails() -> list[dict[int, int]]:
    return [told for _, told in outcomes()]


def share_within(delays: list[int], hours: float) -> float:
    return sum(delay <= hours * 3600 for delay in delays) / len(delays)


def test_human_opens(first_mails: list[dict[int, int]]) -> None:
    delays = [told[Outcome.OPEN] for told in first_mails if Outcome.OPEN in told]
    assert 0.285 <= len(delays) / MAILS <= 0.315
    assert 0.75 <= share_within(delays, 24) <= 0.92
    assert 0.47 <= share_within(delays, 3.7) <= 0.53
    assert 0.93 <= share_within(delays, 7 * 24) <= 0.97


def test_people_read_by_their_own_clock() -> None:
    by_hour = Counter(READING_DAY.later(second, 86400 + 7 * second) % 86400 // 3600 for second in range(0, 86400, 3))
    share = [by_hour[hour] / by_hour.total() * 24 for hour in range(24)]
    assert {9, 10} == set(sorted(range(24), key=share.__getitem__)[-2:])
    assert min(share[13], share[14]) > max(share[12], share[15])
    assert {2, 3} == set(sorted(range(24), key=share.__getitem__)[:2])
    assert max(share) / min(share) > 10


def test_a_mail_of_the_evening_is_opened_by_day() -> None:
    kind = Temperament(0.3, 0.05, 1, True, True, False)
    sent_at = MONDAY + 86400 + 18 * 3600 - OFFSET
    hours: Counter[int] = Counter()
    for lead in range(1, MAILS):
        told = decide(
            kind,
            CHANCE.draws(lead, 1),
            CHANCE.temper(lead),
            sent_at,
            offset=OFFSET,
            bad_address=0,
            first=True,
            signed=True,
        )
        hours.update((at + OFFSET) % 86400 // 3600 for at, outcome in told if outcome == Outcome.OPEN)
    assert min(hours[8], hours[9]) > 2 * hours[23] > 6 * hours[3]


@given(st.integers(0, 10 * p.DAY), st.integers(1, 30 * p.DAY), st.integers(0, p.DAY))
def test_waiting_longer_ends_later_and_a_day_of_attention_is_a_day(moment: int, delay: int, more: int) -> None:
    ends = READING_DAY.later(moment, delay)
    assert moment < ends <= READING_DAY.later(moment, delay + more)
    assert abs(READING_DAY.later(moment, delay + p.DAY) - ends - p.DAY) <= 1


def test_machine_opens_come_within_minutes(first_mails: list[dict[int, int]]) -> None:
    delays = [told[Outcome.MACHINE_OPEN] for told in first_mails if Outcome.MACHINE_OPEN in told]
    assert 0.15 <= len(delays) / MAILS <= 0.30
    assert max(delays) <= 600


def test_replies_of_the_first_step(first_mails: list[dict[int, int]]) -> None:
    delays = [told[Outcome.REPLY] for told in first_mails if Outcome.REPLY in told]
    assert 0.026 <= len(delays) / MAILS <= 0.036  # 60 % of 5 %, on a Tuesday
    assert 0.60 <= share_within(delays, 24) <= 0.80
    assert 0.85 <= share_within(delays, 72) <= 0.95
    assert all(told[Outcome.REPLY] > told[Outcome.OPEN] for told in first_mails if Outcome.REPLY in told)


def test_auto_replies_and_unsubscribes(first_mails: list[dict[int, int]]) -> None:
    kinds = Counter(kind for told in first_mails for kind in told)
    assert 0.15 <= kinds[Outcome.AUTO_REPLY] / kinds[Outcome.REPLY] <= 0.30
    assert 0.0028 <= kinds[Outcome.UNSUBSCRIBE] / MAILS <= 0.0048
    assert kinds[Outcome.BOUNCE] == 0


def test_a_bad_list_bounces_fast_and_mostly_for_unknown_users() -> None:
    told = outcomes(bad=0.2)
    bounced = [(lead, delays[Outcome.BOUNCE]) for lead, delays in told if Outcome.BOUNCE in delays]
    assert 0.19 <= len(bounced) / MAILS <= 0.21
    assert 0.88 <= share_within([delay for _, delay in bounced], 5 / 60) <= 0.92
    codes = Counter(
        bounce_code(CHANCE.draws(lead, 1), first=True, bad_address=threshold(0.2), signed=True) for lead, _ in bounced
    )
    assert 0.66 <= codes["5.1.1"] / len(bounced) <= 0.74


def test_mail_without_a_signature_is_refused_or_lands_in_spam() -> None:
    told = outcomes(signed=False)
    bounced = [lead for lead, delays in told if Outcome.BOUNCE in delays]
    assert 0.33 <= len(bounced) / MAILS <= 0.37
    assert {bounce_code(CHANCE.draws(lead, 1), first=True, bad_address=0, signed=False) for lead in bounced} == {
        "5.7.26"
    }
    opened = sum(Outcome.OPEN in delays for _, delays in told)
    assert opened / (MAILS - len(bounced)) < 0.16


def test_opens_are_told_only_where_they_are_tracked() -> None:
    assert not any(
        kind in (Outcome.OPEN, Outcome.MACHINE_OPEN, Outcome.CLICK)
        for _, told in outcomes(tracked=False)
        for kind in told
    )


def test_draws_are_even_and_belong_to_their_lead_and_step() -> None:
    draws = [CHANCE.draws(lead, step)[9] / 2**32 for lead in range(1, 3000) for step in (1, 2)]
    assert 0.48 <= sum(draws) / len(draws) <= 0.52
    assert CHANCE.draws(17, 2) == Chance(5).draws(17, 2) != Chance(6).draws(17, 2)
    assert len({CHANCE.lot(lead, 1) for lead in range(2000)}) == 2000
