"""A backup holds everything, is the same whichever database it comes from, and is whole or refused (design §3)."""

import gzip
import json
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Integer, MetaData, Table, Time, null, select, text
from sqlalchemy.engine import make_url

from etiquette.rules.erasures import Erasure
from etiquette.store import erasures, lost_time
from etiquette.store.backups import AT_ONCE, UnfitError, back_up, checked
from etiquette.store.lost_time import LostTime
from etiquette.store.migrate import lay_anew, pending
from etiquette.store.presence import AtWorkError
from etiquette.store.restoring import NotEmptyError, Restored, restore
from etiquette.store.session import Store
from etiquette.store.tables import metadata
from etiquette.store.types import Instant, Word, Words, new_id
from tests.cast import ADA, TUESDAY, WORKSPACE, Hand, opened
from tests.etiquette.services.everything import keeps_everything

AWKWARD = "Дана \\N \\. \t \"quoted\" 'and' \r\n a line, 🙂 \u202e \x7f"
LATER = TUESDAY.replace(day=26)


async def backup_of(url: str, now: datetime = TUESDAY) -> BytesIO:
    store, file = Store(url), BytesIO()
    await back_up(store, file, now)
    await store.close()
    return file


async def restored(url: str, file: BytesIO, **how: bool) -> Restored:
    store = Store(url)
    try:
        return await restore(store, file, LATER, **how)
    finally:
        await store.close()


async def fill(url: str, rows: int = 2) -> None:
    """Two rows in every table: one with something awkward in every column, one with nothing wherever there may be."""
    store = Store(url)
    async with store.writing() as tx:
        for table in metadata.sorted_tables:
            for number in range(rows):
                values = {column.name: some(column, number) for column in table.columns if not number or needs(column)}
                await tx.connection.execute(table.insert().values(values))
        await tx.connection.execute(metadata.tables["erasures"].update().values(ids=null()))
        one = metadata.tables["erasures"].c.id == "0"
        await tx.connection.execute(metadata.tables["erasures"].update().where(one).values(ids=JSON.NULL))
    await store.close()


def needs(column: Column[Any]) -> bool:
    return not column.nullable


def some(column: Column[Any], number: int) -> Any:
    """A value that the column takes, another one for each row: its own words, an id that is there, or something odd."""
    kind = column.type
    if isinstance(kind, Word):
        return list(kind.words)[number]
    if isinstance(kind, Words):
        return ("later", "done") if kind.words is str and number == 0 else ()
    if isinstance(kind, Instant):
        return datetime(2026, 11, 24 + number, 23, 59, 59, 999_999 * (1 - number), tzinfo=UTC)
    if isinstance(kind, Boolean):
        return number == 0
    if isinstance(kind, JSON):
        return {"a": [1, None, True, AWKWARD]} if number == 0 else []
    if isinstance(kind, (Date, Time)):
        return date(2028, 2, 29) if isinstance(kind, Date) else time(9, 5, 0, 1 - number)
    if isinstance(kind, Integer):
        return 2**31 - 1 if number == 0 else -1
    if getattr(kind, "length", None) or column.foreign_keys:
        return str(number)
    return AWKWARD if number == 0 else ""


def kept_in(url: str) -> dict[str, list[Any]]:
    """What a SQLite file holds, as nobody of ours reads it."""
    with sqlite3.connect(str(make_url(url).database)) as connection:
        return {table.name: in_order(connection.execute(every_row_of(table))) for table in metadata.sorted_tables}


def every_row_of(table: Table) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'SELECT {columns} FROM "{table.name}"'  # noqa: S608  # our own names


def in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(map(tuple, rows), key=str)


async def read_in(url: str) -> dict[str, list[Any]]:
    """What either database holds, as all the others of ours read it."""
    store, found = Store(url), {}
    async with store.reading() as tx:
        for table in metadata.sorted_tables:
            found[table.name] = in_order(await tx.connection.execute(select(table)))
    await store.close()
    return found


LOST = ("lost_since", "lost_until")


def besides_lost_time(kept: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What was lost is the one thing that restoring adds."""
    asked = [place for place, name in enumerate(metadata.tables["workspaces"].columns.keys()) if name not in LOST]
    others = [tuple(row[place] for place in asked) for row in kept["workspaces"]]
    return {**kept, "workspaces": others}


@pytest.mark.postgres
async def test_every_row_of_every_table_goes_to_postgresql_and_back_unchanged(
    sqlite_url: str, tmp_path: Path, emptied_postgres_url: str
) -> None:
    """Instants, days, clocks, truth values, JSON, empty and missing values: a move is backup and restore in a row."""
    await fill(sqlite_url)
    async with opened(sqlite_url) as store:
        await keeps_everything(await Hand.of(store, ADA), words=AWKWARD)
    before, read_before = kept_in(sqlite_url), await read_in(sqlite_url)
    assert [name for name, rows in before.items() if not rows] == []

    await restored(emptied_postgres_url, await backup_of(sqlite_url))
    back = f"sqlite:///{tmp_path}/back.db"
    await restored(back, await backup_of(emptied_postgres_url))

    assert besides_lost_time(await read_in(emptied_postgres_url)) == besides_lost_time(read_before)
    assert besides_lost_time(kept_in(back)) == besides_lost_time(before)


@pytest.mark.postgres
async def test_both_databases_write_the_same_backup(sqlite_url: str, emptied_postgres_url: str) -> None:
    """To the byte; but for what was lost, which only the one that was restored knows of."""
    await fill(sqlite_url)
    file = await backup_of(sqlite_url)
    await restored(emptied_postgres_url, file)
    workspaces = metadata.tables["workspaces"]
    store = Store(emptied_postgres_url)
    async with store.writing() as tx:
        for row in (await read_in(sqlite_url))["workspaces"]:
            named = dict(zip(workspaces.columns.keys(), row, strict=True))
            lost = {name: named[name] for name in LOST}
            await tx.connection.execute(workspaces.update().where(workspaces.c.id == row[0]).values(lost))
    await store.close()

    assert (await backup_of(emptied_postgres_url)).getvalue() == file.getvalue()


@pytest.mark.postgres
async def test_what_postgresql_cannot_keep_is_left_out_and_counted(sqlite_url: str, emptied_postgres_url: str) -> None:
    """A NUL that somebody's client sent: SQLite keeps it, and PostgreSQL keeps no text that has one."""
    async with opened(sqlite_url) as store:
        await (await Hand.of(store, ADA)).promises(what="the\x00deck")

    done = await restored(emptied_postgres_url, await backup_of(sqlite_url))

    assert done.without_nul == 1
    kept = (await read_in(emptied_postgres_url))["deliverables"]
    assert "thedeck" in kept[0]


async def test_a_row_that_cannot_be_read_is_kept_as_it_is(sqlite_url: str, tmp_path: Path) -> None:
    """What is damaged, or a newer version's, is no reason to have no backup."""
    async with opened(sqlite_url) as store:
        await (await Hand.of(store, ADA)).promises()
        async with store.writing() as tx:
            await tx.connection.execute(text("UPDATE nudges SET kind = 'sing', due_at = 'soon', local_time = '25:00'"))
    before = kept_in(sqlite_url)

    await restored(f"sqlite:///{tmp_path}/back.db", await backup_of(sqlite_url))

    assert kept_in(f"sqlite:///{tmp_path}/back.db")["nudges"] == before["nudges"]


@pytest.mark.postgres
async def test_what_another_database_cannot_keep_is_refused_and_nothing_is_changed(
    sqlite_url: str, emptied_postgres_url: str
) -> None:
    async with opened(sqlite_url) as store:
        await (await Hand.of(store, ADA)).promises()
        async with store.writing() as tx:
            await tx.connection.execute(text("UPDATE nudges SET due_at = 'soon'"))
    file = await backup_of(sqlite_url)

    with pytest.raises(UnfitError, match=r"a row of nudges is not one that this database can keep \(\w+\)"):
        await restored(emptied_postgres_url, file)

    assert not any((await read_in(emptied_postgres_url)).values())


async def test_a_backup_is_of_one_moment_and_keeps_nobody_from_writing(emptied_url: str) -> None:
    """What another program writes while the file is written is not in it: not even in a table that comes later."""
    file = Interrupted(lambda: write_from_elsewhere(emptied_url))
    async with opened(emptied_url) as store:
        header = await back_up(store, file, TUESDAY)

    assert checked(file) == header
    assert header.tables["erasures"].rows == 0
    assert len((await read_in(emptied_url))["erasures"]) == 1


class Interrupted(BytesIO):
    """A file that has something done when it is first written to."""

    def __init__(self, does: Callable[[], None]) -> None:
        super().__init__()
        self.does = [does]

    def write(self, data: Any) -> int:
        while self.does:
            self.does.pop()()
        return super().write(data)


def write_from_elsewhere(url: str) -> None:
    """By another connection, which has nothing to do with ours."""
    row = "INSERT INTO erasures (id, workspace_id, attempts, due_at) VALUES ('e', 'T0COOP', 0, '2026-11-24 14:00:00')"
    place = make_url(url)
    if place.drivername.startswith("sqlite"):
        with closing(sqlite3.connect(str(place.database))) as connection, connection:
            connection.execute(row)
        return
    with psycopg.connect(place.set(drivername="postgresql").render_as_string(hide_password=False)) as other:
        other.execute(row.encode())


async def test_a_large_table_is_never_in_memory_as_a_whole(sqlite_url: str, tmp_path: Path) -> None:
    """Eight times as many rows as are looked at together, of a kilobyte each."""
    async with opened(sqlite_url) as store:
        some = [Erasure("", WORKSPACE, None, None, None, ("i" * 1000,), 0, TUESDAY)] * AT_ONCE
        for _ in range(8):
            async with store.writing() as tx:
                await erasures.add(tx, [replace(each, id=new_id()) for each in some])
        with (tmp_path / "large").open("w+b") as file:
            tracemalloc.start()
            await back_up(store, file, TUESDAY)
            checked(file)
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()

    assert most < 5 * AT_ONCE * 1000


@pytest.mark.parametrize("length", [0, 1, 20, 200, -1, -20])
async def test_a_file_that_is_cut_short_is_refused(sqlite_url: str, length: int) -> None:
    file = BytesIO((await backup_of(sqlite_url)).getvalue()[:length])

    with pytest.raises(UnfitError):
        checked(file)


@pytest.mark.parametrize("where", [0, 12, 30, 300, -5, -30])
async def test_a_file_in_which_one_byte_is_another_is_refused(sqlite_url: str, where: int) -> None:
    whole = bytearray((await backup_of(sqlite_url)).getvalue())
    whole[where] ^= 0x55

    with pytest.raises(UnfitError):
        checked(BytesIO(bytes(whole)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"SQLite format 3\x00 and so on", "no backup of this program's"),
        (gzip.compress(b"a log\n", mtime=0), "no backup of this program's"),
        (gzip.compress(b'{"format": "another"}\n', mtime=0), "no backup of this program's"),
        (gzip.compress(b'{"format": "coopetiquette backup", "version": 2}\n', mtime=0), "in another way"),
        (gzip.compress(b'{"format": "coopetiquette backup", "version": 1}\n', mtime=0), "first line is not whole"),
    ],
    ids=["a database", "a log", "another format", "a later way", "half a line"],
)
def test_a_file_that_is_something_else_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnfitError, match=said):
        checked(BytesIO(content))


def rewritten(file: BytesIO, change: Callable[[list[Any]], None]) -> BytesIO:
    """The same backup, changed by somebody who knows how to make a checksum."""
    lines = lines_of(file)[:-1]
    change(lines)
    body = b"".join(json.dumps(line, separators=(",", ":")).encode() + b"\n" for line in lines)
    return BytesIO(gzip.compress(body + json.dumps({"sha256": sha256(body).hexdigest()}).encode() + b"\n"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: lines[0].update(revision="9999"), r"newer version of the program \(schema 9999\)"),
        (lambda lines: lines[0]["tables"]["erasures"].update(rows=2), "it is damaged"),
        (lambda lines: lines[0]["tables"]["erasures"]["columns"].update(extra="text"), "no such table as its erasures"),
        (lambda lines: lines[0]["tables"].update(pg_user={"columns": {}, "rows": 0}), "no such table as its pg_user"),
    ],
)
async def test_a_file_that_does_not_fit_is_refused_and_nothing_is_changed(
    emptied_url: str, change: Callable[[list[Any]], None], said: str
) -> None:
    async with opened(emptied_url) as store:
        await (await Hand.of(store, ADA)).promises()
    before = await read_in(emptied_url)
    file = rewritten(await backup_of(emptied_url), change)

    with pytest.raises(UnfitError, match=said):
        await restored(emptied_url, file, replaces=True)

    assert await read_in(emptied_url) == before


async def test_a_database_that_holds_something_is_left_alone_unless_it_may_be_replaced(emptied_url: str) -> None:
    async with opened(emptied_url) as store:
        ada = await Hand.of(store, ADA)
        await ada.promises()
        file = await backup_of(emptied_url)
        before = await read_in(emptied_url)
        await ada.logs("Kim")

    with pytest.raises(NotEmptyError):
        await restored(emptied_url, file)
    assert await read_in(emptied_url) != before

    await restored(emptied_url, file, replaces=True)
    assert besides_lost_time(await read_in(emptied_url)) == besides_lost_time(before)


async def test_a_database_is_not_restored_while_the_program_runs_on_it(emptied_url: str) -> None:
    """And the program does not begin while it is restored: see `test_presence`."""
    file = await backup_of(emptied_url)
    running = Store(emptied_url, at_work=True)
    await running.ping()

    with pytest.raises(AtWorkError):
        await restored(emptied_url, file)

    await running.close()
    await restored(emptied_url, file)


async def test_a_backup_of_an_older_version_is_restored_and_brought_up(database_url: str, tmp_path: Path) -> None:
    """As that version wrote it: its tables, its columns, its revision."""
    await fill(database_url, rows=1)
    older = await columns_at("0001", tmp_path)
    file = rewritten(await backup_of(database_url), lambda lines: take_back(lines, older, "0001"))

    done = await restored(database_url, file, replaces=True)

    kept = await read_in(database_url)
    assert {name: len(rows) for name, rows in kept.items()} == {name: int(name in older) for name in kept}
    assert done.header.revision == "0001"
    store = Store(database_url)
    assert await pending(store) is None
    await store.close()


async def columns_at(revision: str, tmp_path: Path) -> dict[str, set[str]]:
    """The tables of an older version, with their columns."""
    store, known = Store(f"sqlite:///{tmp_path}/older.db"), MetaData()
    async with store.altering() as tx:
        await tx.connection.run_sync(lay_anew, revision)
    async with store.reading() as tx:
        await tx.connection.run_sync(known.reflect)
    await store.close()
    return {name: set(table.columns.keys()) for name, table in known.tables.items()}


def take_back(lines: list[Any], older: dict[str, set[str]], revision: str) -> None:
    """What a backup would be without the tables and columns that came later."""
    header, rows = lines[0], lines[1:]
    header["revision"] = revision
    del lines[1:]
    for name, kept in list(header["tables"].items()):
        its, rows = rows[: kept["rows"]], rows[kept["rows"] :]
        stay = [place for place, column in enumerate(kept["columns"]) if column in older.get(name, ())]
        kept["columns"] = {column: form for column, form in kept["columns"].items() if column in older.get(name, ())}
        lines.extend([row[place] for place in stay] for row in its if stay)
        if not stay:
            del header["tables"][name]


async def test_what_was_lost_is_remembered_and_what_was_lost_before_it_too(emptied_url: str) -> None:
    async with opened(emptied_url):
        pass
    await restored(emptied_url, await backup_of(emptied_url), replaces=True)
    await restored(emptied_url, await backup_of(emptied_url, LATER.replace(hour=15)), replaces=True)

    store = Store(emptied_url)
    async with store.reading() as tx:
        lost = await lost_time.of_workspace(tx, WORKSPACE)
    await store.close()

    assert lost == LostTime(TUESDAY, LATER)


def lines_of(file: BytesIO) -> list[Any]:
    return [json.loads(line) for line in gzip.decompress(file.getvalue()).splitlines()]
