"""One good turn a month, on the morning of its first Tuesday, whatever restarts (E15)."""

from datetime import datetime, timedelta

import pytest

from etiquette.rules.contacts import Contact
from etiquette.rules.good_turns import GoodTurn, Turn
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind
from etiquette.store import members
from etiquette.store.records import all_of, change
from scheduler.good_turns import find_good_turns
from tests.cast import ADA, DANA, Hand, utc
from tests.scheduler.office import Office

SIX = utc(1, 6, month=12)
TEN = utc(1, 10, month=12)


async def turns_of(office: Office) -> list[GoodTurn]:
    async with office.store.reading() as tx:
        return await all_of(tx, GoodTurn, ADA)


async def started(office: Office, **values: object) -> Hand:
    """Ada, who has begun, and knows two who share a tag."""
    ada = await office.hand()
    async with office.store.writing() as tx:
        await members.change(tx, ADA, started_at=office.time.domain, **values)
        member = await members.get(tx, ADA)
    assert isinstance(member, Member)
    ada.member = member
    for name in (DANA, "Cleo Marchetti"):
        await ada.logs(name, None)
    async with office.store.writing() as tx:
        for contact in await all_of(tx, Contact, ADA):
            await change(tx, contact, tags=("pricing",))
    await find_good_turns(office.desk)
    return ada


async def lives(office: Office, *moments: datetime) -> None:
    for moment in moments:
        office.moves_to(moment)
        while await find_good_turns(office.desk):
            pass
        await office.ticks()


async def told(office: Office) -> list[str]:
    return [message.plain for message in office.inbox() if "small good turn" in message.plain]


async def test_e15_on_the_morning_of_the_first_tuesday_two_who_share_something(office: Office) -> None:
    await started(office)

    await lives(office, SIX)
    assert await turns_of(office) == []
    await lives(office, utc(1, 9, month=12), TEN, utc(2, 10, month=12))

    [said] = await told(office)
    assert "Introduce Cleo Marchetti and Dana Reyes" in said
    assert "about five minutes" in said
    assert "I have been thinking that you two should meet" in said
    assert [each.turn for each in await turns_of(office)] == [Turn.INTRODUCE]


async def test_e15_once_a_month_however_often_it_is_looked_for_and_by_however_many(office: Office) -> None:
    await started(office)
    office.moves_to(TEN)
    other = office.another_desk()

    for desk in (office.desk, other, office.desk, other):
        await find_good_turns(desk)
    await office.ticks()

    assert len(await turns_of(office)) == 1
    assert len(await told(office)) == 1


async def test_e15_nothing_fits_a_second_month_and_nothing_is_said(office: Office) -> None:
    await started(office)

    await lives(office, TEN, utc(5, 11, month=1, year=2027), utc(2, 11, month=2, year=2027))

    assert len(await turns_of(office)) == 1


@pytest.mark.parametrize(
    ("late", "is_said"), [(timedelta(hours=5), True), (timedelta(days=2), True), (timedelta(days=9), False)]
)
async def test_e15_who_was_away_at_that_moment_says_it_later_and_not_weeks_later(
    office: Office,
    late: timedelta,
    is_said: bool,
) -> None:
    """N4: the program was down."""
    await started(office)

    await lives(office, TEN + late)

    assert bool(await told(office)) is is_said


async def test_e15_on_a_holiday_it_comes_on_the_last_working_day_before(office: Office) -> None:
    """The first Tuesday of December 2028 is no holiday; that of May 2029 is Labour Day in Germany."""
    office.moves_to(utc(20, 10, month=4, year=2029))
    await started(office, country="DE")

    await lives(office, utc(30, 11, month=4, year=2029))

    assert [str(each.planned_for) for each in await turns_of(office)] == ["2029-05-01"]
    assert len(await told(office)) == 1


@pytest.mark.parametrize("values", [{"muted": (Kind.PAY_FORWARD,)}, {"is_active": False}])
async def test_e15_who_does_not_want_to_hear_of_it_does_not(office: Office, values: dict[str, object]) -> None:
    """N3."""
    await started(office, **values)

    await lives(office, TEN)

    assert await turns_of(office) == []


async def test_e15_who_has_not_begun_is_left_alone(office: Office) -> None:
    await office.hand()

    assert await find_good_turns(office.desk) == 0


async def test_e15_what_is_wrong_with_one_members_people_keeps_no_other_waiting(office: Office) -> None:
    ada = await started(office)
    await office.run("UPDATE contacts SET created_at = 'not a date' WHERE member_id = :id", id=ada.member.id)
    office.moves_to(TEN)

    assert await find_good_turns(office.desk) == 1
    assert await find_good_turns(office.desk) == 0
