"""The whole program in a local workspace: what Slack tells it goes in by the real ways, and comes out by them."""

from collections.abc import AsyncIterator, Iterator

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.handlers.manners import assert_mannerly
from tests.whole import Whole, whole


@pytest.fixture(autouse=True)
def log() -> Iterator[list[EventDict]]:
    """What is logged, instead of being drawn on the console, which takes its time over an exception."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
async def story(sqlite_url: str) -> AsyncIterator[Whole]:
    """By Socket Mode, on SQLite. Whatever happened in it, nothing was shouted, and nothing was malformed."""
    async with whole(sqlite_url, "socket") as told:
        yield told
        await told.slack.quiet()
        assert_mannerly(told)


@pytest.fixture
async def either(way: tuple[str, str]) -> AsyncIterator[Whole]:
    """The same on each database and by each transport, once."""
    async with whole(*way) as told:
        yield told
        await told.slack.quiet()
        assert_mannerly(told)


@pytest.fixture(params=["sqlite-http", pytest.param("postgres-socket", marks=pytest.mark.postgres)])
def way(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A database's address, and a transport."""
    database, _, transport = request.param.partition("-")
    return request.getfixturevalue("sqlite_url" if database == "sqlite" else "emptied_postgres_url"), transport
