"""Exports that members asked for: claimed, written, and looked for before anything is sent again."""

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from etiquette.rules.imports import Export, ExportState
from etiquette.rules.members import Who
from etiquette.store import queues
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import exports
from etiquette.store.types import literally

WAITS = exports.c.state == literally(ExportState.WAITING)


async def add(tx: Transaction, export: Export) -> None:
    """Saves that everything was asked for; the same request twice is one."""
    await tx.connection.execute(tx.insert(exports).values(**asdict(export)).on_conflict_do_nothing())


async def waiting(tx: Transaction, who: Who) -> Export | None:
    """The export of this member's that is still on its way."""
    query = select(exports).where(
        exports.c.workspace_id == who.workspace_id,
        exports.c.member_id == who.member_id,
        exports.c.state == ExportState.WAITING,
    )
    row = (await tx.connection.execute(query)).first()
    return None if row is None else from_row(Export, row)


async def has_due(tx: Transaction, now: datetime, apart_from: Collection[str] = ()) -> bool:
    """Whether any export is to be written, or looked for, in other workspaces than these."""
    return await queues.has_due(tx, exports, now, apart_from, WAITS)


async def claim(tx: Transaction, now: datetime, until: datetime, apart_from: Collection[str] = ()) -> Export | None:
    """The export that waited longest, in other workspaces than these; each claim is one more try.

    Nobody else looks at it before `until`.
    """
    for row in await queues.longest_due(tx, exports, now, 1, apart_from, WAITS):
        return await go_on(tx, from_row(Export, row), due_at=until, attempts=row.attempts + 1)
    return None


async def go_on(tx: Transaction, claimed: Export, **values: Any) -> Export | None:
    """Saves new values of a claimed export. None: it was forgotten meanwhile, or is to be written anew."""
    mine = (exports.c.id == claimed.id, exports.c.state == claimed.state, exports.c.due_at == claimed.due_at)
    changed = await tx.connection.execute(update(exports).where(*mine).values(**values))
    return replace(claimed, **values) if changed.rowcount == 1 else None
