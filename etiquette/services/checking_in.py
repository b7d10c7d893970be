"""Checking in with somebody of whom nothing was heard for long (E19)."""

from etiquette.rules.acts import Verb
from etiquette.rules.contacts import Contact
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.planning import is_open
from etiquette.services.nudging import Doing, answered, hold
from etiquette.store.records import change
from etiquette.store.session import Transaction


async def wrote_to(doing: Doing, contact_id: str) -> Contact:
    """The member wrote to them: a sign of life, from which the time starts anew."""
    async with doing.act(Verb.CLOSE) as tx:
        contact = await _silent(tx, doing, contact_id)
        return await change(tx, contact, wrote_at=doing.now)


async def let_them_rest(doing: Doing, contact_id: str) -> Contact:
    """Not this time: nothing is said of them until there is any contact."""
    async with doing.act(Verb.CLOSE) as tx:
        contact = await _silent(tx, doing, contact_id)
        rests = await change(tx, contact, let_rest_at=doing.now, revision=contact.revision + 1)
        await answered(tx, rests, doing.member, Answer.NOT_THIS_TIME, doing.now, {Kind.CHECK_IN})
        return rests


async def _silent(tx: Transaction, doing: Doing, contact_id: str) -> Contact:
    contact = await hold(tx, Contact, doing.member, contact_id)
    if not is_open(contact, Kind.CHECK_IN):
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return contact
