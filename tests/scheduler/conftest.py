"""An office on a database of each kind, or on SQLite alone where the database does not matter."""

from collections.abc import AsyncIterator

import pytest

from tests.etiquette.services.emptied import emptied_url, kept_postgres
from tests.scheduler.office import Office, office_in

__all__ = ["emptied_url", "kept_postgres"]


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    async with office_in(sqlite_url) as office:
        yield office


@pytest.fixture
async def any_office(emptied_url: str) -> AsyncIterator[Office]:
    """The same on PostgreSQL too."""
    async with office_in(emptied_url) as office:
        yield office
