"""When a digest comes, whatever the clocks do; and what it may tell without singling anybody out (E17, N4)."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etiquette.rules.digests import (
    Deed,
    Happened,
    Telling,
    Week,
    checked_channel,
    is_missed,
    last_day,
    next_day,
    tallied,
    weeks_until,
)
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.workdays import instant
from tests.builders import TUESDAY

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
WEEKDAYS = st.integers(0, 6)
LONDON, NEW_YORK = "Europe/London", "America/New_York"
SATURDAY, SUNDAY = 5, 6


@pytest.mark.parametrize(
    ("weekday", "clock", "day"),
    [
        (4, time(15), date(2026, 11, 27)),
        (1, time(15), date(2026, 11, 24)),
        (1, time(14), date(2026, 12, 1)),
        (1, time(13), date(2026, 12, 1)),
        (0, time(9), date(2026, 11, 30)),
    ],
    ids=["this Friday", "later today", "this very minute", "earlier today is next week", "Monday"],
)
def test_e17_the_next_digest_is_the_next_such_day(weekday: int, clock: time, day: date) -> None:
    """It is Tuesday, 14:00 in London."""
    assert next_day(weekday, clock, LONDON, TUESDAY) == day


@given(weekday=WEEKDAYS, clock=CLOCKS, zone=st.sampled_from(ZONES), after=MOMENTS)
@example(weekday=SUNDAY, clock=time(1, 30), zone=NEW_YORK, after=datetime(2026, 11, 1, 5, 45, tzinfo=UTC))
@example(weekday=SUNDAY, clock=time(2, 30), zone=NEW_YORK, after=datetime(2026, 3, 8, 7, 15, tzinfo=UTC))
@example(weekday=SATURDAY, clock=time(23, 30), zone="America/Nuuk", after=datetime(2026, 3, 29, 1, 15, tzinfo=UTC))
def test_e17_the_next_digest_is_ahead_on_its_day_and_none_lies_between(
    weekday: int, clock: time, zone: str, after: datetime
) -> None:
    day = next_day(weekday, clock, zone, after)

    assert day.weekday() == weekday
    assert instant(day - timedelta(days=7), clock, zone) <= after < instant(day, clock, zone)
    assert last_day(weekday, clock, zone, after) == day - timedelta(days=7)


@settings(max_examples=50)
@given(weekday=WEEKDAYS, clock=CLOCKS, zone=st.sampled_from(ZONES), after=MOMENTS)
def test_n4_a_year_of_digests_has_each_week_once_at_the_same_wall_time(
    weekday: int, clock: time, zone: str, after: datetime
) -> None:
    """Both clock changes are in it: a skipped hour moves forward by the gap, one that comes twice comes once."""
    days, moment = [], after
    for _ in range(53):
        days.append(next_day(weekday, clock, zone, moment))
        moment = instant(days[-1], clock, zone)

    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=7)}
    for day in days:
        here = instant(day, clock, zone).astimezone(ZoneInfo(zone))
        moved = here.replace(tzinfo=None) - datetime.combine(day, clock)
        assert timedelta() <= moved <= timedelta(hours=1, minutes=30)


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        (date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        (date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
    ],
    ids=["skipped, so forward", "twice, so the first"],
)
def test_n4_a_digest_in_the_hour_of_a_clock_change(day: date, clock: time, utc: datetime) -> None:
    before = utc - timedelta(minutes=1)

    assert next_day(SUNDAY, clock, NEW_YORK, before) == day
    assert instant(day, clock, NEW_YORK) == utc
    assert next_day(SUNDAY, clock, NEW_YORK, utc + timedelta(hours=1)) == day + timedelta(days=7)


@given(at=MOMENTS, zone=st.sampled_from(ZONES))
def test_e17_the_weeks_of_a_digest_touch_and_end_with_it(at: datetime, zone: str) -> None:
    spans = weeks_until(at, zone)

    assert len(spans) == 12
    assert spans[-1].ends_at == at
    assert all(one.ends_at == other.starts_at for one, other in pairwise(spans))


def test_e17_a_digest_is_posted_a_day_late_and_no_later() -> None:
    assert not is_missed(TUESDAY, TUESDAY + timedelta(hours=24))
    assert is_missed(TUESDAY, TUESDAY + timedelta(hours=24, seconds=1))


@pytest.mark.parametrize(
    ("members", "told"),
    [("ada bo", {}), ("ada ada ada", {}), ("ada bo dan", {Deed.THANKS: 3}), ("ada ada bo dan", {Deed.THANKS: 4})],
)
def test_e17_no_count_is_told_that_fewer_than_three_members_stand_behind(members: str, told: dict[Deed, int]) -> None:
    """Each week is judged by itself: what is next to it does not lend it members."""
    spans = weeks_until(TUESDAY, LONDON)
    happened = [Happened(Deed.THANKS, member, TUESDAY - timedelta(days=1)) for member in members.split()]
    earlier = [Happened(Deed.THANKS, member, TUESDAY - timedelta(days=9)) for member in ("sam", "cleo")]

    weeks = tallied(spans, [*happened, *earlier, Happened(Deed.CALL, "sam", TUESDAY - timedelta(hours=1))])

    assert weeks[-1].counts == told
    assert weeks[-2].counts == {}


def test_e17_what_happens_at_the_very_end_belongs_to_the_next_digest() -> None:
    happened = [Happened(Deed.CALL, member, TUESDAY) for member in ("ada", "bo", "dan")]

    assert tallied(weeks_until(TUESDAY, LONDON), happened)[-1].counts == {}
    assert tallied(weeks_until(TUESDAY + timedelta(days=7), LONDON), happened)[-1].counts == {Deed.CALL: 3}


def test_e17_a_digest_of_nothing_is_empty_whatever_the_weeks_before_it_held() -> None:
    before, quiet = Week(date(2026, 11, 10), {Deed.CALL: 5}), Week(date(2026, 11, 17), {})

    assert Telling((before, quiet), ()).is_empty
    assert not Telling((quiet, before), ()).is_empty


@pytest.mark.parametrize("channel", [None, "", "D0ADA", "U0ADA", "general", "<!channel>", "C" * 30, "c0general"])
def test_e17_a_digest_goes_to_a_channel_and_nowhere_else(channel: str | None) -> None:
    with pytest.raises(EtiquetteError) as refused:
        checked_channel(channel)

    assert refused.value.code is Refusal.NO_CHANNEL
