"""SQLite, asked in the event loop: a statement takes less time than the way to a thread and back.

What may have to wait for others, or for the disk, is done on a thread: to begin to write, and to commit.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import islice
from typing import Any, Self, TypeVar, TypeVarTuple

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import Insert

from etiquette.breath import breath
from etiquette.store.lines import Line

BUSY_TIMEOUT = 10_000
"""Milliseconds for which whoever writes waits for whoever else does, on a thread."""
READERS_TIMEOUT = 500
"""Milliseconds: readers wait for nobody but whoever mends the file after a crash, or has it for themselves."""

# Durable means: survives `kill -9` and power loss. What was deleted is overwritten, so that forgetting is real.
PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA secure_delete=ON")

T = TypeVar("T")
Given = TypeVarTuple("Given")


class ReadingLine(Line):
    """Waits for nobody: what others write meanwhile is beside it. Many statements in a row let others in between."""

    def insert(self, table: Table) -> Insert:
        return _insert(table)

    async def at_once(self, do: Callable[[*Given], T], *given: *Given) -> T:
        await breath()
        return do(*given)

    def in_time(self, do: Callable[[*Given], T], *given: *Given) -> Awaitable[T]:
        return self.at_once(do, *given)

    def end(self) -> None:
        """It has nothing of its own."""


class WritingLine(ReadingLine):
    """Waits for whoever else writes, and for the disk, on a thread, which does what it is asked in that order."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")

    def in_time(self, do: Callable[[*Given], T], *given: *Given) -> Awaitable[T]:
        return asyncio.wrap_future(self._thread.submit(do, *given))

    def end(self) -> None:
        self._thread.shutdown(wait=False)


class Cursor(sqlite3.Cursor):
    """A cursor that has read everything by the time it is asked for it."""

    _rows: Iterator[Any] = iter(())

    def execute(self, sql: str, parameters: Any = ()) -> Self:
        super().execute(sql, parameters)
        self._rows = iter(super().fetchall() if self.description else ())
        return self

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        return list(islice(self._rows, size))

    def fetchall(self) -> list[Any]:
        return list(self._rows)


class Eager(sqlite3.Connection):
    """A connection of such cursors."""

    def cursor(self) -> Cursor:  # type: ignore[override]  # nobody asks it for cursors of another kind
        return super().cursor(Cursor)


def writing(url: str, *, refers: bool = True, **options: Any) -> Engine:
    """An engine to write. `refers`: what refers to what is checked with every statement."""
    return _engine_of(url, "BEGIN IMMEDIATE", 1, BUSY_TIMEOUT, refers=refers, **options)


def reading(url: str, size: int, **options: Any) -> Engine:
    """An engine to read."""
    return _engine_of(url, "BEGIN", size, READERS_TIMEOUT, **options)


def _engine_of(url: str, begin: str, size: int, timeout: int, *, refers: bool = True, **options: Any) -> Engine:
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"factory": Eager, "check_same_thread": False, "timeout": timeout / 1000},
        **options,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver would begin on its own, and only before a write: we begin ourselves, see `_begin`.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)
        connection.execute(f"PRAGMA foreign_keys={int(refers)}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def is_kept_from_emptying_its_log(engine: Engine, patience: int) -> bool:
    """Empties the log, where nobody reads what is in it within `patience` milliseconds; whether somebody does."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection  # a transaction must not be open
        driver.execute(f"PRAGMA busy_timeout={patience}")
        try:
            (is_busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
    return bool(is_busy)


def check_references(connection: Connection) -> None:
    """Raises RuntimeError where a row refers to one that is not there."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").mappings().first()
    if broken:
        raise RuntimeError(f"rows of {broken['table']} would refer to rows of {broken['parent']} that are not there")


@cache
def _insert(table: Table) -> Insert:
    return Insert(table)
