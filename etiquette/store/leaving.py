"""Forgetting, and what two did together (N7): what one wrote goes, what both wrote stays with the other, and is over.

Where nobody who said yes themselves is left, all of it goes.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, exists, select, update

from etiquette.rules.contributions import ContributionState
from etiquette.rules.members import Who
from etiquette.rules.partnerships import NAMELESS, Partnership, PartnershipState, Side, SideState
from etiquette.rules.proposals import ProposalState
from etiquette.rules.reflections import AnswerState, ReflectionState
from etiquette.store import nudges, partnerships, retelling
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import (
    contacts,
    contributions,
    deliverables,
    metadata,
    news,
    proposals,
    reflection_answers,
    reflections,
    sides,
)

SAYING_NOTHING = {
    "offered_at": None,
    "silent_since": None,
    "leans_since": None,
    "support_from": None,
    "door_on": None,
    "revision": sides.c.revision + 1,
}


@dataclass(slots=True)
class Left:
    """What came of leaving: `ids` of whatever else is to be said no more, and the sides whose plan ended by it."""

    ids: set[str] = field(default_factory=set)
    ended: list[Side] = field(default_factory=list)
    partners: set[str] = field(default_factory=set)


async def leave(tx: Transaction, who: Who, now: datetime, contact_id: str | None = None) -> Left:
    """Takes a member out of all that they plan, or of what they plan with one contact.

    Of all, they are forgotten: their side has no name any more, and no words. With one contact it is ended, no more:
    the other side knows by whom, and keeps what was given as it was agreed.
    """
    left = Left()
    own = (sides.c.workspace_id == who.workspace_id, sides.c.member_id == who.member_id)
    query = select(sides).where(*own, *([sides.c.contact_id == contact_id] if contact_id else []))
    mine = [from_row(Side, row) for row in await tx.connection.execute(query.order_by(sides.c.is_outside))]
    for partnership_id in dict.fromkeys(side.partnership_id for side in mine):
        partnership = await partnerships.held(tx, partnership_id)
        others = [each for each in await partnerships.sides_of(tx, partnership_id) if each.member_id != who.member_id]
        left.partners |= {each.member_id for each in others}
        if partnership is not None and partnership.shared_at is not None:
            await retelling.without_plan(tx, who.workspace_id, partnership.shared_at)
        stays = next(iter([each for each in others if await _said_yes(tx, each)]), None)
        if stays is None:
            left.ids |= await _wipe(tx, partnership_id)
        elif partnership is not None:
            side = next(each for each in mine if each.partnership_id == partnership_id)
            if contact_id is None:
                left.ids |= await _unsay(tx, side, stays)
            await _hand_over(tx, side, stays, is_forgotten=contact_id is None)
            await _end(tx, partnership, stays, now)
            if partnership.state is not PartnershipState.CLOSED:
                left.ended.append(stays)
    return left


async def _said_yes(tx: Transaction, side: Side) -> bool:
    """Whoever said yes knows the other in a contact of their own; who was only asked has nothing of their own here."""
    own = (contacts.c.id == side.contact_id, contacts.c.member_id == side.member_id)
    return bool((await tx.connection.execute(select(exists().where(*own)))).scalar())


async def _wipe(tx: Transaction, partnership_id: str) -> set[str]:
    """All of it, both sides. Gives the ids of what was there."""
    ids: set[str] = set()
    given = select(contributions.c.id).where(contributions.c.partnership_id == partnership_id)
    await _stand_alone(tx, (await tx.connection.execute(given)).scalars().all())
    for table in metadata.sorted_tables[::-1]:
        if "partnership_id" in table.c:
            of_it = table.c.partnership_id == partnership_id
            ids |= set((await tx.connection.execute(select(table.c.id).where(of_it))).scalars())
            await tx.connection.execute(delete(table).where(of_it))
    await partnerships.remove(tx, partnership_id)
    return ids


async def _unsay(tx: Transaction, side: Side, stays: Side) -> set[str]:
    """The words of whoever is forgotten, with the other side: proposals, promises, news, a step not agreed on."""
    by_them = (reflections.c.next_step_by == side.id, reflections.c.next_step_agreed_at.is_(None))
    await tx.connection.execute(update(reflections).where(*by_them).values(next_step=None, next_step_by=None))
    ids: set[str] = set()
    told = (news.c.partnership_id == side.partnership_id) & (news.c.member_id == stays.member_id)
    promised = contributions.c.side_id == side.id
    given = (await tx.connection.execute(select(contributions.c.id).where(promised))).scalars().all()
    await _stand_alone(tx, given)
    for table, which in ((news, told), (proposals, proposals.c.side_id == side.id), (contributions, promised)):
        ids |= set((await tx.connection.execute(select(table.c.id).where(which))).scalars())
        await tx.connection.execute(delete(table).where(which))
    return ids


async def _stand_alone(tx: Transaction, given: Collection[str]) -> None:
    occurrences = update(deliverables).where(deliverables.c.contribution_id.in_(given))
    await tx.connection.execute(occurrences.values(contribution_id=None))


async def _hand_over(tx: Transaction, side: Side, stays: Side, *, is_forgotten: bool) -> None:
    """Their side is kept by whoever stays, as that of somebody outside Slack who has left."""
    keeper = {"member_id": stays.member_id, "contact_id": stays.contact_id}
    values = {**keeper, **SAYING_NOTHING, "is_outside": True, "state": SideState.LEFT, "shares": False}
    if is_forgotten:
        values |= {"name": NAMELESS, "win": "", "initiatives": "", "agreed_how": None}
    await tx.connection.execute(update(sides).where(sides.c.id == side.id).values(**values))
    await tx.connection.execute(update(contributions).where(contributions.c.side_id == side.id).values(**keeper))


async def _end(tx: Transaction, partnership: Partnership, stays: Side, now: datetime) -> None:
    """It is over for whoever stays: nothing waits for an answer, and nothing nags any more."""
    of_it = {"state": ContributionState.ENDED, "next_on": None}
    given = contributions.c.partnership_id == partnership.id
    await tx.connection.execute(update(contributions).where(given).values(**of_it))
    waits = (proposals.c.partnership_id == partnership.id, proposals.c.state == ProposalState.OPEN)
    asked = (
        reflection_answers.c.partnership_id == partnership.id,
        reflection_answers.c.state == AnswerState.DUE,
    )
    for table, which, state in (
        (proposals, waits, ProposalState.LAPSED),
        (reflection_answers, asked, AnswerState.SKIPPED),
    ):
        ids = (await tx.connection.execute(select(table.c.id).where(*which))).scalars().all()
        ended = update(table).where(table.c.id.in_(ids))
        await tx.connection.execute(ended.values(state=state, answered_at=now, revision=table.c.revision + 1))
        for each in ids:
            await _say_no_more(tx, each)
    due = (reflections.c.partnership_id == partnership.id, reflections.c.state == ReflectionState.DUE)
    await tx.connection.execute(update(reflections).where(*due).values(state=ReflectionState.SKIPPED))
    await tx.connection.execute(update(sides).where(sides.c.id == stays.id).values(**SAYING_NOTHING))
    await _say_no_more(tx, stays.id)
    closed = {"state": PartnershipState.CLOSED, "closed_at": partnership.closed_at or now}
    nothing = {"reflect_on": None, "next_at": None, "shared_at": None}
    await partnerships.change(tx, partnership, **closed, **nothing, version=partnership.version + 1)


async def _say_no_more(tx: Transaction, subject_id: str) -> None:
    await nudges.withdraw(tx, subject_id)
    await nudges.redraw_for_all(tx, subject_id)
