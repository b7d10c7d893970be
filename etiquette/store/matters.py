"""Matters: what is open, or was said, with all that is known of it; loaded together, whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import BindParameter, Select, Table, bindparam, select

from etiquette.rules.calls import Call, CallState
from etiquette.rules.contacts import NOBODY, Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.good_turns import GoodTurn
from etiquette.rules.introductions import Introduction
from etiquette.rules.invitations import Invitation
from etiquette.rules.matters import Chosen, Matter
from etiquette.rules.members import Who
from etiquette.rules.news import News
from etiquette.rules.nudges import Kind, Noun, Nudge
from etiquette.rules.partnerships import Side, Together
from etiquette.rules.planning import SUBJECTS, Subject, is_open
from etiquette.rules.proposals import Proposal
from etiquette.rules.questions import Question
from etiquette.rules.reflections import ReflectionAnswer
from etiquette.rules.reliability import Record
from etiquette.rules.rulebook import ROWS
from etiquette.rules.thanks import ThankYou, thanked_for
from etiquette.store.deliverables import agreed_anew, record_of_member
from etiquette.store.partnerships import together_of
from etiquette.store.plans import contributions_of_each
from etiquette.store.proposals import threads_of
from etiquette.store.records import TABLES, R, from_row
from etiquette.store.session import Transaction

IDS: BindParameter[Any] = bindparam("ids", expanding=True)

Spoken = tuple[Kind, Subject, Nudge | None]


async def subjects_of(tx: Transaction, said: Iterable[Nudge]) -> dict[str, Subject]:
    """What the given nudges speak of, by id. What was deleted meanwhile is missing, and so is what became another's."""
    return (await subjects_of_each(tx, [list(said)]))[0]


async def subjects_of_each(tx: Transaction, several: Sequence[Sequence[Nudge]]) -> list[dict[str, Subject]]:
    """The same for several who are told apart: what one of them was told makes nothing known to another (N6)."""
    wanted: dict[Noun, set[str]] = {}
    for nudge in chain.from_iterable(several):
        wanted.setdefault(ROWS[nudge.kind].subject, set()).add(nudge.subject_id)
    found: dict[str, Subject] = {}
    for noun, ids in wanted.items():
        found |= await _by_id(tx, SUBJECTS[noun], ids)
    return [_theirs(said, found) for said in several]


def _theirs(said: Sequence[Nudge], found: Mapping[str, Subject]) -> dict[str, Subject]:
    told: dict[str, set[str]] = defaultdict(set)
    for nudge in said:
        told[nudge.subject_id].add(nudge.recipient)
    return {each: found[each] for each in told if each in found and not _is_anothers(found[each], told[each])}


def _is_anothers(subject: Subject, told: Collection[str]) -> bool:
    """Whether what a side gives was handed over to the other side since it was spoken of (C7, N6)."""
    return isinstance(subject, Deliverable) and subject.is_of_a_plan and subject.member_id not in told


async def matters_of(tx: Transaction, spoken: Iterable[Spoken]) -> list[Matter]:
    """Subjects with their contacts, calls and introductions, and with what was answered on their nudges."""
    return (await matters_of_each(tx, [list(spoken)]))[0]


async def matters_of_each(tx: Transaction, several: Sequence[Sequence[Spoken]]) -> list[list[Matter]]:
    """The same for several who are told apart."""
    subjects = [subject for _, subject, _ in chain.from_iterable(several)]
    contacts = await _by_id(tx, Contact, {each for subject in subjects for each in _contact_ids(subject)})
    contacts[""] = NOBODY
    calls = await _by_id(tx, Call, {call for subject in subjects if (call := _call_id(subject))})
    held = await _last_held(tx, {_contact_id(each) for each in subjects if isinstance(each, Contact | GoodTurn)})
    introductions = await every_of(tx, Introduction, contacts.keys())
    moved = await agreed_anew(tx, {subject.id for subject in subjects if isinstance(subject, Deliverable)})
    records = await _records(tx, subjects)
    together = await together_of(tx, [_partnership_of(each) for each in subjects if isinstance(each, OF_A_PLAN)])
    given = await contributions_of_each(tx, {each.partnership.id for each in together.values()})
    answered = await _by_id(
        tx, Proposal, {each.about_id for each in subjects if isinstance(each, News) and each.about_id}
    )
    threads = await threads_of(tx, {each.target_id for each in subjects if isinstance(each, Proposal)})

    def matter(kind: Kind, subject: Subject, nudge: Nudge | None) -> Matter:
        return Matter(
            kind=kind,
            subject=subject,
            contact=contacts[_contact_id(subject)],
            introduction=_introduction_of(subject, introductions.get(_contact_id(subject), [])),
            call=subject if isinstance(subject, Call) else _call_of(subject, calls, held),
            other=contacts.get(subject.other_id or "") if isinstance(subject, GoodTurn) else None,
            chosen=_chosen(nudge),
            is_open=is_open(subject, kind),
            agreed_anew=moved.get(subject.id, ()),
            record=records.get(subject.id),
            together=_together(subject, together),
            contributions=given.get(subject.partnership_id, ()) if isinstance(subject, OF_A_PLAN) else (),
            thread=threads.get(subject.target_id) if isinstance(subject, Proposal) else None,
            proposal=answered.get(subject.about_id or "") if isinstance(subject, News) else None,
        )

    return [[matter(*each) for each in spoken if _contact_id(each[1]) in contacts] for spoken in several]


OF_A_PLAN = (Side, Proposal, ReflectionAnswer, News)


def _partnership_of(subject: Side | Proposal | ReflectionAnswer | News) -> tuple[Who, str]:
    return Who(subject.workspace_id, subject.member_id), subject.partnership_id


def _together(subject: Subject, found: Mapping[tuple[str, str], Together]) -> Together | None:
    """The partnership of a subject, as the member sees it who is spoken to."""
    return found.get((subject.member_id, subject.partnership_id)) if isinstance(subject, OF_A_PLAN) else None


async def latest_of(tx: Transaction, record: type[R], contact_ids: Collection[str]) -> dict[str, R]:
    """The latest record of a kind for each contact that has one."""
    return {contact_id: each[-1] for contact_id, each in (await every_of(tx, record, contact_ids)).items()}


async def every_of(tx: Transaction, record: type[R], contact_ids: Collection[str]) -> Mapping[str, list[R]]:
    """All records of a kind for each of these contacts, oldest first."""
    found: dict[str, list[R]] = defaultdict(list)
    for row in await tx.connection.execute(_of_contacts(TABLES[record]), {"ids": list(contact_ids)}):  # type: ignore[index]
        found[row.contact_id].append(from_row(record, row))
    return found


async def _records(tx: Transaction, subjects: Collection[Subject]) -> dict[str, Record]:
    """The member's record, for each promise of theirs that they delivered."""
    kept = {subject.id: Who(subject.workspace_id, subject.member_id) for subject in subjects if _is_kept(subject)}
    records = {who: await record_of_member(tx, who) for who in set(kept.values())}
    return {subject_id: records[who] for subject_id, who in kept.items()}


def _is_kept(subject: Subject) -> bool:
    if not isinstance(subject, Deliverable):
        return False
    return subject.owner is Owner.MINE and subject.state is DeliverableState.DELIVERED


async def _last_held(tx: Transaction, contact_ids: Collection[str]) -> dict[str, Call]:
    """The last call that was held with each contact who had one."""
    if not contact_ids:
        return {}
    calls = TABLES[Call]
    held = (calls.c.contact_id.in_(contact_ids), calls.c.state == CallState.HELD)
    rows = await tx.connection.execute(select(calls).where(*held).order_by(calls.c.starts_at))
    return {row.contact_id: from_row(Call, row) for row in rows}


def _chosen(nudge: Nudge | None) -> Chosen | None:
    if nudge is None or nudge.answer is None or nudge.answered_at is None:
        return None
    return Chosen(nudge.answer, nudge.answered_at, nudge.later_at, nudge.act_id)


def _contact_id(subject: Subject) -> str:
    """Whom a subject is about; empty where it is about no one."""
    match subject:
        case Contact():
            return subject.id
        case Question():
            return ""
        case _:
            return subject.contact_id or ""


def _contact_ids(subject: Subject) -> list[str]:
    other = (subject.other_id or "") if isinstance(subject, GoodTurn) else ""
    return [each for each in (_contact_id(subject), other) if each]


def _introduction_of(subject: Subject, introductions: Sequence[Introduction]) -> Introduction | None:
    """How the contact came to be known: by what a thank-you is for, else by the latest introduction."""
    match subject:
        case Introduction():
            return subject
        case ThankYou():
            return thanked_for(subject, introductions)
        case _:
            return introductions[-1] if introductions else None


def _call_of(subject: Subject, calls: dict[str, Call], held: dict[str, Call]) -> Call | None:
    """The call that a subject came of; of a contact, and of a good turn, the last one that was held with them."""
    if isinstance(subject, Contact | GoodTurn):
        return held.get(_contact_id(subject))
    return calls.get(_call_id(subject) or "")


def _call_id(subject: Subject) -> str | None:
    return subject.call_id if isinstance(subject, Deliverable | ThankYou | Invitation) else None


async def _by_id(tx: Transaction, record: type[R], ids: Collection[str]) -> dict[str, R]:
    if not ids:
        return {}
    rows = await tx.connection.execute(_with_ids(TABLES[record]), {"ids": list(ids)})  # type: ignore[index]
    return {row.id: from_row(record, row) for row in rows}


@cache
def _with_ids(table: Table) -> Select[Any]:
    return select(table).where(table.c.id.in_(IDS))


@cache
def _of_contacts(table: Table) -> Select[Any]:
    return select(table).where(table.c.contact_id.in_(IDS)).order_by(table.c.created_at, table.c.id)
