"""Restoring a database from a backup: all of it in one transaction, or nothing is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

import psycopg
from sqlalchemy import Connection, Table, delete, inspect, select, table
from sqlalchemy.exc import DBAPIError

from etiquette.store import lost_time
from etiquette.store.backups import Form, Header, UnfitError, checked, rows_of
from etiquette.store.migrate import bring_up, hold_schema, is_known, lay_anew, revision_of
from etiquette.store.presence import alone_with_file, hold_alone
from etiquette.store.session import Store, Transaction
from etiquette.store.tables import metadata

NUL = "\x00"


class NotEmptyError(Exception):
    """The database holds something, and nobody said that it may be replaced."""


class UnknownSchemaError(Exception):
    """The database is at a revision that this program does not know."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; and of how many texts NUL characters were left out, which PostgreSQL cannot keep."""

    header: Header
    without_nul: int


async def restore(store: Store, file: BinaryIO, now: datetime, *, replaces: bool = False) -> Restored:
    """Restores a backup into an empty database, or in place of what it holds; its schema becomes the newest.

    Raises UnfitError, AtWorkError, NotEmptyError or UnknownSchemaError, and then nothing was changed. `now` is when it
    was restored: what was said between the backup and now is looked for before it is said again.
    """
    header = checked(file)
    if not is_known(header.revision):
        raise UnfitError(f"it was made by a newer version of the program (schema {header.revision})")
    with alone_with_file(store.engine.url.render_as_string(hide_password=False)):
        async with store.altering() as tx:
            await tx.connection.run_sync(hold_alone)
            await tx.connection.run_sync(hold_schema)
            await tx.connection.run_sync(_make_room, header.revision, replaces)
            without_nul = await _fill(tx, file, header)
            await tx.connection.run_sync(bring_up)
            await lost_time.keep(tx, header.taken_at, now)
    return Restored(header, without_nul)


def _make_room(connection: Connection, revision: str, replaces: bool) -> None:  # noqa: FBT001  # run_sync has no names
    """Empty tables, as they were when the backup was made."""
    current = revision_of(connection)
    if current is not None and not is_known(current):
        raise UnknownSchemaError(current)
    there = set(inspect(connection).get_table_names())
    ours = [each for each in reversed(metadata.sorted_tables) if each.name in there]
    if not replaces and any(_holds_something(connection, each) for each in ours):
        raise NotEmptyError
    if current != revision:
        lay_anew(connection, revision)
        return
    for each in ours:
        connection.execute(delete(each))


def _holds_something(connection: Connection, ours: Table) -> bool:
    return connection.execute(select(1).select_from(table(ours.name)).limit(1)).first() is not None


async def _fill(tx: Transaction, file: BinaryIO, header: Header) -> int:
    await tx.connection.run_sync(_check_tables, header)
    is_sqlite = tx.connection.dialect.name == "sqlite"
    without_nul, name = 0, ""
    try:
        for name, rows in rows_of(file, header):
            columns = header.tables[name].columns
            if is_sqlite:
                await _insert(tx, name, columns, rows)
            else:
                without_nul += _without_nul(rows)
                await tx.connection.run_sync(_copy, _quoted(tx, name, columns), rows)
    except (DBAPIError, psycopg.Error) as error:
        cause = type(getattr(error, "orig", None) or error).__name__
        raise UnfitError(f"a row of {name} is not one that this database can keep ({cause})") from error
    return without_nul


def _check_tables(connection: Connection, header: Header) -> None:
    """Names go into statements: they are those of the schema, and no others."""
    looked = inspect(connection)
    for name, kept in header.tables.items():
        is_ours = name in metadata.tables and looked.has_table(name)
        if not is_ours or {column["name"] for column in looked.get_columns(name)} != set(kept.columns):
            raise UnfitError(f"it is damaged, for its schema has no such table as its {name}")


async def _insert(tx: Transaction, name: str, columns: Mapping[str, Form], rows: list[list[Any]]) -> None:
    how = [_sqlites_instant if form is Form.INSTANT else None for form in columns.values()]
    values = [
        tuple(value if read is None else read(value) for read, value in zip(how, row, strict=True)) for row in rows
    ]
    places = ", ".join("?" for _ in columns)
    await tx.connection.exec_driver_sql(f"INSERT INTO {_quoted(tx, name, columns)} VALUES ({places})", values)  # noqa: S608  # see above


def _sqlites_instant(value: Any) -> Any:
    """SQLite keeps it as text, in UTC without saying so."""
    is_ours = isinstance(value, str) and value.endswith("Z")
    return value.removesuffix("Z").replace("T", " ") if is_ours else value


def _copy(connection: Connection, into: str, rows: list[list[Any]]) -> None:
    """PostgreSQL reads every form from text by itself."""
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]  # it is psycopg's
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _without_nul(rows: list[list[Any]]) -> int:
    found = 0
    for row in rows:
        for place, value in enumerate(row):
            if isinstance(value, str) and NUL in value:
                row[place] = value.replace(NUL, "")
                found += 1
    return found


def _quoted(tx: Transaction, name: str, columns: Sequence[str] | Mapping[str, Form]) -> str:
    quote = tx.connection.dialect.identifier_preparer.quote
    return f"{quote(name)} ({', '.join(map(quote, columns))})"
