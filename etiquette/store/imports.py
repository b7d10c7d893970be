"""Imports: the files that members sent, until each is read and its message says so."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, text, update

from etiquette.rules.imports import Import, ImportState
from etiquette.rules.members import Who
from etiquette.store import queues
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import imports

# Word for word as in the index that is partial to it: SQLite looks no farther.
UNTOLD = text("NOT imports.told")


async def add(tx: Transaction, files: Sequence[Import]) -> None:
    """Saves files to be read. One that is there already is left as it is."""
    rows = [asdict(each) for each in files]
    if rows:
        await tx.connection.execute(tx.insert(imports).on_conflict_do_nothing(), rows)


async def find(tx: Transaction, who: Who, import_id: str, *, held: bool = False) -> Import | None:
    """One import of this member's."""
    query = select(imports).where(imports.c.id == import_id, *_own(who))
    row = (await tx.connection.execute(query.with_for_update() if held else query)).one_or_none()
    return None if row is None else from_row(Import, row)


async def has_due(tx: Transaction, now: datetime, apart_from: Collection[str] = ()) -> bool:
    """Whether any file waits to be read, or to be told of, in other workspaces than these."""
    return await queues.has_due(tx, imports, now, apart_from, UNTOLD)


async def claim(tx: Transaction, now: datetime, until: datetime, apart_from: Collection[str] = ()) -> Import | None:
    """The import that waited longest, in other workspaces than these; each claim is one more try.

    Nobody else looks at it before `until`.
    """
    for row in await queues.longest_due(tx, imports, now, 1, apart_from, UNTOLD):
        return await change(tx, from_row(Import, row), due_at=until, attempts=row.attempts + 1)
    return None


async def change(tx: Transaction, changed: Import, **values: Any) -> Import:
    """Saves new values of an import."""
    await tx.connection.execute(update(imports).where(imports.c.id == changed.id).values(**values))
    return replace(changed, **values)


async def end(tx: Transaction, known: Import, state: ImportState) -> None:
    """Nothing is left to do of an import: its message tells its state. One whose state changed since is left alone."""
    mine = (imports.c.id == known.id, imports.c.state == known.state)
    await tx.connection.execute(update(imports).where(*mine).values(state=state, told=True))


def _own(who: Who) -> tuple[Any, ...]:
    return imports.c.workspace_id == who.workspace_id, imports.c.member_id == who.member_id
