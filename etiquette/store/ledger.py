"""The ledger counted where its facts are: how it stands with each person, without reading every line of it (E14).

What counts is said in `etiquette.rules.ledger`; a test holds the two together.
"""

from sqlalchemy import func, select

from etiquette.rules.deliverables import DeliverableState, Owner
from etiquette.rules.favours import Direction
from etiquette.rules.good_turns import GoodTurn
from etiquette.rules.introductions import IntroductionState
from etiquette.rules.ledger import Balance, Facts, Person, Share, Whom, lines_of, shares_of
from etiquette.rules.members import Who
from etiquette.store.records import all_of
from etiquette.store.session import Transaction
from etiquette.store.tables import contacts, deliverables, favours, introductions


async def shares(tx: Transaction, who: Who) -> list[Share]:
    """What was given and received, with whom: each act that weighs asks for it, however much there is."""
    facts = Facts(await _people(tx, who), good_turns=await all_of(tx, GoodTurn, who))
    return [
        *shares_of(lines_of(facts)),
        *await _introductions(tx, who, facts),
        *await _deliverables(tx, who),
        *await _favours(tx, who),
    ]


async def _people(tx: Transaction, who: Who) -> list[Person]:
    """The contacts, whoever was known first before whoever bears the same name."""
    mine = (contacts.c.workspace_id == who.workspace_id, contacts.c.member_id == who.member_id)
    query = select(contacts.c.id, contacts.c.name, contacts.c.slack_user_id).where(*mine)
    rows = await tx.connection.execute(query.order_by(contacts.c.created_at, contacts.c.id))
    return [Person(*row) for row in rows]


async def _introductions(tx: Transaction, who: Who, facts: Facts) -> list[Share]:
    by = introductions.c.introducer_name, introductions.c.introducer_user_id
    made = introductions.c.state == IntroductionState.MADE
    mine = (introductions.c.workspace_id == who.workspace_id, introductions.c.member_id == who.member_id)
    rows = await tx.connection.execute(select(*by, func.count()).where(*mine, made).group_by(*by))
    return [
        (facts.somebody(name or "", user_id), Balance(received=times))
        for name, user_id, times in rows
        if name or user_id
    ]


async def _deliverables(tx: Transaction, who: Who) -> list[Share]:
    of = deliverables.c.contact_id, deliverables.c.owner
    delivered = deliverables.c.state == DeliverableState.DELIVERED
    mine = (deliverables.c.workspace_id == who.workspace_id, deliverables.c.member_id == who.member_id)
    rows = await tx.connection.execute(select(*of, func.count()).where(*mine, delivered).group_by(*of))
    return [
        (Whom(contact_id), Balance(given=times) if owner is Owner.MINE else Balance(received=times))
        for contact_id, owner, times in rows
    ]


async def _favours(tx: Transaction, who: Who) -> list[Share]:
    of = favours.c.contact_id, favours.c.whom, favours.c.direction
    mine = (favours.c.workspace_id == who.workspace_id, favours.c.member_id == who.member_id)
    rows = await tx.connection.execute(select(*of, func.count()).where(*mine).group_by(*of))
    return [
        (Whom(contact_id, name or ""), Balance(given=times) if way is Direction.GIVEN else Balance(received=times))
        for contact_id, name, way, times in rows
    ]
