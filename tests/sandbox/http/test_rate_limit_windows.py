"""100 calls a minute and 1,000 an hour, in fixed windows."""

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.sandbox.rules.rate_limit import PER_HOUR, PER_MINUTE, RateLimiter, Unlimited

HOUR_START = 1_800_000_000.0  # a full hour


class Hand:
    """A clock moved by hand."""

    def __init__(self, unix: float) -> None:
        self.unix = unix

    def __call__(self) -> float:
        return self.unix


def test_the_hundred_and_first_call_of_a_minute_waits_for_the_next() -> None:
    clock = Hand(HOUR_START + 30)
    limiter = RateLimiter(clock)
    verdicts = [limiter.take("a") for _ in range(PER_MINUTE + 1)]
    assert [verdict.remaining for verdict in verdicts[:3]] == [99, 98, 97]
    assert all(verdict.allowed for verdict in verdicts[:-1])
    assert not verdicts[-1].allowed
    assert verdicts[-1].remaining == 0
    assert verdicts[-1].reset == HOUR_START + 60
    assert limiter.take("b").allowed
    clock.unix = verdicts[-1].reset
    assert limiter.take("a").remaining == 99


def test_an_exhausted_hour_tells_when_it_ends() -> None:
    clock = Hand(HOUR_START)
    limiter = RateLimiter(clock)
    for call in range(PER_HOUR):
        clock.unix = HOUR_START + call * 3
        assert limiter.take("a").allowed
    refused = limiter.take("a")
    assert not refused.allowed
    assert refused.reset == HOUR_START + 3600
    assert refused.wait == refused.reset - clock.unix
    clock.unix = refused.reset
    assert limiter.take("a").allowed


@given(st.lists(st.floats(0, 120), max_size=400))
def test_no_window_lets_more_through_than_its_limit(gaps: list[float]) -> None:
    clock = Hand(HOUR_START)
    limiter = RateLimiter(clock, per_minute=5, per_hour=20)
    minutes: dict[int, int] = {}
    hours: dict[int, int] = {}
    for gap in gaps:
        clock.unix += gap
        verdict = limiter.take("a")
        assert 0 <= verdict.remaining < 5
        assert verdict.reset > clock.unix
        if verdict.allowed:
            minutes[int(clock.unix // 60)] = minutes.get(int(clock.unix // 60), 0) + 1
            hours[int(clock.unix // 3600)] = hours.get(int(clock.unix // 3600), 0) + 1
    assert max(minutes.values(), default=0) <= 5
    assert max(hours.values(), default=0) <= 20


def test_without_a_limit_the_headers_stay() -> None:
    limiter = Unlimited(Hand(HOUR_START))
    for _ in range(300):
        verdict = limiter.take("a")
    assert verdict.allowed
    assert verdict.headers[0] == (b"x-ratelimit-limit", b"100")
