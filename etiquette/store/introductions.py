"""Introductions, as far as they need more than `records`: as an introducer sees them, and introducers' names."""

from sqlalchemy import select, update

from etiquette.rules.introductions import Introduction
from etiquette.rules.members import Who
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import introductions


async def asked_of(
    tx: Transaction, introducer: Who, introduction_id: str, *, held: bool = False
) -> Introduction | None:
    """An introduction that this person is to make, whosever it is. `held`: until the transaction ends."""
    query = select(introductions).where(
        introductions.c.id == introduction_id,
        introductions.c.workspace_id == introducer.workspace_id,
        introductions.c.introducer_user_id == introducer.member_id,
    )
    row = (await tx.connection.execute(query.with_for_update() if held else query)).one_or_none()
    return None if row is None else from_row(Introduction, row)


async def owner(tx: Transaction, workspace_id: str, introduction_id: str) -> Who | None:
    """Whose an introduction is."""
    its = (introductions.c.id == introduction_id, introductions.c.workspace_id == workspace_id)
    member_id = (await tx.connection.execute(select(introductions.c.member_id).where(*its))).scalar_one_or_none()
    return None if member_id is None else Who(workspace_id, member_id)


async def unnamed(tx: Transaction, limit: int) -> list[Introduction]:
    """Those by somebody in Slack who has no name here yet."""
    query = select(introductions).where(
        introductions.c.introducer_user_id.is_not(None), introductions.c.introducer_name.is_(None)
    )
    return [from_row(Introduction, row) for row in await tx.connection.execute(query.limit(limit))]


async def name(tx: Transaction, introduction: Introduction, introducer_name: str) -> None:
    """Keeps an introducer's name. No act of the member's: it is not undone, and nothing rests on it."""
    await tx.connection.execute(
        update(introductions).where(introductions.c.id == introduction.id).values(introducer_name=introducer_name)
    )
