"""Lines to the database: SQLAlchemy's plain connections, asked from the event loop, which none holds up for long.

SQLAlchemy's asynchronous connections take several times as long as the statements themselves: see docs/decisions/0017.
How each database is asked is in `sqlite` and in `postgres`.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, overload

from sqlalchemy import Connection, CursorResult, Dialect, Engine, Executable, Table
from sqlalchemy.sql.selectable import TypedReturnsRows

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

MANY = 500
"""Rows beyond which a statement may take its time."""
PATIENCE = 1.0
"""Seconds for what is still being taken back when everything ends: the database may have gone."""

T = TypeVar("T")
Given = TypeVarTuple("Given")
Columns = TypeVarTuple("Columns")


class Line(ABC):
    """One connection at the most, with one transaction on it. Whoever is cancelled stops waiting at once.

    What they began is taken back by the database, soon.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._connection: Connection | None = None

    @property
    def dialect(self) -> Dialect:
        return self.engine.dialect

    @abstractmethod
    def insert(self, table: Table) -> "sqlite.Insert | postgresql.Insert":
        """An insert of this database's kind, which can do nothing where the row is there already."""

    @abstractmethod
    def at_once(self, do: Callable[[*Given], T], *given: *Given) -> Awaitable[T]:
        """Has a statement carried out."""

    @abstractmethod
    def in_time(self, do: Callable[[*Given], T], *given: *Given) -> Awaitable[T]:
        """Has something done that may have to wait for others, or for the disk; after whatever was asked before."""

    @abstractmethod
    def end(self) -> None:
        """Nothing is asked any more."""

    async def begin(self) -> None:
        """Opens a connection, and a transaction on it."""
        await self.in_time(self._begin)

    async def commit(self) -> None:
        """Keeps what was done, and gives the connection back."""
        await self.in_time(self._commit)

    async def leave(self) -> None:
        """Gives the connection back, and takes back what was not committed."""
        await self.in_time(self._leave)

    @overload
    async def execute(
        self, statement: TypedReturnsRows[*Columns], parameters: Any = None
    ) -> CursorResult[*Columns]: ...

    @overload
    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[*tuple[Any, ...]]: ...

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        """Carries out a statement of SQLAlchemy's, once, or for each of several sets of values."""
        many = isinstance(parameters, list) and len(parameters) > MANY
        does = self.in_time if many else self.at_once
        return await does(self._at_hand.execute, statement, parameters)

    async def exec_driver_sql(self, statement: str, parameters: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Carries out a statement as it is."""
        return await self.at_once(self._at_hand.exec_driver_sql, statement, parameters)

    async def run_sync(self, do: Callable[[Connection, *Given], T], *given: *Given) -> T:
        """Has something done with SQLAlchemy's connection, which may take its time."""
        return await self.in_time(do, self._at_hand, *given)

    @asynccontextmanager
    async def begin_nested(self) -> AsyncIterator[None]:
        """A part of the transaction that is undone alone where the block fails."""
        savepoint = await self.at_once(self._at_hand.begin_nested)
        try:
            yield
        except Exception:
            await self.at_once(savepoint.rollback)
            raise
        await self.at_once(savepoint.commit)

    @property
    def _at_hand(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("no transaction was begun")
        return self._connection

    def _begin(self) -> None:
        self._connection = self.engine.connect()
        self._connection.begin()

    def _commit(self) -> None:
        self._at_hand.commit()
        self._leave()

    def _leave(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


class Lines:
    """So many lines at the most to one database; whoever waits for one has it in the order of asking."""

    def __init__(self, line: Callable[[Engine], Line], engine: Engine, most: int) -> None:
        self._line = partial(line, engine)
        self._engine = engine
        self._free = asyncio.Semaphore(most)
        self._idle: list[Line] = []
        self._leaving: set[asyncio.Future[None]] = set()
        self._is_closed = False

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Line]:
        """A line for nobody else. Where the block fails, nobody has it before what was begun on it is taken back."""
        await self._free.acquire()
        try:
            line = self._idle.pop() if self._idle else self._line()
        except BaseException:
            self._free.release()
            raise
        try:
            yield line
        except BaseException:
            left = asyncio.ensure_future(line.leave())
            self._leaving.add(left)
            left.add_done_callback(partial(self._left, line))
            raise
        self._give_back(line)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Line]:
        """A line with a transaction: committed when the block ends well, taken back when it does not."""
        async with self.one() as line:
            await line.begin()
            yield line
            await line.commit()

    async def close(self) -> None:
        """Ends what is idle at once, and what is not when it is given back, for which nobody waits long."""
        if self._leaving:
            await asyncio.wait(self._leaving, timeout=PATIENCE)
        self._is_closed = True
        while self._idle:
            self._idle.pop().end()
        await asyncio.to_thread(self._engine.dispose)

    def _left(self, line: Line, left: "asyncio.Future[None]") -> None:
        self._leaving.discard(left)
        if not left.cancelled():
            left.exception()  # the connection is gone, and with it whatever was begun on it
        self._give_back(line)

    def _give_back(self, line: Line) -> None:
        if self._is_closed:
            line.end()
            self._engine.dispose()
        else:
            self._idle.append(line)
        self._free.release()
