"""The way into the database: one writer on SQLite, a pool on PostgreSQL; reading and writing begin explicitly."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import LRUCache

from etiquette.rules.acts import Change
from etiquette.rules.errors import AwayError
from etiquette.rules.nudges import State
from etiquette.store.away import Witness, is_away
from etiquette.store.presence import share_connections, share_file
from etiquette.store.sqlite import Line

BUSY_TIMEOUT = 10_000
AT_ONCE = 10
"""So many transactions write on PostgreSQL at the same time, and as many read."""
READERS_OF_A_FILE = 4
PATIENCE_WITH_READERS = 100
"""Milliseconds: whoever forgets waits for an answer, and the log can be emptied later."""

# Durable means: survives `kill -9` and power loss. What was deleted is overwritten, so that forgetting is real.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT}",
    "PRAGMA secure_delete=ON",
)
POSTGRES_OPTIONS = "-c synchronous_commit=on -c timezone=UTC"
# A server that is gone without a word is missed: in seconds when it is called, in a minute when it was at work.
POSTGRES_PATIENCE = {
    "connect_timeout": 5,
    "tcp_user_timeout": 30_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


class Compiled(LRUCache[tuple[Any, ...], Any]):
    """What each statement is in SQL, for all engines of a kind: SQLAlchemy would find it out for each of them anew."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(_of_its_kind(key), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__(_of_its_kind(key), compiled)


def _of_its_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *statement = key
    return (dialect.name, *statement)


STATEMENTS = 2_000
COMPILED = Compiled(STATEMENTS)


@dataclass(slots=True)
class Transaction:
    """One open transaction: the connection, and what has been changed in it so far, for the act's journal.

    `added` are the records that were made in it, by id, as they were made. `ended` counts the nudges that come to a
    final state by it.
    """

    connection: AsyncConnection
    changes: list[Change] = field(default_factory=list)
    added: dict[str, Any] = field(default_factory=dict)
    act_id: str | None = None
    contact_id: str | None = None
    ended: Counter[State] = field(default_factory=Counter)

    def ends(self, state: State, count: int) -> None:
        """So many nudges come to a final state by this transaction."""
        self.ended[state] += max(count, 0)

    @asynccontextmanager
    async def trying(self) -> AsyncIterator[None]:
        """A part of it that is undone alone where the block fails, with what was counted in it."""
        before = self.ended.copy()
        try:
            async with self.connection.begin_nested():
                yield
        except BaseException:
            self.ended = before
            raise

    def insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """An insert that can do nothing where the row is there already, which SQLAlchemy has for each dialect apart."""
        return _insert(table, self.connection.dialect.name)


@cache
def _insert(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


class Store:
    """The database. `writing` and `reading` are the only ways in; whoever opens one commits it by leaving the block.

    `url` names the driver: sqlite+aiosqlite or postgresql+psycopg. Either way in raises AwayError where the database
    does not answer; `witness` is told of it, and of what was done. Nobody restores it while one is `at_work`.

    Whoever waits for a connection has it in the order of asking, which those that SQLAlchemy keeps do not promise: when
    many ask at once, nobody waits much longer than the others.
    """

    def __init__(self, url: str, *, at_work: bool = False, witness: Witness | None = None) -> None:
        self.remembers = True
        self._witness = witness or Witness()
        self._shared = share_file(url) if at_work and url.startswith("sqlite") else None
        if url.startswith("sqlite"):
            self._writer = _sqlite_engine(url, "BEGIN IMMEDIATE", size=1)
            self._reader = _sqlite_engine(url, "BEGIN", size=READERS_OF_A_FILE)
            self._to_write, self._to_read = asyncio.Semaphore(1), asyncio.Semaphore(READERS_OF_A_FILE)
        else:
            self._writer = _postgres_engine(url)
            self._to_write, self._to_read = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(AT_ONCE)
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            if at_work:
                share_connections(self._writer)

    @property
    def engine(self) -> AsyncEngine:
        return self._writer

    def writing(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that may change things: committed when the block ends well, rolled back when it does not."""
        return self._opened(self._writer, self._to_write)

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that sees one state of the database, and changes nothing."""
        return self._opened(self._reader, self._to_read)

    @asynccontextmanager
    async def _opened(self, engine: AsyncEngine, in_order: asyncio.Semaphore) -> AsyncIterator[Transaction]:
        try:
            async with in_order, engine.begin() as connection:
                tx = Transaction(connection)
                yield tx
        except SQLAlchemyError as error:
            self._judge(error)
            raise
        self._witness.answered(tx.ended)

    @asynccontextmanager
    async def altering(self) -> AsyncIterator[Transaction]:
        """A transaction that changes tables. SQLite remakes them: what refers to what is checked at its end."""
        async with self._writer.connect() as connection:
            if self._writer.dialect.name != "sqlite":
                async with connection.begin():
                    yield Transaction(connection)
                return
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.execute("PRAGMA foreign_keys=OFF")
            try:
                async with connection.begin():
                    yield Transaction(connection)
                    await _check_references(connection)
            finally:
                await driver.execute("PRAGMA foreign_keys=ON")

    @asynccontextmanager
    async def forgetting(self) -> AsyncIterator[Transaction]:
        """A transaction that wipes: once it is committed, nothing is left in the file, nor in its log.

        Whoever reads at that moment keeps the log from being emptied: it `remembers` until `empty_log` has succeeded,
        and after a crash it is emptied once, whatever is in it.
        """
        async with self.writing() as tx:
            yield tx
            self.remembers = True
        await self.empty_log()

    async def empty_log(self) -> bool:
        """Takes what was wiped out of the database's own log. False while somebody reads: it is to be tried again."""
        if self._writer.dialect.name != "sqlite":
            self.remembers = False
            return True
        async with self._writer.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.execute(f"PRAGMA busy_timeout={PATIENCE_WITH_READERS}")
            try:
                rows = await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                await driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
        is_busy = bool(next(iter(rows))[0])
        self.remembers = is_busy
        return not is_busy

    async def ping(self) -> None:
        """Raises whatever keeps the database from answering."""
        async with self.reading() as tx:
            await tx.connection.execute(text("SELECT 1"))

    async def try_writing(self) -> None:
        """Raises whatever keeps the database from taking changes. Nothing is changed."""
        async with self.writing() as tx:
            await tx.connection.execute(text("UPDATE nudges SET attempts = attempts WHERE 1 = 0"))

    async def close(self) -> None:
        await self._writer.dispose()
        await self._reader.dispose()
        if self._shared is not None:
            os.close(self._shared)
            self._shared = None

    def _judge(self, error: SQLAlchemyError) -> None:
        if is_away(error):
            self._witness.away(error)
            raise AwayError from error


async def _check_references(connection: AsyncConnection) -> None:
    broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).mappings().first()
    if broken:
        raise RuntimeError(f"rows of {broken['table']} would refer to rows of {broken['parent']} that are not there")


def _sqlite_engine(url: str, begin: str, *, size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
        connect_args={"async_creator_fn": Line},
        execution_options={"compiled_cache": COMPILED},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver would begin on its own, and only before a write: we begin ourselves, see `_begin`.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgres_engine(url: str) -> AsyncEngine:
    said = make_url(url).query  # whoever writes a patience of their own into the address has it
    patience = {name: value for name, value in POSTGRES_PATIENCE.items() if name not in said}
    return create_async_engine(
        url,
        pool_size=2 * AT_ONCE,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": POSTGRES_OPTIONS, **patience},
        execution_options={"compiled_cache": COMPILED},
    )
