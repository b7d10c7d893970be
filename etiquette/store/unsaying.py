"""Unsaying (N7): nudges and messages of what is forgotten. What is left to be deleted at Slack becomes erasures."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Table, delete, or_, select, update

from etiquette.rules.erasures import Erasure
from etiquette.rules.members import Who
from etiquette.rules.nudges import Cargo, Nudge, State
from etiquette.store import erasures, retelling
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries, digests, exports, nudges
from etiquette.store.types import new_id

CHUNK = 500
IN_FLIGHT = timedelta(minutes=3)
"""What was claimed when it was forgotten may still be posted: it is looked for once more after that."""


async def wipe_told(tx: Transaction, who: Who) -> None:
    """What the member was told, or was to be, and what their digests were to tell.

    A digest that was posted, or is being, stays known: what others shared in it may be forgotten one day, too.
    """
    set_up = select(digests.c.id).where(*own(digests, who))
    unsaid = deliveries.c.state.not_in(retelling.BEGUN)
    of_digests = deliveries.c.cargo == Cargo.DIGEST, deliveries.c.subject_id.in_(set_up), unsaid
    to_them = nudges.c.workspace_id == who.workspace_id, nudges.c.recipient == who.member_id
    await tx.connection.execute(delete(nudges).where(*to_them))
    await tx.connection.execute(delete(deliveries).where(*of_digests))
    await tx.connection.execute(delete(deliveries).where(*to(who)))


async def in_flight(tx: Transaction, who: Who) -> list[str]:
    """The deliveries to a member that somebody is posting."""
    query = select(deliveries.c.id).where(*to(who), deliveries.c.state == State.CLAIMED)
    return list((await tx.connection.execute(query)).scalars())


async def wipe_said(
    tx: Transaction, workspace_id: str, ids: Collection[str], member_id: str | None, now: datetime
) -> list[str]:
    """Nudges of these records, whoever they were for; their messages are drawn without them, or deleted at Slack.

    Digests that told a lesson of them are drawn without it.

    Gives the deliveries in `member_id`'s conversation that may yet be posted; of others they are looked for later.
    """
    unsure: list[str] = []
    said = await deliveries_about(tx, workspace_id, ids)
    for chunk in _chunks(ids):
        about = nudges.c.workspace_id == workspace_id, nudges.c.subject_id.in_(chunk)
        await tx.connection.execute(delete(nudges).where(*about))
        await retelling.without_lessons(tx, workspace_id, chunk)
    for row in said:
        if await _goes_on(tx, row):
            continue
        if row.state == State.CLAIMED and row.recipient == member_id:
            unsure.append(row.id)
        elif row.state == State.CLAIMED and row.channel:
            await erasures.add(tx, [walk(workspace_id, row.channel, [row.id], now + IN_FLIGHT)])
        if row.ts and row.channel:
            await erasures.add(tx, [_erasure(workspace_id, now, channel=row.channel, ts=row.ts)])
        await tx.connection.execute(delete(deliveries).where(deliveries.c.id == row.id))
    return unsure


async def _goes_on(tx: Transaction, row: Row[Any]) -> bool:
    """Whether a message has something else to say: it says only that from now on."""
    rows = (await tx.connection.execute(select(nudges).where(nudges.c.delivery_id == row.id))).all()
    if rows:
        told = [from_row(Nudge, each).digest for each in rows]
        drawn_anew = update(deliveries).where(deliveries.c.id == row.id)
        await tx.connection.execute(drawn_anew.values(digests=told, wanted=deliveries.c.wanted + 1))
    return bool(rows)


async def deliveries_about(tx: Transaction, workspace_id: str, ids: Collection[str]) -> list[Row[Any]]:
    """The messages that carry nudges of these records, or are about one themselves."""
    found: dict[str, Row[Any]] = {}
    for chunk in _chunks(ids):
        carried = select(nudges.c.delivery_id).where(
            nudges.c.workspace_id == workspace_id, nudges.c.subject_id.in_(chunk), nudges.c.delivery_id.is_not(None)
        )
        about = or_(deliveries.c.id.in_(carried), deliveries.c.subject_id.in_(chunk))
        query = select(deliveries).where(deliveries.c.workspace_id == workspace_id, about)
        found |= {row.id: row for row in await tx.connection.execute(query)}
    return list(found.values())


async def files_of(tx: Transaction, who: Who, now: datetime) -> list[Erasure]:
    """The files that were sent to a member: theirs to keep if they saved them, and gone from Slack."""
    rows = (await tx.connection.execute(select(exports.c.file_ids).where(*own(exports, who)))).scalars().all()
    file_ids = [each for row in rows for each in row.split(",") if each]
    return [_erasure(who.workspace_id, now, file_id=each) for each in file_ids]


def walk(workspace_id: str, channel: str, ids: Sequence[str] | None, at: datetime) -> Erasure:
    """Whatever in a conversation carries one of these ids, or everything that the bot said there."""
    return _erasure(workspace_id, at, channel=channel, ids=None if ids is None else tuple(ids))


def _erasure(
    workspace_id: str,
    at: datetime,
    *,
    channel: str | None = None,
    ts: str | None = None,
    file_id: str | None = None,
    ids: tuple[str, ...] | None = None,
) -> Erasure:
    return Erasure(new_id(), workspace_id, channel, ts, file_id, ids, 0, at)


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(ids)
    return (every[start : start + CHUNK] for start in range(0, len(every), CHUNK))


def own(table: Table, who: Who) -> tuple[Any, ...]:
    """Whose a row is: what every query is scoped by."""
    return table.c.workspace_id == who.workspace_id, table.c.member_id == who.member_id


def to(who: Who) -> tuple[Any, ...]:
    """What was said to a member."""
    return deliveries.c.workspace_id == who.workspace_id, deliveries.c.recipient == who.member_id
