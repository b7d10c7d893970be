"""Contributions and their occurrences, of both sides: whoever asks holds the partnership, or has a side in it."""

from collections.abc import Collection

from sqlalchemy import select

from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.partnerships import PartnershipState
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import contributions, deliverables, partnerships


async def of_partnership(tx: Transaction, partnership_id: str) -> list[Contribution]:
    """What both sides give, oldest first."""
    query = select(contributions).where(contributions.c.partnership_id == partnership_id)
    rows = await tx.connection.execute(query.order_by(contributions.c.created_at, contributions.c.id))
    return [from_row(Contribution, row) for row in rows]


async def get(tx: Transaction, workspace_id: str, contribution_id: str) -> Contribution | None:
    """One contribution, whichever side's it is."""
    query = select(contributions).where(
        contributions.c.id == contribution_id, contributions.c.workspace_id == workspace_id
    )
    row = (await tx.connection.execute(query)).one_or_none()
    return None if row is None else from_row(Contribution, row)


async def is_resting(tx: Transaction, contribution_id: str) -> bool:
    """Whether the partnership that a contribution belongs to is paused."""
    query = (
        select(partnerships.c.id)
        .join(contributions, contributions.c.partnership_id == partnerships.c.id)
        .where(contributions.c.id == contribution_id, partnerships.c.state == PartnershipState.PAUSED)
    )
    return (await tx.connection.execute(query)).first() is not None


async def occurrence(tx: Transaction, workspace_id: str, deliverable_id: str) -> Deliverable | None:
    """One occurrence of a contribution, whoever's deliverable it is."""
    query = select(deliverables).where(
        deliverables.c.id == deliverable_id,
        deliverables.c.workspace_id == workspace_id,
        deliverables.c.contribution_id.is_not(None),
    )
    row = (await tx.connection.execute(query)).one_or_none()
    return None if row is None else from_row(Deliverable, row)


async def occurrences_of(tx: Transaction, contribution_ids: Collection[str]) -> list[Deliverable]:
    """The occurrences that are deliverables by now, soonest first."""
    query = select(deliverables).where(deliverables.c.contribution_id.in_(contribution_ids))
    rows = await tx.connection.execute(query.order_by(deliverables.c.due_on, deliverables.c.id))
    return [from_row(Deliverable, row) for row in rows]


async def made(tx: Transaction, ids: Collection[str]) -> set[str]:
    """Which of these occurrences are deliverables already."""
    if not ids:
        return set()
    return set((await tx.connection.execute(select(deliverables.c.id).where(deliverables.c.id.in_(ids)))).scalars())
