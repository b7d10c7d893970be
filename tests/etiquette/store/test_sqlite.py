"""Our way to SQLite gives what the driver's own gives, in one trip to its thread for a statement."""

import sqlite3
from collections.abc import AsyncIterator

import pytest

from etiquette.store.sqlite import Line


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    line = Line(":memory:", check_same_thread=False)
    await line
    await line.cursor().execute("CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
    yield line
    await line.close()


async def test_a_statement_gives_its_rows_their_columns_and_how_many_there_were(line: Line) -> None:
    added = await line.cursor().execute("INSERT INTO names (name) VALUES (?)", ("Ada",))
    more = await line.cursor().executemany("INSERT INTO names (name) VALUES (?)", [("Bo",), ("Cleo",)])
    read = await line.cursor().execute("SELECT id, name FROM names ORDER BY id")

    assert (added.lastrowid, added.rowcount, added.description) == (1, 1, None)
    assert more.rowcount == 2
    assert [column[0] for column in read.description] == ["id", "name"]
    assert await read.fetchall() == [(1, "Ada"), (2, "Bo"), (3, "Cleo")]


async def test_what_the_database_refuses_is_raised_where_it_was_asked_for(line: Line) -> None:
    await line.cursor().execute("INSERT INTO names (name) VALUES (?)", ("Ada",))

    with pytest.raises(sqlite3.IntegrityError):
        await line.cursor().execute("INSERT INTO names (name) VALUES (?)", ("Ada",))


async def test_a_statement_that_changes_rows_and_gives_them_back_counts_them(line: Line) -> None:
    await line.cursor().executemany("INSERT INTO names (name) VALUES (?)", [("Bo",), ("Cleo",)])

    changed = await line.cursor().execute("UPDATE names SET name = name || '!' RETURNING name")

    assert changed.rowcount == 2
    assert sorted(await changed.fetchall()) == [("Bo!",), ("Cleo!",)]
