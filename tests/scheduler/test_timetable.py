"""The ticks: each one at a time, none of them ends the others, and none begins once it closes (design §10)."""

import asyncio

from scheduler.timetable import Timetable
from tests.cast import ADA, BO, utc
from tests.scheduler.office import Office


async def two_decks(office: Office) -> None:
    for who in (ADA, BO):
        await (await office.hand(who)).promises()
    office.moves_to(utc(26, 11))


async def until(office: Office, state: str) -> None:
    """A nudge is in that state; five seconds at most."""
    for _ in range(250):
        if state in await office.states():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"no nudge was {state}")


async def test_quiet_means_that_nothing_is_left_to_do(office: Office) -> None:
    await two_decks(office)

    await Timetable(office.desk, 1).quiet()

    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)


async def test_a_tick_comes_by_itself(office: Office) -> None:
    await two_decks(office)
    timetable = Timetable(office.desk, 1)

    timetable.start()
    await until(office, "posted")
    await timetable.stop()

    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)


async def test_a_tick_that_fails_ends_neither_itself_nor_the_others(office: Office) -> None:
    """The database is away for a while: its table is."""
    await two_decks(office)
    timetable = Timetable(office.desk, 1)
    await office.run("ALTER TABLE nudges RENAME TO nudges_elsewhere")
    await timetable.quiet()
    assert office.inbox() == []

    await office.run("ALTER TABLE nudges_elsewhere RENAME TO nudges")
    await timetable.quiet()

    assert (len(office.inbox()), len(office.inbox(BO))) == (1, 1)


async def test_stopping_finishes_what_is_in_hand_and_begins_nothing_more(office: Office) -> None:
    await two_decks(office)
    office.slack.faults.delay("chat.postMessage", 0.3, times=2)
    timetable = Timetable(office.desk, 1)
    timetable.start()
    await until(office, "claimed")
    while office.slack.faults.struck < 2:  # noqa: ASYNC110  # until both are on their way
        await asyncio.sleep(0.01)

    await timetable.stop()
    said = (len(office.inbox()), len(office.inbox(BO)))
    states = await office.states()
    assert said == (1, 1)
    assert states == {"posted": 2, "planned": 6}

    office.moves_to(utc(27, 11))
    await asyncio.sleep(1.2)
    assert await office.states() == states


async def test_one_tick_is_never_at_work_twice(office: Office) -> None:
    """N4: asked for at once, a redraw waits for the one that is at work."""
    ada = await office.hand()
    await ada.promises()
    office.moves_to(utc(26, 11))
    timetable = Timetable(office.desk, 3600)
    await timetable.quiet()
    await office.run("UPDATE deliveries SET wanted = 1")
    office.slack.faults.delay("chat.update", 0.2)

    for _ in range(3):
        timetable.redraw_soon()
    await asyncio.gather(*timetable._running)
    await timetable.stop()

    assert [call.method for call in office.slack.calls].count("chat.update") == 1
