"""What is due now to a member, most pressing first: the answer to `/coop`, and the top of the Home tab."""

from dataclasses import dataclass, replace
from datetime import datetime

from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.ladder import climb
from etiquette.rules.matters import Chosen, Matter, rank
from etiquette.rules.members import Member
from etiquette.rules.nudges import Kind, Noun
from etiquette.rules.planning import SUBJECTS, Subject, anchor_of, kind_of
from etiquette.rules.rulebook import ROWS
from etiquette.rules.thanks import ThankYou, ThankYouState
from etiquette.services.calls import Fixed
from etiquette.services.deliverables import Agreed
from etiquette.store import nudges
from etiquette.store.matters import matters_of
from etiquette.store.records import all_of, find
from etiquette.store.session import Store, Transaction

AT_ONCE = frozenset({Kind.THANK_CONTACT, Kind.THANK_INTRODUCER, Kind.INVITE})


@dataclass(frozen=True, slots=True)
class Overview:
    """A member's Home: what is due, the calls to come, and every open promise in both directions."""

    due: tuple[Matter, ...]
    calls: tuple[Fixed, ...]
    promises: tuple[Agreed, ...]


async def due_now(store: Store, member: Member, now: datetime) -> list[Matter]:
    """What waits for this member at this moment, most pressing first; what they put off is left out."""
    async with store.reading() as tx:
        return await _due(tx, member, now)


async def overview(store: Store, member: Member, now: datetime) -> Overview:
    """Everything that the Home tab shows."""
    async with store.reading() as tx:
        contacts = {contact.id: contact for contact in await all_of(tx, Contact, member.who)}
        calls = await all_of(tx, Call, member.who, state=CallState.PLANNED)
        promises = await all_of(tx, Deliverable, member.who, state=DeliverableState.OPEN)
        return Overview(
            tuple(await _due(tx, member, now)),
            tuple(
                Fixed(call, contacts[call.contact_id])
                for call in sorted(calls, key=lambda each: each.starts_at)
                if not call.is_over(now)
            ),
            tuple(
                Agreed(promise, contacts[promise.contact_id])
                for promise in sorted(promises, key=lambda each: each.due_on)
            ),
        )


async def matter_of(store: Store, member: Member, noun: Noun, subject_id: str) -> Matter:
    """One matter, open or not. Refused as NOT_FOUND."""
    async with store.reading() as tx:
        subject = await find(tx, SUBJECTS[noun], member.who, subject_id)  # type: ignore[type-var]
        if subject is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        found = await matters_of(tx, [(kind_of(subject), subject, None)])
    return found[0]


async def matter_as(store: Store, member: Member, noun: Noun, subject_id: str, chosen: Chosen | None) -> Matter:
    """One matter with what was chosen on it just now."""
    return replace(await matter_of(store, member, noun, subject_id), chosen=chosen)


async def _due(tx: Transaction, member: Member, now: datetime) -> list[Matter]:
    put_off = await nudges.put_off(tx, member.who, now)
    waiting = [each for each in await _open(tx, member) if _is_due(each, member, now) and each.id not in put_off]
    found = await matters_of(tx, [(kind_of(subject), subject, None) for subject in waiting])
    return sorted(found, key=rank)


async def _open(tx: Transaction, member: Member) -> list[Subject]:
    return [
        *await all_of(tx, Deliverable, member.who, state=DeliverableState.OPEN),
        *await all_of(tx, Call, member.who, state=CallState.PLANNED),
        *await all_of(tx, ThankYou, member.who, state=ThankYouState.DUE),
        *await all_of(tx, Invitation, member.who, state=InvitationState.DUE),
        *await all_of(tx, Invitation, member.who, state=InvitationState.SENT),
    ]


def _is_due(subject: Subject, member: Member, now: datetime) -> bool:
    """A call is asked about once it is over; thanks and invitations wait at once; all else, as the rulebook says."""
    anchor = anchor_of(subject)
    if isinstance(subject, Call):
        return subject.is_over(now)
    if anchor is None or kind_of(subject) in AT_ONCE:
        return anchor is not None
    return climb(ROWS[kind_of(subject)], anchor, member)[0][1].at <= now
