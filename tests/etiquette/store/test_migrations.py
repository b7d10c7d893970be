"""The migrations make the tables that the code means, go back and forth, and run once whoever starts first."""

import asyncio
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Time,
    func,
    inspect,
    select,
    text,
)

from etiquette.store import migrate
from etiquette.store.migrate import NewerSchemaError, pending, upgrade
from etiquette.store.session import Store
from etiquette.store.tables import metadata
from tests.cast import ADA, Hand, opened

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
START = "import asyncio, sys; from etiquette.store.migrate import upgrade; asyncio.run(upgrade(sys.argv[1]))"


def configured(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "etiquette:store/migrations")
    config.attributes["connection"] = connection
    return config


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))


def shape(connection: Connection) -> dict[str, object]:
    """Everything that the database keeps promises with: what Alembic compares, and what it does not."""
    looked = inspect(connection)
    return {
        name: {
            "columns": {each["name"]: (str(each["type"]), each["nullable"]) for each in looked.get_columns(name)},
            "primary": sorted(looked.get_pk_constraint(name)["constrained_columns"]),
            "foreign": sorted(
                (str(each["constrained_columns"]), each["referred_table"]) for each in looked.get_foreign_keys(name)
            ),
            "unique": sorted(str(each["column_names"]) for each in looked.get_unique_constraints(name)),
            "checks": sorted(
                (str(each["name"]), _words(each["sqltext"])) for each in looked.get_check_constraints(name)
            ),
            "indexes": sorted(
                (str(each["name"]), str(each["column_names"]), _options(each.get("dialect_options")))
                for each in looked.get_indexes(name)
            ),
        }
        for name in looked.get_table_names()
        if name != "alembic_version"
    }


def _options(options: Mapping[str, Any] | None) -> str:
    return _words(", ".join(f"{name} {value}" for name, value in sorted((options or {}).items())))


def _words(sql: str) -> str:
    """SQL without the brackets and casts that a database adds."""
    return " ".join(sql.replace("(", " ").replace(")", " ").split())


async def emptied(store: Store) -> None:
    """Without a single table."""
    async with store.writing() as tx:
        await tx.connection.run_sync(lambda connection: command.downgrade(configured(connection), "base"))
        await tx.connection.execute(text("DROP TABLE alembic_version"))


async def test_the_migrations_make_the_tables_that_the_code_means(database_url: str) -> None:
    store = Store(database_url)
    async with store.reading() as tx:
        found = await tx.connection.run_sync(differences)
    await store.close()

    assert found == []


async def test_the_migrations_make_every_constraint_and_index_too(database_url: str) -> None:
    """Those that Alembic does not compare: checks, and what a partial index is partial to."""
    store = Store(database_url)
    async with store.reading() as tx:
        migrated = await tx.connection.run_sync(shape)
    await emptied(store)
    async with store.writing() as tx:
        await tx.connection.run_sync(metadata.create_all)
    async with store.reading() as tx:
        meant = await tx.connection.run_sync(shape)
    await store.close()

    assert migrated == meant


async def test_down_and_up_again_is_where_it_began(database_url: str) -> None:
    store = Store(database_url)
    async with store.reading() as tx:
        before = await tx.connection.run_sync(shape)

    async with store.writing() as tx:
        await tx.connection.run_sync(lambda connection: command.downgrade(configured(connection), "base"))
        assert await tx.connection.run_sync(shape) == {}
    assert "coopetiquette migrate" in str(await pending(store))

    await upgrade(database_url)
    assert await pending(store) is None
    async with store.reading() as tx:
        assert await tx.connection.run_sync(shape) == before
    await store.close()


def filled(connection: Connection) -> dict[str, int]:
    """One row in every table, whatever its columns are; gives how many rows each has."""
    known = MetaData()
    known.reflect(connection)
    for table in known.sorted_tables:
        if table.name != "alembic_version":
            words = {
                str(each["name"]): str(each["sqltext"])
                for each in inspect(connection).get_check_constraints(table.name)
            }
            connection.execute(table.insert().values({each.name: _some(each, words) for each in table.columns}))
    return counted(connection)


def _some(column: Column[Any], words: Mapping[str, str]) -> Any:
    """A value that the column takes: where a check lists words, the first of them; where it refers, what is there."""
    check = words.get(f"ck_{column.table.name}_{column.name}")
    if check:
        return re.findall(r"'(\w+)'", check)[0]
    if isinstance(column.type, DateTime):
        return NOW
    if isinstance(column.type, Date):
        return NOW.date()
    if isinstance(column.type, Time):
        return NOW.time()
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer):
        return 1
    return {} if isinstance(column.type, JSON) else "1"


def counted(connection: Connection) -> dict[str, int]:
    known = MetaData()
    known.reflect(connection)
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in known.tables.items()
    }


@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
async def test_what_is_in_an_older_database_is_there_after_the_upgrade(database_url: str, revision: str) -> None:
    store = Store(database_url)
    try:
        async with store.altering() as tx:
            await tx.connection.run_sync(lambda it: command.downgrade(configured(it), revision))
        async with store.writing() as tx:
            before = await tx.connection.run_sync(filled)
        await upgrade(database_url)
        async with store.reading() as tx:
            after = await tx.connection.run_sync(counted)
    finally:
        await store.close()

    assert len(before) > 5
    assert {name: after[name] for name in before} == before


async def test_an_upgrade_of_what_is_newest_changes_nothing(database_url: str) -> None:
    async with opened(database_url) as store:
        ada = await Hand.of(store, ADA)
        await ada.has_spoken()
        before = await counts(store)

        await upgrade(database_url)

        assert await counts(store) == before


async def counts(store: Store) -> dict[str, int]:
    async with store.reading() as tx:
        return {
            table.name: int((await tx.connection.execute(text(f"SELECT count(*) FROM {table.name}"))).scalar_one())  # noqa: S608  # our own names
            for table in metadata.sorted_tables
        }


@pytest.mark.postgres
async def test_two_programs_that_start_at_once_upgrade_an_empty_database_once(postgres_url: str) -> None:
    """Of two, the second waits and finds it done: two processes, as in a deployment of two."""
    store = Store(postgres_url)
    await emptied(store)

    assert await asyncio.gather(*(started(postgres_url) for _ in range(2))) == [(0, ""), (0, "")]

    assert await pending(store) is None
    await store.close()


@pytest.mark.postgres
async def test_of_four_that_upgrade_at_once_one_does_and_three_find_it_done(postgres_url: str) -> None:
    """Each of them through connections of its own: the lock is the database's."""
    store = Store(postgres_url)
    await emptied(store)

    await asyncio.gather(*(upgrade(postgres_url) for _ in range(4)))

    assert await pending(store) is None
    async with store.reading() as tx:
        assert await tx.connection.run_sync(differences) == []
    await store.close()


async def test_a_database_that_a_newer_program_has_changed_is_refused_and_left_as_it_is(database_url: str) -> None:
    store = Store(database_url)
    async with store.writing() as tx:
        await tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        before = await tx.connection.run_sync(shape)

    with pytest.raises(NewerSchemaError) as refused:
        await upgrade(database_url)

    assert str(refused.value) == await pending(store)
    assert "at version 9999, which is newer than this program" in str(refused.value)
    async with store.reading() as tx:
        assert await tx.connection.run_sync(shape) == before
    await store.close()


async def test_two_programs_that_start_at_once_make_the_file_between_them(tmp_path: Path) -> None:
    """SQLite: there is not even a file yet."""
    url = f"sqlite:///{tmp_path}/new.db"

    assert await asyncio.gather(*(started(url) for _ in range(2))) == [(0, ""), (0, "")]


async def started(url: str) -> tuple[int, str]:
    """A process that upgrades: how it ended, and the last thing that it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", START, url, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    return process.returncode or 0, said.decode().strip().rpartition("\n")[2]


def test_the_migrations_are_found_beside_the_code_that_runs_them() -> None:
    """They ship inside the package."""
    assert (Path(migrate.__file__).parent / "migrations" / "env.py").is_file()
