"""The days of a rhythm, the five answers, and when both are in (L7)."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.reflections import (
    ANSWER_LIMIT,
    LATE_DAYS,
    AnswerState,
    Thoughts,
    are_in,
    checked_step,
    checked_thoughts,
    days_of,
    mark_of,
    next_occurrence,
)
from tests.partners import make_answer

START = date(2026, 11, 24)
HORIZON = timedelta(days=400)
RULES = ("FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=1TU", "FREQ=YEARLY")


def test_l7_the_rhythm_counts_from_its_own_beginning() -> None:
    assert next_occurrence("FREQ=MONTHLY", date(2026, 12, 24), START) == date(2026, 12, 24)
    assert next_occurrence("FREQ=MONTHLY", date(2026, 12, 24), date(2026, 12, 24)) == date(2027, 1, 24)


def test_l7_a_rhythm_that_has_ended_or_cannot_be_read_has_no_next_day() -> None:
    assert next_occurrence("FREQ=WEEKLY;COUNT=1", START, START) is None
    assert next_occurrence("every other full moon", START, START) is None


def test_l7_nobody_reflects_on_the_day_on_which_they_began() -> None:
    come, following = days_of("FREQ=WEEKLY", START, None, begun=START, today=START)
    assert (come, following) == (None, START + timedelta(days=7))


@pytest.mark.parametrize(("late", "made"), [(0, True), (LATE_DAYS - 1, True), (LATE_DAYS, False)])
def test_l7_a_day_that_was_missed_is_made_up_for_within_a_week(late: int, made: bool) -> None:
    day = date(2026, 12, 24)
    come, following = days_of("FREQ=MONTHLY", day, day, begun=START, today=day + timedelta(days=late))
    assert come == (day if made else None)
    assert following == date(2027, 1, 24)


@cache
def days_in(rule: str) -> tuple[date, ...]:
    """Every day of a rule after its first, for a while."""
    days, day = [], START
    while (found := next_occurrence(rule, START, day)) and found < START + HORIZON:
        days.append(day := found)
    return tuple(days)


@given(st.sampled_from(RULES), st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_l7_the_days_are_the_same_looked_at_daily_or_now_and_then(rule: str, steps: list[int]) -> None:
    """Whenever it is looked, only a day of the rule comes, none comes twice, and none of the last week is passed by."""
    days, came, today = days_in(rule), [], START
    planned = days_of(rule, START, None, START, START)[1]
    for step in steps:
        before, today = today, today + timedelta(days=step)
        come, planned = days_of(rule, START, planned, START, today)
        recent = [each for each in days if max(before, today - timedelta(days=LATE_DAYS)) < each <= today]
        assert planned == next((each for each in days if each > today), planned)
        if step and recent:
            assert come == recent[-1]
        if come is not None and come not in came:
            came.append(come)
    assert came == sorted(came)
    assert set(came) <= set(days)


@pytest.mark.parametrize("name", ["went_well", "was_hard", "gave", "received", "change"])
def test_l7_an_empty_answer_is_no_way_to_read_the_others(name: str) -> None:
    whole = {"went_well": "a", "was_hard": "b", "gave": "c", "received": "d", "change": "e"}
    assert checked_thoughts(Thoughts(**whole)) == Thoughts(**whole)
    with pytest.raises(EtiquetteError) as refused:
        checked_thoughts(Thoughts(**{**whole, name: " \n "}))
    assert (refused.value.code, refused.value.values["field"]) == (Refusal.NO_DESCRIPTION, name)
    with pytest.raises(EtiquetteError) as too_long:
        checked_thoughts(Thoughts(**{**whole, name: "x" * (ANSWER_LIMIT + 1)}))
    assert (too_long.value.code, too_long.value.values["field"]) == (Refusal.TEXT_TOO_LONG, name)


def test_l7_a_next_step_has_words_and_not_too_many() -> None:
    assert checked_step(" A second evening. ") == "A second evening."
    for step, code in ((" ", Refusal.NO_DESCRIPTION), ("x" * 601, Refusal.TEXT_TOO_LONG)):
        with pytest.raises(EtiquetteError) as refused:
            checked_step(step)
        assert refused.value.code is code


def test_l7_one_answer_alone_is_never_both() -> None:
    written = make_answer(state=AnswerState.ANSWERED)
    assert not are_in([written])
    assert not are_in([written, make_answer(id="w-dana", state=AnswerState.SKIPPED)])
    assert are_in([written, make_answer(id="w-dana", state=AnswerState.ANSWERED)])


def test_l7_a_step_is_told_from_any_other_and_from_the_same_of_the_other_side() -> None:
    assert len({mark_of("one", "s-ada"), mark_of("two", "s-ada"), mark_of("one", "s-dana"), mark_of(None, None)}) == 4
