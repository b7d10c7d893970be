"""Queues: rows that wait for their moment, claimed by moving that on, those longest due first. In domain time."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, TextClause, select

from etiquette.store.session import Transaction

Waits = ColumnElement[bool] | TextClause


async def has_due(tx: Transaction, table: Table, now: datetime, apart_from: Collection[str], *waits: Waits) -> bool:
    """Whether anything that `waits` is due, in other workspaces than these."""
    due = select(table.c.id).where(*_is_due(table, now, apart_from), *waits)
    return (await tx.connection.execute(due.limit(1))).first() is not None


async def longest_due(
    tx: Transaction, table: Table, now: datetime, limit: int, apart_from: Collection[str], *waits: Waits
) -> Sequence[Row[Any]]:
    """What has been due for longest, in other workspaces than these; held, and without what another holds."""
    due = select(table).where(*_is_due(table, now, apart_from), *waits).order_by(table.c.due_at).limit(limit)
    return (await tx.connection.execute(due.with_for_update(skip_locked=True))).all()


def elsewhere(table: Table, apart_from: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """In other workspaces than these: work is in hand there."""
    return (table.c.workspace_id.not_in(apart_from),) if apart_from else ()


def _is_due(table: Table, now: datetime, apart_from: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return table.c.due_at <= now, *elsewhere(table, apart_from)
