"""Drafts: words that wait for their form."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy import insert as new

from etiquette.rules.drafts import Draft
from etiquette.rules.members import Who
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import drafts


async def add(tx: Transaction, draft: Draft) -> None:
    """Saves words that were not understood."""
    await tx.connection.execute(new(drafts).values(**asdict(draft)))


async def get(tx: Transaction, who: Who, draft_id: str) -> Draft | None:
    """One draft of this member's."""
    row = (await tx.connection.execute(select(drafts).where(drafts.c.id == draft_id, *_own(who)))).one_or_none()
    return None if row is None else from_row(Draft, row)


async def choose_contact(tx: Transaction, who: Who, draft_id: str, contact_id: str) -> None:
    """Remembers whom a draft is about."""
    await tx.connection.execute(update(drafts).where(drafts.c.id == draft_id, *_own(who)).values(contact_id=contact_id))


async def hand_over(tx: Transaction, who: Who, from_id: str, to_id: str) -> None:
    """Words about one contact are about another from now on, for the two are one person."""
    query = update(drafts).where(drafts.c.contact_id == from_id, *_own(who))
    await tx.connection.execute(query.values(contact_id=to_id))


async def of_member(tx: Transaction, who: Who) -> list[Draft]:
    """What this member typed and has not finished, newest first."""
    query = select(drafts).where(*_own(who)).order_by(drafts.c.created_at.desc())
    return [from_row(Draft, row) for row in await tx.connection.execute(query)]


async def remove(tx: Transaction, who: Who, draft_id: str) -> None:
    """Ends a draft: its form was sent, or it was let go."""
    await tx.connection.execute(delete(drafts).where(drafts.c.id == draft_id, *_own(who)))


def _own(who: Who) -> tuple[Any, ...]:
    return drafts.c.workspace_id == who.workspace_id, drafts.c.member_id == who.member_id
