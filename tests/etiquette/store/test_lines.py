"""Lines to the database: had in the order of asking, left at once, given on clean; and nobody else waits for them."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Engine, text

from etiquette.rules.contacts import Contact
from etiquette.store.lines import Line, Lines
from etiquette.store.records import add, all_of
from etiquette.store.session import Store
from tests.builders import make_contact
from tests.cast import ADA, Hand, opened

COUNT = text("SELECT count(*) FROM contacts")


@pytest.fixture
def elsewhere(sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Another program on the same file."""
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
        yield connection


async def test_whoever_waits_for_the_database_has_it_in_the_order_of_asking(sqlite_url: str) -> None:
    had: list[int] = []

    async def write(number: int) -> None:
        async with store.writing():
            had.append(number)
            await asyncio.sleep(0.005)

    async with opened(sqlite_url) as store:
        await asyncio.gather(*map(write, range(20)))

    assert had == list(range(20))


async def test_whoever_is_cancelled_stops_waiting_for_another_program_at_once_and_nothing_is_left_of_it(
    sqlite_url: str, elsewhere: sqlite3.Connection
) -> None:
    async with opened(sqlite_url) as store:
        elsewhere.execute("BEGIN IMMEDIATE")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1), store.writing():
                raise AssertionError("somebody else writes")
        async with store.reading() as tx:
            assert (await tx.connection.execute(COUNT)).scalar_one() == 0
        elsewhere.execute("ROLLBACK")

        async with asyncio.timeout(5), store.writing() as tx:
            await tx.connection.execute(COUNT)
    elsewhere.execute("BEGIN IMMEDIATE")  # nobody holds it any more


async def test_who_waits_for_another_program_keeps_nobody_else_from_their_work(
    sqlite_url: str, elsewhere: sqlite3.Connection
) -> None:
    async with opened(sqlite_url) as store:
        elsewhere.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(store.try_writing())
        async with asyncio.timeout(2):
            for _ in range(20):
                await store.ping()
        assert not waiting.done()
        elsewhere.execute("ROLLBACK")
        await waiting


async def test_whoever_fails_leaves_the_next_nothing_of_what_they_began(store: Store, ada: Hand) -> None:
    async def fails() -> None:
        async with store.writing() as tx:
            await add(tx, make_contact())
            raise KeyError

    async def looks() -> int:
        async with store.writing() as tx:
            return len(await all_of(tx, Contact, ada.member.who))

    told = await asyncio.gather(*(each() for _ in range(5) for each in (fails, looks)), return_exceptions=True)

    assert [each for each in told if not isinstance(each, KeyError)] == [0] * 5


async def test_many_statements_in_a_row_let_others_in_between(sqlite_url: str) -> None:
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0)
            beats += 1

    async with opened(sqlite_url) as store, store.reading() as tx:
        heart = asyncio.create_task(beat())
        for _ in range(1000):
            await tx.connection.execute(COUNT)
        heart.cancel()

    assert beats >= 3


@pytest.mark.postgres
async def test_a_server_that_is_at_work_keeps_nobody_else_from_theirs(postgres_url: str) -> None:
    async with opened(postgres_url) as store, store.reading() as tx:
        slow = asyncio.create_task(tx.connection.execute(text("SELECT pg_sleep(0.5)")))
        async with asyncio.timeout(0.4):
            for _ in range(5):
                await store.ping()
        await slow


@pytest.mark.postgres
async def test_whoever_stops_waiting_for_a_server_leaves_no_connection_that_waits(postgres_url: str) -> None:
    async with opened(postgres_url) as store:
        await Hand.of(store, ADA)

        async def waits() -> None:
            async with asyncio.timeout(0.2), store.writing() as tx:
                await add(tx, make_contact())
                await tx.connection.execute(text("SELECT pg_sleep(30)"))

        with pytest.raises(TimeoutError):
            await waits()
        async with asyncio.timeout(5):
            for way_in in (store.writing, store.reading):
                async with way_in() as tx:
                    assert (await tx.connection.execute(COUNT)).scalar_one() == 0
        assert store.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # as pools do that keep what they have
        async with asyncio.timeout(5):
            while await still_at_work(store):  # noqa: ASYNC110  # what is waited for is on a server
                await asyncio.sleep(0.02)


async def test_a_line_that_cannot_be_made_keeps_nobody_else_from_theirs(store: Store) -> None:
    """A thread too many, say."""

    def made(_engine: Engine) -> Line:
        raise RuntimeError("can't start new thread")

    lines = Lines(made, store.engine, 1)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="thread"):
            async with asyncio.timeout(1), lines.one():
                pass


async def still_at_work(store: Store) -> int:
    """How many of a server's statements nobody waits for any more."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'"
    async with store.reading() as tx:
        return int((await tx.connection.execute(text(query))).scalar_one())
