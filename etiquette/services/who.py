"""Who the member knows somewhere, and who could introduce them (E1)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from etiquette.rules.acquaintances import SHOWN, Acquaintance, Tie, fits, ranked, tie_of, words_of
from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation
from etiquette.rules.members import Member
from etiquette.store import connections
from etiquette.store.records import all_of, find
from etiquette.store.session import Store, Transaction


@dataclass(frozen=True, slots=True)
class Known:
    """An answer: the strongest ties, how many there are in all, and whether there are connections to look in."""

    acquaintances: Sequence[Acquaintance]
    count: int
    has_connections: bool


async def who_is_at(store: Store, member: Member, asked: str, now: datetime) -> Known:
    """The contacts and connections in whom every word stands that was asked for, the strongest tie first."""
    words = words_of(asked)
    async with store.reading() as tx:
        fitting = [each for each in await all_of(tx, Contact, member.who) if fits(each, words)]
        ties = await _ties(tx, member, fitting)
        room = SHOWN + len(ties)
        found = await connections.matching(tx, member.who, words, room) if words else connections.Matches((), 0)
        has_connections = await connections.count(tx, member.who) > 0
    acquaintances = ranked(ties, found.shown, now)
    count = len(acquaintances) + found.count - len(found.shown)
    return Known(acquaintances[:SHOWN], count, has_connections)


async def contact_asked(store: Store, member: Member, contact_id: str) -> Contact:
    """The contact who is to be asked for an introduction. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        contact = await find(tx, Contact, member.who, contact_id)
    if contact is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return contact


async def _ties(tx: Transaction, member: Member, fitting: Sequence[Contact]) -> list[Tie]:
    if not fitting:
        return []
    calls = _by_contact(await all_of(tx, Call, member.who))
    promises = _by_contact(await all_of(tx, Deliverable, member.who))
    introductions = _by_contact(await all_of(tx, Introduction, member.who))
    invitations = _by_contact(await all_of(tx, Invitation, member.who))
    return [
        tie_of(each, calls[each.id], promises[each.id], introductions[each.id], invitations[each.id])
        for each in fitting
    ]


def _by_contact(facts: Sequence[Any]) -> defaultdict[str, list[Any]]:
    by_contact: defaultdict[str, list[Any]] = defaultdict(list)
    for fact in facts:
        by_contact[fact.contact_id].append(fact)
    return by_contact
