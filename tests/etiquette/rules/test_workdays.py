"""Local hours turned into instants: weekends, clock changes, and the half hour over which mornings are spread (N1)."""

from collections import Counter
from datetime import UTC, date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette.rules.ladder import climb
from etiquette.rules.rulebook import RULEBOOK, Row
from etiquette.rules.workdays import Hours, instant, morning, next_working_moment, spread
from tests.builders import make_member
from tests.cast import utc

# East and west, both hemispheres, half hours, a date line, an hour's change of thirty minutes, and none at all.
FAR_AND_WIDE = [
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "America/Santiago",
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/Havana",
    "UTC",
]
zones = st.sampled_from(FAR_AND_WIDE)
people = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=3, max_size=11)
days = st.dates(date(2024, 1, 1), date(2032, 12, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2028, 2, 29), date(2026, 2, 28), date(2026, 12, 31), date(2026, 3, 29), date(2026, 10, 25)]
)
clocks = st.times()
weeks = st.sampled_from(["01234", "60123", "0123", "5", "0123456", "024"])


def london(start: time = time(9), end: time = time(17)) -> Hours:
    return Hours("Europe/London", start=start, end=end)


@pytest.mark.parametrize(
    ("moment", "working"),
    [
        (utc(24, 9), True),
        (utc(24, 8, 59), False),
        (utc(24, 16, 59), True),
        (utc(24, 17), False),
        (utc(28, 12), False),
        (utc(27, 12), True),
        (utc(1, 8, 30, month=7), True),  # 09:30 in British summer
    ],
)
def test_the_day_is_from_nine_until_five_with_five_excluded(moment: datetime, working: bool) -> None:
    assert london().is_working(moment) is working


def test_the_day_before_monday_is_friday_and_the_day_after_friday_is_monday() -> None:
    assert london().on_or_before(date(2026, 11, 22)) == date(2026, 11, 20)
    assert london().on_or_after(date(2026, 11, 28)) == date(2026, 11, 30)
    assert london().on_or_after(date(2026, 11, 27)) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(utc(24, 11, 7), utc(24, 11, 7), id="inside the hours: at once"),
        pytest.param(utc(24, 8, 59), utc(24, 9, 30), id="before them: the same morning"),
        pytest.param(utc(24, 17), utc(25, 9, 30), id="after them: the next morning"),
        pytest.param(utc(27, 17), utc(30, 9, 30), id="on Friday evening: Monday"),
        pytest.param(utc(28, 3), utc(30, 9, 30), id="on Saturday: Monday"),
    ],
)
def test_what_falls_outside_the_hours_waits_for_the_next_ones(moment: datetime, expected: datetime) -> None:
    """N1. This member's share of the half hour is no minute at all."""
    nobody_waits = next(f"U{number}" for number in range(100) if spread(f"U{number}") == 0)

    assert next_working_moment(london(), moment, nobody_waits) == expected


def test_a_time_that_a_clock_change_skips_moves_forward_and_one_that_comes_twice_is_the_first() -> None:
    """Spring and autumn in London, at half past one in the morning."""
    assert instant(date(2026, 3, 29), time(1, 30), "Europe/London") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert instant(date(2026, 10, 25), time(1, 30), "Europe/London") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant(date(2026, 10, 25), time(1, 30, fold=1), "Europe/London") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_the_morning_is_half_past_nine_on_the_wall_in_winter_and_in_summer() -> None:
    minutes = spread("U0ADA")

    assert morning(london(), date(2026, 1, 12), "U0ADA") == datetime(2026, 1, 12, 9, 30 + minutes, tzinfo=UTC)
    assert morning(london(), date(2026, 7, 13), "U0ADA") == datetime(2026, 7, 13, 8, 30 + minutes, tzinfo=UTC)


def test_who_starts_late_is_not_greeted_before_they_start() -> None:
    """N1: the morning lies within the member's own hours."""
    late = london(start=time(11), end=time(19))

    assert morning(late, date(2026, 11, 24), "U0ADA") == utc(24, 11)


@given(people)
def test_the_spread_is_under_half_an_hour_and_always_the_same(member_id: str) -> None:
    """N2: what is due to one person together comes together, and not everybody's at once."""
    assert 0 <= spread(member_id) < 30
    assert spread(member_id) == spread(str(member_id))


def test_the_spread_uses_the_whole_half_hour() -> None:
    assert {spread(f"U{number:05}") for number in range(1000)} == set(range(30))


def test_n1_the_rush_of_the_morning_is_spread_so_that_slack_takes_what_is_due_in_each_minute() -> None:
    """Of 6,000 members who are all to be told something on one morning, 300 a minute is what one workspace takes."""
    mornings = Counter(morning(Hours("Europe/London"), date(2026, 11, 26), f"U0{number:07}") for number in range(6000))

    assert len(mornings) == 30
    assert max(mornings.values()) < 300


@given(days, clocks, zones)
def test_every_wall_time_has_an_instant_and_a_wall_time_that_exists_comes_back(
    day: date, clock: time, zone: str
) -> None:
    """Gaps and folds included; only what a gap swallowed comes back as another time, and then a later one."""
    wall = datetime.combine(day, clock.replace(fold=0))
    back = instant(day, clock, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)

    assert back >= wall
    assert (
        back == wall or back.astimezone(ZoneInfo(zone)).utcoffset() != wall.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    )


@given(days, clocks, zones, weeks, people)
def test_the_next_working_moment_is_a_working_one_and_never_earlier(
    day: date, clock: time, zone: str, week: str, member_id: str
) -> None:
    """N1."""
    hours = Hours(zone, frozenset(map(int, week)))
    moment = datetime.combine(day, clock, UTC)

    found = next_working_moment(hours, moment, member_id)

    assert found >= moment
    assert hours.is_working(found)
    assert next_working_moment(hours, found, member_id) == found


@given(st.sampled_from(RULEBOOK), days, clocks, zones, weeks, people)
def test_a_ladder_climbs_one_local_day_at_a_time_within_the_members_hours_and_ends(
    row: Row, day: date, clock: time, zone: str, week: str, member_id: str
) -> None:
    """N1, N5: over zones, both changes of the clock, month ends, leap days."""
    member = make_member(id=member_id, zone=zone, working_days=week)
    counts_minutes = any(step.minutes is not None for step in row.steps)
    anchor = datetime.combine(day, clock, UTC) if counts_minutes else day

    moments = [moment for _, moment in climb(row, anchor, member)]

    assert 1 <= len(moments) <= len(row.steps)
    assert all(one.day < other.day and one.at < other.at for one, other in pairwise(moments))
    for moment in moments:
        assert moment.chosen or member.hours.is_working(moment.at)
        assert (moment.day, moment.clock) == (
            member.hours.local(moment.at).date(),
            member.hours.local(moment.at).time(),
        )


@given(st.sampled_from(RULEBOOK), days, clocks, zones, weeks)
def test_the_last_step_of_a_ladder_is_always_climbed(row: Row, day: date, clock: time, zone: str, week: str) -> None:
    """N5: steps that meet on a day leave the last of them, so that none is lost but those it stands for."""
    member = make_member(zone=zone, working_days=week)
    counts_minutes = any(step.minutes is not None for step in row.steps)
    anchor = datetime.combine(day, clock, UTC) if counts_minutes else day

    assert climb(row, anchor, member)[-1][0] == row.steps[-1]
