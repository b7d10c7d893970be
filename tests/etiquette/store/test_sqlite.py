"""Our cursors give what the driver's own give, and have read all of it by the time they are asked."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from etiquette.store.sqlite import Eager


@pytest.fixture
def connection() -> Iterator[Eager]:
    with closing(sqlite3.connect(":memory:", factory=Eager)) as connection:
        connection.execute("CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
        yield connection


def test_a_statement_gives_its_rows_their_columns_and_how_many_there_were(connection: Eager) -> None:
    added = connection.cursor().execute("INSERT INTO names (name) VALUES (?)", ("Ada",))
    more = connection.cursor().executemany("INSERT INTO names (name) VALUES (?)", [("Bo",), ("Cleo",)])
    read = connection.cursor().execute("SELECT id, name FROM names ORDER BY id")

    assert (added.lastrowid, added.rowcount, added.description) == (1, 1, None)
    assert more.rowcount == 2
    assert [column[0] for column in read.description] == ["id", "name"]
    assert read.fetchall() == [(1, "Ada"), (2, "Bo"), (3, "Cleo")]


def test_rows_come_one_by_one_some_at_once_and_then_the_rest(connection: Eager) -> None:
    connection.cursor().executemany("INSERT INTO names (name) VALUES (?)", [("Ada",), ("Bo",), ("Cleo",), ("Dan",)])
    read = connection.cursor().execute("SELECT name FROM names ORDER BY id")

    assert (read.fetchone(), read.fetchmany(2), read.fetchall()) == (("Ada",), [("Bo",), ("Cleo",)], [("Dan",)])
    assert (read.fetchone(), read.fetchmany(2), read.fetchall()) == (None, [], [])


def test_what_was_read_stands_whatever_becomes_of_the_rows(connection: Eager) -> None:
    connection.cursor().execute("INSERT INTO names (name) VALUES (?)", ("Ada",))
    read = connection.cursor().execute("SELECT name FROM names")
    connection.cursor().execute("DELETE FROM names")

    assert read.fetchall() == [("Ada",)]


def test_what_the_database_refuses_is_raised_where_it_was_asked_for(connection: Eager) -> None:
    connection.cursor().execute("INSERT INTO names (name) VALUES (?)", ("Ada",))

    with pytest.raises(sqlite3.IntegrityError):
        connection.cursor().execute("INSERT INTO names (name) VALUES (?)", ("Ada",))


def test_a_statement_that_changes_rows_and_gives_them_back_counts_them(connection: Eager) -> None:
    connection.cursor().executemany("INSERT INTO names (name) VALUES (?)", [("Bo",), ("Cleo",)])

    changed = connection.cursor().execute("UPDATE names SET name = name || '!' RETURNING name")

    assert changed.rowcount == 2
    assert sorted(changed.fetchall()) == [("Bo!",), ("Cleo!",)]
