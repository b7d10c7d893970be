"""An office on a database of each kind, or on SQLite alone where the database does not matter."""

from collections.abc import AsyncIterator

import pytest

from tests.scheduler.office import Office, office_in


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    async with office_in(sqlite_url) as office:
        yield office


@pytest.fixture
async def any_office(database_url: str) -> AsyncIterator[Office]:
    """The same on PostgreSQL too."""
    async with office_in(database_url) as office:
        yield office
