"""A short year of a few members against the oracle; and an oracle that sees what is missing, doubled or ill-timed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from soak.calendars import Due, climb, read_row
from soak.happenings import Agreed, Fixed, Happening, Introduced, Paused, Undone, What
from soak.oracle import expected
from soak.people import Person
from soak.report import compared, in_words
from soak.world import Heard
from soak.year import lived

ADA = Person("U0ADA", "Ada", "Europe/London", minute=7)
MONDAY = datetime(2027, 3, 1, 14, 0, tzinfo=UTC)
UNTIL = MONDAY + timedelta(days=40)


def happened(*whats: What, at: datetime = MONDAY) -> list[Happening]:
    """One after another, a minute apart."""
    return [Happening(number, at + timedelta(minutes=number), ADA.id, what) for number, what in enumerate(whats)]


def lines(history: list[Happening], person: Person = ADA, until: datetime = UNTIL) -> list[str]:
    """What the oracle expects, a line for each message."""
    return [
        f"{message.at:%d %b %H:%M} {' '.join(sorted(kind for kind, _ in message.matters))}"
        for message in expected(person, history, MONDAY, until).messages
    ]


def heard(history: list[Happening]) -> list[Heard]:
    """All that the oracle expects, said as it should be."""
    return [
        Heard(ADA.id, message.at, tuple(message.matters), message.matters)
        for message in expected(ADA, history, MONDAY, UNTIL).messages
    ]


async def test_n1_to_n5_a_season_of_three_members_is_as_the_oracle_says() -> None:
    year = await lived(seed=5, count_of_members=3, days=14)

    assert year.account.differences == []
    assert not year.unfinished
    assert year.account.messages > 15
    assert year.account.said == year.account.expected
    told = in_words(5, year.account, year.withdrawn, year.unfinished, year.refused.total())
    assert told.startswith("seed 5: 3 members, ")
    assert told.endswith("No difference.")


def test_the_oracle_reads_a_row_by_the_record_of_how_days_are_counted() -> None:
    ladder = climb(ADA, read_row("-1 day, 0 days, 1 day, 3 days, 7 days"), date(2027, 3, 7))  # a Sunday

    assert [f"{due.at:%a %d %H:%M}" for due in ladder] == [
        "Fri 05 09:37",
        "Mon 08 09:37",
        "Wed 10 09:37",
        "Mon 15 09:37",
    ]


def test_the_oracle_lets_a_chosen_moment_yield_to_no_other() -> None:
    ends = datetime(2027, 3, 2, 23, 57, tzinfo=UTC)
    ladder = climb(ADA, read_row("5 minutes!, 1 day, then 2 days"), ends)

    assert ladder == [
        Due(datetime(2027, 3, 3, 0, 2, tzinfo=UTC), is_chosen=True, rung=0),
        Due(datetime(2027, 3, 5, 9, 37, tzinfo=UTC), is_chosen=False, rung=2),
    ]


def test_the_oracle_counts_days_on_the_calendar_across_a_clock_change() -> None:
    history = happened(Introduced("contact 1", by_somebody=True, is_told=True), at=MONDAY + timedelta(days=25))

    assert lines(history) == ["29 Mar 08:37 secure_call", "02 Apr 08:37 secure_call"]


@pytest.mark.parametrize(
    ("person", "days"),
    [
        (ADA, "26 Mar 29 Mar 30 Mar 01 Apr"),
        (replace(ADA, country="GB-ENG"), "25 Mar 30 Mar 01 Apr"),
        (replace(ADA, days=frozenset({6, 0, 1, 2, 3})), "28 Mar 29 Mar 30 Mar 01 Apr"),
    ],
    ids=["no holidays", "Easter", "Sunday to Thursday"],
)
def test_the_oracle_keeps_the_days_that_a_member_keeps(person: Person, days: str) -> None:
    history = happened(Agreed("promise 1", "contact 1", is_mine=True, due=date(2027, 3, 29)), at=MONDAY)
    told = expected(person, history, MONDAY, datetime(2027, 4, 2, tzinfo=UTC)).messages

    reminded = [message for message in told if ("deliverable_mine", "promise 1") in message.matters]
    assert " ".join(f"{message.at:%d %b}" for message in reminded) == days


def test_the_oracle_holds_back_for_a_pause_and_forgets_what_is_undone() -> None:
    promise = Agreed("promise 1", "contact 1", is_mine=False, due=date(2027, 3, 2))
    call = Fixed("call 1", "contact 2", MONDAY - timedelta(hours=3), MONDAY - timedelta(hours=2))
    history = happened(promise, call, Paused(datetime(2027, 3, 6, tzinfo=UTC)), Undone(1))

    assert lines(history) == ["08 Mar 09:37 deliverable_theirs"]


def test_the_oracle_never_exceeds_the_allowance() -> None:
    calls = [Fixed(f"call {n}", "contact 1", MONDAY, MONDAY + timedelta(hours=1)) for n in range(2)]
    modest = replace(ADA, allowance=0)

    assert lines(happened(*calls), modest, MONDAY + timedelta(days=3)) == ["01 Mar 15:05 debrief debrief"]


def at_night(said: list[Heard]) -> list[Heard]:
    return [replace(each, at=each.at + timedelta(hours=9)) for each in said]


def all_at_once(said: list[Heard]) -> list[Heard]:
    return [replace(said[0], at=MONDAY + timedelta(minutes=minutes)) for minutes in range(5, 9)]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (lambda said: said[1:], "not said Tue 02 Mar 2027 09:37"),
        (lambda said: [*said, said[-1]], "2 messages, where one was to hold it all"),
        (lambda said: [replace(each, shown=frozenset()) for each in said], "shows nothing"),
        (at_night, "outside their hours"),
        (all_at_once, "4 messages, where they allow 3"),
    ],
    ids=["missing", "doubled", "not shown", "at night", "too many"],
)
def test_what_differs_is_told(broken: Callable[[list[Heard]], list[Heard]], told: str) -> None:
    history = happened(Introduced("contact 1", by_somebody=True, is_told=False))
    whole = heard(history)

    assert compared([ADA], history, whole, MONDAY, UNTIL).differences == []
    assert any(told in each for each in compared([ADA], history, broken(whole), MONDAY, UNTIL).differences)
