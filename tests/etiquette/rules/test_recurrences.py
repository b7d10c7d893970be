"""C4, C5: recurrences as people write them, the rules that they are, and the days on which they come."""

from calendar import monthrange
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from etiquette.messages.recurrences import recurring
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.recurrence_words import read_when
from etiquette.rules.recurrences import (
    WORKING,
    Every,
    Recurrence,
    When,
    last_before,
    next_after,
    occurrences,
    settled_when,
)

TUESDAY = date(2026, 11, 24)
DAYS = {"12 may": date(2027, 5, 12), "yesterday": date(2026, 11, 23), "1 december": date(2026, 12, 1)}
WORKDAYS = "BYDAY=MO,TU,WE,TH,FR"


def day_in(text: str) -> date | None:
    """A reader of days that knows a few, and whatever is written as a calendar does it."""
    tidy = text.casefold().strip()
    for name, number in MONTHS.items():
        if tidy.endswith(name) or name in tidy:
            day, _, year = tidy.replace(name, "").strip().partition(" ")
            return date(int(year or 2027), number, int(day)) if day.isdigit() and tidy not in DAYS else DAYS.get(tidy)
    return DAYS.get(tidy)


MONTHS = {
    name: at
    for at, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}


def read(text: str) -> str:
    return read_when(text, TUESDAY, day_in).text


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ("every other Tuesday", "2026-11-24 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("every Monday", "2026-11-30 FREQ=WEEKLY;BYDAY=MO"),
        ("Mondays and Thursdays", "2026-11-26 FREQ=WEEKLY;BYDAY=MO,TH"),
        ("every 2 weeks", "2026-12-08 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("every third Thursday", "2026-11-26 FREQ=WEEKLY;INTERVAL=3;BYDAY=TH"),
        ("every third Thursday of the month", "2026-12-17 FREQ=MONTHLY;BYDAY=3TH"),
        ("the first of the month", "2026-12-01 FREQ=MONTHLY;BYMONTHDAY=1"),
        ("First working day of the month", f"2026-12-01 FREQ=MONTHLY;{WORKDAYS};BYSETPOS=1"),
        ("last Friday of the month", "2026-11-27 FREQ=MONTHLY;BYDAY=-1FR"),
        ("at the end of every month", "2026-11-30 FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("every quarter", "2027-02-24 FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=24"),
        ("first day of the quarter", "2027-01-01 FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1"),
        ("last working day of every quarter", f"2026-12-31 FREQ=MONTHLY;INTERVAL=3;{WORKDAYS};BYSETPOS=-1"),
        ("every month on the 15th", "2026-12-15 FREQ=MONTHLY;BYMONTHDAY=15"),
        ("every other month on the first Monday", "2026-12-07 FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO"),
        ("daily on weekdays", f"2026-11-24 FREQ=WEEKLY;{WORKDAYS}"),
        ("every Monday until 12 May", "2026-11-30 FREQ=WEEKLY;BYDAY=MO;UNTIL=20270512"),
        ("every Tuesday, ten times", "2026-11-24 FREQ=WEEKLY;BYDAY=TU;COUNT=10"),
        ("every Monday for ten weeks", "2026-11-30 FREQ=WEEKLY;BYDAY=MO;UNTIL=20270207"),
        ("every fortnight from 1 December", "2026-12-01 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("every Tuesday and every Thursday", "2026-11-24 FREQ=WEEKLY;BYDAY=TU,TH"),
        ("every year on 5 March", "2027-03-05 FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5"),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU", "2026-11-24 FREQ=WEEKLY;BYDAY=TU"),
        ("12 May", "2027-05-12"),
    ],
)
def test_c4_a_recurrence_is_read_as_people_write_it(words: str, read_as: str) -> None:
    assert read(words) == read_as


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("every 30 February", Refusal.NEVER_OCCURS),
        ("every 31 April", Refusal.NEVER_OCCURS),
        ("the sixth Friday of the month", Refusal.NEVER_OCCURS),
        ("24th working day of the month", Refusal.NEVER_OCCURS),
        ("the 32nd of every month", Refusal.NEVER_OCCURS),
        ("FREQ=DAILY;COUNT=0", Refusal.NEVER_OCCURS),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", Refusal.NEVER_OCCURS),
        ("every 0 weeks", Refusal.NEVER_OCCURS),
        ("every Monday until yesterday", Refusal.ENDS_TOO_SOON),
        ("every month on the 15th until 1 December", Refusal.ENDS_TOO_SOON),
        ("every hour", Refusal.TOO_OFTEN),
        ("every second", Refusal.TOO_OFTEN),
        ("every 5 minutes", Refusal.TOO_OFTEN),
        ("a thousand times a day", Refusal.TOO_OFTEN),
        ("twice a day", Refusal.TOO_OFTEN),
        ("FREQ=SECONDLY", Refusal.TOO_OFTEN),
        ("FREQ=DAILY;BYHOUR=1,2,3", Refusal.TOO_OFTEN),
        ("every 500 weeks", Refusal.DATE_TOO_FAR),
        ("yesterday", Refusal.DATE_IN_THE_PAST),
        ("every blue moon", Refusal.NOT_A_RECURRENCE),
        ("every Monday until whenever", Refusal.NOT_A_RECURRENCE),
        ("twice a week", Refusal.NOT_A_RECURRENCE),
        ("FREQ=WEEKLY;BYEASTER=1", Refusal.NOT_A_RECURRENCE),
        ("FREQ=WEEKLY;BYDAY=XX", Refusal.NOT_A_RECURRENCE),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", Refusal.NOT_A_RECURRENCE),
        ("", Refusal.NO_DATE),
    ],
)
def test_c5_what_cannot_be_counted_on_is_refused_with_the_reason(words: str, reason: Refusal) -> None:
    with pytest.raises(EtiquetteError) as refused:
        read(words)
    assert refused.value.code is reason


@given(st.text(max_size=80))
def test_c5_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with suppress(EtiquetteError):
        read_when(text, TUESDAY, day_in)


def test_c4_a_month_without_its_31st_has_it_on_its_last_day() -> None:
    when = read_when("every month on the 31st", TUESDAY, day_in)
    days = occurrences(when.rule, when.first, date(2026, 12, 31), date(2027, 6, 30))
    assert [f"{day:%d.%m.}" for day in days] == ["31.01.", "28.02.", "31.03.", "30.04.", "31.05.", "30.06."]


def test_c4_a_leap_day_is_kept_on_the_28th_in_other_years() -> None:
    when = read_when("every 29 February", TUESDAY, day_in)
    assert occurrences(when.rule, when.first, TUESDAY, date(2028, 12, 31)) == [date(2027, 2, 28), date(2028, 2, 29)]


def test_c4_a_rule_that_names_no_day_is_counted_from_its_first_one() -> None:
    days = occurrences("FREQ=MONTHLY", date(2027, 1, 31), date(2027, 1, 1), date(2027, 4, 30))
    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_c5_a_single_day_comes_once() -> None:
    assert occurrences(None, TUESDAY, TUESDAY - timedelta(days=1), TUESDAY) == [TUESDAY]
    assert next_after(None, TUESDAY, TUESDAY) is None


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    every = draw(st.sampled_from(Every))
    interval = draw(st.integers(1, 3))
    bounded = draw(
        st.one_of(
            st.just({}),
            st.integers(1, 40).map(lambda count: {"count": count}),
            st.dates(date(2028, 1, 1), date(2029, 12, 31)).map(lambda until: {"until": until}),
        )
    )
    if every is Every.DAY:
        return Recurrence(every, interval, **bounded)
    if every is Every.WEEK:
        days = draw(st.sets(st.integers(0, 6), min_size=1))
        return Recurrence(every, interval, tuple(sorted(days)), **bounded)
    month = draw(st.integers(1, 12)) if every is Every.YEAR else None
    place = draw(st.sampled_from(["day", "weekday", "working"]))
    if place == "day":
        last = monthrange(2028, month)[1] if month else 31
        monthday = draw(st.integers(-1, last).filter(bool))
        return Recurrence(every, interval, monthday=monthday, month=month, **bounded)
    nth = draw(st.sampled_from([-1, 1, 2, 3, 4]))
    weekdays = WORKING if place == "working" else (draw(st.integers(0, 6)),)
    return Recurrence(every, interval, weekdays, nth, month=month, **bounded)


starts = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def settled(recurrence: Recurrence, start: date) -> When:
    """From a day on; what ends before its first day is refused (see above), and not what these are about."""
    try:
        return settled_when(recurrence, start, start)
    except EtiquetteError as refused:
        if refused.code is not Refusal.ENDS_TOO_SOON:
            raise
        reject()


@given(recurrences())
def test_c4_a_rule_is_read_as_it_was_written(recurrence: Recurrence) -> None:
    assert Recurrence.of(recurrence.rule) == recurrence


@given(recurrences())
def test_c4_what_is_said_back_can_be_typed_and_is_the_same_rule(recurrence: Recurrence) -> None:
    when = settled(recurrence, TUESDAY)
    assert when.rule is not None
    said = recurring(when.rule, when.first, "en-GB", TUESDAY)
    assert read_when(said, TUESDAY, day_in).rule == when.rule


@given(recurrences(), starts, st.lists(st.integers(1, 90), min_size=1, max_size=12))
def test_c4_occurrences_are_the_same_at_once_and_step_by_step(
    recurrence: Recurrence, start: date, steps: list[int]
) -> None:
    when = settled(recurrence, start)
    at_once = occurrences(when.rule, when.first, start - timedelta(days=1), start + timedelta(days=sum(steps)))
    by_steps, seen = [], start - timedelta(days=1)
    for at, step in enumerate(steps):
        until = seen + timedelta(days=step + (at == 0))
        by_steps += occurrences(when.rule, when.first, seen, until)
        seen = until
    assert by_steps == at_once


@given(recurrences(), starts)
def test_c4_from_one_occurrence_to_the_next_and_back(recurrence: Recurrence, start: date) -> None:
    when = settled(recurrence, start)
    days = occurrences(when.rule, when.first, start - timedelta(days=1), start + timedelta(days=400))[:9]
    assert days[:1] in ([], [when.first])
    for earlier, later in pairwise(days):
        assert next_after(when.rule, when.first, earlier) == later
        assert last_before(when.rule, when.first, later) == earlier
    assert len(set(days)) == len(days)


@given(recurrences(), starts)
def test_c7_when_is_read_from_the_text_that_it_is_kept_as(recurrence: Recurrence, start: date) -> None:
    when = settled(recurrence, start)
    assert When.of(when.text) == when
