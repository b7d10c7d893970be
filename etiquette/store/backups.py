"""A backup: all that is in a database as it stood at one moment, in one file from which either kind of it is restored.

The file is lines of JSON, compressed: a header, which says of what kind it is, of which schema, of when, and what is in
each table; the rows, table by table; and a last line with the checksum of all before it. It is written, and read, as it
goes: never the whole of it in memory.
"""

import gzip
import json
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from hashlib import sha256
from typing import Any, BinaryIO

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table, Text, Time, cast, func, select, tuple_
from sqlalchemy import type_coerce as as_kept

from etiquette.store.migrate import revision_of
from etiquette.store.session import Store, Transaction
from etiquette.store.tables import metadata
from etiquette.store.types import Instant

FORMAT = "coopetiquette backup"
VERSION = 1
AT_ONCE = 1000
"""Rows that are in memory at once."""
QUICKLY = 1
LONGEST_HEADER = 1_000_000


class Form(StrEnum):
    """What a column holds, and how it is written: the same whichever database it comes from.

    JSON is kept as the text that it is. A value that its column ought not to hold is written as it is found.
    """

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    INSTANT = "instant"
    DAY = "day"
    CLOCK = "clock"
    JSON = "json"


FORMS = ((Instant, Form.INSTANT), (Boolean, Form.FLAG), (Integer, Form.NUMBER), (Date, Form.DAY), (Time, Form.CLOCK))


class UnfitError(Exception):
    """A file from which nothing can be restored: its words end the sentence "… cannot be restored: "."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One table in a backup: its columns with their forms, and how many rows there are."""

    columns: Mapping[str, Form]
    rows: int


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup is: its schema's revision, as of when it is, and its tables, each after those that it rests on."""

    revision: str
    taken_at: datetime
    tables: Mapping[str, Kept]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


async def back_up(store: Store, file: BinaryIO, now: datetime) -> Header:
    """Writes a backup of a migrated database, as of now, while others go on reading and writing."""
    async with store.reading() as tx:
        revision = await tx.connection.run_sync(revision_of)
        tables = {table.name: await _kept(tx, table) for table in metadata.sorted_tables}
        header = Header(str(revision), now.astimezone(UTC), tables)
        pen = _Pen(file)
        pen.write({"format": FORMAT, "version": VERSION, **_plain(header)})
        for table in metadata.sorted_tables:
            async for row in _rows(tx, table):
                pen.write(row)
        pen.close()
    return header


def checked(file: BinaryIO) -> Header:
    """A backup's header, once all of it was read and found whole. Raises UnfitError."""
    header = _header(file)
    for _ in _rows_as_lines(file, header):
        pass
    return header


def rows_of(file: BinaryIO, header: Header) -> Iterator[tuple[str, list[list[Any]]]]:
    """The rows of a backup, some at once, each time with their table's name. Raises UnfitError where it is damaged."""
    for name, lines in _rows_as_lines(file, header):
        width = len(header.tables[name].columns)
        yield name, [_row(line, width) for line in lines]


def form_of(column: Column[Any]) -> Form:
    """What a column holds."""
    if isinstance(column.type, JSON):
        return Form.JSON
    return next((form for kind, form in FORMS if isinstance(column.type, kind)), Form.TEXT)


async def _kept(tx: Transaction, table: Table) -> Kept:
    rows = (await tx.connection.execute(select(func.count()).select_from(table))).scalar_one()
    return Kept({column.name: form_of(column) for column in table.columns}, rows)


async def _rows(tx: Transaction, table: Table) -> AsyncIterator[list[Any]]:
    """A table's rows by their keys, as many at once as fit into memory whatever the table's size."""
    key = tuple(table.primary_key.columns)
    places = [tuple(table.columns).index(column) for column in key]
    how = [WAYS_TO_WRITE.get(form_of(column)) for column in table.columns]
    query = select(*map(_as_it_is, table.columns)).order_by(*key).limit(AT_ONCE)
    some = (await tx.connection.execute(query)).all()
    while some:
        for row in some:
            yield [
                value if write is None or value is None else write(value) for write, value in zip(how, row, strict=True)
            ]
        last = tuple_(*(as_kept(some[-1][place], String()) for place in places))
        some = (await tx.connection.execute(query.where(tuple_(*key) > last))).all()


def _as_it_is(column: Column[Any]) -> Any:
    """As the driver has it, whatever our own types make of it: a row that cannot be read is kept, too."""
    return cast(column, Text) if isinstance(column.type, JSON) else as_kept(column, String())


def _flag(value: Any) -> Any:
    return bool(value) if value in {0, 1} else value


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _clock(value: Any) -> Any:
    return value.isoformat("microseconds") if isinstance(value, time) else value


def _instant(value: Any) -> Any:
    """In UTC, to the microsecond. SQLite keeps it as text, without its zone."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{aware.replace(tzinfo=None).isoformat('T', 'microseconds')}Z"


WAYS_TO_WRITE = {Form.FLAG: _flag, Form.INSTANT: _instant, Form.DAY: _day, Form.CLOCK: _clock}


class _Pen:
    """Writes lines, and at last the checksum of them all."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = gzip.GzipFile(filename="", mode="wb", compresslevel=QUICKLY, fileobj=file, mtime=0)
        self._checksum = sha256()

    def write(self, value: Any) -> None:
        line = json.dumps(value, separators=(",", ":")).encode() + b"\n"
        self._checksum.update(line)
        self._file.write(line)

    def close(self) -> None:
        self.write({"sha256": self._checksum.hexdigest()})
        self._file.close()


def _plain(header: Header) -> dict[str, Any]:
    return asdict(header) | {"taken_at": header.taken_at.isoformat()}


def _header(file: BinaryIO) -> Header:
    said = _read(next(_lines(file, LONGEST_HEADER), b""))
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise UnfitError("it is no backup of this program's")
    if said.get("version") != VERSION:
        raise UnfitError(f"it is written in another way ({said.get('version')}) than this version of the program reads")
    try:
        tables = {
            str(name): Kept({str(column): Form(form) for column, form in kept["columns"].items()}, int(kept["rows"]))
            for name, kept in said["tables"].items()
        }
        return Header(str(said["revision"]), datetime.fromisoformat(said["taken_at"]).astimezone(UTC), tables)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UnfitError("it is damaged, for its first line is not whole") from None


def _lines(file: BinaryIO, longest: int = -1) -> Iterator[bytes]:
    """The lines of a file, from its beginning. Raises UnfitError where it is cut short, or no file of ours."""
    file.seek(0)
    with gzip.GzipFile(fileobj=file, mode="rb") as opened:
        try:
            while line := opened.readline(longest):
                yield line
        except EOFError:
            raise UnfitError("it is cut short") from None
        except (gzip.BadGzipFile, zlib.error):
            at_start = opened.tell() == 0
            said = "it is no backup of this program's" if at_start else "it is damaged, for it cannot be unpacked"
            raise UnfitError(said) from None


def _rows_as_lines(file: BinaryIO, header: Header) -> Iterator[tuple[str, list[bytes]]]:
    lines = _lines(file)
    checksum = sha256(next(lines))
    for name, kept in header.tables.items():
        for start in range(0, kept.rows, AT_ONCE):
            some = [next(lines, b"") for _ in range(min(AT_ONCE, kept.rows - start))]
            checksum.update(b"".join(some))
            yield name, some
    if _read(next(lines, b"")) != {"sha256": checksum.hexdigest()} or next(lines, None) is not None:
        raise UnfitError("it is damaged, for its checksum is another")


def _row(line: bytes, width: int) -> list[Any]:
    row = _read(line)
    if not isinstance(row, list) or len(row) != width:
        raise UnfitError("it is damaged, for there are not the rows in it of which its first line tells")
    return row


def _read(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None
