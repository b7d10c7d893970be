"""Lost time: between a backup and the moment at which it was restored. What was said in it the database does not know."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from etiquette.store.session import Transaction
from etiquette.store.tables import workspaces


@dataclass(frozen=True, slots=True)
class LostTime:
    """From the backup until it was restored."""

    since: datetime
    until: datetime


async def keep(tx: Transaction, since: datetime, until: datetime) -> None:
    """Remembers, of every workspace, that this time was lost; what was lost before it goes on to be."""
    earliest = func.coalesce(workspaces.c.lost_since, since)
    await tx.connection.execute(update(workspaces).values(lost_since=earliest, lost_until=until))


async def of_workspace(tx: Transaction, workspace_id: str) -> LostTime | None:
    """The time that a workspace lost; None where nothing was."""
    query = select(workspaces.c.lost_since, workspaces.c.lost_until).where(workspaces.c.id == workspace_id)
    row = (await tx.connection.execute(query)).one_or_none()
    return None if row is None or row.lost_since is None else LostTime(row.lost_since, row.lost_until)
