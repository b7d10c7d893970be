"""Whoever runs shares the database with others that run, and nobody begins while it is restored."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from etiquette.rules.errors import AwayError
from etiquette.store.presence import AtWorkError, alone_with_file, hold_alone
from etiquette.store.session import Store

RUNS = """
import asyncio, sys
from etiquette.store.session import Store
async def runs():
    store = Store(sys.argv[1], at_work=True)
    await store.ping()
    print("runs", flush=True)
    await asyncio.sleep(60)
asyncio.run(runs())
"""


async def is_free(url: str) -> bool:
    """Whether somebody could restore the database now."""
    store = Store(url)
    try:
        with alone_with_file(url):
            async with store.altering() as tx:
                await tx.connection.run_sync(hold_alone)
                return True
    except AtWorkError:
        return False
    finally:
        await store.close()


async def test_as_many_as_want_to_may_run(emptied_url: str) -> None:
    stores = [Store(emptied_url, at_work=True) for _ in range(2)]
    for store in stores:
        await store.ping()
    assert not await is_free(emptied_url)

    await stores[0].close()
    assert not await is_free(emptied_url)
    await stores[1].close()

    assert await is_free(emptied_url)


async def test_a_program_that_was_killed_runs_no_more(emptied_url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", RUNS, emptied_url, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    await process.stdout.readline()
    assert not await is_free(emptied_url)

    process.send_signal(signal.SIGKILL)
    await process.wait()

    for _ in range(100):  # a server takes a moment to notice
        if await is_free(emptied_url):
            return
        await asyncio.sleep(0.05)
    pytest.fail("it is held still")


async def test_nobody_begins_while_it_is_restored(emptied_url: str) -> None:
    """It is a database that does not answer, until it does."""
    restoring = Store(emptied_url)
    with alone_with_file(emptied_url):
        async with restoring.altering() as tx:
            await tx.connection.run_sync(hold_alone)
            with pytest.raises((OperationalError, AwayError)) as refused:
                await begins(emptied_url)
            assert "it is being restored" in f"{refused.value} {refused.value.__cause__}"
    await restoring.close()

    await begins(emptied_url)


async def begins(url: str) -> None:
    store = Store(url, at_work=True)
    try:
        await store.ping()
    finally:
        await store.close()


@pytest.mark.postgres
async def test_who_lost_the_database_and_has_it_back_is_there_again(emptied_postgres_url: str) -> None:
    """A server that was restarted knows of no locks: every connection that is made anew takes its own."""
    store = Store(emptied_postgres_url, at_work=True)
    async with store.reading() as tx:
        mine = (await tx.connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
    other = Store(emptied_postgres_url)
    async with other.writing() as tx:
        await tx.connection.execute(text("SELECT pg_terminate_backend(:mine, 5000)"), {"mine": mine})
    await other.close()
    assert await is_free(emptied_postgres_url)

    await store.ping()

    assert not await is_free(emptied_postgres_url)
    await store.close()


def test_the_lock_of_whoever_restored_is_one_that_others_can_share(sqlite_url: str) -> None:
    """Root may restore what another user runs: their program can open the file, whatever root's mask is."""
    before = os.umask(0o022)
    with alone_with_file(sqlite_url):
        pass
    os.umask(before)

    lock = Path(f"{sqlite_url.removeprefix('sqlite:///')}.lock")
    assert lock.stat().st_mode & 0o777 == 0o644
