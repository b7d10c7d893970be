"""Deliverables: agreed, delivered, renegotiated, dropped (E9, E10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from etiquette.rules.acts import Verb
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import (
    Deliverable,
    DeliverableState,
    Promise,
    checked_due,
    checked_origin,
    checked_what,
)
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer
from etiquette.rules.renegotiations import Renegotiation
from etiquette.services.contacts import Somebody, known_or_new, meant
from etiquette.services.nudging import Doing, add_and_plan, answered, hold
from etiquette.services.occurrences import before_settling
from etiquette.store import drafts, partnerships
from etiquette.store.occurrences import partnerships_touched
from etiquette.store.records import add, all_of, change, find
from etiquette.store.session import Store, Transaction
from etiquette.store.types import new_id


@dataclass(frozen=True, slots=True)
class Agreed:
    """A deliverable with its contact, and how its date was agreed anew. `act_id` takes back what was done to it."""

    deliverable: Deliverable
    contact: Contact
    act_id: str | None = None
    agreed_anew: Sequence[Renegotiation] = ()


async def agree_deliverable(
    doing: Doing,
    somebody: Somebody,
    promise: Promise,
    typed: str,
    draft_id: str | None = None,
) -> Agreed:
    """Saves a promise, the member's or the contact's, and plans its reminders."""
    async with doing.act(Verb.AGREE_DELIVERABLE) as tx:
        contact = await known_or_new(tx, doing, somebody)
        deliverable = await agreed(tx, doing, contact, promise, typed)
        if draft_id:
            await drafts.remove(tx, doing.member.who, draft_id)
        return Agreed(deliverable, contact, tx.act_id)


async def edit_deliverable(doing: Doing, deliverable_id: str, somebody: Somebody, promise: Promise) -> Agreed:
    """Corrects a promise, or renegotiates its date, which is remembered: its reminders follow. Refused once settled.

    What is agreed in a plan is not one side's to change: it needs a proposal (C7).
    """
    async with doing.act(Verb.EDIT_DELIVERABLE) as tx:
        deliverable = await _open(tx, doing.member, deliverable_id)
        if deliverable.is_of_a_plan:
            raise EtiquetteError(Refusal.NEEDS_A_PROPOSAL)
        if promise.due_on != deliverable.due_on:
            checked_due(promise.due_on, doing.member.hours.local(doing.now).date())
        contact = await meant(tx, doing, deliverable.contact_id, somebody)
        edited = await change(
            tx,
            deliverable,
            contact_id=contact.id,
            owner=promise.owner,
            what=checked_what(promise.what),
            due_on=promise.due_on,
            revision=deliverable.revision + 1,
        )
        await answered(tx, edited, doing.member, Answer.EDITED, doing.now)
        return Agreed(edited, contact, tx.act_id, await _agreed_anew(tx, doing, deliverable, edited))


async def deliver(doing: Doing, deliverable_id: str) -> Agreed:
    """Delivered, or, where it was theirs, arrived."""
    return await _settle(doing, deliverable_id, DeliverableState.DELIVERED)


async def drop_deliverable(doing: Doing, deliverable_id: str) -> Agreed:
    """Let go: nothing is said of it any more."""
    return await _settle(doing, deliverable_id, DeliverableState.DROPPED)


async def deliverable_of(store: Store, member: Member, deliverable_id: str) -> Agreed:
    """One deliverable, to be shown or edited. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        deliverable = await find(tx, Deliverable, member.who, deliverable_id)
        contact = await find(tx, Contact, member.who, deliverable.contact_id) if deliverable else None
        agreed_anew = await all_of(tx, Renegotiation, member.who, deliverable_id=deliverable_id)
    if deliverable is None or contact is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return Agreed(deliverable, contact, None, agreed_anew)


async def agreed(
    tx: Transaction,
    doing: Doing,
    contact: Contact,
    promise: Promise,
    typed: str,
    call_id: str | None = None,
) -> Deliverable:
    """Inside a transaction: one promise, saved and planned."""
    deliverable = Deliverable(
        id=new_id(),
        workspace_id=doing.member.workspace_id,
        member_id=doing.member.id,
        contact_id=contact.id,
        call_id=call_id,
        owner=promise.owner,
        what=checked_what(promise.what),
        due_on=checked_due(promise.due_on, doing.member.hours.local(doing.now).date()),
        state=DeliverableState.OPEN,
        settled_at=None,
        revision=1,
        typed=typed,
        created_at=doing.now,
        link=checked_origin(promise.link),
    )
    await add_and_plan(tx, deliverable, doing.member, doing.now)
    return deliverable


async def _settle(doing: Doing, deliverable_id: str, state: DeliverableState) -> Agreed:
    delivered = state is DeliverableState.DELIVERED
    verb = Verb.DELIVER if delivered else Verb.DROP_DELIVERABLE
    async with doing.act(verb) as tx:
        await before_settling(tx, doing, deliverable_id)
        deliverable = await _open(tx, doing.member, deliverable_id)
        settled = await change(tx, deliverable, state=state, settled_at=doing.now, revision=deliverable.revision + 1)
        await answered(tx, settled, doing.member, Answer.DONE if delivered else Answer.NOT_THIS_TIME, doing.now)
        return Agreed(settled, await hold(tx, Contact, doing.member, settled.contact_id), tx.act_id)


async def _agreed_anew(tx: Transaction, doing: Doing, before: Deliverable, edited: Deliverable) -> list[Renegotiation]:
    """How a promise's date was agreed anew, this time included; its history goes with it to another contact."""
    history = [
        each if each.contact_id == edited.contact_id else await change(tx, each, contact_id=edited.contact_id)
        for each in await all_of(tx, Renegotiation, doing.member.who, deliverable_id=edited.id)
    ]
    if before.due_on != edited.due_on:
        move = Renegotiation(
            id=new_id(),
            workspace_id=edited.workspace_id,
            member_id=edited.member_id,
            contact_id=edited.contact_id,
            deliverable_id=edited.id,
            due_on=before.due_on,
            now_due_on=edited.due_on,
            at=doing.now,
            created_at=doing.now,
        )
        await add(tx, move)
        history.append(move)
    return history


async def _open(tx: Transaction, member: Member, deliverable_id: str) -> Deliverable:
    """Held, and before it the partnership that it may be of: that is held first, whoever acts on it."""
    for partnership_id in await partnerships_touched(tx, [deliverable_id]):
        await partnerships.held(tx, partnership_id)
    deliverable = await hold(tx, Deliverable, member, deliverable_id)
    if deliverable.state is not DeliverableState.OPEN:
        raise EtiquetteError(Refusal.ALREADY_SETTLED)
    return deliverable
