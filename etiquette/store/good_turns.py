"""Good turns: whether one was said, and whose month it is to pay forward (E15)."""

from datetime import datetime

from sqlalchemy import func, select

from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import State
from etiquette.store.members import of_query, with_ladders
from etiquette.store.session import Transaction
from etiquette.store.tables import members, nudges

STARTED = (members.c.started_at.is_not(None), members.c.is_active)


async def is_said(tx: Transaction, good_turn_id: str) -> bool:
    """Whether a good turn was spoken of, or is on its way out."""
    said = (nudges.c.subject_id == good_turn_id, nudges.c.state.in_([State.POSTED, State.CLAIMED]))
    return (await tx.connection.execute(select(nudges.c.id).where(*said).limit(1))).first() is not None


async def members_due(tx: Transaction, until: datetime, limit: int) -> list[Member]:
    """Members for whom a good turn is to be found until then, or of whom it is not known yet when."""
    due = members.c.good_turn_at.is_(None) | (members.c.good_turn_at <= until)
    query = with_ladders().where(*STARTED, due).order_by(members.c.good_turn_at).limit(limit)
    return await of_query(tx, query)


async def due_at(tx: Transaction, who: Who) -> datetime | None:
    """When a member's next good turn is to be found; the member is held until the transaction ends."""
    query = select(members.c.good_turn_at).where(
        members.c.workspace_id == who.workspace_id, members.c.id == who.member_id
    )
    at: datetime | None = (await tx.connection.execute(query.with_for_update())).scalar_one_or_none()
    return at


async def next_at(tx: Transaction, now: datetime) -> datetime | None:
    """When the next good turn of anybody's is to be found after now."""
    query = select(func.min(members.c.good_turn_at)).where(*STARTED, members.c.good_turn_at > now)
    at: datetime | None = (await tx.connection.execute(query)).scalar()
    return at
