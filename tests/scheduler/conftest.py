"""An office on a database of each kind, or on SQLite alone where the database does not matter."""

from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from tests.scheduler.office import Office, office_in


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[None]:
    """What is logged here is not looked at, and a coloured traceback takes longer than a test."""
    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.KeyValueRenderer()], logger_factory=structlog.ReturnLoggerFactory()
    )
    yield
    structlog.configure(**before)


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    async with office_in(sqlite_url) as office:
        yield office


@pytest.fixture
async def any_office(emptied_url: str) -> AsyncIterator[Office]:
    """The same on PostgreSQL too."""
    async with office_in(emptied_url) as office:
        yield office
