"""Introductions, as far as they need more than `records`: the introducers whose names are still to be looked up."""

from sqlalchemy import select, update

from etiquette.rules.introductions import Introduction
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import introductions


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
