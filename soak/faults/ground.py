"""The ground of a trial: a database that was filled once, and is copied for each, on either kind."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import URL, make_url

from etiquette.store.migrate import upgrade
from soak.faults.world import fills


class Ground(Protocol):
    """Where trials get their databases from."""

    name: str
    is_several: bool
    """Whether a web process and two workers share it, rather than one that does everything."""

    def copy(self, folder: Path) -> AbstractAsyncContextManager[str]:
        """The address of a fresh copy, which is gone afterwards."""


@dataclass(slots=True)
class Files:
    """SQLite: a file, copied."""

    filled: Path
    name: str = "sqlite"
    is_several: bool = False

    @classmethod
    async def laid(cls, folder: Path) -> "Files":
        filled = folder / "filled.db"
        await upgrade(f"sqlite:///{filled}")
        await fills(f"sqlite:///{filled}")
        return cls(filled)

    @asynccontextmanager
    async def copy(self, folder: Path) -> AsyncIterator[str]:
        yield f"sqlite:///{shutil.copy(self.filled, folder / 'coopetiquette.db')}"


@dataclass(slots=True)
class Server:
    """PostgreSQL: a database, copied within its server."""

    server: URL
    filled: str
    name: str = "postgresql"
    is_several: bool = False
    _numbers: "count[int]" = field(default_factory=count)

    @classmethod
    async def laid(cls, server: URL) -> "Server":
        made = cls(server, f"coop_filled_{id(server)}")
        await made.order("CREATE DATABASE {}", made.filled)
        url = made.address(made.filled)
        await upgrade(url)
        await fills(url)
        return made

    @asynccontextmanager
    async def copy(self, folder: Path) -> AsyncIterator[str]:
        database = f"{self.filled}_{folder.name}_{next(self._numbers)}"
        await self.order("CREATE DATABASE {} TEMPLATE {}", database, self.filled)
        try:
            yield self.address(database)
        finally:
            await self.order("DROP DATABASE {} WITH (FORCE)", database)

    def shared(self) -> "Server":
        """The same, for several processes."""
        return replace(self, name="several on postgresql", is_several=True)

    async def order(self, statement: str, *names: str) -> None:
        """Has the server do something with databases."""
        whole = SQL(statement).format(*map(Identifier, names))
        await asyncio.to_thread(_done, self.server, whole)

    def address(self, database: str) -> str:
        return self.server.set(database=database, drivername="postgresql+psycopg").render_as_string(hide_password=False)


@asynccontextmanager
async def away(database_url: str) -> AsyncIterator[None]:
    """While this lasts, a PostgreSQL database takes nobody in, and whoever was in it is thrown out."""
    url = make_url(database_url)
    server = url.set(database="postgres", drivername="postgresql")
    await asyncio.to_thread(_shut, server, str(url.database), is_open=False)
    try:
        yield
    finally:
        await asyncio.to_thread(_shut, server, str(url.database), is_open=True)


def _shut(server: URL, database: str, *, is_open: bool) -> None:
    allowed = SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(Identifier(database), SQL(str(is_open).lower()))
    _done(server, allowed)
    if not is_open:
        with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (database,))


def _done(server: URL, statement: object) -> None:
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]  # composed above
