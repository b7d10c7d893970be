"""Inside a transaction: an occurrence of what is given is moved, reworded, handed over or withdrawn (C4, C7).

Like all that follows from what both agreed on, it is in no journal.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from etiquette.rules.contributions import A_DAY, Contribution, coming, occurrence_id
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Who
from etiquette.rules.nudges import Answer
from etiquette.rules.partnerships import Side
from etiquette.rules.recurrences import next_after
from etiquette.rules.renegotiations import Renegotiation
from etiquette.services.lapsing import let_lapse_about
from etiquette.services.nudging import Doing, gone, plan
from etiquette.services.together import acting_for, beside, hold_together, touched
from etiquette.store import contributions, members, nudges
from etiquette.store.deliverables import agreed_anew
from etiquette.store.records import add, change, find, remove
from etiquette.store.session import Transaction
from etiquette.store.types import new_id


async def fit(tx: Transaction, before: Contribution, after: Contribution, side: Side, now: datetime) -> None:
    """After its dates were agreed anew: what was done stays done, and what is open and no more agreed is withdrawn.

    What is given once moves to its new day, and its history goes with it.
    """
    member = await acting_for(tx, side)
    if member is None:
        return
    today = member.hours.local(now).date()
    open_ones = [each for each in await contributions.occurrences_of(tx, [before.id]) if _is_open(each)]
    if before.rule is None and after.rule is None:
        for each in open_ones:
            await _move(beside(tx), each, occurrence_id(after.id, after.due_on), after.due_on, now)
        return
    no_more = _made_ahead(before, today) - _made_ahead(after, today)
    for each in open_ones:
        if each.id in no_more:
            await _remove(beside(tx), each, now)


async def ahead_of(tx: Transaction, contribution: Contribution, side: Side, now: datetime) -> list[Deliverable]:
    """The occurrences that are open and still to come: what is late already is settled by itself."""
    member = await acting_for(tx, side)
    if member is None:
        return []
    today = member.hours.local(now).date()
    occurrences = await contributions.occurrences_of(tx, [contribution.id])
    return [each for each in occurrences if _is_open(each) and each.due_on >= today]


async def withdraw(tx: Transaction, occurrences: Collection[Deliverable], now: datetime) -> None:
    """Occurrences are there no more, nor what was planned of them."""
    for each in occurrences:
        await _remove(beside(tx), each, now)


async def hand_over(tx: Transaction, occurrence: Deliverable, side: Side, now: datetime) -> Deliverable:
    """An occurrence becomes the other side's: gone with whoever had it, and made anew where it belongs now (C7)."""
    aside, member = beside(tx), await acting_for(tx, side)
    if member is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    theirs = replace(occurrence, **whose(side))
    if theirs == occurrence:
        return occurrence
    theirs = replace(theirs, revision=occurrence.revision + 1)
    for move in (await agreed_anew(tx, [occurrence.id])).get(occurrence.id, []):
        await remove(aside, move)
    await gone(aside, occurrence)
    await add(aside, theirs)
    await plan(aside, theirs, member, now)
    return theirs


async def redate(tx: Transaction, occurrence: Deliverable, due_on: date, now: datetime) -> Deliverable:
    """One occurrence has another day, agreed by both, and keeps the story of its days (E10)."""
    aside = beside(tx)
    moved = await change(aside, occurrence, due_on=due_on, revision=occurrence.revision + 1)
    await add(aside, _renegotiation(occurrence, moved, now))
    await _planned_anew(aside, moved, now)
    return moved


async def reword(tx: Transaction, occurrence: Deliverable, what: str, now: datetime) -> Deliverable:
    """One occurrence is about something else, agreed by both."""
    aside = beside(tx)
    changed = await change(aside, occurrence, what=what, revision=occurrence.revision + 1)
    await _planned_anew(aside, changed, now)
    return changed


async def before_settling(tx: Transaction, doing: Doing, deliverable_id: str) -> None:
    """A deliverable is about to be settled: of a plan, the plan is held first, as everybody holds it first.

    It counts as an act of that plan (C12), and what is proposed about it has nothing left to ask.
    """
    deliverable = await find(tx, Deliverable, doing.member.who, deliverable_id)
    contribution_id = deliverable.contribution_id if deliverable else None
    if contribution_id is None:
        return
    contribution = await contributions.get(tx, doing.member.workspace_id, contribution_id)
    if contribution is None:
        return
    together = await hold_together(tx, doing, contribution.partnership_id)
    await touched(tx, together, doing.now)
    await let_lapse_about(tx, deliverable_id, doing.now)


def whose(side: Side) -> dict[str, Any]:
    """Whose records an occurrence is in: the member's own promise, or one that somebody outside made to them."""
    owner = Owner.THEIRS if side.is_outside else Owner.MINE
    return {"member_id": side.member_id, "contact_id": side.contact_id, "owner": owner}


async def _move(aside: Transaction, before: Deliverable, new_one: str, due_on: date, now: datetime) -> None:
    """What is given once has another day: under the id of that day, with the whole story of its days."""
    if before.id == new_one or await contributions.made(aside, [new_one]):
        return
    moved = replace(before, id=new_one, due_on=due_on, revision=before.revision + 1)
    story = (await agreed_anew(aside, [before.id])).get(before.id, [])
    await add(aside, moved)
    for each in story:
        await change(aside, each, deliverable_id=new_one)
    await add(aside, _renegotiation(before, moved, now))
    await _remove(aside, before, now)
    await _planned_anew(aside, moved, now)


async def _remove(aside: Transaction, occurrence: Deliverable, now: datetime) -> None:
    await let_lapse_about(aside, occurrence.id, now)
    for move in (await agreed_anew(aside, [occurrence.id])).get(occurrence.id, []):
        await remove(aside, move)
    await gone(aside, occurrence)


async def _planned_anew(aside: Transaction, occurrence: Deliverable, now: datetime) -> None:
    """Reminders follow, and what was said of it shows that it was changed."""
    who = Who(occurrence.workspace_id, occurrence.member_id)
    member = await members.get(aside, who)
    if member is not None:
        await plan(aside, occurrence, member, now)
        await nudges.answer(aside, who, occurrence.id, Answer.EDITED, now)


def _made_ahead(contribution: Contribution, today: date) -> set[str]:
    """The ids of what a contribution makes from today on, as far as it is made by now."""
    begins = next_after(contribution.rule, contribution.due_on, today - A_DAY)
    return {occurrence_id(contribution.id, day) for day in coming(contribution.when, begins, today).days}


def _renegotiation(before: Deliverable, after: Deliverable, now: datetime) -> Renegotiation:
    return Renegotiation(
        id=new_id(),
        workspace_id=after.workspace_id,
        member_id=after.member_id,
        contact_id=after.contact_id,
        deliverable_id=after.id,
        due_on=before.due_on,
        now_due_on=after.due_on,
        at=now,
        created_at=now,
    )


def _is_open(occurrence: Deliverable) -> bool:
    return occurrence.state is DeliverableState.OPEN
