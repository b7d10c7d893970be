"""Members: who they are, when they may be spoken to, and the conversation in which they are."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Select, bindparam, select, text, update

from etiquette.rules.members import Member, Who
from etiquette.store.records import Found, from_row, readable
from etiquette.store.session import Transaction
from etiquette.store.tables import members, workspaces

ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:whose, 0))")


async def get(tx: Transaction, who: Who) -> Member | None:
    """One member, as stored."""
    asked = {"of_workspace": who.workspace_id, "of_member": who.member_id}
    row = (await tx.connection.execute(ONE, asked)).one_or_none()
    return None if row is None else from_row(Member, row)


async def several(tx: Transaction, workspace_id: str, member_ids: list[str]) -> dict[str, Member]:
    """Members of one workspace, by id."""
    asked = {"of_workspace": workspace_id, "ids": member_ids}
    return {row.id: from_row(Member, row) for row in await tx.connection.execute(SEVERAL, asked)}


async def held(tx: Transaction, workspace_id: str, member_ids: list[str]) -> Found[Member]:
    """Members of one workspace, held against other workers; whom another one holds is left out."""
    return await _readable(tx, HELD, of_workspace=workspace_id, ids=member_ids)


async def alone(tx: Transaction, who: Who) -> None:
    """Nobody else makes a contact of this member's until the end: of two who name somebody new, one finds them.

    Nothing else waits for it, a sweep that holds the member's row least of all. SQLite has one writer in any case.
    """
    if tx.connection.dialect.name == "postgresql":
        await tx.connection.execute(ALONE, {"whose": f"contacts/{who.workspace_id}/{who.member_id}"})


async def add(tx: Transaction, member: Member) -> None:
    """Saves a new member; one who is there already is left as they are."""
    values = {name: value for name, value in asdict(member).items() if name in members.c}
    await tx.connection.execute(tx.insert(members).values(**values).on_conflict_do_nothing())


async def change(tx: Transaction, who: Who, **values: Any) -> None:
    """Saves new values of a member."""
    await tx.connection.execute(update(members).where(*_is(who)).values(**values))


async def begin(tx: Transaction, who: Who, now: datetime) -> bool:
    """Remembers that a member used the bot themselves for the first time. False: they had before."""
    return await _once(tx, who, members.c.started_at, now)


async def welcome(tx: Transaction, who: Who, now: datetime) -> bool:
    """Remembers that a member is welcomed, once and for all. False: they were before."""
    return await _once(tx, who, members.c.welcomed_at, now)


async def unchecked_since(tx: Transaction, before: datetime, limit: int) -> list[Member]:
    """Members whose zone Slack has not confirmed since then, those apart whose rows cannot be read."""
    long_ago = members.c.zone_checked_at.is_(None) | (members.c.zone_checked_at < before)
    return await of_query(tx, with_ladders().where(members.c.is_active, long_ago).limit(limit))


def with_ladders() -> Select[Any]:
    """Members, each with their workspace's own numbers."""
    return select(members, workspaces.c.ladders).join(workspaces, workspaces.c.id == members.c.workspace_id)


OF_WORKSPACE = with_ladders().where(members.c.workspace_id == bindparam("of_workspace"))
ONE = OF_WORKSPACE.where(members.c.id == bindparam("of_member"))
SEVERAL = OF_WORKSPACE.where(members.c.id.in_(bindparam("ids", expanding=True)))
HELD = SEVERAL.with_for_update(key_share=True, skip_locked=True, of=members)


async def of_query(tx: Transaction, query: Select[Any]) -> list[Member]:
    """The members whom a query finds, those apart whose rows cannot be read."""
    return (await _readable(tx, query)).records


async def _once(tx: Transaction, who: Who, column: Column[Any], now: datetime) -> bool:
    changed = await tx.connection.execute(update(members).where(*_is(who), column.is_(None)).values({column: now}))
    return changed.rowcount == 1


async def _readable(tx: Transaction, query: Select[Any], **asked: Any) -> Found[Member]:
    return await readable(tx, query, members.c.id, lambda row: from_row(Member, row), asked)


def _is(who: Who) -> tuple[Any, ...]:
    return members.c.workspace_id == who.workspace_id, members.c.id == who.member_id
