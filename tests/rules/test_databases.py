"""The databases that tests are given: migrated, empty, and each test's own."""

import pytest
from sqlalchemy import text

from etiquette.store.migrate import pending
from etiquette.store.session import Store


@pytest.fixture(params=["first", "second"])
def turn(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_a_test_is_given_a_migrated_database_that_no_other_test_has_touched(database_url: str, turn: str) -> None:
    store = Store(database_url)
    try:
        assert await pending(store) is None
        async with store.writing() as tx:
            await tx.connection.execute(text("CREATE TABLE trace (turn text)"))
    finally:
        await store.close()


@pytest.mark.postgres
def test_postgresql_is_real(postgres_url: str) -> None:
    assert postgres_url.startswith("postgresql+psycopg://")
