"""Two people with a plan that runs, in the database, and what they write when they reflect on it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from etiquette.rules.contacts import Contact, new_contact
from etiquette.rules.members import Member
from etiquette.rules.partnerships import Partnership
from etiquette.rules.reflections import Thoughts
from etiquette.services.partnership_days import look_again
from etiquette.store import partnerships
from etiquette.store.records import add, find
from etiquette.store.session import Store, Transaction
from tests.builders import TUESDAY
from tests.partners import make_partnership, make_side, their_side

PLAN = "p-workshop"


def thoughts(word: str) -> Thoughts:
    """What one side writes, each with this word in it, by which it is found again."""
    return Thoughts(f"{word} well", f"{word} hard", f"{word} gave", f"{word} received", f"{word} change")


async def planned(store: Store, ada: Member, other: Member | None, now: datetime = TUESDAY, **values: Any) -> str:
    """Ada's workshop with somebody in Slack, or, without one, with Dana who is not. Gives the partnership's id."""
    plan = make_partnership(**values)
    hers, theirs = make_side(), their_side()
    async with store.writing() as tx:
        await partnerships.add(tx, plan)
        await _knows(tx, ada, "c-dana", other.name or other.id if other else "Dana Reyes")
        await add(tx, replace(hers, member_id=ada.id, name="Ada Okafor"))
        if other is None:
            await add(tx, replace(theirs, member_id=ada.id, contact_id="c-dana", is_outside=True))
        else:
            await _knows(tx, other, "c-ada", "Ada Okafor")
            await add(tx, replace(theirs, member_id=other.id, name=other.name or other.id))
        await look_again(tx, plan, now)
    return plan.id


async def goes(store: Store, now: datetime, **values: Any) -> Partnership:
    """The plan is changed, and looked at again."""
    async with store.writing() as tx:
        plan = await partnerships.held(tx, PLAN)
        assert plan is not None
        changed = await partnerships.change(tx, plan, **values) if values else plan
        return await look_again(tx, changed, now)


async def _knows(tx: Transaction, member: Member, contact_id: str, name: str) -> None:
    if await find(tx, Contact, member.who, contact_id) is None:
        await add(tx, new_contact(contact_id, member.workspace_id, member.id, name, TUESDAY))
