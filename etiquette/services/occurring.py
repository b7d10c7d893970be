"""Inside a transaction: what a side contributes becomes deliverables, one an occurrence, each when its time comes (C4).

Each is the owner's own promise, with the reminders of every promise. Whoever holds the partnership writes them; they
are in no journal, for they follow from what was agreed.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from etiquette.rules.contributions import (
    A_DAY,
    Coming,
    Contribution,
    ContributionState,
    coming,
    first_from,
    occurrence_id,
)
from etiquette.rules.deliverables import Deliverable, DeliverableState, Owner
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Answer
from etiquette.rules.partnerships import Partnership, PartnershipState, Side, SideState
from etiquette.rules.proposals import Proposal, ProposalState
from etiquette.rules.recurrences import next_after
from etiquette.rules.renegotiations import Renegotiation
from etiquette.rules.workdays import morning
from etiquette.services.nudging import ALL_KINDS, Doing, gone, plan
from etiquette.services.together import acting_for, hold_together, touched
from etiquette.store import contributions, members, nudges, partnerships, proposals
from etiquette.store.deliverables import agreed_anew
from etiquette.store.records import add, change, find, remove
from etiquette.store.session import Transaction
from etiquette.store.types import new_id


async def occur(tx: Transaction, partnership: Partnership, now: datetime) -> datetime | None:
    """A step of a partnership: everything due within fourteen days is promised, and at least the next of each.

    Only while it runs; what is missed meanwhile is not made up for.
    """
    sides = {side.id: side for side in await partnerships.sides_of(tx, partnership.id)}
    given = await contributions.of_partnership(tx, partnership.id)
    open_ones = [each for each in given if each.state is ContributionState.OPEN]
    if partnership.state is PartnershipState.RUNNING:
        moments = [await _occur(quiet(tx), each, sides, now) for each in open_ones]
        return min(filter(None, moments), default=None)
    for each in open_ones:
        await _rest(quiet(tx), each)
    return None


async def rest_or_go_on(tx: Transaction, partnership: Partnership, now: datetime) -> None:
    """It was paused, or runs again: reminders of what is open rest with it, and come back with it.

    Back, each is planned from now on: what fell due meanwhile is on Home, and is not said late.
    """
    aside = quiet(tx)
    given = await contributions.of_partnership(tx, partnership.id)
    for each in await contributions.occurrences_of(tx, [contribution.id for contribution in given]):
        who = Who(each.workspace_id, each.member_id)
        member = await members.get(aside, who) if _is_open(each) else None
        if member is not None:
            await nudges.forget_put_off(aside, who, each.id, now, ALL_KINDS)
            await plan(aside, await change(aside, each, revision=each.revision + 1), member, now)


def quiet(tx: Transaction) -> Transaction:
    """The same transaction, without a journal, and without an act that could be taken back."""
    return Transaction(tx.connection)


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
            await _move(quiet(tx), each, occurrence_id(after.id, after.due_on), after.due_on, now)
        return
    no_more = _made_ahead(before, today) - _made_ahead(after, today)
    for each in open_ones:
        if each.id in no_more:
            await _remove(quiet(tx), each, now)


async def ahead_of(tx: Transaction, contribution: Contribution, side: Side, now: datetime) -> list[Deliverable]:
    """The occurrences that are open and still to come: what is late already is settled by itself."""
    member = await acting_for(tx, side)
    if member is None:
        return []
    ids = _made_ahead(contribution, member.hours.local(now).date())
    occurrences = await contributions.occurrences_of(tx, [contribution.id])
    return [each for each in occurrences if _is_open(each) and each.id in ids]


async def withdraw(tx: Transaction, occurrences: Collection[Deliverable], now: datetime) -> None:
    """Occurrences are there no more, nor what was planned of them."""
    for each in occurrences:
        await _remove(quiet(tx), each, now)


async def hand_over(tx: Transaction, occurrence: Deliverable, side: Side, now: datetime) -> Deliverable:
    """An occurrence becomes the other side's: gone with whoever had it, and made anew where it belongs now (C7)."""
    aside, member = quiet(tx), await acting_for(tx, side)
    if member is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    theirs = replace(occurrence, **_whose(side))
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
    aside = quiet(tx)
    moved = await change(aside, occurrence, due_on=due_on, revision=occurrence.revision + 1)
    await add(aside, _renegotiation(occurrence, moved, now))
    await _planned_anew(aside, moved, now)
    return moved


async def reword(tx: Transaction, occurrence: Deliverable, what: str, now: datetime) -> Deliverable:
    """One occurrence is about something else, agreed by both."""
    aside = quiet(tx)
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


async def let_lapse_about(tx: Transaction, target_id: str, now: datetime) -> None:
    """What is proposed about a thing that is settled, or gone, asks nothing any more."""
    proposal = await proposals.open_about(tx, target_id)
    if proposal is not None:
        await end(tx, proposal, ProposalState.LAPSED, None, now)


async def end(
    tx: Transaction, proposal: Proposal, state: ProposalState, chosen: Answer | None, now: datetime
) -> Proposal:
    """A proposal has its answer, shown where it was asked: nothing is said of it any more."""
    aside = quiet(tx)
    ended = await change(aside, proposal, state=state, answered_at=now, revision=proposal.revision + 1)
    await nudges.withdraw(aside, proposal.id)
    if chosen is not None:
        await nudges.answer(aside, Who(proposal.workspace_id, proposal.member_id), proposal.id, chosen, now)
    await nudges.redraw_for_all(aside, proposal.id)
    return ended


async def _occur(
    aside: Transaction, contribution: Contribution, sides: Mapping[str, Side], now: datetime
) -> datetime | None:
    side = sides.get(contribution.side_id)
    member = await acting_for(aside, side) if side else None
    if side is None or member is None or contribution.accepted_at is None or side.state is SideState.LEFT:
        return None
    today = member.hours.local(now).date()
    found = coming(contribution.when, contribution.next_on or first_from(contribution.when, today), today)
    await _promise(aside, contribution, side, member, found, now)
    is_over = found.next_on is None and (not found.days or found.days[-1] < today)
    state = ContributionState.ENDED if is_over else ContributionState.OPEN
    if (found.next_on, state) != (contribution.next_on, contribution.state):
        await change(aside, contribution, next_on=found.next_on, state=state)
    return None if is_over or found.again_on is None else morning(member.hours, found.again_on, member.id)


async def _promise(
    aside: Transaction, contribution: Contribution, side: Side, member: Member, found: Coming, now: datetime
) -> None:
    ids = {occurrence_id(contribution.id, day): day for day in found.days}
    known = await contributions.made(aside, ids.keys())
    for deliverable_id, day in ids.items():
        if deliverable_id in known:
            continue
        promise = Deliverable(
            id=deliverable_id,
            workspace_id=side.workspace_id,
            call_id=None,
            what=contribution.what,
            due_on=day,
            state=DeliverableState.OPEN,
            settled_at=None,
            revision=1,
            typed="",
            created_at=now,
            contribution_id=contribution.id,
            **_whose(side),
        )
        await add(aside, promise)
        await plan(aside, promise, member, now)


async def _rest(aside: Transaction, contribution: Contribution) -> None:
    """Nothing is made while it does not run; when it runs again, it begins with what comes then."""
    if contribution.next_on is not None:
        await change(aside, contribution, next_on=None)


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


def _whose(side: Side) -> dict[str, Any]:
    """Whose records an occurrence is in: the member's own promise, or one that somebody outside made to them."""
    owner = Owner.THEIRS if side.is_outside else Owner.MINE
    return {"member_id": side.member_id, "contact_id": side.contact_id, "owner": owner}


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
