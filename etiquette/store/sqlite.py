"""SQLite by aiosqlite, with one trip to its thread for a statement, where SQLAlchemy would make four of it."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite

Execution = Callable[[str, Any], sqlite3.Cursor]


class Line(aiosqlite.Connection):
    """A connection whose cursors have a statement done, and all that it gives fetched, in one go."""

    def __init__(self, database: str, **options: Any) -> None:
        super().__init__(lambda: sqlite3.connect(database, **options), iter_chunk_size=0)
        self._thread.daemon = True

    def cursor(self) -> "Cursor":  # type: ignore[override]  # ours needs no awaiting
        return Cursor(self)

    async def carry_out(self, sql: str, parameters: Any, *, many: bool = False) -> tuple[sqlite3.Cursor, list[Any]]:
        """The cursor, done with, and the rows."""
        execute = self._conn.executemany if many else self._conn.execute
        done: tuple[sqlite3.Cursor, list[Any]] = await self._execute(_carry_out, execute, sql, parameters)  # type: ignore[no-untyped-call]
        return done


class Cursor:
    """What SQLAlchemy asks of a cursor: it is made, read and closed without going anywhere."""

    arraysize = 1
    description: Any = None
    rowcount = -1
    lastrowid: int | None = None

    def __init__(self, line: Line) -> None:
        self._line = line
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> "Cursor":
        self._keep(*await self._line.carry_out(sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Sequence[Any]) -> "Cursor":
        self._keep(*await self._line.carry_out(sql, parameters, many=True))
        return self

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = []

    def _keep(self, done: sqlite3.Cursor, rows: list[Any]) -> None:
        self._rows = rows
        self.description, self.rowcount, self.lastrowid = done.description, done.rowcount, done.lastrowid


def _carry_out(execute: Execution, sql: str, parameters: Any) -> tuple[sqlite3.Cursor, list[Any]]:
    cursor = execute(sql, parameters)
    return cursor, cursor.fetchall() if cursor.description else []
