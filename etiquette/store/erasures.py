"""Erasures: what is left to be deleted at Slack. The rows hold ids and nothing else, and go when it is done."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from etiquette.rules.erasures import Erasure
from etiquette.store import queues
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import deliveries, erasures, imports


async def add(tx: Transaction, rows: Sequence[Erasure]) -> None:
    """Saves what is to be deleted at Slack."""
    if rows:
        await tx.connection.execute(insert(erasures), [_row(each) for each in rows])


async def has_due(tx: Transaction, now: datetime, apart_from: Collection[str] = ()) -> bool:
    """Whether anything is to be deleted now, in other workspaces than these."""
    return await queues.has_due(tx, erasures, now, apart_from)


async def claim(
    tx: Transaction, now: datetime, until: datetime, limit: int, apart_from: Collection[str] = ()
) -> list[Erasure]:
    """What is to be deleted now, in other workspaces than these, and nobody else looks at before `until`."""
    claimed = [_from_row(row) for row in await queues.longest_due(tx, erasures, now, limit, apart_from)]
    await tx.connection.execute(
        update(erasures)
        .where(erasures.c.id.in_([each.id for each in claimed]))
        .values(due_at=until, attempts=erasures.c.attempts + 1)
    )
    return claimed


async def put_off(tx: Transaction, erasure: Erasure, until: datetime) -> None:
    """Slack could not do it now: it is tried again then."""
    await tx.connection.execute(update(erasures).where(erasures.c.id == erasure.id).values(due_at=until))


async def done(tx: Transaction, erasure: Erasure) -> None:
    """Nothing is left of it at Slack, nor here."""
    await tx.connection.execute(delete(erasures).where(erasures.c.id == erasure.id))


async def stands(tx: Transaction, workspace_id: str, channel: str, ts: str) -> bool:
    """Whether a message is one that still has its row here: it is drawn anew by that, and not deleted."""
    for table in (deliveries, imports):
        here = (table.c.workspace_id == workspace_id, table.c.channel == channel, table.c.ts == ts)
        if (await tx.connection.execute(select(table.c.id).where(*here).limit(1))).first() is not None:
            return True
    return False


def _from_row(row: Row[Any]) -> Erasure:
    erasure = from_row(Erasure, row)
    return replace(erasure, ids=None if erasure.ids is None else tuple(erasure.ids))


def _row(erasure: Erasure) -> dict[str, Any]:
    return {**asdict(erasure), "ids": None if erasure.ids is None else list(erasure.ids)}
