"""The ledger: everything given and received, and favours recorded by hand (E14)."""

from collections.abc import Sequence
from dataclasses import dataclass

from etiquette.rules.acts import Verb
from etiquette.rules.contacts import Contact, checked_name, matching
from etiquette.rules.deliverables import Deliverable, checked_what
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.favours import Direction, Favour, FavourForm
from etiquette.rules.good_turns import GoodTurn
from etiquette.rules.introductions import Introduction
from etiquette.rules.ledger import Balance, Facts, Line, Whom, balance, by_person, lines_of, shares_of
from etiquette.rules.lessons import Lesson
from etiquette.rules.members import Member, Who
from etiquette.services.contacts import Somebody
from etiquette.services.nudging import Doing, hold
from etiquette.store.records import add, all_of, change, find, remove
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id


@dataclass(frozen=True, slots=True)
class Good:
    """What was given or received: which way, of what sort, and what."""

    direction: Direction
    form: FavourForm
    what: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A favour with its contact, where the other side is one. `act_id` takes back what was done to it."""

    favour: Favour
    contact: Contact | None
    act_id: str | None = None

    @property
    def name(self) -> str:
        """Whom it was with."""
        return self.contact.name if self.contact else (self.favour.whom or "")


@dataclass(frozen=True, slots=True)
class Ledger:
    """A member's ledger: its lines, the latest first; what they come to, in all and with each person."""

    lines: tuple[Line, ...]
    total: Balance
    people: dict[Whom, Balance]
    contacts: dict[str, Contact]


async def ledger_of(store: Store, member: Member) -> Ledger:
    """The whole ledger, made of the facts as they are now."""
    async with store.reading() as tx:
        contacts = await all_of(tx, Contact, member.who)
        lines = lines_of(await _facts_of(tx, member.who, contacts))
    by_id = {contact.id: contact for contact in contacts}
    return Ledger(tuple(lines), balance(lines), by_person(shares_of(lines)), by_id)


async def record_favour(doing: Doing, somebody: Somebody, good: Good, typed: str) -> Recorded:
    """Saves something given or received that no other fact tells of. Who is no contact is kept by name."""
    async with doing.act(Verb.RECORD_FAVOUR) as tx:
        contact, whom = await _with_whom(tx, doing, somebody)
        favour = Favour(
            id=new_id(),
            workspace_id=doing.member.workspace_id,
            member_id=doing.member.id,
            contact_id=contact.id if contact else None,
            whom=whom,
            direction=good.direction,
            form=good.form,
            what=checked_what(good.what),
            at=doing.now,
            typed=typed,
            created_at=doing.now,
        )
        await add(tx, favour)
        return Recorded(favour, contact, tx.act_id)


async def edit_favour(doing: Doing, favour_id: str, somebody: Somebody, good: Good) -> Recorded:
    """Corrects a favour that was recorded by hand."""
    async with doing.act(Verb.RECORD_FAVOUR) as tx:
        favour = await hold(tx, Favour, doing.member, favour_id)
        contact, whom = await _with_whom(tx, doing, somebody)
        edited = await change(
            tx,
            favour,
            contact_id=contact.id if contact else None,
            whom=whom,
            direction=good.direction,
            form=good.form,
            what=checked_what(good.what),
        )
        return Recorded(edited, contact, tx.act_id)


async def delete_favour(doing: Doing, favour_id: str) -> str:
    """Deletes a favour that was recorded by hand. Gives the act that undoes it."""
    async with doing.act(Verb.DELETE) as tx:
        await remove(tx, await hold(tx, Favour, doing.member, favour_id))
        return str(tx.act_id)


async def favour_of(store: Store, member: Member, favour_id: str) -> Recorded:
    """One favour, to be shown or edited. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        favour = await find(tx, Favour, member.who, favour_id)
        contact = await find(tx, Contact, member.who, favour.contact_id or "") if favour else None
    if favour is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return Recorded(favour, contact)


async def _facts_of(tx: Transaction, who: Who, contacts: Sequence[Contact]) -> Facts:
    """Everything of a member's that the ledger is made of."""
    return Facts(
        contacts=contacts,
        introductions=await all_of(tx, Introduction, who),
        deliverables=await all_of(tx, Deliverable, who),
        lessons=await all_of(tx, Lesson, who),
        good_turns=await all_of(tx, GoodTurn, who),
        favours=await all_of(tx, Favour, who),
    )


async def _with_whom(tx: Transaction, doing: Doing, somebody: Somebody) -> tuple[Contact | None, str | None]:
    """The contact who is meant, or, where nobody is, the name alone."""
    if somebody.contact_id:
        return await hold(tx, Contact, doing.member, somebody.contact_id), None
    name = checked_name(somebody.name)
    contacts = [] if somebody.is_new else await all_of(tx, Contact, doing.member.who)
    found = matching(contacts, name)
    if len(found) > 1:
        raise EtiquetteError(Refusal.SEVERAL_CONTACTS, name=name, contacts=tuple(found))
    if not found:
        tx.contact_id = None
        return None, name
    tx.contact_id = found[0].id
    return found[0], None
