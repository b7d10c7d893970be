"""What happened in a partnership, on both sides: contributions, their occurrences, proposals, reflections, remarks."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from etiquette.rules.contributions import Contribution
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.news import News
from etiquette.rules.nudges import State
from etiquette.rules.proposals import Proposal
from etiquette.rules.reflections import Reflection
from etiquette.rules.remarks import Remark, RemarkSort
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import contributions, deliverables, news, nudges, proposals, reflections, remarks, sides


async def contributions_of(tx: Transaction, partnership_id: str) -> list[Contribution]:
    """What both sides contribute, the oldest first."""
    query = select(contributions).where(contributions.c.partnership_id == partnership_id)
    rows = await tx.connection.execute(query.order_by(contributions.c.created_at, contributions.c.id))
    return [from_row(Contribution, row) for row in rows]


async def occurrences_of(tx: Transaction, given: Collection[Contribution]) -> Mapping[str, list[Deliverable]]:
    """The occurrences of these contributions by the ids of the sides whose they are, by day."""
    return await _by_side(tx, given)


async def waiting_of(tx: Transaction, given: Collection[Contribution]) -> Mapping[str, list[Deliverable]]:
    """The same of those that are made and not settled."""
    return await _by_side(tx, given, deliverables.c.state == DeliverableState.OPEN)


async def _by_side(
    tx: Transaction, given: Collection[Contribution], *which: ColumnElement[bool]
) -> Mapping[str, list[Deliverable]]:
    """An occurrence is of whoever has it: what was given stays with its giver when its contribution changes hands.

    Where a side has changed hands itself, it is of the side whose contribution it comes of.
    """
    of_each = {each.id: each for each in given}
    if not of_each:
        return {}
    plans = {each.partnership_id for each in given}
    rows = await tx.connection.execute(select(sides).where(sides.c.partnership_id.in_(plans)))
    whose = {(row.partnership_id, row.member_id, bool(row.is_outside)): row.id for row in rows}
    found: dict[str, list[Deliverable]] = {}
    query = select(deliverables).where(deliverables.c.contribution_id.in_(list(of_each)), *which)
    for row in await tx.connection.execute(query.order_by(deliverables.c.due_on, deliverables.c.id)):
        contribution = of_each[row.contribution_id]
        holder = contribution.partnership_id, row.member_id, row.owner == Owner.THEIRS
        found.setdefault(whose.get(holder, contribution.side_id), []).append(from_row(Deliverable, row))
    return found


async def partnerships_touched(
    tx: Transaction, deliverable_ids: Collection[str], contribution_ids: Collection[str] = ()
) -> list[str]:
    """The partnerships that these deliverables are occurrences of; and those of the given contributions."""
    occurring = select(deliverables.c.contribution_id).where(deliverables.c.id.in_(deliverable_ids))
    query = select(contributions.c.partnership_id).where(
        contributions.c.id.in_(occurring) | contributions.c.id.in_(contribution_ids)
    )
    return sorted(set((await tx.connection.execute(query)).scalars()))


async def proposals_of(tx: Transaction, partnership_id: str) -> list[Proposal]:
    """Every proposal of a partnership, the oldest first."""
    query = select(proposals).where(proposals.c.partnership_id == partnership_id)
    rows = await tx.connection.execute(query.order_by(proposals.c.proposed_at, proposals.c.id))
    return [from_row(Proposal, row) for row in rows]


async def reflections_of(tx: Transaction, partnership_id: str) -> list[Reflection]:
    """Every reflection of a partnership, without a word of what was answered."""
    query = select(reflections).where(reflections.c.partnership_id == partnership_id)
    rows = await tx.connection.execute(query.order_by(reflections.c.due_on))
    return [from_row(Reflection, row) for row in rows]


async def remarks_of(tx: Transaction, partnership_id: str, sort: RemarkSort) -> list[Remark]:
    """What both sides remarked of this sort, the oldest first."""
    query = select(remarks).where(remarks.c.partnership_id == partnership_id, remarks.c.sort == sort)
    rows = await tx.connection.execute(query.order_by(remarks.c.created_at, remarks.c.id))
    return [from_row(Remark, row) for row in rows]


async def told_of(tx: Transaction, about_id: str) -> list[News]:
    """The news that are about a record, whosever they are."""
    rows = await tx.connection.execute(select(news).where(news.c.about_id == about_id))
    return [from_row(News, row) for row in rows]


async def first_said(tx: Transaction, deliverable_ids: Collection[str]) -> dict[str, datetime]:
    """When each of these was first spoken of; what never was is missing."""
    said = (nudges.c.subject_id.in_(deliverable_ids), nudges.c.state == State.POSTED)
    query = select(nudges.c.subject_id, func.min(nudges.c.due_at).label("at")).where(*said)
    rows = await tx.connection.execute(query.group_by(nudges.c.subject_id))
    return {row.subject_id: row.at for row in rows}
