"""Campaign files as hypothesis makes them: any names, any bodies, within the API's limits."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import available_timezones

from hypothesis import strategies as st

from coldsend_tui.campaign_file.content import CampaignFile, Clock, FollowUp, MailVariant, Window
from coldsend_tui.campaign_file.write import CONTENT_TYPES, TRIGGERS

ZONES = sorted(available_timezones())
NASTY = (
    "'''",
    '"""',
    "\\",
    "\r\n",
    "\r",
    "-- \n",
    " ",
    "\t",
    "\u0000",
    "\u200b",
    "\u202e",
    "👩\u200d🚀",
    "#",
    "[[x]]",
    "\x7f",
    "\u2028",
)
text = st.one_of(st.text(), st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=4)), max_size=12).map("".join))


def texts(least: int, most: int) -> st.SearchStrategy[str]:
    """Texts of so many characters, nasty ones among them."""
    return text.map(lambda made: (made + "x" * least)[:most])


@st.composite
def mails(draw: st.DrawFn, *, first: bool) -> tuple[MailVariant, ...]:
    """One to four variants whose shares make 100."""
    count = draw(st.integers(1, 4))
    shares = [draw(st.integers(0, 100 // count)) for _ in range(count - 1)]
    return tuple(
        MailVariant(
            name,
            share,
            draw(texts(1 if first else 0, 500)),
            draw(texts(10, 2_000)),
            draw(st.none() | texts(0, 100)),
            draw(st.none() | st.sampled_from(CONTENT_TYPES)),
        )
        for name, share in zip("ABCD", [*shares, 100 - sum(shares)], strict=False)
    )


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Any window of at least a minute that ends between 01:00 and 24:00."""
    start = draw(st.integers(0, 24 * 60 - 1))
    end = draw(st.integers(max(start + 1, 60), 24 * 60))
    return Window(Clock(*divmod(start, 60)), Clock(*divmod(end, 60)))


@st.composite
def campaign_files(draw: st.DrawFn) -> CampaignFile:
    """Any campaign."""
    steps = draw(st.lists(st.integers(2, 11), unique=True, max_size=4))
    flags = st.none() | st.booleans()
    moments = st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
    return CampaignFile(
        id=draw(st.sampled_from(["", "550e8400-e29b-41d4-a716-446655440000"])),
        name=draw(texts(8, 255)),
        timezone=draw(st.none() | st.sampled_from(ZONES)),
        sending_days=draw(st.none() | st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days)))),
        sending_window=draw(st.none() | windows()),
        start_date=draw(st.none() | moments),
        daily_limit_per_inbox=draw(st.none() | st.integers(1, 100)),
        ramp_up_enabled=draw(flags),
        ramp_up_increment=draw(st.none() | st.integers(1, 100)),
        ramp_up_max_limit=draw(st.none() | st.integers(1, 1_000)),
        enable_tracking=draw(flags),
        enable_click_tracking=draw(flags),
        enable_unsubscribe=draw(flags),
        inboxes=tuple(draw(st.lists(st.emails(), max_size=4, unique_by=str.lower))),
        variants=draw(st.just(()) | mails(first=True)),
        follow_ups=tuple(
            FollowUp(
                step,
                draw(st.sampled_from(TRIGGERS)),
                draw(st.integers(1, 30)),
                draw(st.none() | st.booleans()),
                draw(mails(first=False)),
            )
            for step in sorted(steps)
        ),
    )
