"""The way into the database: one writer on SQLite, a pool on PostgreSQL; reading and writing begin explicitly."""

import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.util import LRUCache

from etiquette.rules.acts import Change
from etiquette.rules.errors import AwayError
from etiquette.rules.nudges import State
from etiquette.store import sqlite
from etiquette.store.away import Witness, is_away
from etiquette.store.lines import Line, Lines
from etiquette.store.presence import share_connections, share_file

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as InsertIntoPostgres
    from sqlalchemy.dialects.sqlite import Insert as InsertIntoSqlite

AT_ONCE = 10
"""So many transactions write on PostgreSQL at the same time, and as many read."""
READERS_OF_A_FILE = 4
PATIENCE_WITH_READERS = 100
"""Milliseconds: whoever forgets waits for an answer, and the log can be emptied later."""


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
REMEMBERED: dict[str, Any] = {"execution_options": {"compiled_cache": COMPILED}}


@dataclass(slots=True)
class Transaction:
    """One open transaction: the connection, and what has been changed in it so far, for the act's journal.

    `added` are the records that were made in it, by id, as they were made. `ended` counts the nudges that come to a
    final state by it.
    """

    connection: Line
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

    def insert(self, table: Table) -> "InsertIntoSqlite | InsertIntoPostgres":
        """An insert that can do nothing where the row is there already, which SQLAlchemy has for each dialect apart."""
        return self.connection.insert(table)


class Store:
    """The database. `writing` and `reading` are the only ways in; whoever opens one commits it by leaving the block.

    `url` names the driver: sqlite or postgresql+psycopg. Either way in raises AwayError where the database does not
    answer; `witness` is told of it, and of what was done. Nobody restores it while one is `at_work`.

    Whoever waits for a line to it has one in the order of asking: when many ask at once, nobody waits much longer than
    the others.
    """

    def __init__(self, url: str, *, at_work: bool = False, witness: Witness | None = None) -> None:
        self.remembers = True
        self._url = url
        self._witness = witness or Witness()
        self._shared = share_file(url) if at_work and url.startswith("sqlite") else None
        if url.startswith("sqlite"):
            self.engine = sqlite.writing(url, **REMEMBERED)
            reader = sqlite.reading(url, READERS_OF_A_FILE, **REMEMBERED)
            self._writers = Lines(sqlite.WritingLine, self.engine, 1)
            self._readers = Lines(sqlite.ReadingLine, reader, READERS_OF_A_FILE)
        else:
            from etiquette.store import postgres  # with its driver, where it is needed

            self.engine, reader = postgres.engines_of(url, size=AT_ONCE, **REMEMBERED)
            self._writers = Lines(postgres.ServerLine, self.engine, AT_ONCE)
            self._readers = Lines(postgres.ServerLine, reader, AT_ONCE)
            for engine in (self.engine, reader) if at_work else ():
                share_connections(engine)

    def writing(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that may change things: committed when the block ends well, rolled back when it does not."""
        return self._opened(self._writers)

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that sees one state of the database, and changes nothing."""
        return self._opened(self._readers)

    @asynccontextmanager
    async def _opened(self, lines: Lines) -> AsyncIterator[Transaction]:
        try:
            async with lines.transaction() as line:
                tx = Transaction(line)
                yield tx
        except SQLAlchemyError as error:
            self._judge(error)
            raise
        self._witness.answered(tx.ended)

    @asynccontextmanager
    async def altering(self) -> AsyncIterator[Transaction]:
        """A transaction that changes tables. SQLite remakes them: what refers to what is checked at its end."""
        if self.engine.dialect.name != "sqlite":
            async with self._writers.transaction() as line:
                yield Transaction(line)
            return
        lines = Lines(sqlite.WritingLine, sqlite.writing(self._url, refers=False), 1)
        try:
            async with lines.transaction() as line:
                yield Transaction(line)
                await line.run_sync(sqlite.check_references)
        finally:
            await lines.close()

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
        if self.engine.dialect.name != "sqlite":
            self.remembers = False
            return True
        async with self._writers.one() as line:
            self.remembers = await line.in_time(
                sqlite.is_kept_from_emptying_its_log, self.engine, PATIENCE_WITH_READERS
            )
        return not self.remembers

    async def ping(self) -> None:
        """Raises whatever keeps the database from answering."""
        async with self.reading() as tx:
            await tx.connection.execute(text("SELECT 1"))

    async def try_writing(self) -> None:
        """Raises whatever keeps the database from taking changes. Nothing is changed."""
        async with self.writing() as tx:
            await tx.connection.execute(text("UPDATE nudges SET attempts = attempts WHERE 1 = 0"))

    async def close(self) -> None:
        await self._writers.close()
        await self._readers.close()
        if self._shared is not None:
            os.close(self._shared)
            self._shared = None

    def _judge(self, error: SQLAlchemyError) -> None:
        if is_away(error):
            self._witness.away(error)
            raise AwayError from error
