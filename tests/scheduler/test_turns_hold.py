"""Turns, leases and rests where something goes wrong: a database that comes and goes, a clock set right (N4)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import psycopg
import pytest
from aiohttp import web
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from etiquette.rules.errors import AwayError
from etiquette.store import deliveries
from scheduler.desk import SET, Desk, Watch
from scheduler.recovery import recover
from scheduler.redraw import redraw
from scheduler.sweep import _prepared, claim, deliver, sweep
from scheduler.timetable import Tick
from scheduler.turns import through
from tests.cast import ADA, BO, WORKSPACE
from tests.scheduler.crowd import RUSH
from tests.scheduler.office import LEASE_IS_OUT, Office, Time, office_in

ADAS = "SELECT id FROM deliveries WHERE recipient = 'U0ADA' AND state = 'claimed' FOR UPDATE"
BEGUN = "UPDATE nudges SET due_at = '2026-11-26 11:00:00.000000' WHERE state = 'planned'"
WAITING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
async def postgres_office(emptied_postgres_url: str) -> AsyncIterator[Office]:
    async with office_in(emptied_postgres_url) as office:
        yield office


async def two_decks(office: Office) -> None:
    """Ada and Bo are to be told of their decks now."""
    for who in (ADA, BO):
        await (await office.hand(who)).promises()
    office.moves_to(RUSH)


class Grip:
    """Somebody who holds rows or tables of the database, and can have whoever waits for them thrown out."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url

    async def throws_out_the_next(self, doing: "asyncio.Task[object]") -> None:
        """Whoever comes to wait for what is held loses their connection; nobody does once all is done."""
        async with asyncio.timeout(5), await reached(self._database_url) as looking:
            while not (waiting := await (await looking.execute(WAITING)).fetchall()) and not doing.done():  # noqa: ASYNC110  # what is waited for is on a server
                await asyncio.sleep(0.01)
            for (pid,) in waiting:
                await looking.execute("SELECT pg_terminate_backend(%s)", [pid])
            while waiting and await (await looking.execute(WAITING)).fetchall() == waiting:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def reached(database_url: str) -> "psycopg.AsyncConnection[tuple[int]]":
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    return await psycopg.AsyncConnection.connect(url, autocommit=True)


@asynccontextmanager
async def held(office: Office, statement: str) -> AsyncIterator[Grip]:
    """What a statement holds, until it is let go."""
    async with await reached(office.database_url) as connection:
        await connection.set_autocommit(False)
        await connection.execute(statement.encode())
        yield Grip(office.database_url)
        await connection.rollback()


# -- a database that comes and goes ------------------------------------------------------------------------------------


@pytest.mark.postgres
async def test_n4_a_connection_that_is_lost_on_the_way_to_a_message_costs_it_no_hour_and_no_try(
    postgres_office: Office,
) -> None:
    """It is no mistake of ours, and nothing was said: it is looked for like anything that was lost in a crash."""
    office = postgres_office
    await (await office.hand()).promises()
    office.moves_to(RUSH)
    batch = await claim(office.desk, WORKSPACE)
    assert batch is not None

    async with held(office, ADAS) as grip:
        turn = asyncio.create_task(through(office.desk, WORKSPACE, batch, deliver, deliveries.put_back))
        await grip.throws_out_the_next(turn)
    with pytest.raises(AwayError):
        await turn
    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks()

    assert len(office.inbox()) == 1
    assert await office.rows("SELECT max(attempts) FROM nudges") == [(0,)]


@pytest.mark.postgres
async def test_n4_a_turn_in_which_the_database_was_away_for_one_is_brought_to_its_end_for_the_others(
    postgres_office: Office,
) -> None:
    """And given back: another worker need not wait for its lease."""
    office = postgres_office
    await two_decks(office)
    batch = await claim(office.desk, WORKSPACE)
    assert batch is not None
    office.slack.faults.delay("chat.postMessage", 0.5, channel=office.person(BO).dm)

    async with held(office, ADAS) as grip:
        turn = asyncio.create_task(through(office.desk, WORKSPACE, batch, deliver, deliveries.put_back))
        while not turn.done():  # all together, then hers alone
            await grip.throws_out_the_next(turn)
    with pytest.raises(AwayError):
        await turn
    assert len(office.inbox(BO)) == 1

    await (await office.hand(BO)).promises("Peer")
    await office.run(BEGUN)
    assert await claim(office.another_desk(), WORKSPACE)


@pytest.mark.postgres
async def test_n4_a_connection_that_is_lost_in_a_claim_is_no_mistake_in_any_row(postgres_office: Office) -> None:
    """Nothing is set aside, and nothing of the sort is said."""
    office = postgres_office
    await two_decks(office)

    with capture_logs() as log:
        async with held(office, "LOCK TABLE deliveries IN SHARE MODE") as grip:
            claiming = asyncio.create_task(claim(office.desk, WORKSPACE))
            await grip.throws_out_the_next(claiming)
        with pytest.raises(AwayError):
            await claiming

    assert [entry["event"] for entry in log] == []
    assert await sweep(office.desk) == 2


# -- a clock that is set right -----------------------------------------------------------------------------------------

THREE_HOURS = timedelta(hours=3)
HALF_AN_HOUR = timedelta(minutes=30)


async def leases_run_out(office: Office, desk: Desk | None = None) -> None:
    """Three, one after the other: seen to be wrong, set right, and looked for."""
    for _ in range(3):
        office.moves(seconds=LEASE_IS_OUT)
        await office.ticks(desk)


@pytest.mark.parametrize("ahead", [THREE_HOURS, HALF_AN_HOUR], ids=str)
async def test_n4_a_turn_that_was_taken_by_a_wrong_clock_is_over_when_the_clock_is_set_right(
    any_office: Office, ahead: timedelta
) -> None:
    """Hours ahead, or less, and its worker died: nobody waits for so long."""
    await two_decks(any_office)
    any_office.time.machine += ahead
    assert await claim(any_office.desk, WORKSPACE)
    await (await any_office.hand(BO)).promises("Peer")
    await any_office.run(BEGUN)
    any_office.time.machine -= ahead
    another = any_office.another_desk()

    await leases_run_out(any_office, another)

    assert len(any_office.inbox()) == 1
    assert set(any_office.said().values()) == {1}


async def test_n4_a_rest_that_was_begun_by_a_wrong_clock_is_no_longer_than_slack_asked(any_office: Office) -> None:
    """Whoever was told of it rests no longer, either."""
    await two_decks(any_office)
    any_office.time.machine += THREE_HOURS
    any_office.slack.faults.refuse("chat.postMessage", retry_after=40)
    posted = await sweep(any_office.desk)  # what was on its way when Slack refused may have arrived
    any_office.time.machine -= THREE_HOURS

    any_office.moves(seconds=LEASE_IS_OUT)
    assert posted < 2
    assert posted + await sweep(any_office.desk) == 2


@pytest.mark.parametrize("ahead", [THREE_HOURS, HALF_AN_HOUR], ids=str)
async def test_n4_a_rest_in_the_database_that_was_begun_by_a_wrong_clock_is_nobodys(
    any_office: Office, ahead: timedelta
) -> None:
    await two_decks(any_office)
    any_office.time.machine += ahead
    any_office.slack.faults.refuse("chat.postMessage", retry_after=40)
    posted = await sweep(any_office.desk)  # what was on its way when Slack refused may have arrived
    assert posted < 2
    any_office.time.machine -= ahead
    another = any_office.another_desk()

    await leases_run_out(any_office, another)

    assert set(any_office.said().values()) == {1}
    assert (await any_office.states())["posted"] == 2


async def test_n4_what_is_on_its_way_is_not_taken_over_by_a_clock_that_was_set_an_hour_on(any_office: Office) -> None:
    """By it every lease has run out; and it is not in the conversation yet. The soak found that it was said twice."""
    await two_decks(any_office)
    others = any_office.another_desk()
    claimed = await claim(any_office.desk, WORKSPACE)
    assert claimed
    on_its_way = [await _prepared(any_office.desk, each) for each in claimed]

    any_office.time.off += timedelta(hours=1)
    assert [await recover(desk) for desk in (any_office.desk, others)] == [0, 0]
    said = [(delivery, await any_office.desk.slack.post(delivery, told)) for delivery, told in filter(None, on_its_way)]
    async with any_office.store.writing() as tx:
        assert await deliveries.mark_all_posted(tx, said, any_office.time.now()) == [True, True]

    assert set(any_office.said().values()) == {1}
    assert (await any_office.states())["posted"] == 2


@pytest.mark.parametrize("ahead", [THREE_HOURS, HALF_AN_HOUR], ids=str)
async def test_n4_what_was_claimed_by_a_clock_that_was_ahead_is_found_where_it_stands(
    any_office: Office, ahead: timedelta
) -> None:
    """By it, it was posted before it was claimed. The soak found that it was said twice, or waited for an hour."""
    await two_decks(any_office)
    any_office.time.domain += ahead
    any_office.time.off += ahead
    any_office.slack.faults.drop_answer("chat.postMessage", times=2)
    assert await sweep(any_office.desk) == 0
    any_office.time.domain -= ahead
    any_office.time.off -= ahead

    await leases_run_out(any_office)

    assert set(any_office.said().values()) == {1}
    assert (await any_office.states())["posted"] == 2


@pytest.mark.parametrize("ahead", [THREE_HOURS, HALF_AN_HOUR], ids=str)
async def test_a_message_that_was_being_drawn_anew_by_a_clock_that_was_ahead_is_drawn_when_it_is_set_right(
    any_office: Office, ahead: timedelta
) -> None:
    await two_decks(any_office)
    assert await sweep(any_office.desk) == 2
    await any_office.run("UPDATE deliveries SET wanted = wanted + 1")
    any_office.time.off += ahead
    any_office.slack.faults.refuse("chat.update", status=503, times=2)
    assert await redraw(any_office.desk) == 0
    any_office.time.off -= ahead

    await leases_run_out(any_office)

    assert await any_office.rows("SELECT count(*) FROM deliveries WHERE wanted > drawn") == [(0,)]


@pytest.mark.parametrize("hours", [1, -3])
async def test_n4_a_clock_that_was_set_costs_one_lease_and_then_what_was_lost_is_found(
    any_office: Office, hours: int
) -> None:
    await two_decks(any_office)
    assert await claim(any_office.desk, WORKSPACE)
    others = any_office.another_desk()
    any_office.time.off += timedelta(hours=hours)
    assert await recover(others) == 0

    for _ in range(2):  # set back, the leases that were given before are far off: they are set right first
        any_office.moves(seconds=LEASE_IS_OUT)
        await any_office.ticks(others)

    assert set(any_office.said().values()) == {1}
    assert (await any_office.states())["posted"] == 2


def test_n4_whoever_begins_looks_on_for_a_lease_before_they_take_anything_over() -> None:
    """What befell the clock before that they cannot know."""
    time = Time()
    watch = Watch(time.machine_now, time.monotonic)
    told = []
    for seconds in (0, 60, 29, 1, 1):
        time.machine += timedelta(seconds=seconds)
        told.append(watch.tells())

    assert told == [None, None, None, time.machine - timedelta(seconds=1) - SET, time.machine - SET]


def test_n4_a_clock_that_is_held_to_its_course_little_by_little_was_not_set() -> None:
    time = Time()
    watch = Watch(time.machine_now, time.monotonic)
    watch.tells()
    for _ in range(40):
        time.machine += timedelta(seconds=3)
        time.off += timedelta(seconds=2)
        told = watch.tells()

    assert told == time.machine_now() - SET


async def test_n4_whoever_slept_until_their_lease_ran_out_does_not_say_what_they_had_to_say(office: Office) -> None:
    """The machine slept for a night, and nobody took it over: it is judged anew, and not said at once (N1)."""
    await two_decks(office)
    claimed = await claim(office.desk, WORKSPACE)
    assert claimed
    on_its_way = await _prepared(office.desk, claimed[0])
    assert on_its_way is not None

    office.moves(hours=8)

    assert await office.desk.room_for(on_its_way[0]) is None


def test_n4_a_clock_that_was_set_is_told_of() -> None:
    time = Time()
    watch = Watch(time.machine_now, time.monotonic)
    with capture_logs() as log:
        watch.tells()
        time.off -= timedelta(minutes=10)
        watch.tells()

    assert [(entry["event"], entry["by_seconds"]) for entry in log] == [("clock_was_set", -600)]


# -- a worker that is told to stop, or that is wrong -------------------------------------------------------------------


async def test_n4_a_worker_that_is_told_to_stop_draws_nothing_more(
    office: Office,
) -> None:
    """Whoever comes next does it at once."""
    await two_decks(office)
    assert await sweep(office.desk) == 2
    await office.run("UPDATE deliveries SET wanted = wanted + 1")
    office.desk.is_closing = True

    assert await redraw(office.desk) == 0
    assert await redraw(office.another_desk()) == 2


async def test_n4_a_worker_that_is_told_to_stop_looks_for_nothing_more(office: Office) -> None:
    await two_decks(office)
    for delivery in await claim(office.desk, WORKSPACE) or []:
        assert await _prepared(office.desk, delivery)
    office.moves(seconds=LEASE_IS_OUT)
    office.desk.is_closing = True

    assert await recover(office.desk) == 0
    assert await recover(office.another_desk()) == 2


async def test_n4_what_a_worker_that_is_told_to_stop_had_taken_and_not_begun_is_anybodys_at_once(
    office: Office,
) -> None:
    """Of two messages the first is being drawn, and then the first of two is being looked for."""
    await two_decks(office)
    assert await sweep(office.desk) == 2
    await office.run("UPDATE deliveries SET wanted = wanted + 1")
    office.slack.faults.delay("chat.update", 0.2)

    assert await stopped_at_work(office, redraw) == 1
    assert await redraw(office.another_desk()) == 1

    await office.run("UPDATE deliveries SET state = 'claimed', lease_until = '2026-11-24 09:00:00.000000'")
    office.slack.faults.delay("conversations.history", 0.2)
    assert await stopped_at_work(office, recover) == 1
    assert await recover(office.another_desk()) == 1


async def stopped_at_work(office: Office, tick: Tick) -> int:
    """A tick that is told to stop while it has its first call in hand."""
    desk = office.another_desk()
    working = asyncio.ensure_future(tick(desk))
    async with asyncio.timeout(5):
        while not office.slack.backend.in_hand:  # noqa: ASYNC110  # what is waited for is on the other side of a wire
            await asyncio.sleep(0.01)
    desk.is_closing = True
    return await working


@asynccontextmanager
async def short_of_words() -> AsyncIterator[str]:
    """What stands in Slack's place for one worker: it says yes, and nothing else. Gives its address."""

    async def yes(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    app = web.Application()
    app.router.add_route("*", "/api/{method}", yes)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    await runner.cleanup()


async def test_n4_a_worker_that_fails_in_a_workspace_leaves_the_turn_to_another(any_office: Office) -> None:
    """It would take it again at every tick, and nobody else would ever have it."""
    await two_decks(any_office)
    async with short_of_words() as api_url:
        assert await sweep(any_office.another_desk(api_url=api_url)) == 0

    any_office.moves(seconds=2)
    assert await sweep(any_office.desk) == 2
