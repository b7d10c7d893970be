"""Databases as they are in production, on this machine's disk: each run has its own, copied from one prepared."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import psycopg
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url

from etiquette.store.migrate import upgrade
from etiquette.store.session import Store
from tools.postgres import postgres

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
BOTH = (SQLITE, POSTGRESQL)
AS_IT_COMES = ""
"""PostgreSQL with its own defaults, which are durable."""
BLOCK = 4096
WRITES = 100

Fill = Callable[[Store], Awaitable[None]]


class Databases:
    """Where databases come from. What PostgreSQL keeps is as durable as it is by default, and SQLite's as ours is."""

    def __init__(self, folder: Path, server: URL) -> None:
        self._folder = folder
        self._server = server
        self._numbers = count(1)
        self._prepared: dict[tuple[str, str], str] = {}

    def fresh(self, kind: str, prepared: str = "empty", fill: Fill | None = None) -> str:
        """The address of a migrated database, a copy of the one that was filled under this name."""
        return self._new(kind, copied_from=self.kept(kind, prepared, fill))

    def kept(self, kind: str, prepared: str, fill: Fill | None = None) -> str:
        """The address of the one that was filled under this name, for whoever changes nothing in it."""
        if (kind, prepared) not in self._prepared:
            self._prepared[kind, prepared] = url = self._new(kind)
            asyncio.run(_fill(url, fill))
        return self._prepared[kind, prepared]

    def bare(self, kind: str) -> str:
        """The address of a database with nothing in it, for a peer's own tables."""
        return self._new(kind)

    def drop(self, url: str) -> None:
        """A run is over: its database goes, so that a long evening of runs does not fill the disk."""
        address = make_url(url)
        if address.get_backend_name() == "sqlite":
            for file in Path(str(address.database)).parent.glob(f"{Path(str(address.database)).name}*"):
                file.unlink()
        else:
            self._administer(f'DROP DATABASE "{address.database}" WITH (FORCE)')

    def _new(self, kind: str, copied_from: str | None = None) -> str:
        number = next(self._numbers)
        origin = make_url(copied_from) if copied_from else None
        if kind == SQLITE:
            file = self._folder / f"{number}.db"
            if origin:
                shutil.copy(str(origin.database), file)
            return f"sqlite:///{file}"
        name = f"bench_{number}"
        self._administer(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{origin.database}"' if origin else ""))
        url = self._server.set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self._server.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def databases() -> Iterator[Databases]:
    """Opens the place where they are, on the disk that is this machine's for what is temporary."""
    with TemporaryDirectory(prefix="coop-bench-") as files, postgres(AS_IT_COMES) as server:
        yield Databases(Path(files), server)


def asked(url: str, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query, by the driver itself."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(address.database))
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()
    with psycopg.connect(plain(url)) as postgresql:
        return postgresql.execute(query.encode()).fetchall()


def counted(url: str, query: str) -> int:
    """The one number that a query gives."""
    return int(asked(url, query)[0][0])


def plain(url: str) -> str:
    """The address as drivers and command lines know it, without the name of SQLAlchemy's driver."""
    address = make_url(url)
    return address.set(drivername=address.get_backend_name()).render_as_string(hide_password=False)


def durable_write() -> float:
    """Milliseconds that one write takes on this disk until it would survive a power cut."""
    with TemporaryDirectory(prefix="coop-bench-") as folder:
        file = os.open(Path(folder) / "written", os.O_CREAT | os.O_RDWR)
        try:
            began = perf_counter()
            for _ in range(WRITES):
                os.write(file, bytes(BLOCK))
                os.fsync(file)
            return (perf_counter() - began) / WRITES * 1000
        finally:
            os.close(file)


async def _fill(url: str, fill: Fill | None) -> None:
    await upgrade(url)
    store = Store(url)
    try:
        if fill is not None:
            await fill(store)
        await store.empty_log()
        if store.engine.dialect.name == "postgresql":
            with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.execute(text("VACUUM ANALYZE"))
    finally:
        await store.close()
