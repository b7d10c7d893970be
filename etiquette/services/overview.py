"""Home: what is due, the next calls, what is promised, the people and where each stands, and the member's record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation
from etiquette.rules.journeys import Traces, journey_of
from etiquette.rules.matters import Matter
from etiquette.rules.members import Member
from etiquette.rules.people import AT_FIRST, Look, People, Standing, fitting, page_of
from etiquette.rules.plan_views import PlanLine
from etiquette.rules.planning import Subject
from etiquette.rules.reliability import Record, record_of
from etiquette.rules.renegotiations import Renegotiation
from etiquette.rules.thanks import ThankYou
from etiquette.services.calls import Fixed
from etiquette.services.deliverables import Agreed
from etiquette.services.matters import still_open, waiting
from etiquette.services.plan_views import plan_lines
from etiquette.store.matters import every_of, matters_of
from etiquette.store.records import all_of
from etiquette.store.session import Store, Transaction

DUE_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Overview:
    """A member's Home: the most pressing of all that is due, the calls to come, every open promise, their people."""

    due: Sequence[Matter]
    due_in_all: int
    calls: Sequence[Fixed]
    promises: Sequence[Agreed]
    plans: Sequence[PlanLine]
    people: People
    record: Record


async def overview(store: Store, member: Member, now: datetime, look: Look = AT_FIRST) -> Overview:
    """Everything that the Home tab shows, of one state of the database."""
    async with store.reading() as tx:
        subjects = await still_open(tx, member)
        due = await waiting(tx, member, now, subjects)
        contacts = {each.id: each for each in subjects if isinstance(each, Contact)}
        promises = [each for each in subjects if isinstance(each, Deliverable)]
        return Overview(
            await matters_of(tx, due[:DUE_SHOWN]),
            len(due),
            [Fixed(each, contacts[each.contact_id]) for each in _to_come(subjects, now)],
            [Agreed(each, contacts[each.contact_id]) for each in sorted(promises, key=lambda each: each.due_on)],
            await plan_lines(tx, member),
            await _people(tx, list(contacts.values()), look, now),
            await _record(tx, member, promises),
        )


def _to_come(subjects: Sequence[Subject], now: datetime) -> list[Call]:
    planned = [each for each in subjects if isinstance(each, Call) and each.state is CallState.PLANNED]
    return sorted((each for each in planned if not each.is_over(now)), key=lambda each: each.starts_at)


async def _record(tx: Transaction, member: Member, still_open: list[Deliverable]) -> Record:
    kept = await all_of(tx, Deliverable, member.who, owner=Owner.MINE, state=DeliverableState.DELIVERED)
    moves = await all_of(tx, Renegotiation, member.who) if kept else []
    return record_of([*kept, *still_open], moves, member.hours)


async def _people(tx: Transaction, everybody: list[Contact], look: Look, now: datetime) -> People:
    found = fitting(everybody, look.wanted)
    seen, shown = page_of(found, look)
    standing = [Standing(each.contact, journey_of(each, now)) for each in await _traces(tx, shown)]
    return People(standing, seen, len(found), len(everybody))


async def _traces(tx: Transaction, contacts: Sequence[Contact]) -> list[Traces]:
    """What is known of each of these, in four queries whatever their number."""
    ids = [contact.id for contact in contacts]
    introductions = await every_of(tx, Introduction, ids)
    calls = await every_of(tx, Call, ids)
    thanks = await every_of(tx, ThankYou, ids)
    invitations = await every_of(tx, Invitation, ids)
    return [
        Traces(each, introductions[each.id], calls[each.id], thanks[each.id], invitations[each.id]) for each in contacts
    ]
