"""E10: the record of promises kept on time, by the day that was agreed when it counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.reliability import Record, record_of, was_kept
from etiquette.rules.renegotiations import Renegotiation
from etiquette.rules.workdays import Hours, instant
from tests.builders import ADA, TUESDAY, WORKSPACE, make_deliverable

LONDON = Hours("Europe/London")
FRIDAY, NEXT_TUESDAY = date(2026, 11, 27), date(2026, 12, 1)


def delivered(at: datetime, due_on: date = FRIDAY, **values: object) -> Deliverable:
    return make_deliverable(due_on=due_on, state=DeliverableState.DELIVERED, settled_at=at, **values)


def moved(at: datetime, due_on: date = FRIDAY, now_due_on: date = NEXT_TUESDAY) -> Renegotiation:
    return Renegotiation("r-1", WORKSPACE, ADA.member_id, "c-dana", "d-deck", due_on, now_due_on, at, at)


def london(day: date, hour: int, minute: int = 0) -> datetime:
    return instant(day, time(hour, minute), "Europe/London")


@pytest.mark.parametrize(
    ("at", "zone", "kept"),
    [
        (london(FRIDAY, 9), "Europe/London", True),
        (london(FRIDAY, 23, 59), "Europe/London", True),
        (london(FRIDAY, 24 - 1, 59) + timedelta(minutes=1), "Europe/London", False),
        (datetime(2026, 11, 28, 7, tzinfo=UTC), "America/Los_Angeles", True),
        (datetime(2026, 11, 27, 11, tzinfo=UTC), "Pacific/Auckland", False),
    ],
)
def test_e10_on_time_is_on_the_agreed_day_where_the_member_is(at: datetime, zone: str, *, kept: bool) -> None:
    assert was_kept(delivered(at), [], Hours(zone)) is kept


def test_e10_a_day_agreed_anew_in_time_costs_nothing() -> None:
    kept = delivered(london(NEXT_TUESDAY, 16), NEXT_TUESDAY)

    assert was_kept(kept, [moved(london(FRIDAY, 23))], LONDON)
    assert not was_kept(kept, [moved(london(FRIDAY, 9) + timedelta(days=1))], LONDON)


def test_e10_one_late_word_among_several_counts_as_late() -> None:
    twice = [moved(TUESDAY), moved(london(NEXT_TUESDAY, 9) + timedelta(days=1), NEXT_TUESDAY, date(2026, 12, 4))]

    assert not was_kept(delivered(TUESDAY, date(2026, 12, 4)), twice, LONDON)


def test_e10_what_was_dropped_or_is_theirs_is_not_counted() -> None:
    promises = [
        delivered(TUESDAY),
        delivered(TUESDAY + timedelta(days=30), id="d-late"),
        make_deliverable(id="d-open"),
        make_deliverable(id="d-dropped", state=DeliverableState.DROPPED, settled_at=TUESDAY + timedelta(days=30)),
        delivered(TUESDAY + timedelta(days=30), id="d-theirs", owner=Owner.THEIRS),
    ]

    assert record_of(promises, [], LONDON) == Record(kept=1, late=1, open=1)


@given(
    zone=st.sampled_from(["Europe/London", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata"]),
    moves=st.lists(st.tuples(st.integers(-40, 40), st.integers(1, 30)), max_size=4),
    settled=st.integers(-90, 90),
)
def test_e10_only_a_word_that_came_too_late_ever_costs_anything(
    zone: str, moves: list[tuple[int, int]], settled: int
) -> None:
    """Whatever was moved when: it was kept if and only if each day, as it then stood, had not passed."""
    hours, due, history, late = Hours(zone), FRIDAY, [], False
    for after, longer in moves:
        now = due + timedelta(days=longer)
        history.append(moved(instant(due + timedelta(days=after), time(12), zone), due, now))
        late, due = late or after > 0, now
    promise = delivered(instant(due + timedelta(days=settled), time(12), zone), due)

    assert was_kept(promise, history, hours) is (not late and settled <= 0)
    assert record_of([promise], history, hours) == Record(int(not late and settled <= 0), int(late or settled > 0), 0)
    assert record_of([replace(promise, state=DeliverableState.DROPPED)], history, hours) == Record()
