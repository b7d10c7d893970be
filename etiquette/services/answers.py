"""Answers that any matter takes: later, and undo (N3)."""

from datetime import date, datetime, time

from etiquette.rules.acts import Act, Verb, builds_on
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.introductions import Introduction
from etiquette.rules.ladder import at_instant
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Kind, Later, Moment
from etiquette.rules.partnerships import Side
from etiquette.rules.planning import (
    PASSED,
    SUBJECTS,
    TO_INTRODUCER,
    Subject,
    an_hour_on,
    anchors_of,
    chosen_morning,
    is_open,
    next_morning,
    nudges_for,
    snoozed,
)
from etiquette.rules.rulebook import ROWS
from etiquette.rules.workdays import instant
from etiquette.services.lessons import take_back
from etiquette.services.nudging import Doing, hold
from etiquette.services.passing import pass_along
from etiquette.services.replanning import rests
from etiquette.services.switches import SWITCH, switch_back
from etiquette.store import acts, deliveries, introductions, members, nudges, partnerships
from etiquette.store.occurrences import partnerships_touched
from etiquette.store.records import NOUNS, RECORDS, Fact, change, find, restore
from etiquette.store.session import Store, Transaction


def later_moment(member: Member, choice: Later, now: datetime) -> Moment:
    """When "later" is: an hour from now to the minute, or the morning of the next working day or of next week."""
    if choice is Later.HOUR:
        return an_hour_on(member, now)
    return next_morning(member, now, 1 if choice is Later.TOMORROW else 7)


def later_on(member: Member, day: date, clock: time | None, now: datetime) -> Moment:
    """When "later" is, where the member chose a day, or a day and a time. Refused when it has passed."""
    chosen = (
        chosen_morning(member, day)
        if clock is None
        else at_instant(instant(day, clock, member.zone), member.hours, chosen=True)
    )
    if chosen.at <= now:
        raise EtiquetteError(Refusal.DATE_IN_THE_PAST, day=day)
    return chosen


async def later(doing: Doing, kind: Kind, subject_id: str, again: Moment) -> Moment:
    """Puts a matter off: it comes again then, and the steps of its ladder before that are withdrawn."""
    async with doing.act(Verb.LATER) as tx:
        member, record = doing.member, SUBJECTS[ROWS[kind].subject]
        subject = await hold(tx, record, member, subject_id)  # type: ignore[type-var]
        if not is_open(subject, kind):
            raise EtiquetteError(Refusal.ALREADY_SETTLED)
        put_off = await change(tx, subject, revision=subject.revision + 1)  # type: ignore[type-var]
        await nudges.withdraw(tx, subject_id, {kind}, recipient=member.id)
        await nudges.carry_over(tx, subject_id, put_off.revision, {kind})
        planned = snoozed(put_off, kind, member, again, doing.now)
        # While a plan rests, its promises are spoken of when somebody asks for it, and no more than that (C9).
        wanted = planned[:1] if await rests(tx, put_off) else planned
        await nudges.plan(tx, member.workspace_id, wanted, doing.now)
        await nudges.answer(tx, member.who, subject_id, Answer.LATER, doing.now, again.at, {kind})
        return again


async def act_of(doing: Doing) -> str | None:
    """The act that this request was, so that it can be undone."""
    async with doing.store.reading() as tx:
        return await acts.id_of(tx, doing.member.who, doing.key)


async def is_said(store: Store, member: Member, channel: str, ts: str) -> bool:
    """Whether a message is one that the bot posted by itself, and draws anew when the facts change."""
    async with store.reading() as tx:
        return await deliveries.stands_at(tx, member.who, channel, ts)


async def undo(doing: Doing, act_id: str) -> Act:
    """Takes an act back: its records are as they were, and what it had planned is withdrawn.

    Refused as BUILT_UPON when a later act rests on it, as ALREADY_UNDONE the second time.
    """
    async with doing.act(Verb.UNDO) as tx:
        act = await acts.get(tx, doing.member.who, act_id)
        if act is None:
            raise EtiquetteError(Refusal.NOT_FOUND)
        if act.undone_at is not None:
            raise EtiquetteError(Refusal.ALREADY_UNDONE)
        if any(builds_on(later_act, act) for later_act in await acts.later_than(tx, act)):
            raise EtiquetteError(Refusal.BUILT_UPON)
        if await _has_ended_since(tx, doing, act):
            raise EtiquetteError(Refusal.BUILT_UPON)
        tx.contact_id = act.contact_id
        await _take_back(tx, doing, act)
        await acts.mark_undone(tx, act, doing.now)
        return act


async def _has_ended_since(tx: Transaction, doing: Doing, act: Act) -> bool:
    """Whether a plan that an act was part of has been parted from since: what is over does not come up again (C9).

    Plans are held here, before anything of them is changed, as everybody holds them.
    """
    deliverables = [each for each in act.changes if each.noun == NOUNS[Deliverable]]
    before = [each.before for each in deliverables if each.before]
    given = {str(each["contribution_id"]) for each in before if each.get("contribution_id")}
    ids = set(await partnerships_touched(tx, [each.id for each in deliverables], given))
    for changed in act.changes:
        side = await find(tx, Side, doing.member.who, changed.id) if changed.noun == NOUNS[Side] else None
        ids |= {side.partnership_id} if side else set()
    plans = [await partnerships.held(tx, each) for each in sorted(ids)]
    return any(plan and plan.closed_at and plan.closed_at >= act.at for plan in plans)


async def _take_back(tx: Transaction, doing: Doing, act: Act) -> None:
    await take_back(tx, act)
    owner = await _whose(tx, doing.member, act)
    before: dict[str, Fact | None] = {}
    restored: dict[str, Fact | None] = {}
    for undone in reversed(act.changes):
        if undone.noun == SWITCH:
            owner = await switch_back(tx, owner, undone, doing.now)
            continue
        if undone.before == {}:
            continue
        if undone.id not in before:
            before[undone.id] = await find(tx, RECORDS[undone.noun], owner.who, undone.id)  # type: ignore[type-var]
        restored[undone.id] = await restore(tx, owner.who, undone)
    await nudges.unanswer(tx, act.id)
    for subject_id, fact in restored.items():
        await nudges.redraw_for_all(tx, subject_id)
        if isinstance(fact, Contact):
            await nudges.redraw_contact(tx, doing.member.who, subject_id)
        if subject_id in act.planned_anew:
            await _plan_back(tx, doing, owner, subject_id, fact, await _touched(tx, act, before[subject_id], fact))


async def _touched(tx: Transaction, act: Act, before: Fact | None, fact: Fact | None) -> frozenset[Kind]:
    """The kinds that an act changed of a record: what it planned, and what is called for otherwise without it."""
    if not isinstance(before, Subject) or not isinstance(fact, Subject):
        return frozenset(Kind)
    with_it, without_it = anchors_of(before), anchors_of(fact)
    changed = {kind for kind in {*with_it, *without_it} if with_it.get(kind) != without_it.get(kind)}
    return frozenset({*changed, *await nudges.kinds_planned_at(tx, fact.id, act.at)})


async def _plan_back(
    tx: Transaction, doing: Doing, owner: Member, subject_id: str, fact: Fact | None, kinds: frozenset[Kind]
) -> None:
    """Plans these kinds of a record as it is again; what was planned of any other goes on as it was (N4)."""
    await _withdraw(tx, doing, subject_id, fact, kinds)
    for who in {doing.member.who, owner.who}:
        await nudges.forget_put_off(tx, who, subject_id, doing.now, kinds)
    if isinstance(fact, Subject):
        await nudges.carry_over(tx, subject_id, fact.revision, kinds - PASSED)
        if not await rests(tx, fact):
            await nudges.plan(tx, owner.workspace_id, nudges_for(fact, owner, doing.now, kinds), doing.now)
    if isinstance(fact, Introduction):
        await pass_along(tx, fact, doing.now)


async def _withdraw(tx: Transaction, doing: Doing, subject_id: str, fact: Fact | None, kinds: frozenset[Kind]) -> None:
    """Withdraws what was planned of a record that is as it was again; what is passed on goes on while it is apt."""
    if not isinstance(fact, Introduction):
        await nudges.withdraw(tx, subject_id, kinds)
        return
    await nudges.withdraw(tx, subject_id, kinds - PASSED)
    await nudges.withdraw(tx, subject_id, kinds & TO_INTRODUCER, recipient=doing.member.id)


async def _whose(tx: Transaction, member: Member, act: Act) -> Member:
    """Whose records an act changed: an introducer's answer changes the introduction of whoever asked them."""
    for changed in act.changes:
        if changed.noun == NOUNS[Introduction]:
            who = await introductions.owner(tx, act.workspace_id, changed.id)
            return (await members.get(tx, who) if who else None) or member
    return member
