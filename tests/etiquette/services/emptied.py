"""One PostgreSQL for many tests, emptied before each: making one for each takes longer than what they ask of it."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy.engine import URL

from etiquette.store.tables import metadata
from tests.databases import NUMBERS, _administer, _driven


@pytest.fixture(scope="session")
def kept_postgres(postgres_server: URL, postgres_template: str) -> Iterator[URL]:
    """A migrated database that outlives a test."""
    name = f"coop_kept_{os.getpid()}_{next(NUMBERS)}"
    _administer(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    yield postgres_server.set(database=name)
    _administer(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def emptied_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database; the test runs once on each kind."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    kept = request.getfixturevalue("kept_postgres")
    _administer(kept, "; ".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)))  # noqa: S608  # our own names
    return _driven(kept)
