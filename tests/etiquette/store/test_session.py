"""The way into the database: all or nothing, durable, one writer at a time, instants with their zone."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from etiquette.rules.contacts import Contact
from etiquette.services.members import forget_workspace
from etiquette.services.nudging import hold
from etiquette.store.records import add, all_of, find
from etiquette.store.session import Store
from etiquette.store.tables import metadata
from etiquette.store.types import Instant, new_id
from tests.builders import make_contact, make_deliverable
from tests.cast import ADA, DAN, DAN_ELSEWHERE, TUESDAY, WORKSPACE, Hand, opened


class Stumble(Exception):  # noqa: N818 -- nothing is wrong, it is only not finished
    """What goes wrong halfway."""


async def test_what_stumbles_halfway_leaves_nothing_behind(store: Store, ada: Hand) -> None:
    async def half_done() -> None:
        async with store.writing() as tx:
            await add(tx, make_contact())
            raise Stumble

    with pytest.raises(Stumble):
        await half_done()

    async with store.reading() as tx:
        assert await all_of(tx, Contact, ada.member.who) == []


async def test_an_instant_comes_back_as_the_same_instant_whatever_zone_it_was_written_in(
    store: Store, ada: Hand
) -> None:
    in_kathmandu = datetime(2026, 11, 24, 19, 45, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    async with store.writing() as tx:
        await add(tx, make_contact(created_at=in_kathmandu))

    async with store.reading() as tx:
        kept = await find(tx, Contact, ada.member.who, "c-dana")

    assert kept is not None
    assert kept.created_at == in_kathmandu
    assert kept.created_at.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    """It would be taken for another moment on another machine."""
    async with store.reading() as tx:
        dialect = tx.connection.dialect
    with pytest.raises(ValueError, match="zone"):
        Instant().process_bind_param(TUESDAY.replace(tzinfo=None), dialect)


async def test_words_of_any_script_come_back_as_they_were_written(store: Store, ada: Hand) -> None:
    name = "Дана Ré 🙂 العربية \u202e"
    async with store.writing() as tx:
        await add(tx, make_contact(name=name))

    async with store.reading() as tx:
        kept = await find(tx, Contact, ada.member.who, "c-dana")
    assert kept is not None
    assert kept.name == name


async def test_the_database_refuses_a_record_that_hangs_in_the_air(store: Store) -> None:
    """A foreign key that is not looked after is none: SQLite has to be asked to."""
    with pytest.raises(IntegrityError):
        async with store.writing() as tx:
            await add(tx, make_deliverable(contact_id="c-nobody"))


async def test_the_database_refuses_a_state_that_there_is_not(store: Store, ada: Hand) -> None:
    await ada.promises()
    with pytest.raises(IntegrityError):
        async with store.writing() as tx:
            await tx.connection.execute(text("UPDATE nudges SET state = 'forgotten'"))


async def test_two_who_count_up_at_once_lose_no_count(store: Store, ada: Hand) -> None:
    """A transaction that reads and then writes what it read has nobody in between, from another program either."""
    promise = (await ada.promises()).deliverable
    other = Store(store.engine.url.render_as_string(hide_password=False))

    async def one_more(way_in: Store) -> None:
        async with way_in.writing() as tx:
            found = await hold(tx, type(promise), ada.member, promise.id)
            await tx.connection.execute(text("UPDATE deliverables SET revision = :next"), {"next": found.revision + 1})

    await asyncio.gather(*(one_more(way_in) for _ in range(5) for way_in in (store, other)))
    await other.close()

    async with store.reading() as tx:
        kept = await find(tx, type(promise), ada.member.who, promise.id)
    assert kept is not None
    assert kept.revision == 11


async def test_a_reader_is_not_kept_waiting_by_a_writer(store: Store, ada: Hand) -> None:
    async with store.writing() as tx:
        await add(tx, make_contact())
        async with asyncio.timeout(5), store.reading() as other:
            assert await all_of(other, Contact, ada.member.who) == []


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)],
)
async def test_sqlite_keeps_what_was_committed_through_a_power_cut(
    sqlite_url: str, pragma: str, expected: object
) -> None:
    """Design §5 and §10: durable, and what was deleted is overwritten. On every connection there is."""
    async with opened(sqlite_url) as store:
        for way_in in (store.writing, store.reading):
            async with way_in() as tx:
                found = (await tx.connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one()
                assert found == expected


@pytest.mark.postgres
async def test_postgresql_keeps_what_was_committed_through_a_power_cut(postgres_url: str) -> None:
    async with opened(postgres_url) as store, store.writing() as tx:
        found = (await tx.connection.exec_driver_sql("SHOW synchronous_commit")).scalar_one()

    assert found == "on"


async def test_a_workspace_that_leaves_leaves_nothing_behind_and_nobody_else_loses_anything(store: Store) -> None:
    """Design §9: uninstall wipes for good."""
    ada, there = await Hand.of(store, ADA), await Hand.of(store, DAN_ELSEWHERE)
    await ada.has_thanked()
    await there.promises()

    await forget_workspace(store, WORKSPACE)

    async with store.reading() as tx:
        for table in metadata.sorted_tables:
            column = "id" if table.name == "workspaces" else "workspace_id"
            left = await tx.connection.execute(text(f"SELECT DISTINCT {column} FROM {table.name}"))  # noqa: S608  # our own names
            assert set(left.scalars()) <= {DAN_ELSEWHERE.workspace_id}, table.name
        assert len(await all_of(tx, Contact, DAN_ELSEWHERE)) == 1


async def test_a_record_of_somebody_elses_is_not_found(store: Store, ada: Hand) -> None:
    """N6: in the store itself."""
    promise = (await ada.promises()).deliverable

    async with store.reading() as tx:
        for other in (DAN, DAN_ELSEWHERE):
            assert await find(tx, type(promise), other, promise.id) is None


def test_no_two_ids_are_alike() -> None:
    ids = {new_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert all(len(each) == 32 for each in ids)
