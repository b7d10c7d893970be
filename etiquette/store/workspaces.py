"""The workspaces that the bot is installed in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from etiquette.rules.workspaces import Workspace
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import workspaces

UNKNOWN_ZONE = "UTC"


async def get(tx: Transaction, workspace_id: str) -> Workspace | None:
    """One workspace, as stored."""
    row = (await tx.connection.execute(select(workspaces).where(workspaces.c.id == workspace_id))).one_or_none()
    return None if row is None else from_row(Workspace, row)


async def keep(tx: Transaction, workspace: Workspace, now: datetime) -> None:
    """Saves a workspace, or what has changed of it; its zone stays what it was. Several processes may come at once."""
    values = {"name": workspace.name, "bot_user_id": workspace.bot_user_id}
    row: dict[str, Any] = {"id": workspace.id, "zone": workspace.zone, "ladders": {}, "created_at": now, **values}
    added = tx.insert(workspaces).values(row).on_conflict_do_update(index_elements=["id"], set_=values)
    await tx.connection.execute(added)


async def keep_ladders(tx: Transaction, workspace_id: str, ladders: Mapping[str, str]) -> None:
    """Saves a workspace's own numbers."""
    own = update(workspaces).where(workspaces.c.id == workspace_id)
    await tx.connection.execute(own.values(ladders=dict(ladders)))


async def keep_zone(tx: Transaction, workspace_id: str, zone: str) -> None:
    """Saves the zone of a workspace of which none is known yet; one that is known stays."""
    unknown = (workspaces.c.id == workspace_id, workspaces.c.zone == UNKNOWN_ZONE)
    await tx.connection.execute(update(workspaces).where(*unknown).values(zone=zone))


async def wipe(tx: Transaction, workspace_id: str) -> None:
    """Forgets a workspace and everything in it, for good."""
    for table in reversed(workspaces.metadata.sorted_tables):
        column = table.c.id if table is workspaces else table.c.workspace_id
        await tx.connection.execute(delete(table).where(column == workspace_id))
