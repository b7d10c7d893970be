"""The tables of the code are those that the migrations make, on both databases."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from etiquette.store.session import Store
from etiquette.store.tables import metadata


def differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": True}
    found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return found


async def test_a_migrated_database_has_the_tables_that_the_code_knows(database_url: str) -> None:
    store = Store(database_url)
    try:
        async with store.reading() as tx:
            assert await tx.connection.run_sync(differences) == []
    finally:
        await store.close()
