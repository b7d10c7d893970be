"""The ledger counted where its facts are: how it stands with each person, without reading every line of it (E14).

What counts is said in `etiquette.rules.ledger`; a test holds the two together.
"""

from typing import Any

from sqlalchemy import Table, bindparam, func, select

from etiquette.rules.deliverables import DeliverableState, Owner
from etiquette.rules.favours import Direction
from etiquette.rules.good_turns import GoodTurn
from etiquette.rules.introductions import IntroductionState
from etiquette.rules.ledger import Balance, Facts, Person, Share, Whom, lines_of, shares_of
from etiquette.rules.members import Who
from etiquette.store.records import all_of
from etiquette.store.session import Transaction
from etiquette.store.tables import contacts, deliverables, favours, introductions


def _mine(table: Table) -> tuple[Any, ...]:
    return table.c.workspace_id == bindparam("of_workspace"), table.c.member_id == bindparam("of_member")


BY = introductions.c.introducer_name, introductions.c.introducer_user_id
OF = deliverables.c.contact_id, deliverables.c.owner
FOR = favours.c.contact_id, favours.c.whom, favours.c.direction
PEOPLE = (
    select(contacts.c.id, contacts.c.name, contacts.c.slack_user_id)
    .where(*_mine(contacts))
    .order_by(contacts.c.created_at, contacts.c.id)
)
INTRODUCTIONS = (
    select(*BY, func.count())
    .where(*_mine(introductions), introductions.c.state == IntroductionState.MADE)
    .group_by(*BY)
)
DELIVERABLES = (
    select(*OF, func.count())
    .where(*_mine(deliverables), deliverables.c.state == DeliverableState.DELIVERED)
    .group_by(*OF)
)
FAVOURS = select(*FOR, func.count()).where(*_mine(favours)).group_by(*FOR)


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
    return [Person(*row) for row in await tx.connection.execute(PEOPLE, _of(who))]


async def _introductions(tx: Transaction, who: Who, facts: Facts) -> list[Share]:
    rows = await tx.connection.execute(INTRODUCTIONS, _of(who))
    return [
        (facts.somebody(name or "", user_id), Balance(received=times))
        for name, user_id, times in rows
        if name or user_id
    ]


async def _deliverables(tx: Transaction, who: Who) -> list[Share]:
    rows = await tx.connection.execute(DELIVERABLES, _of(who))
    return [
        (Whom(contact_id), Balance(given=times) if owner is Owner.MINE else Balance(received=times))
        for contact_id, owner, times in rows
    ]


async def _favours(tx: Transaction, who: Who) -> list[Share]:
    rows = await tx.connection.execute(FAVOURS, _of(who))
    return [
        (Whom(contact_id, name or ""), Balance(given=times) if way is Direction.GIVEN else Balance(received=times))
        for contact_id, name, way, times in rows
    ]


def _of(who: Who) -> dict[str, str]:
    return {"of_workspace": who.workspace_id, "of_member": who.member_id}
