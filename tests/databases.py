"""A pytest plugin: fresh databases, of both kinds, copied from one that was migrated once.

`database_url` runs a test on SQLite and on PostgreSQL; `sqlite_url` and `postgres_url` ask for one of them. Making one
on PostgreSQL takes longer than most tests do: `emptied_url` and `emptied_postgres_url` give one that is kept, and is
emptied before each test. They are for whoever changes rows, and takes no table away without putting it back.
The server is that of `tools/postgres.py`: what is started here is stopped here, and its data goes with it.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

from etiquette.store.migrate import upgrade
from etiquette.store.tables import metadata
from tools.postgres import postgres

TEMPLATE = "coop_template"
NUMBERS = count(1)
MEMORY = Path("/dev/shm")  # noqa: S108  # each test's files lie in a folder that nobody guesses
ROOM = 512 * 1024 * 1024
EMPTYING = "; ".join(
    ["SET lock_timeout = '2s'", *(f"DELETE FROM {table}" for table in reversed(metadata.sorted_tables))]  # noqa: S608  # our own names
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database; the test runs once on each kind."""
    wanted = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(wanted))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def emptied_url(request: pytest.FixtureRequest) -> str:
    """The same, on PostgreSQL in the database that is kept."""
    wanted = "sqlite_url" if request.param == "sqlite" else "emptied_postgres_url"
    return str(request.getfixturevalue(wanted))


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    """An empty, migrated SQLite file of this test's own, which goes with it."""
    with tempfile.TemporaryDirectory(prefix="coop-sqlite-", dir=_memory()) as folder:
        yield f"sqlite:///{shutil.copy(sqlite_template, Path(folder) / 'coopetiquette.db')}"


@pytest.fixture
def postgres_url(postgres_server: URL, postgres_template: str) -> Iterator[str]:
    """An empty, migrated PostgreSQL database of this test's own, dropped at its end."""
    name = f"coop_test_{os.getpid()}_{next(NUMBERS)}"
    _administer(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    yield _driven(postgres_server.set(database=name))
    _administer(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def emptied_postgres_url(kept_postgres: URL, postgres_server: URL, postgres_template: str) -> str:
    """The database that is kept, emptied; where it was left in pieces, made anew."""
    try:
        _administer(kept_postgres, EMPTYING)
    except psycopg.Error:
        _administer(postgres_server, f'DROP DATABASE "{kept_postgres.database}" WITH (FORCE)')
        _administer(postgres_server, f'CREATE DATABASE "{kept_postgres.database}" TEMPLATE "{postgres_template}"')
    return _driven(kept_postgres)


@pytest.fixture(scope="session")
def kept_postgres(postgres_server: URL, postgres_template: str) -> Iterator[URL]:
    """A migrated PostgreSQL database that outlives a test."""
    name = f"coop_kept_{os.getpid()}"
    _administer(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    yield postgres_server.set(database=name)
    _administer(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy, closed, its write-ahead log emptied into it."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    asyncio.run(upgrade(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[str]:
    """The name of a migrated database to copy."""
    name = f"{TEMPLATE}_{os.getpid()}"
    _administer(postgres_server, f'CREATE DATABASE "{name}"')
    asyncio.run(upgrade(_driven(postgres_server.set(database=name))))
    yield name
    _administer(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of a server on which databases may be created."""
    with postgres() as url:
        yield url


def is_deleted(url: str) -> bool:
    """A SQLite file is gone, as if its disk were, with all that lies beside it. False: it is a server's."""
    place = make_url(url)
    if not place.drivername.startswith("sqlite"):
        return False
    for end in ("", "-wal", "-shm"):
        Path(f"{place.database}{end}").unlink(missing_ok=True)
    return True


def _memory() -> Path | None:
    """A disk in memory, where there is one with room: each commit waits for its disk, here as in production."""
    is_roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if is_roomy else None


def _administer(server: URL, statement: str) -> None:
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(statement.encode())


def _driven(url: URL) -> str:
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
