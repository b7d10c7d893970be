"""Ladders and pauses are wall time, computed at each step: over clock changes, leap days and month ends (N1)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from etiquette.rules.ladder import climb
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.rules.planning import next_morning
from etiquette.rules.rulebook import ROWS, RULEBOOK, Row
from etiquette.rules.settings import pause_end
from etiquette.rules.workdays import after_silence
from tests.builders import make_member
from tests.etiquette.rules.test_workdays import FAR_AND_WIDE

CHANGES = [
    *(date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)),  # Europe
    *(date(2026, 3, 7), date(2026, 3, 8), date(2026, 10, 31), date(2026, 11, 1)),  # North America
    *(date(2026, 4, 4), date(2026, 4, 5), date(2026, 9, 26), date(2026, 10, 3)),  # the far south
    *(date(2028, 2, 28), date(2028, 2, 29), date(2027, 2, 28), date(2026, 12, 31), date(2026, 1, 31)),
]
days = st.sampled_from(CHANGES) | st.dates(date(2026, 1, 1), date(2028, 12, 31))
hours = st.sampled_from([(time(9), time(17)), (time(0), time(6)), (time(1, 30), time(3)), (time(22), time(23, 59))])


@st.composite
def members(draw: st.DrawFn) -> Member:
    start, end = draw(hours)
    working = draw(st.sampled_from(["01234", "60123", "0123456", "5"]))
    return replace(
        make_member(),
        zone=draw(st.sampled_from(FAR_AND_WIDE)),
        work_start=start,
        work_end=end,
        working_days=working,
        country=draw(st.sampled_from([None, "GB", "DE-BY", "IL"])),
    )


@settings(max_examples=150, deadline=None)
@given(member=members(), day=days, clock=st.times(), row=st.sampled_from(RULEBOOK))
def test_n1_no_step_of_any_ladder_falls_outside_hours_but_one_of_a_chosen_moment(
    member: Member, day: date, clock: time, row: Row
) -> None:
    anchor = datetime.combine(day, clock, UTC)
    for step, moment in climb(row, anchor, member):
        here = moment.at.astimezone(ZoneInfo(member.zone))
        assert step.chosen or _in_hours(member, here), (step.name, here)
        assert (moment.day, moment.clock) == (here.date(), here.time())


@settings(max_examples=150, deadline=None)
@given(zone=st.sampled_from(FAR_AND_WIDE), day=days, clock=st.times())
def test_n1_days_after_land_where_the_local_calendar_says(zone: str, day: date, clock: time) -> None:
    """Who works every day hears of it one, three and seven days later, in the morning, whatever the clocks did."""
    member = replace(make_member(), zone=zone, working_days="0123456")
    anchor = datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
    since = anchor.astimezone(ZoneInfo(zone)).date()

    rungs = climb(ROWS[Kind.INVITE], anchor, member)

    here = [moment.at.astimezone(ZoneInfo(zone)) for _, moment in rungs]
    assert [each.date() for each in here] == [since + timedelta(days=count) for count in (1, 3, 7)]
    assert all(time(9, 30) <= each.time() < time(10) for each in here)


@settings(max_examples=150, deadline=None)
@given(member=members(), day=days, ahead=st.integers(1, 400), clock=st.none() | st.times())
def test_n1_a_pause_ends_at_the_local_time_that_was_said_and_by_itself(
    member: Member, day: date, ahead: int, clock: time | None
) -> None:
    now = datetime.combine(day, time(12), UTC)
    last = now.astimezone(ZoneInfo(member.zone)).date() + timedelta(days=ahead)

    until = pause_end(member, last, clock, now)

    here = until.astimezone(ZoneInfo(member.zone))
    wanted = datetime.combine(last, clock or member.work_start).replace(fold=0)
    gap = here.replace(tzinfo=None) - wanted
    assert timedelta() <= gap <= timedelta(hours=1)  # an hour that a clock change skips moves forward by it
    again = after_silence(member.hours, until, member.id)
    assert again >= until
    assert _in_hours(member, again.astimezone(ZoneInfo(member.zone)))


@settings(max_examples=100, deadline=None)
@given(member=members(), day=days, wait=st.sampled_from([1, 7]))
def test_n1_tomorrow_and_next_week_are_days_of_the_calendar(member: Member, day: date, wait: int) -> None:
    now = datetime.combine(day, time(12), UTC)
    today = now.astimezone(ZoneInfo(member.zone)).date()

    moment = next_morning(member, now, wait)

    assert moment.day == member.hours.on_or_after(today + timedelta(days=wait))
    assert _in_hours(member, moment.at.astimezone(ZoneInfo(member.zone)))


def _in_hours(member: Member, here: datetime) -> bool:
    """Within their hours, on their day; or, where a clock change skips the hours, right after the gap."""
    skipped = here.astimezone(UTC).astimezone(here.tzinfo) != here
    inside = member.work_start <= here.time() < member.work_end
    return member.hours.works_on(here.date()) and (inside or skipped or _after_gap(member, here))


def _after_gap(member: Member, here: datetime) -> bool:
    start = datetime.combine(here.date(), member.work_start, here.tzinfo)
    return start.astimezone(UTC).astimezone(here.tzinfo).time() != member.work_start
