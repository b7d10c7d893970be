"""PostgreSQL, asked in the event loop: while the server is at work, everybody else is, too."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache, partial
from typing import Any, TypeVar, TypeVarTuple

import psycopg
from psycopg.waiting import wait_async
from sqlalchemy import Engine, Table, create_engine, event
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.engine import make_url
from sqlalchemy.util.concurrency import await_, greenlet_spawn, in_greenlet

from etiquette.store.lines import Line

OPTIONS = "-c synchronous_commit=on -c timezone=UTC"
# A server that is gone without a word is missed: in seconds when it is called, in a minute when it was at work.
PATIENCE = {
    "connect_timeout": 5,
    "tcp_user_timeout": 30_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
CALLS_OFF_WITHIN = 5.0
"""Seconds in which a server is told that nobody waits for what it does; one that is silent is not."""
CALLERS = ThreadPoolExecutor(2, thread_name_prefix="postgres")
"""Threads that call a server: to open a connection, or to have it told that nobody waits any more."""

T = TypeVar("T")
Given = TypeVarTuple("Given")


class ServerLine(Line):
    """Waits for the server in a greenlet of its own, as SQLAlchemy's asynchronous connections do."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._opening: Future[None] | None = None

    def at_once(self, do: Callable[[*Given], T], *given: *Given) -> Awaitable[T]:
        return greenlet_spawn(do, *given)

    def in_time(self, do: Callable[[*Given], T], *given: *Given) -> Awaitable[T]:
        return self.at_once(do, *given)

    def insert(self, table: Table) -> Insert:
        return _insert(table)

    def end(self) -> None:
        """It has nothing of its own."""

    async def begin(self) -> None:
        """Where a connection has to be opened, it is done on a thread: names are looked up, and servers called."""
        if self.engine.pool.checkedin():  # type: ignore[attr-defined]  # as pools do that keep what they have
            await super().begin()
            return
        self._opening = CALLERS.submit(self._begin)
        await asyncio.wrap_future(self._opening)

    async def leave(self) -> None:
        """Whoever stopped waiting for a connection leaves it once it is there."""
        if self._opening is not None and not self._opening.done():
            await asyncio.wait({asyncio.wrap_future(self._opening)})
        await super().leave()


class Patient(psycopg.Connection[Any]):
    """A connection that leaves the event loop to others while it waits for the server.

    Whoever is cancelled meanwhile leaves it for good: the server is told that nobody waits any more, and it is closed.
    """

    _left: "Future[None] | None" = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        if not in_greenlet():
            return super().wait(gen, interval, timeout)
        if self._left is not None:
            raise psycopg.OperationalError("nobody waits for this connection any more")
        try:
            return await_(wait_async(gen, self.pgconn.socket, interval, timeout))
        except asyncio.CancelledError:
            self._left = CALLERS.submit(self._call_off)
            raise

    def close(self) -> None:
        if self._left is None:
            super().close()

    def _call_off(self) -> None:
        with suppress(psycopg.Error):
            self.cancel_safe(timeout=CALLS_OFF_WITHIN)
        super().close()


def engines_of(url: str, *, size: int, **options: Any) -> tuple[Engine, Engine]:
    """One engine to write, and one to read, which sees one state of the database for as long as a transaction lasts."""
    writes = _engine_of(url, size=size, isolation_level="READ COMMITTED", **options)
    reads = _engine_of(url, size=size, isolation_level="REPEATABLE READ", **options)
    return writes, reads


def _engine_of(url: str, *, size: int, isolation_level: str, **options: Any) -> Engine:
    address = make_url(url)
    patience = {name: value for name, value in PATIENCE.items() if name not in address.query}  # it is said there
    engine = create_engine(
        address,
        pool_size=size,
        max_overflow=0,
        pool_pre_ping=True,
        isolation_level=isolation_level,
        hide_parameters=True,
        connect_args={"options": OPTIONS, **patience},
        **options,
    )

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, arguments: Any, named: Any) -> Patient:
        connect = partial(Patient.connect, *arguments, **named)
        connection = await_(_apart(connect)) if in_greenlet() else connect()
        connection.read_only = isolation_level == "REPEATABLE READ"
        return connection

    return engine


async def _apart(connect: Callable[[], Patient]) -> Patient:
    """A connection, opened on a thread; it is closed again where nobody waits for it any more by then."""
    opening = CALLERS.submit(connect)
    try:
        return await asyncio.wrap_future(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_unwanted)
        raise


def _unwanted(opening: "Future[Patient]") -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


@cache
def _insert(table: Table) -> Insert:
    return Insert(table)
